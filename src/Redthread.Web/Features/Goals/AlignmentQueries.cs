using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.Journeys;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Goals;

/// <param name="Stages">Stages of the journey that the objective pulls on, by its key results and their solutions.</param>
/// <param name="Teams">Teams that pull on it, each with how.</param>
public sealed record AlignedObjective(ObjectiveLine Line, IReadOnlySet<Guid> Stages, IReadOnlyDictionary<Guid, string> Teams);

/// <param name="Unshared">Teams on the journey that share no objective with another team.</param>
public sealed record Alignment(
    Journey Journey,
    DateOnly Cycle,
    IReadOnlyList<Team> Teams,
    IReadOnlyList<AlignedObjective> Objectives,
    IReadOnlyList<Team> Unshared,
    DifferenceInDifferences Movement,
    RolledUpScore Now,
    Board Board,
    IReadOnlyList<DateOnly> Cycles
)
{
    public string Verdict =>
        Movement.Verdict switch
        {
            MovementVerdict.NotEnoughData => $"How far {Journey.Name} moved is unknown: it takes a score in {Domain.Goals.Cycle.Label(Cycle)} and in the cycle before.",
            MovementVerdict.Moved =>
                $"{Journey.Name} moved by {Numbers(Movement.Difference)} points since the cycle before (95 % {Numbers(Movement.Interval.Low)} to {Numbers(Movement.Interval.High)}).",
            _ =>
                $"No movement of {Journey.Name} is shown since the cycle before: {Numbers(Movement.Difference)} points (95 % {Numbers(Movement.Interval.Low)} to {Numbers(Movement.Interval.High)}).",
        };

    private static string Numbers(double value) => Decisions.ReviewMovement.Signed(value);
}

/// <summary>Which teams pull on which objective along one journey, and whether it moved.</summary>
public sealed class AlignmentQueries(IDbContextFactory<RedthreadContext> contexts, LedgerSource ledgers, BoardQueries boards, GoalQueries goals)
{
    public async Task<Result<Alignment>> ReadAsync(string? journeyKey, DateOnly? cycle, CancellationToken cancel)
    {
        var chosen = cycle ?? goals.ThisCycle;
        var board = await boards.ReadAsync(new BoardRequest(Period: Cycle.PeriodOf(chosen)), cancel);
        var live = board.Landscape.LiveJourneys.Where(row => row.LiveStages.Any()).ToList();
        var (lines, cycles) = await goals.LinesAsync(row => row.Cycle == chosen, cancel);
        // Unasked, the journey on which most objectives pull: O(journeys · objectives of the cycle).
        var asked = string.IsNullOrEmpty(journeyKey) ? live : live.FindAll(row => row.Key == journeyKey);
        if (asked.Count == 0)
            return Error.NotFound("journey");
        var (journey, aligned, onJourney) = await ledgers.ReadAsync(ledger => asked.Select(row => Align(ledger, row, lines)).MaxBy(one => one.Objectives.Count), cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        var pulling = aligned.SelectMany(one => one.Teams.Keys).Concat(onJourney).ToHashSet();
        var shared = aligned.Where(one => one.Teams.Count > 1).SelectMany(one => one.Teams.Keys).ToHashSet();
        var score = board.Journeys.First(one => one.Journey.Id == journey.Id).Score;
        return new Alignment(
            journey,
            chosen,
            teams.FindAll(team => pulling.Contains(team.Id)),
            aligned,
            teams.FindAll(team => pulling.Contains(team.Id) && !shared.Contains(team.Id)),
            DifferenceInDifferences.Of(Movement.OfScores(KeyResultValues.Before(journey, board), score.AsScore()), []),
            score,
            board,
            goals.Offered(cycles, chosen)
        );
    }

    private static (Journey Journey, List<AlignedObjective> Objectives, HashSet<Guid> Teams) Align(Ledger ledger, Journey journey, List<ObjectiveLine> lines)
    {
        var stages = journey.LiveStages.Select(stage => stage.Id).ToHashSet();
        var aligned = new List<AlignedObjective>();
        foreach (var line in lines)
        {
            var pulled = ledger.StagesOf(line.Row.Id).Where(stages.Contains).ToHashSet();
            var teams = line.Teams.ToDictionary(team => team.Id, _ => "shares the objective");
            foreach (var result in line.KeyResults.Select(one => one.Row))
            {
                if (result.TargetId == journey.Id)
                    pulled.UnionWith(stages);
                else if (result.TargetId is { } target && stages.Contains(target))
                    pulled.Add(target);
                foreach (var team in ledger.TeamsOf(result))
                    teams.TryAdd(team, $"works on {ThreadStore.Name(result)}");
                foreach (var solution in ledger.Up<Solution>(result.Id, LinkKind.Moves))
                {
                    pulled.UnionWith(ledger.StagesOf(solution.Id).Where(stages.Contains));
                    foreach (var team in ledger.TeamsOf(solution))
                        teams.TryAdd(team, $"builds {ThreadStore.Name(solution)}");
                }
            }

            if (pulled.Count > 0)
                aligned.Add(new AlignedObjective(line, pulled, teams));
        }

        var owners = journey.LiveStages.Select(stage => stage.OwnerTeamId).Append(journey.OwnerTeamId).OfType<Guid>();
        var working = stages
            .SelectMany(stage => ledger.At<Solution>(stage, LinkKind.OnStage))
            .Where(row => row.State is not (SolutionState.Dropped or SolutionState.Idea))
            .SelectMany(ledger.TeamsOf);
        return (journey, aligned, owners.Concat(working).ToHashSet());
    }
}
