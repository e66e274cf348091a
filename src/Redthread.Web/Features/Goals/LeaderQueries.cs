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
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Goals;

/// <summary>What a leader looks at first: experience beside business, and what waits for a decision.</summary>
/// <param name="Star">The north star's trend by quarter, oldest first.</param>
/// <param name="Undecided">Failing stages that no decision, planned or made, is about.</param>
public sealed record LeaderView(
    Board Board,
    Journey? NorthStar,
    IReadOnlyList<Ui.TrendPoint> Star,
    IReadOnlyList<OutcomeItem> Outcomes,
    IReadOnlyList<Decision> Mine,
    IReadOnlyList<Decision> Due,
    IReadOnlyList<BoardStage> Undecided,
    DateOnly Cycle,
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
    DateOnly Cycle
);

public sealed class LeaderQueries(
    IDbContextFactory<RedthreadContext> contexts,
    LedgerSource ledgers,
    BoardQueries boards,
    GoalQueries goals,
    OutcomeQueries outcomes,
    TimeProvider time
)
{
    private const int Shown = 12;
    private const int DueWithinDays = 30;

    public async Task<LeaderView> ReadAsync(Actor actor, CancellationToken cancel)
    {
        var board = await boards.ReadAsync(new BoardRequest(), cancel);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var star = board.Landscape.Journeys.FirstOrDefault(row => row.Id == board.Framework?.NorthStarJourneyId);
        var (mine, due, undecided) = await ledgers.ReadAsync(
            ledger =>
            {
                var open = ledger.Live<Decision>().Where(row => row.State != DecisionState.Reviewed).ToList();
                return (
                    open.Where(row => row.DeciderId is { } decider && decider == actor.PersonId && row.State == DecisionState.Planned)
                        .OrderBy(row => row.DueOn ?? DateOnly.MaxValue)
                        .ToList(),
                    open.Where(row => (row.State == DecisionState.Planned ? row.DueOn : row.ReviewOn) <= today.AddDays(DueWithinDays))
                        .OrderBy(row => row.State == DecisionState.Planned ? row.DueOn : row.ReviewOn)
                        .Take(Shown)
                        .ToList(),
                    board
                        .Stages.Where(stage => stage.Standing == StageStanding.Failing && !ledger.At<Decision>(stage.Stage.Id, LinkKind.OnStage).Any())
                        .OrderBy(stage => stage.Rank)
                        .ToList()
                );
            },
            cancel
        );
        var cycle = goals.ThisCycle;
        return new LeaderView(
            board,
            star,
            star is null ? [] : Trend(board, star),
            await outcomes.StripAsync(cancel),
            mine,
            due,
            undecided,
            cycle,
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
                    goals.ThisCycle
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
        var children = board.Landscape.LiveJourneys.ToLookup(row => row.ParentId);
        IEnumerable<Guid> Under(Journey one) => children[one.Id].SelectMany(Under).Prepend(one.Id);
        var under = Under(star).ToHashSet();
        var stages = board.Stages.Where(stage => under.Contains(stage.Journey.Id)).ToList();
        return
        [
            .. Enumerable
                .Range(0, BoardQueries.HistoryLength)
                .Select(index =>
                {
                    var period = board.Period.Shift(1 + index - BoardQueries.HistoryLength);
                    var score = RollUp.Of(stages.ConvertAll(stage => new RollUpPart(stage.Standards.Importance, stage.History[index].Score, true)));
                    return score.State == ScoreState.Ok
                        ? new Ui.TrendPoint(Labels.Short(period), score.Value, score.Interval.Low, score.Interval.High, score.N)
                        : new Ui.TrendPoint(Labels.Short(period), null);
                }),
        ];
    }
}
