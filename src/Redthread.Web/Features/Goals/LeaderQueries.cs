using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Journeys;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Decisions;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Threads;
using Redthread.Web.Features.Voice;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Goals;

/// <summary>What a leader looks at first: experience beside business, and what waits for a decision.</summary>
/// <param name="Star">The north star's trend by quarter, oldest first.</param>
/// <param name="StarNow">The north star in the board's period; none where it has no score.</param>
/// <param name="StarMovement">Since the period before.</param>
/// <param name="Undecided">Failing stages that no decision was made on this cycle, as on the Picture.</param>
/// <param name="BrokenDays">For how long each of them has failed without one.</param>
public sealed record LeaderView(
    Board Board,
    Journey? NorthStar,
    IReadOnlyList<Ui.TrendPoint> Star,
    Score StarNow,
    DifferenceInDifferences StarMovement,
    IReadOnlyList<OutcomeItem> Outcomes,
    IReadOnlyList<Decision> Mine,
    IReadOnlyList<Decision> Due,
    IReadOnlyList<BoardStage> Undecided,
    IReadOnlyDictionary<Guid, int> BrokenDays,
    ReachReport Reach,
    DateOnly Cycle,
    DateOnly Today,
    IReadOnlyList<ObjectiveLine> Objectives
);

/// <summary>What a team looks at first: how its work hangs on the journey and on others' objectives.</summary>
public sealed record TeamView(
    Team Team,
    IReadOnlyList<Team> Others,
    IReadOnlyList<BoardStage> Stages,
    IReadOnlyList<Insight> Insights,
    IReadOnlyList<Solution> Solutions,
    IReadOnlyList<ObjectiveLine> Objectives,
    IReadOnlyList<Decision> Decisions,
    IReadOnlyList<double> Cuts,
    DateOnly Cycle,
    DateOnly Today
);

public sealed class LeaderQueries(
    IDbContextFactory<RedthreadContext> contexts,
    LedgerSource ledgers,
    BoardQueries boards,
    GoalQueries goals,
    OutcomeQueries outcomes,
    StageThreads threads,
    ReachQueries reach,
    TimeProvider time
)
{
    private const int Shown = 12;
    private const int DueWithinDays = 30;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public async Task<LeaderView> ReadAsync(Actor actor, CancellationToken cancel)
    {
        var board = await boards.ReadAsync(new BoardRequest(), cancel);
        var star = board.Landscape.Journeys.FirstOrDefault(row => row.Id == board.Framework?.NorthStarJourneyId);
        var now = board.Journeys.FirstOrDefault(row => row.Journey.Id == star?.Id)?.Score.AsScore() ?? Score.None;
        var (mine, due) = await ledgers.ReadAsync(
            ledger =>
            {
                var open = ledger.Live<Decision>().Where(row => row.State != DecisionState.Reviewed).ToList();
                return (
                    open.Where(row => row.DeciderId is { } decider && decider == actor.PersonId && row.State == DecisionState.Planned)
                        .OrderBy(row => row.DueOn ?? DateOnly.MaxValue)
                        .ToList(),
                    open.Where(row => (row.State == DecisionState.Planned ? row.DueOn : row.ReviewOn) <= Today.AddDays(DueWithinDays))
                        .OrderBy(row => row.State == DecisionState.Planned ? row.DueOn : row.ReviewOn)
                        .Take(Shown)
                        .ToList()
                );
            },
            cancel
        );
        var cycle = goals.ThisCycle;
        var broken = (await threads.ReadAsync(board, cancel)).Where(pair => pair.Value.BrokenDays is not null).ToDictionary(pair => pair.Key, pair => pair.Value.BrokenDays!.Value);
        return new LeaderView(
            board,
            star,
            star is null ? [] : Trend(board, star),
            now,
            DifferenceInDifferences.Of(Movement.OfScores(star is null ? Score.None : KeyResultValues.Before(star, board), now), []),
            await outcomes.StripAsync(cancel),
            mine,
            due,
            [.. board.Stages.Where(stage => broken.ContainsKey(stage.Stage.Id)).OrderBy(stage => stage.Rank)],
            broken,
            await reach.ReadAsync(null, cancel),
            cycle,
            Today,
            (await goals.LinesAsync(row => row.Cycle == cycle, cancel)).Lines
        );
    }

    public async Task<Result<TeamView>> ReadTeamAsync(Actor actor, string? key, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        var team = key is null ? teams.Find(row => actor.TeamIds.Contains(row.Id)) ?? (teams.Count > 0 ? teams[0] : null) : teams.Find(row => row.Key == key);
        if (team is null)
            return Error.NotFound("team");
        var board = await boards.ReadAsync(new BoardRequest(), cancel);
        var (lines, _) = await goals.LinesAsync(row => row.Cycle >= goals.ThisCycle, cancel);
        return await ledgers.ReadAsync(
            ledger =>
            {
                bool Ours(ThreadObject row) => ledger.TeamsOf(row).Contains(team.Id);
                return new TeamView(
                    team,
                    teams,
                    [.. board.Stages.Where(stage => (stage.Stage.OwnerTeamId ?? stage.Journey.OwnerTeamId) == team.Id)],
                    [.. Work<Insight>(ledger, team).OrderByDescending(row => row.Number).Take(Shown)],
                    [.. Work<Solution>(ledger, team).Where(row => row.State != SolutionState.Dropped).OrderBy(row => row.Horizon).ThenBy(row => row.Position)],
                    lines.FindAll(line => line.Teams.Any(one => one.Id == team.Id) || line.KeyResults.Any(result => Ours(result.Row))),
                    [.. Work<Decision>(ledger, team).OrderBy(row => row.State).ThenByDescending(row => row.Number).Take(Shown)],
                    board.Framework?.Cuts ?? [30, 45, 60, 75],
                    goals.ThisCycle,
                    Today
                );
            },
            cancel
        );
    }

    // Owners are a column and others a link, so both are looked at: O(objects of the kind).
    private static IEnumerable<T> Work<T>(Ledger ledger, Team team)
        where T : ThreadObject => ledger.Live<T>().Where(row => row.OwnerTeamId == team.Id).Union(ledger.At<T>(team.Id, LinkKind.ByTeam));

    private static List<Ui.TrendPoint> Trend(Board board, Journey star)
    {
        var under = board.Landscape.JourneysUnder(star.Id);
        var stages = board.Stages.Where(stage => under.Contains(stage.Journey.Id)).ToList();
        return
        [
            .. Enumerable
                .Range(0, BoardQueries.HistoryLength)
                .Select(index =>
                {
                    var period = board.Period.Shift(1 + index - BoardQueries.HistoryLength);
                    var score = RollUp.Of(
                        stages.ConvertAll(stage => new RollUpPart(stage.Standards.Importance, stage.History[index].Score, true)),
                        (one, other) => board.Together.Of(stages[one].Stage.Id, stages[other].Stage.Id)
                    );
                    return score.State == ScoreState.Ok
                        ? new Ui.TrendPoint(Labels.Short(period), score.Value, score.Interval.Low, score.Interval.High, score.N)
                        : new Ui.TrendPoint(Labels.Short(period), null);
                }),
        ];
    }
}
