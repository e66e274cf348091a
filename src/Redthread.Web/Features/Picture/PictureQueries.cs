using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Goals;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Picture;

/// <summary>The board as the page shows it: sentences, labels and addresses.</summary>
public sealed class PictureQueries(BoardQueries boards, PanelQueries panels, StageThreads threads, OutcomeQueries outcomes)
{
    private const int SparkLength = 8;
    private const int ListLength = 5;

    public async Task<PictureModel> ReadAsync(Actor actor, PictureAddress address, CancellationToken cancel)
    {
        var board = await boards.ReadAsync(await address.ToRequestAsync(boards, cancel), cancel);
        var known = actor.Can(Permission.ViewThreads) ? await threads.ReadAsync(board, cancel) : [];
        var stages = board.Stages.ToDictionary(stage => stage.Stage.Id, stage => Cell(board, stage, address, known.GetValueOrDefault(stage.Stage.Id)));
        return new PictureModel
        {
            Headline = Headline(board, known),
            Subtitle = Subtitle(board),
            Filters = PictureFilterList.Of(board, address),
            Legend = new PictureLegend(
                board.Framework?.Cuts ?? [30, 45, 60, 75],
                FrameworkLabel(board),
                FrameworkHref(board),
                board.Framework?.FreshnessDays ?? 45,
                board.Framework?.MinimumN ?? 30
            ),
            Links = new PictureLinks(
                address.With("view", null),
                address.With("view", "table"),
                address.With("display", "1"),
                address.Display ? address.With("display", null) : null
            ),
            View = address.Table ? PictureView.Table : PictureView.Map,
            Lifecycles = Lifecycles(board, stages),
            Changed = Changes(board, stages),
            Breaks = Failing(board, stages),
            Unknown = Unknowns(board, stages),
            Outcomes = await outcomes.StripAsync(cancel),
            Panel = address.Stage is null ? null : await PanelAsync(board, address, stages, known, actor, cancel),
            Empty = Emptiness(board, address, actor),
            NamedInVain = address.UnknownIn(board.Landscape),
        };
    }

    private async Task<StagePanelModel?> PanelAsync(
        Board board,
        PictureAddress address,
        Dictionary<Guid, StageModel> stages,
        Dictionary<Guid, StageKnowledge> known,
        Actor actor,
        CancellationToken cancel
    )
    {
        var panel = await panels.ReadAsync(board, address, stages, actor.Can(Permission.ViewEvidence), cancel);
        if (panel is null || board.Landscape.FindStage(address.Stage) is not { } found || !known.TryGetValue(found.Stage.Id, out var here))
            return panel;
        return await threads.FillAsync(panel with { MayChoose = actor.Can(Permission.EditThreads) }, here, cancel);
    }

    private static string Headline(Board board, Dictionary<Guid, StageKnowledge> known)
    {
        if (!board.Landscape.LiveStages.Any())
            return "No journey is drawn yet";
        if (board.Overview.Signals == 0)
            return "Nobody has been heard yet";
        if (board.Framework is null || board.Stages.Count == 0)
            return "No framework is agreed yet";
        var failing = board.Stages.Where(stage => stage.Standing == StageStanding.Failing).OrderBy(stage => stage.Rank).ToList();
        var scored = board.Stages.Count(stage => stage.HasScore);
        return failing.Count switch
        {
            0 when scored == 0 => "Nothing is known for this period",
            0 => $"No stage fails; {Numbers.Counted(scored, "stage")} of {board.Stages.Count} measured",
            _ => Failing(failing, [.. failing.Where(stage => known.GetValueOrDefault(stage.Stage.Id) is { Decision: null })]),
        };
    }

    /// <summary>Those without a decision come first: somebody has to act on them.</summary>
    private static string Failing(List<BoardStage> failing, List<BoardStage> undecided)
    {
        var worst = undecided.Count > 0 ? undecided[0] : failing[0];
        var named = $"{worst.Stage.Name}, {Numbers.Score(worst.Score.Value)}";
        return (failing.Count, undecided.Count) switch
        {
            (1, 0) => $"1 stage fails: {named}",
            (_, 0) => $"{failing.Count} stages fail; worst: {named}",
            (_, 1) => $"1 stage fails without a decision: {named}",
            _ => $"{undecided.Count} stages fail without a decision; worst: {named}",
        };
    }

    private static PictureSubtitle Subtitle(Board board)
    {
        var age = board.Overview.NewestAt is { } at ? board.Now - at : (TimeSpan?)null;
        return new PictureSubtitle(
            Labels.Period(board.Period),
            board.Signals,
            Labels.Customers(board.Customers, board.CustomersAtMost),
            age is { } old ? Labels.Ago(old) : null,
            age < TimeSpan.FromDays(2)
        );
    }

    public static string FrameworkLabel(Board board) =>
        board.Framework is { } framework ? $"Framework {framework.Number}, agreed {framework.AgreedAt:d MMM yyyy}" : "No framework agreed";

