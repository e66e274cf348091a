using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Conversations;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Ingestion;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Conversations;

/// <summary>Plans a conversation and changes with whom, when, where and about what it is.</summary>
public sealed class SaveConversation(ConversationStore store, LandscapeSource landscapes, GuideQueries guides, CustomerPseudonym pseudonym, MeetingClock clock)
{
    private const int Attempts = 8;
    private const int LongestMinutes = 24 * 60;

    public sealed record Request
    {
        /// <summary>What it is about, without naming the customer; 1 to 200 characters.</summary>
        public string? Title { get; init; }
        public ConversationWith? With { get; init; }

        /// <summary>The customer's key as the sources write it; only its pseudonym is kept. Empty leaves what is known.</summary>
        public string? Customer { get; init; }
        public string? Account { get; init; }

        /// <summary>Key of the customer's segment.</summary>
        public string? Segment { get; init; }

        /// <summary>The internal stakeholder's name.</summary>
        public string? Stakeholder { get; init; }

        /// <summary>Key of the internal stakeholder's team.</summary>
        public string? Team { get; init; }

        /// <summary>When it begins, UTC.</summary>
        public DateTime? StartsAt { get; init; }

        /// <summary>When it begins as the clocks of the organisation's time zone show it, instead.</summary>
        public DateTime? LocalStart { get; init; }
        public int? Minutes { get; init; }

        /// <summary>A room or a link.</summary>
        public string? Place { get; init; }

        /// <summary>Key of a guide, which is copied as it stands; empty leaves the copy there is, “none” takes it away.</summary>
        public string? Guide { get; init; }

        /// <summary>journey/stage, by keys.</summary>
        public IReadOnlyList<string>? Stages { get; init; }
        public IReadOnlyList<Guid>? Interviewers { get; init; }

        /// <summary>The version the change was made on; for a new one it says nothing.</summary>
        public int? Version { get; init; }
    }

