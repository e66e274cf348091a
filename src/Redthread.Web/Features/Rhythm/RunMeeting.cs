using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Prepares a meeting with an agenda drafted from what changed, writes down what came of it, or skips it with a reason.</summary>
public sealed partial class RunMeeting(
    IDbContextFactory<RedthreadContext> contexts,
    DraftAgenda draft,
    LedgerSource ledgers,
    LandscapeSource landscapes,
    MeetingClock clock,
    ChangeFeed feed,
    TimeProvider time
)
{
    private const int LongestText = 50_000;

    /// <summary>What was told longer ago may be told again.</summary>
    private const int RememberedMeetings = 30;

    public sealed record Request
    {
        /// <summary>Markdown; left out, it stays.</summary>
        public string? Agenda { get; init; }

        /// <summary>Markdown; left out, they stay.</summary>
        public string? Minutes { get; init; }

        /// <summary>Names of decisions, insights, opportunities and solutions, separated by blanks or commas; left out, they stay.</summary>
        public string? Outcomes { get; init; }

        /// <summary>Who was there; left out, it stays.</summary>
        public IReadOnlyList<Guid>? Attendance { get; init; }

        /// <summary>The meeting took place.</summary>
        public bool Held { get; init; }
        public int? Version { get; init; }
    }

    public sealed record SkipRequest
    {
        public string? Reason { get; init; }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Makes the meeting's row with a drafted agenda; one that is there keeps its agenda.</summary>
    public Task<Result<Meeting>> PrepareAsync(Actor actor, int number, string key, CancellationToken cancel) =>
        ChangeAsync(actor, number, key, null, true, (_, _, _) => Task.FromResult<Result<string>>("prepared"), cancel);

    public Task<Result<Meeting>> ChangeAsync(Actor actor, int number, string key, Request request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            key,
            request.Version,
            true,
            async (context, ritual, meeting) =>
            {
                if (await FillAsync(context, meeting, request, cancel) is { } error)
                    return error;
                if (!request.Held || meeting.HeldAt is not null)
                    return "changed";
                if (meeting.OccursAt > Now)
                    return Error.Conflict("meeting-to-come", "The meeting is still to come; it is held once it took place. Nothing was saved.");
                (meeting.HeldAt, meeting.HeldBy) = (Now, actor.Name);
                (meeting.SkippedAt, meeting.SkippedBy, meeting.SkipReason) = (null, null, null);
                return "held";
            },
            cancel
        );

    public Task<Result<Meeting>> SkipAsync(Actor actor, int number, string key, SkipRequest request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            key,
            null,
            false,
            (_, _, meeting) =>
            {
                if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Trim().Length > 1000)
                    return Task.FromResult<Result<string>>(Error.Invalid("reason-missing", "Say in 1 to 1,000 characters why the meeting is skipped. Nothing was saved."));
                if (meeting.HeldAt is not null)
                    return Task.FromResult<Result<string>>(Error.Conflict("meeting-held", "The meeting was held; it cannot be skipped any more. Nothing was saved."));
                (meeting.SkippedAt, meeting.SkippedBy, meeting.SkipReason) = (Now, actor.Name, request.Reason.Trim());
                return Task.FromResult<Result<string>>("skipped");
            },
            cancel
        );

    /// <summary>A meeting that was skipped takes place after all, or is to be written down after all.</summary>
    public Task<Result<Meeting>> RestoreAsync(Actor actor, int number, string key, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            key,
            null,
            false,
            (_, _, meeting) =>
            {
                if (meeting.SkippedAt is null)
                    return Task.FromResult<Result<string>>(Error.Conflict("meeting-not-skipped", "The meeting is not skipped. Nothing was changed."));
                (meeting.SkippedAt, meeting.SkippedBy, meeting.SkipReason) = (null, null, null);
                return Task.FromResult<Result<string>>("restored");
            },
            cancel
        );

    /// <summary>Drafts the agenda anew; what was written by hand is replaced.</summary>
    public Task<Result<Meeting>> RedraftAsync(Actor actor, int number, string key, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            key,
            null,
            false,
            async (context, ritual, meeting) =>
            {
                meeting.Agenda = await DraftAsync(context, ritual, meeting.OccursAt, cancel);
                return "drafted";
            },
            cancel
        );

    private async Task<Result<Meeting>> ChangeAsync(
        Actor actor,
        int number,
        string key,
        int? version,
        bool withAgenda,
        Func<RedthreadContext, Ritual, Meeting, Task<Result<string>>> change,
        CancellationToken cancel
    )
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Rituals.SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } ritual)
            return Error.NotFound("ritual");
        var rows = await context.Meetings.Include(row => row.Attendance).Where(row => row.RitualId == ritual.Id).ToListAsync(cancel);
        var meeting = rows.Find(row => RhythmText.Key(row.OccursAt) == key);
        if (meeting is null)
        {
            var occurs = ritual.Occurrences(ritual.StartsAt, Now.AddYears(2)).Where(at => RhythmText.Key(at) == key).Cast<DateTime?>().FirstOrDefault();
            if (occurs is not { } at)
                return Error.NotFound("meeting");
            meeting = new Meeting
            {
                RitualId = ritual.Id,
                OccursAt = at,
                PreparedAt = Now,
                PreparedBy = actor.Name,
                Version = 0,
                Agenda = withAgenda ? await DraftAsync(context, ritual, at, cancel) : null,
            };
            context.Meetings.Add(meeting);
        }

        if (version is { } known && known != meeting.Version)
            return Error.Stale;
        var done = await change(context, ritual, meeting);
        if (done.Error is { } error)
            return error;
        var verb = done.Value;
        if (verb == "prepared" && meeting.Version > 0)
            return meeting;
        meeting.Version++;
        context.Activities.Add(
            Activity.Of(
                actor,
                Now,
                $"meeting.{verb}",
                ritual.Id,
                $"{Sentence.Begin(verb)} the meeting of {ritual.Name} of {(await clock.ReadAsync(cancel)).Local(meeting.OccursAt):d MMM yyyy}"
            )
        );
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : meeting;
    }

    private async Task<string> DraftAsync(RedthreadContext context, Ritual ritual, DateTime at, CancellationToken cancel)
    {
        var last = await context.Meetings.Where(row => row.RitualId == ritual.Id && row.HeldAt != null && row.OccursAt < at).MaxAsync(row => (DateTime?)row.OccursAt, cancel);
        var next = ritual.Occurrences(at.AddTicks(1), at.AddYears(3)).Cast<DateTime?>().FirstOrDefault() ?? at;
        // Before the first meeting one cadence back is news.
        var scope = await AgendaScope.OfAsync(context, ritual, await landscapes.ReadAsync(cancel), ledgers, cancel);
        return await draft.WriteAsync(
            new AgendaSpan(last ?? at - (next - at), at, next)
            {
                Scope = scope,
                Told = await ToldAsync(context, ritual, at, cancel),
                Zone = await clock.ReadAsync(cancel),
            },
            cancel
        );
    }

    /// <summary>O(agendas of the last meetings that were held).</summary>
    private static async Task<HashSet<string>> ToldAsync(RedthreadContext context, Ritual ritual, DateTime at, CancellationToken cancel)
    {
        var agendas = await context
            .Meetings.Where(row => row.RitualId == ritual.Id && row.HeldAt != null && row.OccursAt < at && row.Agenda != null)
            .OrderByDescending(row => row.OccursAt)
            .Take(RememberedMeetings)
            .Select(row => row.Agenda!)
            .ToListAsync(cancel);
        return [.. agendas.SelectMany(agenda => LinkAddress().Matches(agenda)).Select(match => match.Groups[1].Value)];
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial System.Text.RegularExpressions.Regex LinkAddress();

    private async Task<Error?> FillAsync(RedthreadContext context, Meeting meeting, Request request, CancellationToken cancel)
    {
        if (request.Agenda?.Length > LongestText || request.Minutes?.Length > LongestText)
            return Error.Invalid("text-too-long", $"Agenda and minutes have at most {LongestText:N0} characters each. Nothing was saved.");
        if (request.Outcomes is { } outcomes)
        {
            var names = outcomes.Split([' ', ',', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            foreach (var name in names)
            {
                if (ThreadName.Parse(name) is null || await ledgers.ReadAsync(ledger => ledger.Find(name), cancel) is null)
                    return Error.Invalid("outcome-unknown", $"“{name}” is no object such as D-3 or I-12. Nothing was saved; what you wrote is kept below.");
            }

            meeting.Outcomes = names.Length == 0 ? null : string.Join(' ', names.Select(name => name.ToUpperInvariant()));
        }

        if (request.Attendance is { } people)
        {
            if (await context.People.CountAsync(person => people.Contains(person.Id), cancel) != people.Distinct().Count())
                return Error.NotFound("person");
            meeting.Attendance.RemoveAll(row => !people.Contains(row.PersonId));
            meeting.Attendance.AddRange(
                people.Distinct().Where(id => meeting.Attendance.TrueForAll(row => row.PersonId != id)).Select(id => new Attendance { MeetingId = meeting.Id, PersonId = id })
            );
        }

        meeting.Agenda = request.Agenda ?? meeting.Agenda;
        meeting.Minutes = request.Minutes ?? meeting.Minutes;
        return null;
    }
}
