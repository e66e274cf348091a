using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Samples;

/// <summary>A full year of threads, some whole and some with planted breaks: see docs/sample-organisation.md.</summary>
public sealed class SampleThreads(IDbContextFactory<RedthreadContext> contexts, LandscapeSource landscapes, ISignalStore signals, TimeProvider time)
{
    // The file's numbers are relative; so many signals make the flow worth looking at.
    private const int SignalsPerUnit = 6;

    private readonly Dictionary<string, ThreadObject> made = [];
    private readonly Dictionary<ThreadKind, int> numbers = [];
    private readonly Dictionary<string, Guid> places = [];

    public async Task LoadAsync(SampleCalendar calendar, Actor steward, CancellationToken cancel)
    {
        var file = SampleFiles.Threads;
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        foreach (var (journey, stage) in landscape.LiveStages)
            places[$"{journey.Key}/{stage.Key}"] = stage.Id;
        foreach (var need in landscape.Needs)
            places[need.Key] = need.Id;
        foreach (var team in await context.Teams.AsNoTracking().ToListAsync(cancel))
            places[team.Key] = team.Id;
        var writer = new Writer(context, calendar, steward);
        AddPressures(writer, file);
        AddInsights(writer, file);
        AddOpportunities(writer, file);
        AddOutcomes(writer, file, landscape);
        AddDecisions(writer, file);
        AddGoals(writer, file);
        AddSolutions(writer, file);
        foreach (var entry in file.Insights)
            await AddEvidenceAsync(writer, entry, landscape, cancel);
        context.Activities.Add(Activity.Of(steward, time.GetUtcNow().UtcDateTime, LedgerSource.Loaded, null, "Loaded the sample organisation's threads: all of them are made up"));
        await context.SaveChangesAsync(cancel);
    }

    private void AddPressures(Writer writer, SampleThreadFile file)
    {
        foreach (var entry in file.Pressures)
            Add(writer, entry, new Pressure { Type = entry.Type, ResolvedAt = writer.At(entry.Resolved) }, entry.Week);
    }

    private void AddInsights(Writer writer, SampleThreadFile file)
    {
        foreach (var entry in file.Insights)
        {
            var row = new Insight
            {
                Type = entry.Type,
                ApprovedAt = writer.At(entry.Approved),
                ApprovedBy = entry.Approved is null ? null : writer.Steward.Name,
                ArchivedAt = writer.At(entry.Archived),
            };
            Add(writer, entry, row, entry.Made);
            if (row.ApprovedAt is { } approved)
                writer.Record(row, approved, "approved", $"Approved {ThreadStore.Name(row)}");
            foreach (var need in entry.Needs)
                writer.Link(row.Id, LinkKind.OfNeed, places[need], row.CreatedAt);
            foreach (var pressure in entry.KeptAlive)
                writer.Link(made[pressure].Id, LinkKind.KeepsAlive, row.Id, row.CreatedAt);
        }

        foreach (var entry in file.Insights.Where(entry => entry.MergedInto is not null))
            made[entry.Key].MergedIntoId = made[entry.MergedInto!].Id;
    }

    private void AddOpportunities(Writer writer, SampleThreadFile file)
    {
        foreach (var entry in file.Opportunities)
        {
            var row = new Opportunity
            {
                Effort = entry.Effort,
                ValueAtRisk = entry.Value,
                ValueFrom = entry.ValueFrom,
            };
            Add(writer, entry, row, entry.Week);
            foreach (var insight in entry.Insights)
                writer.Link(made[insight].Id, LinkKind.FramedIn, row.Id, row.CreatedAt);
            foreach (var pressure in entry.BlockedBy)
                writer.Link(made[pressure].Id, LinkKind.Blocks, row.Id, row.CreatedAt);
        }
    }

