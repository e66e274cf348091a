using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Conversations;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Conversations;

/// <summary>Reads a conversation as somebody may see it: words leave its page only with consent, and are on its page for those who may edit.</summary>
public sealed class ConversationQueries(IDbContextFactory<RedthreadContext> contexts, LandscapeSource landscapes, GuideQueries guides, TimeProvider time)
{
    public const int PageSize = 50;

    public async Task<ConversationList> ReadListAsync(ConversationFilter filter, int size, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var landscape = await landscapes.ReadAsync(cancel);
        var choices = await ChoicesAsync(context, landscape, cancel);
        var found = Narrow(context.Conversations.AsNoTracking(), filter, landscape, context);
        var total = await found.CountAsync(cancel);
        var rows = await found
            .OrderByDescending(row => row.StartsAt)
            .ThenByDescending(row => row.Number)
            .Skip((filter.Number - 1) * size)
            .Take(size)
            .Include(row => row.Interviewers)
            .Include(row => row.Stages)
            .Include(row => row.Highlights)
            .AsSplitQuery()
            .ToListAsync(cancel);
        return new ConversationList([.. rows.Select(row => Line(row, landscape, choices))], total, (filter.Number - 1) * size, choices, Now);
    }

    private static IQueryable<Conversation> Narrow(IQueryable<Conversation> rows, ConversationFilter filter, Landscape landscape, RedthreadContext context)
    {
        rows = filter.OfState switch
        {
            ConversationState.Planned => rows.Where(row => row.HeldAt == null && row.CancelledAt == null),
            ConversationState.Held => rows.Where(row => row.HeldAt != null && row.CancelledAt == null),
            ConversationState.Cancelled => rows.Where(row => row.CancelledAt != null),
            _ => rows,
        };
        if (filter.OfWith is { } with)
            rows = rows.Where(row => row.With == with);
        if (filter.OfConsent is { } consent)
            rows = rows.Where(row => row.Consent == consent);
        if (!string.IsNullOrWhiteSpace(filter.Segment))
        {
            var segment = landscape.Segments.FirstOrDefault(row => row.Key == filter.Segment)?.Id ?? Guid.Empty;
            rows = rows.Where(row => row.SegmentId == segment);
        }

        if (!string.IsNullOrWhiteSpace(filter.Stage))
        {
            var stage = landscape.FindStage(filter.Stage)?.Stage.Id ?? Guid.Empty;
            rows = rows.Where(row => row.Stages.Any(one => one.StageId == stage) || row.Highlights.Any(one => one.Stages.Any(place => place.StageId == stage)));
        }

        if (!string.IsNullOrWhiteSpace(filter.Team))
            rows = rows.Where(row => context.Teams.Any(team => team.Id == row.TeamId && team.Key == filter.Team));
        if (Guid.TryParse(filter.Interviewer, out var person))
            rows = rows.Where(row => row.Interviewers.Any(one => one.PersonId == person));
        if (Cycle.Parse(filter.Cycle) is { } cycle)
        {
            var (from, before) = (Cycle.PeriodOf(cycle).Start, Cycle.PeriodOf(cycle).End);
            rows = rows.Where(row => row.StartsAt >= from && row.StartsAt < before);
        }

        return string.IsNullOrWhiteSpace(filter.Q) ? rows : rows.Where(row => row.Title.ToLower().Contains(filter.Q.Trim().ToLowerInvariant()));
    }

