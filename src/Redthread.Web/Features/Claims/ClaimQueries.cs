using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Claims;
using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Claims;

/// <summary>What was measured in one period, and what it says of the claim.</summary>
/// <param name="Value">NaN where nothing was.</param>
/// <param name="N">Signals behind a score; 0 for an outcome, which is imported as it is.</param>
public sealed record ClaimPoint(string Label, double Value, Interval Interval, ClaimVerdict Verdict, long N = 0);

/// <param name="Bound">As forms and programs write the test: stage:join/order; empty is none.</param>
/// <param name="Measured">The stage, journey or outcome that is measured, in words.</param>
/// <param name="Now">The running period or an outcome's newest value; with its verdict.</param>
/// <param name="Basis">Where the value comes from, or why there is none.</param>
/// <param name="Stages">The stages it speaks of; none for an outcome.</param>
/// <param name="Href">Where what is measured is shown.</param>
public sealed record ClaimLine(
    Claim Row,
    string Bound,
    string Measured,
    string Unit,
    bool AtLeast,
    string? Segment,
    string? Team,
    ClaimPoint Now,
    string Basis,
    IReadOnlyList<ClaimPoint> History,
    IReadOnlyList<Guid> Stages,
    string? Href
)
{
    public string Name => Claim.NameOf(Row.Number);

    public string Promised => Row.Promise is { } promise ? $"{(AtLeast ? "at least" : "at most")} {Say(promise)}" : "nothing that can be tested";

    public string Says =>
        Now.Verdict.Verdict switch
        {
            Verdict.Unmeasured => Basis,
            Verdict.Kept => $"measured {Value}, as promised",
            Verdict.AtRisk => $"measured {Value}, which allows both",
            _ => $"measured {Value}, {Say(Math.Abs(Now.Verdict.Gap))} short of what is promised",
        };

    public string Value => $"{Say(Now.Value)}{(Now.Interval.Exists ? $" ({Numbers.Score(Now.Interval.Low)}–{Numbers.Score(Now.Interval.High)})" : "")}";

    public string Say(double value) => Row.Test == ClaimTest.Outcome ? OutcomeQueries.Value(value, Unit) : Numbers.Score(value);
}

/// <param name="Decisions">On the stages it speaks of, newest first.</param>
public sealed record ClaimView(ClaimLine Line, IReadOnlyList<Decision> Decisions, GoalChoices Choices);

/// <summary>Judges claims by the boards and outcomes that are kept anyway: O(claims) beside them, and no signal is read.</summary>
public sealed class ClaimQueries(IDbContextFactory<RedthreadContext> contexts, BoardQueries boards, LedgerSource ledgers)
{
    private sealed record Named(Dictionary<Guid, Outcome> Outcomes, ILookup<Guid, OutcomePoint> Points, Dictionary<Guid, string> Teams);