    private void AddDecisions(Writer writer, SampleThreadFile file)
    {
        foreach (var entry in file.Decisions)
        {
            var row = new Decision
            {
                Type = entry.Type,
                Question = entry.Question,
                DueOn = writer.On(entry.Due ?? entry.Made),
                DeciderId = writer.Steward.PersonId,
                MadeAt = writer.At(entry.Made),
                MadeBy = entry.Made is null ? null : writer.Steward.Name,
                Choice = entry.Choice,
                NothingAgainstBy = entry.LookedBy,
                NothingAgainstAt = entry.LookedBy is null ? null : writer.At(entry.Made),
                Expected = entry.Expected,
                ExpectedPoints = entry.Points,
                ExpectedStageId = entry.Points is null ? null : places[entry.Stages[0]],
                ReviewOn = writer.On(entry.Review),
                ReviewedAt = writer.At(entry.Reviewed),
                ReviewedBy = entry.Reviewed is null ? null : writer.Steward.Name,
                Actual = entry.Actual,
                ExternalId = entry.External,
            };
            row.Options.AddRange(
                entry.Options.Select(
                    (option, index) =>
                        new DecisionOption
                        {
                            DecisionId = row.Id,
                            Position = index,
                            Title = option.Title,
                            NorthStarPoints = option.Points,
                            Effect = option.Effect,
                            Chosen = option.Chosen,
                        }
                )
            );
            Add(writer, entry, row, entry.Week);
            var at = row.MadeAt ?? row.CreatedAt;
            foreach (var insight in entry.Used)
                writer.Link(made[insight].Id, LinkKind.UsedFor, row.Id, at);
            foreach (var insight in entry.Against)
                writer.Link(made[insight].Id, LinkKind.UsedAgainst, row.Id, at);
            foreach (var aside in entry.SetAside)
                writer.Link(made[aside.Insight].Id, LinkKind.SetAside, row.Id, at, aside.Reason);
            foreach (var opportunity in entry.Opportunities)
                writer.Link(made[opportunity].Id, LinkKind.DecidedIn, row.Id, at);
            if (row.MadeAt is { } decided)
                writer.Record(row, decided, "decided", $"Made the decision {ThreadStore.Name(row)}: {row.Choice}");
            if (row.ReviewedAt is { } reviewed)
                writer.Record(row, reviewed, "reviewed", $"Reviewed {ThreadStore.Name(row)}");
        }
    }

    private void AddGoals(Writer writer, SampleThreadFile file)
    {
        foreach (var entry in file.Objectives)
        {
            var cycle = DateOnly.FromDateTime(Period.Of(PeriodKind.Quarter, writer.At(entry.CycleWeek)!.Value).Start);
            var row = new Objective { Cycle = cycle };
            Add(writer, entry, row, entry.CycleWeek + 2);
            if (entry.Decision is { } decision)
                writer.Link(made[decision].Id, LinkKind.Sets, row.Id, row.CreatedAt);
        }

        foreach (var entry in file.KeyResults)
        {
            var objective = (Objective)made[entry.Objective];
            var row = new KeyResult
            {
                ObjectiveId = objective.Id,
                Source = entry.Source,
                TargetId =
                    entry.Stage is { } stage ? places[stage]
                    : entry.Outcome is { } outcome ? places[outcome]
                    : null,
                Start = entry.Start,
                Target = entry.Target,
                Manual = entry.Manual,
                PayDepends = entry.PayDepends,
            };
            made[entry.Key] = Number(row, entry.Title, objective.OwnerTeamId, objective.CreatedAt, writer);
        }
    }

    private void AddSolutions(Writer writer, SampleThreadFile file)
    {
        foreach (var entry in file.Solutions)
        {
            var row = new Solution
            {
                Type = entry.Type,
                Horizon = entry.Horizon,
                State = entry.State ?? SolutionState.Shipped,
                ShippedAt = writer.At(entry.Shipped),
                Cycle = DateOnly.FromDateTime(Period.Of(PeriodKind.Quarter, writer.At(entry.Shipped ?? Math.Max(0, entry.Week - 12))!.Value).Start),
                Effort = entry.Effort,
                Cost = entry.Cost,
                Position = made.Count,
            };
            Add(writer, entry, row, entry.Week);
            if (entry.Opportunity is { } opportunity)
                writer.Link(made[opportunity].Id, LinkKind.SolvedBy, row.Id, row.CreatedAt);
            if (entry.Decision is { } decision)
                writer.Link(made[decision].Id, LinkKind.Chooses, row.Id, row.CreatedAt);
            foreach (var result in entry.Moves)
                writer.Link(row.Id, LinkKind.Moves, made[result].Id, row.CreatedAt);
        }
    }

