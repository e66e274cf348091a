using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;

namespace Redthread.Tests.Features.Rhythm;

/// <summary>A thread of each length, whose last bead was strung then.</summary>
/// <param name="by">What is added to each number: 0 or 1.</param>
internal sealed class ThreadsOfEachLength(RedthreadContext context, DateTime at, int by)
{
    private static readonly DateTime LongAgo = new(2026, 1, 15, 12, 0, 0, DateTimeKind.Utc);

    public void Plant()
    {
        Heard(1, at, evidence: false);
        Heard(3, null);
        Heard(5, at);
        Framed(Heard(7, LongAgo), at);
        var nine = Heard(9, LongAgo);
        Decided(Framed(nine, LongAgo), nine, at);
        var eleven = Heard(11, LongAgo);
        var opportunity = Framed(eleven, LongAgo);
        Chosen(Decided(opportunity, eleven, LongAgo), opportunity, at);
        var thirteen = Heard(13, LongAgo);
        var last = Framed(thirteen, LongAgo);
        var solution = Chosen(Decided(last, thirteen, LongAgo), last, LongAgo);
        PlantResult(solution);
        var lost = Framed(Heard(15, LongAgo), LongAgo);
        lost.ArchivedAt = at;
        if (by == 1)
            PlantOnce();
    }

    private void PlantResult(Solution solution)
    {
        var objective = new Objective
        {
            Number = 1 + by,
            Title = "Better",
            Cycle = by == 0 ? new DateOnly(2026, 1, 1) : new DateOnly(2026, 4, 1),
            CreatedAt = LongAgo,
        };
        var result = new KeyResult
        {
            Number = 1 + by,
            Title = "From 40 to 60",
            ObjectiveId = objective.Id,
            Source = KeyResultSource.Manual,
            Target = 60,
            CreatedAt = LongAgo,
        };
        context.AddRange(objective, result, Link(solution, LinkKind.Moves, result, at));
    }

    private void PlantOnce()
    {
        Heard(89, at, type: InsightType.Strength);
        Heard(90, LongAgo);
        context.AddRange(
            new Opportunity
            {
                Number = 92,
                Title = "Nobody said so",
                CreatedAt = at,
            },
            new Decision
            {
                Number = 92,
                Title = "By the gut",
                MadeAt = at,
                CreatedAt = LongAgo,
            }
        );
    }

    private Insight Heard(int number, DateTime? approved, bool evidence = true, InsightType type = InsightType.Friction)
    {
        var insight = new Insight
        {
            Number = number + by,
            Title = $"Insight {number + by}",
            Type = type,
            ApprovedAt = approved,
            CreatedAt = approved ?? at,
        };
        context.Add(insight);
        if (evidence)
            context.Add(
                new Evidence
                {
                    InsightId = insight.Id,
                    SignalId = number + by,
                    Stance = Stance.For,
                    Customer = number + by,
                    OccurredAt = LongAgo,
                    AddedAt = LongAgo,
                }
            );
        return insight;
    }

    private Opportunity Framed(Insight insight, DateTime when)
    {
        var row = new Opportunity
        {
            Number = insight.Number,
            Title = $"Opportunity {insight.Number}",
            CreatedAt = LongAgo,
        };
        context.AddRange(row, Link(insight, LinkKind.FramedIn, row, when));
        return row;
    }

    private Decision Decided(Opportunity opportunity, Insight insight, DateTime when)
    {
        var row = new Decision
        {
            Number = insight.Number,
            Title = $"Decision {insight.Number}",
            MadeAt = when,
            CreatedAt = LongAgo,
        };
        context.AddRange(row, Link(opportunity, LinkKind.DecidedIn, row, LongAgo), Link(insight, LinkKind.UsedFor, row, LongAgo));
        return row;
    }

    private Solution Chosen(Decision decision, Opportunity opportunity, DateTime when)
    {
        var row = new Solution
        {
            Number = decision.Number,
            Title = $"Solution {decision.Number}",
            State = SolutionState.Started,
            CreatedAt = LongAgo,
        };
        context.AddRange(row, Link(decision, LinkKind.Chooses, row, when), Link(opportunity, LinkKind.SolvedBy, row, LongAgo));
        return row;
    }

    private static Link Link(ThreadObject from, LinkKind kind, ThreadObject to, DateTime at) =>
        new()
        {
            FromId = from.Id,
            Kind = kind,
            ToId = to.Id,
            CreatedAt = at,
        };
}