    public async Task<Result<Conversation>> PlanAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await store.OpenAsync(cancel);
            var row = new Conversation { CreatedAt = store.Now, CreatedBy = actor.Name };
            if (await FillAsync(context, row, request, cancel) is { } error)
                return error;
            row.Number = 1 + (await context.Conversations.MaxAsync(one => (int?)one.Number, cancel) ?? 0);
            context.Conversations.Add(row);
            store.Record(context, actor, row, "planned", $"Planned {ConversationStore.Name(row)}: {row.Title}");
            if (await store.SaveAsync(context, cancel) is not { } failed)
                return row;
            if (attempt == Attempts)
                return failed;
        }
    }

    public Task<Result<Conversation>> ChangeAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync(
            actor,
            number,
            request.Version,
            async (context, row, stop) =>
            {
                if (row.ErasedAt is not null)
                    return Error.Conflict("erased", "The customer of this conversation was erased; what is left of it is not changed any more. Nothing was saved.");
                var sent = row.Highlights.Exists(highlight => highlight.SentAt is not null);
                var (with, who, segment, at) = (row.With, row.Customer, row.SegmentId, row.StartsAt);
                if (await FillAsync(context, row, request, stop) is { } error)
                    return error;
                if (sent && (with != row.With || !Same(who, row.Customer) || segment != row.SegmentId || at != row.StartsAt))
                    return Error.Conflict(
                        "quoted",
                        "Highlights of this conversation are signals already, of this customer, segment and day. Remove the highlights first to change these. Nothing was saved."
                    );
                row.Sequence++;
                return ("changed", $"Changed {ConversationStore.Name(row)}: {row.Title}");
            },
            cancel
        );

    private static bool Same(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);

    private async Task<Error?> FillAsync(RedthreadContext context, Conversation row, Request request, CancellationToken cancel)
    {
        if (Text(request.Title) is not { Length: <= 200 } title)
            return Error.Invalid("title-missing", "Say what it is about in 1 to 200 characters, without naming the customer. Nothing was saved.");
        if (request.LocalStart is { } local)
        {
            var instant = (await clock.ReadAsync(cancel)).Instant(local, row.StartsAt);
            if (instant.Error is { } unclear)
                return unclear;
            request = request with { StartsAt = instant.Value };
        }

        if (request.StartsAt is not { } at)
            return Error.Invalid("time-missing", "Say when it begins, as 2026-05-03T14:00. Nothing was saved.");
        if (request.Minutes is < 5 or > LongestMinutes)
            return Error.Invalid("minutes-invalid", $"It takes 5 to {LongestMinutes} minutes. Nothing was saved.");
        (row.Title, row.With, row.Minutes) = (title, request.With ?? row.With, request.Minutes ?? row.Minutes);
        row.StartsAt = DateTime.SpecifyKind(at.Kind == DateTimeKind.Local ? at.ToUniversalTime() : at, DateTimeKind.Utc);
        row.Place = Text(request.Place);
        if (new[] { request.Account, request.Stakeholder, request.Place, request.Customer }.Any(text => text?.Length > 300))
            return Error.Invalid("text-too-long", "Account, name, place and customer have at most 300 characters. Nothing was saved.");
        return await FillWhoAsync(context, row, request, cancel) ?? await FillGuideAsync(row, request, cancel) ?? await FillListsAsync(context, row, request, cancel);
    }

    private async Task<Error?> FillWhoAsync(RedthreadContext context, Conversation row, Request request, CancellationToken cancel)
    {
        var customer = row.With == ConversationWith.Customer;
        row.Customer =
            !customer ? null
            : Text(request.Customer) is { } key ? pseudonym.Of(key)
            : row.Customer;
        row.Account = customer ? Text(request.Account) : null;
        row.Stakeholder = customer ? null : Text(request.Stakeholder);
        (row.SegmentId, row.TeamId) = (null, null);
        if (customer && Text(request.Segment) is { } segment)
        {
            row.SegmentId = (await landscapes.ReadAsync(cancel)).Segments.FirstOrDefault(one => one.Key == segment)?.Id;
            if (row.SegmentId is null)
                return Error.Invalid("segment-unknown", $"There is no segment “{segment}”. Nothing was saved.");
        }

        if (!customer && Text(request.Team) is { } team)
        {
            row.TeamId = await context.Teams.Where(one => one.Key == team).Select(one => (Guid?)one.Id).SingleOrDefaultAsync(cancel);
            if (row.TeamId is null)
                return Error.Invalid("team-unknown", $"There is no team “{team}”. Nothing was saved.");
        }

        return customer || row.Stakeholder is not null || row.TeamId is not null
            ? null
            : Error.Invalid("stakeholder-missing", "Say who the stakeholder is, by name or by team. Nothing was saved.");
    }

    private async Task<Error?> FillGuideAsync(Conversation row, Request request, CancellationToken cancel)
    {
        if (Text(request.Guide) is not { } key)
            return null;
        if (key == "none")
        {
            (row.Guide, row.GuideKey, row.GuideVersion) = (null, null, null);
            return null;
        }

        if (await guides.FindAsync(key, cancel) is not { } guide)
            return Error.Invalid("guide-unknown", $"There is no guide “{key}”. Nothing was saved.");
        (row.Guide, row.GuideKey, row.GuideVersion) = (guide.Text, guide.Key, guide.Version);
        return null;
    }

    private async Task<Error?> FillListsAsync(RedthreadContext context, Conversation row, Request request, CancellationToken cancel)
    {
        if (request.Stages is { } paths)
        {
            var places = await PlacesAsync(paths, cancel);
            if (places.Error is { } error)
                return error;
            row.Stages.RemoveAll(one => !places.Value.Contains(one.StageId));
            row.Stages.AddRange(
                places.Value.Where(id => !row.Stages.Exists(one => one.StageId == id)).Select(id => new ConversationStage { ConversationId = row.Id, StageId = id })
            );
        }

        if (request.Interviewers is { } people)
        {
            var wanted = people.Distinct().ToList();
            if (await context.People.CountAsync(one => wanted.Contains(one.Id), cancel) != wanted.Count)
                return Error.NotFound("person");
            row.Interviewers.RemoveAll(one => !wanted.Contains(one.PersonId));
            row.Interviewers.AddRange(
                wanted.Where(id => !row.Interviewers.Exists(one => one.PersonId == id)).Select(id => new ConversationInterviewer { ConversationId = row.Id, PersonId = id })
            );
        }

        return null;
    }

    /// <summary>The stages behind their paths.</summary>
    public async Task<Result<List<Guid>>> PlacesAsync(IEnumerable<string> paths, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var places = new List<Guid>();
        foreach (var path in paths.Where(path => !string.IsNullOrWhiteSpace(path)).Distinct())
        {
            if (landscape.FindStage(path) is not { } found)
                return Error.Invalid("stage-unknown", $"There is no stage “{path}”. Nothing was saved.");
            places.Add(found.Stage.Id);
        }

        return places;
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