    /// <summary>All claims, those that are broken first and what is withdrawn last.</summary>
    public async Task<List<ClaimLine>> ReadAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Claims.AsNoTracking().OrderBy(row => row.Number).ToListAsync(cancel);
        var lines = await LinesAsync(context, rows, cancel);
        return [.. lines.OrderBy(line => line.Row.WithdrawnAt is not null).ThenBy(line => Order(line.Now.Verdict.Verdict)).ThenBy(line => line.Row.Number)];
    }

    public async Task<Result<ClaimLine>> FindAsync(int number, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Claims.AsNoTracking().Where(row => row.Number == number).ToListAsync(cancel);
        return rows.Count == 0 ? Error.NotFound("claim") : (await LinesAsync(context, rows, cancel))[0];
    }

    public Task<List<Decision>> DecisionsAsync(ClaimLine line, CancellationToken cancel) =>
        ledgers.ReadAsync(ledger => DecisionsOn(ledger, line.Stages).OrderByDescending(row => row.MadeAt ?? row.CreatedAt).ToList(), cancel);

    /// <summary>Live decisions on any of the stages.</summary>
    public static IEnumerable<Decision> DecisionsOn(Ledger ledger, IReadOnlyList<Guid> stages) =>
        stages.SelectMany(stage => ledger.At<Decision>(stage, LinkKind.OnStage)).DistinctBy(row => row.Id);

    private async Task<List<ClaimLine>> LinesAsync(RedthreadContext context, List<Claim> rows, CancellationToken cancel)
    {
        if (rows.Count == 0)
            return [];
        var targets = rows.Where(row => row.Test == ClaimTest.Outcome).Select(row => row.TargetId!.Value).Distinct().ToList();
        var named = new Named(
            await context.Outcomes.AsNoTracking().Where(row => targets.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancel),
            (await context.OutcomePoints.AsNoTracking().Where(row => targets.Contains(row.OutcomeId)).OrderBy(row => row.On).ToListAsync(cancel)).ToLookup(row => row.OutcomeId),
            await context.Teams.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Name, cancel)
        );
        var lines = new List<ClaimLine>();
        foreach (var group in rows.GroupBy(row => row.SegmentId))
        {
            var board = await boards.ReadAsync(new BoardRequest(SegmentId: group.Key), cancel);
            lines.AddRange(group.Select(row => Line(row, board, named)));
        }

        return lines;
    }

    private static ClaimLine Line(Claim row, Board board, Named named)
    {
        var line = new ClaimLine(
            row,
            "",
            "no test yet",
            "",
            true,
            board.Landscape.Segments.FirstOrDefault(segment => segment.Id == row.SegmentId)?.Name,
            row.OwnerTeamId is { } team ? named.Teams.GetValueOrDefault(team) : null,
            Nothing(""),
            "no test yet: nobody can say whether it is true",
            [],
            [],
            null
        );
        return row.Test switch
        {
            ClaimTest.StageScore when board.Find(row.TargetId!.Value) is { } stage => OfStage(line, stage, board),
            ClaimTest.JourneyScore when board.Journeys.FirstOrDefault(one => one.Journey.Id == row.TargetId) is { } journey => OfJourney(line, journey, board),
            ClaimTest.Outcome when named.Outcomes.TryGetValue(row.TargetId!.Value, out var outcome) => OfOutcome(line, outcome, named.Points[outcome.Id]),
            ClaimTest.None => line,
            _ => line with { Measured = "what is no longer there", Basis = "what would show it true is no longer there" },
        };
    }

    private static ClaimLine OfStage(ClaimLine line, BoardStage stage, Board board)
    {
        var period = Labels.Period(board.Period);
        return line with
        {
            Bound = $"stage:{stage.Path}",
            Measured = $"score of {stage.Stage.Name}, {stage.Journey.Name}",
            Now = Point(line.Row, period, stage.HasScore && Since(line.Row, board.Period) ? stage.Score : Score.None, true),
            Basis = BasisOf(line.Row, board, stage.HasScore, stage.Stage.Name),
            History = [.. stage.History.Where(one => Since(line.Row, one.Period)).Select(one => Point(line.Row, Labels.Short(one.Period), one.Score, true))],
            Stages = [stage.Stage.Id],
            Href = $"/?stage={stage.Path}",
        };
    }

    private static string BasisOf(Claim claim, Board board, bool scored, string name) =>
        !Since(claim, board.Period) ? NotYetSaid : $"{(scored ? "score of" : "no live data:")} {name}, {Labels.Period(board.Period)}";

    private static ClaimLine OfJourney(ClaimLine line, BoardJourney journey, Board board)
    {
        var period = Labels.Period(board.Period);
        var under = board.Landscape.JourneysUnder(journey.Journey.Id);
        var stages = board.Stages.Where(stage => under.Contains(stage.Journey.Id)).ToList();
        var score = Since(line.Row, board.Period) ? journey.Score.AsScore() : Score.None;
        return line with
        {
            Bound = $"journey:{journey.Journey.Key}",
            Measured = $"score of {journey.Journey.Name}",
            Now = Point(line.Row, period, score, true),
            Basis = BasisOf(line.Row, board, score.State == ScoreState.Ok, journey.Journey.Name),
            History =
                stages.Count == 0
                    ? []
                    :
                    [
                        .. stages[0]
                            .History.Select((one, index) => (one.Period, Index: index))
                            .Where(one => Since(line.Row, one.Period))
                            .Select(one => Point(line.Row, Labels.Short(one.Period), KeyResultValues.At(journey.Journey, board, one.Index), true)),
                    ],
            Stages = stages.ConvertAll(stage => stage.Stage.Id),
            Href = $"/journeys/{journey.Journey.Key}",
        };
    }

    private static ClaimLine OfOutcome(ClaimLine line, Outcome outcome, IEnumerable<OutcomePoint> points)
    {
        var series = points.Where(point => point.SegmentId == (line.Row.SegmentId ?? Guid.Empty)).ToList();
        var before = series.Count;
        // A value stands for its month.
        series.RemoveAll(point => !Since(line.Row, Period.Of(PeriodKind.Month, point.On.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc))));
        var history = series.ConvertAll(point => Point(line.Row, $"{point.On:MMM yy}", point.Value, Interval.None, outcome.HigherIsBetter));
        return line with
        {
            Bound = $"outcome:{outcome.Key}",
            Measured = outcome.Name,
            Unit = outcome.Unit,
            AtLeast = outcome.HigherIsBetter,
            Now = history.Count == 0 ? Nothing("") : history[^1],
            Basis = history.Count == 0 ? $"{outcome.Name} has no value {(before == 0 ? "yet" : "since it was said")}" : $"{outcome.Name}, {series[^1].On:MMMM yyyy}",
            History = history,
            Href = $"/outcomes#{outcome.Key}",
        };
    }

    private const string NotYetSaid = "it was said after the period that is looked at";

    // What was measured before a claim was made can neither keep nor break it; the period in which it was made lies partly after.
    private static bool Since(Claim row, Period period) => period.End > row.SaidOn.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private static ClaimPoint Point(Claim row, string label, Score score, bool atLeast) =>
        score.State == ScoreState.Ok ? Point(row, label, score.Value, score.Interval, atLeast) with { N = score.N } : Nothing(label) with { N = score.N };

    private static ClaimPoint Point(Claim row, string label, double value, Interval interval, bool atLeast) =>
        new(label, value, interval, ClaimVerdict.Of(value, interval, row.Promise ?? double.NaN, atLeast));

    private static ClaimPoint Nothing(string label) => new(label, double.NaN, Interval.None, ClaimVerdict.None);

    private static int Order(Verdict verdict) =>
        verdict switch
        {
            Verdict.Broken => 0,
            Verdict.AtRisk => 1,
            Verdict.Unmeasured => 2,
            _ => 3,
        };
}
