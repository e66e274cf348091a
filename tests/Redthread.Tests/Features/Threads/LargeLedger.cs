using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Activities;
using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;
using Redthread.Tests.Features.Decisions;
using Redthread.Tests.Support;
using Redthread.Web.Features.Threads;

namespace Redthread.Tests.Features.Threads;

/// <summary>A ledger of any size, every object of it connected with number 1 of the next kind, so that the pages of number 1 grow with it.</summary>
internal static class LargeLedger
{
    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>Lays what is still missing up to the count of each kind; whatever else belongs to number 1 grows alike.</summary>
    public static async Task LayAsync(TestHost host, Guid person, int from, int to)
    {
        var stage = await DecisionGround.StageAsync(host, "shop/pay");
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var rows = Enumerable.Range(from + 1, to - from).SelectMany(number => Objects(number, stage, person)).ToList();
        context.AddRange(rows);
        await context.SaveChangesAsync();
        var first = await FirstAsync(context);
        foreach (var row in rows)
            context.AddRange(Links(row, first, stage));
        for (var number = from + 1; number <= to; number++)
            context.AddRange(Beside(number, first, person));
        context.Activities.Add(Activity.Of(Actor.Operator, Now, LedgerSource.Loaded, null, "Laid a ledger"));
        await context.SaveChangesAsync();
    }

    private static IEnumerable<ThreadObject> Objects(int number, Guid stage, Guid person)
    {
        var cycle = Cycle.At(Now);
        var objective = new Objective { Cycle = cycle };
        List<ThreadObject> rows =
        [
            new Insight { Type = (InsightType)(number % 2), ApprovedAt = Now.AddDays(-number) },
            new Pressure { Type = (PressureType)(number % 8) },
            new Opportunity { Effort = number, ValueAtRisk = 100 * number },
            new Decision
            {
                Question = "Which?",
                DeciderId = person,
                DueOn = DateOnly.FromDateTime(Now),
                MadeAt = number % 2 == 0 ? Now.AddDays(-1) : null,
                ExpectedStageId = stage,
                ExpectedPoints = 5,
                Situation = $"They wait [I-{number}] [signal {number}].",
            },
            new Solution
            {
                State = (SolutionState)(number % 4),
                Horizon = (Horizon)(number % 3),
                Cycle = cycle,
                Position = number,
            },
            objective,
            new KeyResult
            {
                ObjectiveId = objective.Id,
                Source = number % 2 == 0 ? KeyResultSource.Manual : KeyResultSource.StageScore,
                TargetId = number % 2 == 0 ? null : stage,
                Start = 10,
                Target = 60,
            },
        ];
        foreach (var row in rows)
        {
            (row.Number, row.Title, row.OwnerPersonId) = (number, $"{row.Kind} {number}", person);
            (row.CreatedAt, row.CreatedBy) = (Now.AddDays(-number), "test");
        }

        return rows;
    }

    private static async Task<Dictionary<ThreadKind, Guid>> FirstAsync(RedthreadContext context) =>
        new()
        {
            [ThreadKind.Insight] = await context.Insights.Where(row => row.Number == 1).Select(row => row.Id).SingleAsync(),
            [ThreadKind.Opportunity] = await context.Opportunities.Where(row => row.Number == 1).Select(row => row.Id).SingleAsync(),
            [ThreadKind.Decision] = await context.Decisions.Where(row => row.Number == 1).Select(row => row.Id).SingleAsync(),
            [ThreadKind.Solution] = await context.Solutions.Where(row => row.Number == 1).Select(row => row.Id).SingleAsync(),
            [ThreadKind.KeyResult] = await context.KeyResults.Where(row => row.Number == 1).Select(row => row.Id).SingleAsync(),
        };

    private static IEnumerable<Link> Links(ThreadObject row, Dictionary<ThreadKind, Guid> first, Guid stage)
    {
        Link To(LinkKind kind, Guid to) =>
            new()
            {
                FromId = row.Id,
                Kind = kind,
                ToId = to,
                CreatedAt = Now,
                CreatedBy = "test",
            };
        Link From(Guid from, LinkKind kind) =>
            new()
            {
                FromId = from,
                Kind = kind,
                ToId = row.Id,
                CreatedAt = Now,
                CreatedBy = "test",
            };
        var around = row.Kind switch
        {
            ThreadKind.Insight => [To(LinkKind.FramedIn, first[ThreadKind.Opportunity]), To(LinkKind.UsedFor, first[ThreadKind.Decision])],
            ThreadKind.Pressure => [To(LinkKind.KeepsAlive, first[ThreadKind.Insight])],
            ThreadKind.Opportunity => [To(LinkKind.DecidedIn, first[ThreadKind.Decision]), To(LinkKind.SolvedBy, first[ThreadKind.Solution])],
            ThreadKind.Decision => [To(LinkKind.Chooses, first[ThreadKind.Solution])],
            ThreadKind.Solution => [To(LinkKind.Moves, first[ThreadKind.KeyResult])],
            ThreadKind.KeyResult => [From(first[ThreadKind.Decision], LinkKind.Sets)],
            _ => Array.Empty<Link>(),
        };
        return around.Append(To(LinkKind.OnStage, stage));
    }

    // What is no object: evidence, options, comments, votes, check-ins, outcomes with figures, notifications, teams.
    private static IEnumerable<object> Beside(int number, Dictionary<ThreadKind, Guid> first, Guid person)
    {
        var outcome = new Outcome
        {
            Key = $"outcome-{number}",
            Name = $"Outcome {number}",
            CreatedAt = Now,
        };
        var round = new ScoringRound
        {
            OpportunityId = first[ThreadKind.Opportunity],
            OpenedAt = Now,
            RevealedAt = Now,
        };
        yield return new Evidence
        {
            InsightId = first[ThreadKind.Insight],
            SignalId = number,
            Customer = number,
            OccurredAt = Now.AddDays(-number),
            AddedAt = Now,
        };
        yield return new DecisionOption
        {
            DecisionId = first[ThreadKind.Decision],
            Position = number,
            Title = $"Option {number}",
        };
        yield return new Comment
        {
            ObjectId = first[ThreadKind.Decision],
            PersonId = person,
            By = "A Steward",
            Text = $"Remark {number}",
            At = Now,
        };
        yield return outcome;
        yield return new OutcomePoint
        {
            OutcomeId = outcome.Id,
            On = Cycle.At(Now),
            Value = number,
        };
        yield return round;
        yield return new ScoreVote
        {
            RoundId = round.Id,
            PersonId = person,
            Value = number % 3,
            At = Now,
        };
        yield return new CheckIn
        {
            KeyResultId = first[ThreadKind.KeyResult],
            At = Now.AddMinutes(-number),
            By = "A Steward",
            Value = number,
        };
        yield return new Notification
        {
            PersonId = person,
            Type = NotificationType.Change,
            ObjectId = first[ThreadKind.Decision],
            Text = $"Change {number}",
            Address = "/decisions/1",
            At = Now,
        };
        yield return new Team { Key = $"team-{number}", Name = $"Team {number}" };
    }
}