    public static string FrameworkHref(Board board) => board.Framework is { } framework ? $"/frameworks/{framework.Number}" : "/frameworks";

    private static List<LifecycleModel> Lifecycles(Board board, Dictionary<Guid, StageModel> stages)
    {
        var byId = board.Landscape.Journeys.ToDictionary(journey => journey.Id);
        Domain.Journeys.Journey Top(Domain.Journeys.Journey journey)
        {
            var at = journey;
            while (at.ParentId is { } parent)
                at = byId[parent];
            return at;
        }

        return board
            .Journeys.Where(entry => entry.Journey.LiveStages.Any() && entry.Journey.LiveStages.All(stage => stages.ContainsKey(stage.Id)))
            .GroupBy(entry => Top(entry.Journey).Id)
            .Select(group => Under(board, byId[group.Key], [.. group], stages))
            .ToList();
    }

    /// <summary>A journey of its own has no heading; a lifecycle has one, with its roll-up, and stages of its own may be its first line.</summary>
    private static LifecycleModel Under(Board board, Domain.Journeys.Journey top, List<BoardJourney> lines, Dictionary<Guid, StageModel> stages)
    {
        var models = lines.ConvertAll(entry => Line(entry, stages));
        if (lines is [var only] && only.Journey.Id == top.Id)
            return new LifecycleModel(null, models);
        // Of a part, the roll-up would be called by the name of the whole.
        var whole = board.Request.JourneyKey is null ? ScoreOf(board.Journeys.First(entry => entry.Journey.Id == top.Id).Score) : null;
        return new LifecycleModel(top.Name, [.. models.Select(model => model.Key == top.Key ? model with { Score = null, IsWhole = true } : model)], whole);
    }

    private static JourneyScore? ScoreOf(RolledUpScore score) =>
        score.State == ScoreState.NoData ? null : new JourneyScore(score.Value, score.Interval.Width / 2, score.Interval.Low, score.Interval.High, score.N, score.Coverage);

    private static JourneyModel Line(BoardJourney entry, Dictionary<Guid, StageModel> stages)
    {
        return new JourneyModel
        {
            Key = entry.Journey.Key,
            Name = entry.Journey.Name,
            Href = $"/journeys/{entry.Journey.Key}",
            Owner = entry.Journey.OwnerTeam?.Name ?? entry.Journey.OwnerPerson?.Name,
            Stages = entry.Journey.LiveStages.Select(stage => stages[stage.Id]).ToList(),
            Score = ScoreOf(entry.Score),
        };
    }

    private static StageModel Cell(Board board, BoardStage stage, PictureAddress address, StageKnowledge? known)
    {
        var cuts = board.Framework?.Cuts ?? [30, 45, 60, 75];
        var busiest = board.Stages.Max(row => row.Traffic ?? row.N);
        var volume = stage.Traffic ?? stage.N;
        return new StageModel
        {
            Key = stage.Stage.Key,
            JourneyKey = stage.Journey.Key,
            Name = stage.Stage.Name,
            Href = address.With("stage", stage.Path),
            State = stage.State switch
            {
                "no-data" => StageState.NoData,
                "unknown" => StageState.Unknown,
                "too-few" => StageState.TooFew,
                _ => StageState.Scored,
            },
            Score = stage.HasScore
                ? new StageScore(
                    stage.Score.Value,
                    stage.Score.Interval.Low,
                    stage.Score.Interval.High,
                    stage.N,
                    stage.Customers,
                    Tint.Position(stage.Score.Value, cuts),
                    Tint.Band(stage.Score.Value, cuts),
                    cuts,
                    board.CustomersAtMost
                )
                : null,
            Reason = Reason(board, stage),
            Trend = stage.Change.State switch
            {
                _ when !stage.HasScore => null,
                TrendState.Ok => new StageTrend(
                    stage.Change.Difference,
                    stage.Change.Interval.Low,
                    stage.Change.Interval.High,
                    board.JudgesChanges ? stage.FlaggedChange : null,
                    Labels.Period(board.Period.Previous)
                ),
                TrendState.MixChanged => StageTrend.Mixed(Labels.Period(board.Period.Previous)),
                _ => null,
            },
            Spark = [.. stage.History.TakeLast(SparkLength).Select(point => point.Score.State == ScoreState.Ok ? (double?)point.Score.Value : null)],
            Volume = busiest > 0 && volume > 0 ? new StageVolume((double)volume / busiest, volume, stage.Traffic is null ? "signals" : "customers passed") : null,
            Freshness = stage.NewestAt is { } at ? $"newest {Labels.Ago(board.Now - at)}" : null,
            AgesIn = AgesIn(board, stage),
            Failing = stage.Standing == StageStanding.Failing,
            Agreed = stage.Agreed?.Value,
            Marks = known?.Marks ?? default,
            Thread = known?.Thread(address.With("stage", stage.Path)),
        };
    }