    private void AddOutcomes(Writer writer, SampleThreadFile file, Landscape landscape)
    {
        var random = new SampleRandom(370);
        foreach (var entry in file.Outcomes)
        {
            var outcome = new Outcome
            {
                Key = entry.Key,
                Name = entry.Name,
                Type = entry.Type,
                Unit = entry.Unit,
                HigherIsBetter = entry.HigherIsBetter,
                CreatedAt = writer.Calendar.Start,
            };
            writer.Context.Add(outcome);
            places[entry.Key] = outcome.Id;
            var start = new DateTime(writer.Calendar.Start.Year, writer.Calendar.Start.Month, 1, 0, 0, 0, DateTimeKind.Utc);
            for (var month = start; month.AddMonths(1) <= writer.Calendar.End; month = month.AddMonths(1))
            {
                var level = entry.First + ((entry.Last - entry.First) * SampleCalendar.Along(writer.Calendar.Start, writer.Calendar.End, month));
                foreach (var segment in landscape.Segments.Select((row, index) => (row.Id, Factor: 0.9 + (0.07 * index))).Append((Guid.Empty, 1)))
                    writer.Context.Add(
                        new OutcomePoint
                        {
                            OutcomeId = outcome.Id,
                            On = DateOnly.FromDateTime(month),
                            SegmentId = segment.Item1,
                            Value = Math.Round(level * segment.Item2 * (1 + (0.015 * random.Normal())), 2),
                        }
                    );
            }
        }
    }

    /// <summary>Signals of the insight's stage whose score says what the insight says, spread over its weeks.</summary>
    private async Task AddEvidenceAsync(Writer writer, SampleThreadFile.InsightEntry entry, Landscape landscape, CancellationToken cancel)
    {
        var insight = made[entry.Key];
        var sources = landscape.Segments.ToDictionary(row => row.Id, row => row.Key);
        var heard = await signals.ReadSignalsAsync(
            new SignalQuery
            {
                StageId = places[entry.Stages[0]],
                SegmentId = entry.Segment is { } key ? landscape.Segments.First(row => row.Key == key).Id : null,
                From = writer.At(entry.From),
                Before = writer.At(Math.Max(0, entry.Archived ?? (entry.From > 90 ? entry.Made : 0))),
                Limit = 8000,
            },
            cancel
        );
        var telling = heard.Where(row => entry.Good ? row.Score >= 70 : row.Score is null or < 50).ToList();
        var wanted = entry.Signals * SignalsPerUnit;
        for (var index = 0; index < Math.Min(wanted, telling.Count); index++)
        {
            var signal = telling[index * telling.Count / Math.Min(wanted, telling.Count)];
            writer.Context.Add(
                new Evidence
                {
                    InsightId = insight.Id,
                    SignalId = signal.Id,
                    Customer = signal.CustomerNumber,
                    Account = signal.Account,
                    SourceId = signal.SourceId,
                    Segments = string.Join(',', signal.SegmentIds.Select(id => sources.GetValueOrDefault(id))),
                    OccurredAt = signal.OccurredAt,
                    AddedBy = writer.Steward.Name,
                    AddedAt = signal.OccurredAt > insight.CreatedAt ? signal.OccurredAt : insight.CreatedAt,
                }
            );
        }
    }

    private void Add(Writer writer, SampleThreadFile.Entry entry, ThreadObject row, int week)
    {
        made[entry.Key] = Number(row, entry.Title, entry.Team is { } team ? places[team] : null, writer.At(week)!.Value, writer);
        foreach (var stage in entry.Stages)
            writer.Link(row.Id, LinkKind.OnStage, places[stage], row.CreatedAt);
        foreach (var other in entry.Teams)
            writer.Link(row.Id, LinkKind.ByTeam, places[other], row.CreatedAt);
    }

    private ThreadObject Number(ThreadObject row, string title, Guid? team, DateTime at, Writer writer)
    {
        (row.Title, row.OwnerTeamId, row.CreatedAt, row.CreatedBy) = (title, team, at, writer.Steward.Name);
        row.Number = numbers[row.Kind] = numbers.GetValueOrDefault(row.Kind) + 1;
        writer.Context.Add(row);
        writer.Record(row, at, "made", $"{(row is Decision ? "Planned" : "Made")} {ThreadStore.Name(row)}: {title}");
        return row;
    }

    private sealed record Writer(RedthreadContext Context, SampleCalendar Calendar, Actor Steward)
    {
        public DateTime? At(int? weeksBefore) => weeksBefore is { } weeks ? Calendar.WeeksBefore(weeks) : null;

        public DateOnly? On(int? weeksBefore) => At(weeksBefore) is { } at ? DateOnly.FromDateTime(at) : null;

        public void Record(ThreadObject row, DateTime at, string verb, string summary) =>
            Context.Activities.Add(Activity.Of(Steward, at, $"{LedgerSource.Noun(row.Kind)}.{verb}", row.Id, summary));

        public void Link(Guid from, LinkKind kind, Guid to, DateTime at, string? reason = null) =>
            Context.Links.Add(
                new Link
                {
                    FromId = from,
                    Kind = kind,
                    ToId = to,
                    Reason = reason,
                    CreatedAt = at,
                    CreatedBy = Steward.Name,
                }
            );
    }
}
