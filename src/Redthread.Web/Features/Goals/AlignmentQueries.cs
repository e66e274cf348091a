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
        // Unasked, the journey on which most objectives pull.
        var asked = string.IsNullOrEmpty(journeyKey) ? live : live.FindAll(row => row.Key == journeyKey);
        if (asked.Count == 0)
            return Error.NotFound("journey");
        var (journey, aligned, onJourney) = await ledgers.ReadAsync(
            ledger =>
            {
                var pulls = lines.ConvertAll(line => Pull.Of(ledger, line));
                var (most, objectives) = asked.Select(row => (Journey: row, Objectives: Align(row, pulls))).MaxBy(one => one.Objectives.Count);
                return (most, objectives, TeamsOn(ledger, most));
            },
            cancel
        );
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

    /// <summary>Where an objective pulls and who pulls, on whatever journey: O(its links, and those of its key results and their solutions).</summary>
    private sealed record Pull(ObjectiveLine Line, HashSet<Guid> Places, Dictionary<Guid, string> Teams)
    {
        public static Pull Of(Ledger ledger, ObjectiveLine line)
        {
            var places = ledger.StagesOf(line.Row.Id).ToHashSet();
            var teams = line.Teams.ToDictionary(team => team.Id, _ => "shares the objective");
            foreach (var result in line.KeyResults.Select(one => one.Row))
            {
                if (result.TargetId is { } target)
                    places.Add(target);
                foreach (var team in ledger.TeamsOf(result))
                    teams.TryAdd(team, $"works on {ThreadStore.Name(result)}");
                foreach (var solution in ledger.Up<Solution>(result.Id, LinkKind.Moves))
                {
                    places.UnionWith(ledger.StagesOf(solution.Id));
                    foreach (var team in ledger.TeamsOf(solution))
                        teams.TryAdd(team, $"builds {ThreadStore.Name(solution)}");
                }
            }

            return new Pull(line, places, teams);
        }
    }

    private static List<AlignedObjective> Align(Journey journey, List<Pull> pulls)
    {
        var stages = journey.LiveStages.Select(stage => stage.Id).ToHashSet();
        return
        [
            .. pulls
                // A key result bound to the journey's score pulls on all of it.
                .Select(pull => new AlignedObjective(pull.Line, pull.Places.Contains(journey.Id) ? stages : [.. stages.Where(pull.Places.Contains)], pull.Teams))
                .Where(one => one.Stages.Count > 0),
        ];
    }

    /// <summary>Teams that own a stage of the journey or work on one: O(links of its stages).</summary>
    private static HashSet<Guid> TeamsOn(Ledger ledger, Journey journey)
    {
        var owners = journey.LiveStages.Select(stage => stage.OwnerTeamId).Append(journey.OwnerTeamId).OfType<Guid>();
        var working = journey
            .LiveStages.SelectMany(stage => ledger.At<Solution>(stage.Id, LinkKind.OnStage))
            .Where(row => row.State is not (SolutionState.Dropped or SolutionState.Idea))
            .SelectMany(ledger.TeamsOf);
        return owners.Concat(working).ToHashSet();
    }
}