    public static string? Reason(Board board, BoardStage stage) =>
        stage.State switch
        {
            "no-data" => "never heard",
            "unknown" when stage.Score.State == ScoreState.NoData && stage.Fresh => "nothing that counts was measured in this period",
            "unknown" => $"no signal for {Labels.Days((board.Period.End < board.Now ? board.Period.End : board.Now) - stage.NewestAt!.Value)}",
            "too-few" => $"n {stage.N} of {board.Framework?.MinimumN ?? 30}",
            _ => null,
        };

    private static string? AgesIn(Board board, BoardStage stage)
    {
        if (!stage.HasScore || board.Framework is null || stage.NewestAt is not { } at || board.Period.End < board.Now)
            return null;
        var left = board.Framework.FreshnessDays - (int)(board.Now - at).TotalDays;
        return left is >= 0 and <= 10 ? $"evidence ages in {left} days" : null;
    }

    private static List<ChangeItem> Changes(Board board, Dictionary<Guid, StageModel> cells) =>
        [
            .. board
                .Stages.Where(stage => stage.HasScore && stage.FlaggedChange)
                .OrderByDescending(stage => Math.Abs(stage.Change.Difference))
                .Take(ListLength)
                .Select(stage => new ChangeItem(
                    stage.Change.Difference,
                    stage.Change.Interval.Low,
                    stage.Change.Interval.High,
                    stage.Stage.Name,
                    cells[stage.Stage.Id].Href,
                    stage.Score.Value,
                    stage.N,
                    board.Landscape.Notes.LastOrDefault(note => InPeriod(board.Period, note) && (note.JourneyId is null || note.JourneyId == stage.Journey.Id)) is { } note
                        ? $"{note.On:d MMM}: {note.Text}"
                        : null
                )),
        ];

    private static bool InPeriod(Period period, Note note) => note.On.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) is var at && at >= period.Previous.Start && at < period.End;

    private static BreakList Failing(Board board, Dictionary<Guid, StageModel> cells) =>
        new(
            "What fails",
            [
                .. board
                    .Stages.Where(stage => stage.Standing == StageStanding.Failing)
                    .OrderBy(stage => stage.Rank)
                    .Take(ListLength)
                    .Select(stage => new BreakItem(
                        Numbers.Score(stage.Score.Value),
                        $"{stage.Stage.Name} · {stage.Journey.Name}",
                        cells[stage.Stage.Id].Href,
                        $"{Numbers.Interval(stage.Score.Interval.Low, stage.Score.Interval.High)}, n {Numbers.Count(stage.N)}, failing below {Numbers.Score(stage.Standards.FailingBelow)}"
                    )),
            ],
            OfThreads: false
        );

    private static List<UnknownItem> Unknowns(Board board, Dictionary<Guid, StageModel> cells)
    {
        var stages = board
            .Stages.Where(stage => !stage.HasScore)
            .Select(stage => new UnknownItem(stage.Stage.Name, $"{stage.Journey.Name} · {Reason(board, stage)}", cells[stage.Stage.Id].Href));
        var heard = board.Overview.Latest.Where(row => row.At >= board.Period.Start && row.At < board.Period.End).SelectMany(row => row.SegmentIds).ToHashSet();
        var silent = board
            .Landscape.Segments.Where(segment =>
                board.Overview.Signals > 0 && !heard.Contains(segment.Id) && board.Overview.Latest.All(row => !row.SegmentIds.Contains(segment.Id) || row.At < board.Period.Start)
            )
            .Select(segment => new UnknownItem($"Segment: {segment.Name}", "not heard in this period"));
        var soon = board
            .Stages.Select(stage => (stage, AgesIn(board, stage)))
            .Where(entry => entry.Item2 is not null)
            .Select(entry => new UnknownItem(entry.stage.Stage.Name, $"{entry.stage.Journey.Name} · {entry.Item2}", cells[entry.stage.Stage.Id].Href));
        return [.. stages.Concat(silent).Concat(soon).Take(ListLength + 1)];
    }

    private static PictureEmpty? Emptiness(Board board, PictureAddress address, Actor actor) =>
        board.Landscape.LiveStages.Any() switch
        {
            false => PictureEmpty.NoJourneys(actor.Can(Permission.EditJourneys) ? "/journeys/new" : "/journeys", actor.Can(Permission.EditMeasures) ? "/templates" : null) with
            {
                SecondLabel = actor.Can(Permission.EditMeasures) ? "Take a template" : null,
            },
            _ when board.Overview.Signals == 0 => PictureEmpty.NoSignals("/imports", null),
            _ when board.Framework is null => PictureEmpty.NoFramework("/frameworks"),
            _ when address.Narrowed && board.Signals == 0 => PictureEmpty.NothingMatches("/"),
            _ => null,
        };
}