    public async Task<Result<ConversationView>> ReadAsync(Actor actor, int number, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await ConversationStore.Whole(context).AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } found)
            return Error.NotFound("conversation");
        var landscape = await landscapes.ReadAsync(cancel);
        var choices = await ChoicesAsync(context, landscape, cancel);
        var wanted = found.Highlights.Select(row => row.InsightId).ToList();
        var signals = found.Highlights.Select(row => row.SignalId).Where(id => id is not null).Select(id => id!.Value).ToList();
        var evidence = await context.Evidence.AsNoTracking().Where(row => signals.Contains(row.SignalId)).ToListAsync(cancel);
        var ids = evidence.Select(row => row.InsightId).ToList();
        var insights = await context.Insights.AsNoTracking().Where(row => wanted.Contains(row.Id) || ids.Contains(row.Id)).ToListAsync(cancel);
        var maySee = actor.Can(Permission.EditThreads);
        var paths = PathsOf(landscape);
        return new ConversationView(
            Line(found, landscape, choices),
            maySee ? found.Notes : null,
            [
                .. found
                    .Highlights.OrderBy(row => row.Position)
                    .ThenBy(row => row.Id)
                    .Select(row => new HighlightView(
                        row,
                        maySee || found.MayBeQuoted ? row.Quotation : null,
                        [.. row.Stages.Where(one => paths.ContainsKey(one.StageId)).Select(one => paths[one.StageId])],
                        InsightsOf(row, evidence, insights),
                        row.Quotation is null || NoteText.Find(found.Notes, row.Quotation) is not null
                    )),
            ],
            choices,
            await guides.ReadAsync(cancel),
            Now
        );
    }

    private static List<(Insight Insight, Stance Stance, bool Counts)> InsightsOf(Highlight row, List<Evidence> evidence, List<Insight> insights)
    {
        var counted = evidence
            .Where(one => one.SignalId == row.SignalId)
            .Join(insights, one => one.InsightId, one => one.Id, (one, insight) => (insight, one.Stance, true))
            .ToList();
        if (counted.Count == 0 && insights.Find(one => one.Id == row.InsightId) is { } meant && row.SignalId is null && row.RemovedAt is null)
            counted.Add((meant, row.Stance, false));
        return counted;
    }

    public async Task<ConversationChoices> ReadChoicesAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await ChoicesAsync(context, await landscapes.ReadAsync(cancel), cancel);
    }

    public Task<IReadOnlyList<GuideLine>> ReadGuidesAsync(CancellationToken cancel) => guides.ReadAsync(cancel);

    private static ConversationLine Line(Conversation row, Landscape landscape, ConversationChoices choices)
    {
        var paths = PathsOf(landscape);
        return new ConversationLine(
            row,
            landscape.Segments.FirstOrDefault(one => one.Id == row.SegmentId),
            choices.TeamNames.FirstOrDefault(one => one.Id == row.TeamId),
            [.. row.Stages.Where(one => paths.ContainsKey(one.StageId)).Select(one => paths[one.StageId]).OrderBy(one => one.Order)],
            [.. row.Interviewers.Select(one => (one.PersonId, choices.People.FirstOrDefault(person => person.Value == one.PersonId.ToString())?.Label ?? "somebody"))]
        );
    }

    private static Dictionary<Guid, StagePlace> PathsOf(Landscape landscape) =>
        landscape
            .Journeys.SelectMany(journey => journey.Stages.Select(stage => (journey, stage)))
            .Select((one, order) => (one.stage.Id, new StagePlace($"{one.journey.Key}/{one.stage.Key}", one.stage.Name, one.journey.Name, order)))
            .ToDictionary(one => one.Id, one => one.Item2);

    private static async Task<ConversationChoices> ChoicesAsync(RedthreadContext context, Landscape landscape, CancellationToken cancel)
    {
        var teams = await context.Teams.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancel);
        var people = await context.People.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancel);
        return new ConversationChoices(
            [.. landscape.LiveStages.Select(row => new SelectOption($"{row.Journey.Key}/{row.Stage.Key}", row.Stage.Name, row.Journey.Name))],
            [.. landscape.Segments.Select(row => new SelectOption(row.Key, row.Name))],
            [.. teams.Where(row => row.ArchivedAt is null).Select(row => new SelectOption(row.Key, row.Name))],
            [.. people.Where(row => row.DeactivatedAt is null).Select(row => new SelectOption(row.Id.ToString(), row.Name))],
            [.. teams.Select(row => new TeamName(row.Id, row.Key, row.Name))]
        );
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}

public sealed record StagePlace(string Path, string Name, string Journey, int Order);

public sealed record TeamName(Guid Id, string Key, string Name);

public sealed record ConversationChoices(
    IReadOnlyList<SelectOption> Stages,
    IReadOnlyList<SelectOption> Segments,
    IReadOnlyList<SelectOption> Teams,
    IReadOnlyList<SelectOption> People,
    IReadOnlyList<TeamName> TeamNames
);

public sealed record ConversationLine(
    Conversation Row,
    Domain.Journeys.Segment? Segment,
    TeamName? Team,
    IReadOnlyList<StagePlace> Stages,
    IReadOnlyList<(Guid Id, string Name)> Interviewers
)
{
    public string Who =>
        Row.With == ConversationWith.Customer ? Segment?.Name ?? (Row.Customer is null ? "a customer" : "a known customer")
        : Row.Stakeholder is not null && Team is not null ? $"{Row.Stakeholder}, {Team.Name}"
        : Row.Stakeholder ?? Team?.Name ?? "a stakeholder";
}

public sealed record ConversationList(IReadOnlyList<ConversationLine> Rows, int Total, int First, ConversationChoices Choices, DateTime Now);

/// <param name="Quotation">Null when it was removed, or is not for the reader.</param>
/// <param name="Insights">What it is evidence of, and whether it counts there yet.</param>
/// <param name="InNotes">Whether the notes still say it.</param>
public sealed record HighlightView(
    Highlight Row,
    string? Quotation,
    IReadOnlyList<StagePlace> Stages,
    IReadOnlyList<(Insight Insight, Stance Stance, bool Counts)> Insights,
    bool InNotes
);

/// <param name="Notes">Null when there are none, or they are not for the reader.</param>
public sealed record ConversationView(
    ConversationLine Line,
    string? Notes,
    IReadOnlyList<HighlightView> Highlights,
    ConversationChoices Choices,
    IReadOnlyList<GuideLine> Guides,
    DateTime Now
);
