using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Desk;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Desk;

/// <summary>What somebody does with a finding: dismiss it with a reason, snooze it, take that back, ask its owner.</summary>
public sealed class TreatFinding(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    public const int LongestReason = 500;
    public const int MostDays = 180;

    public sealed record Request
    {
        /// <summary>Why it is dismissed.</summary>
        public string? Reason { get; init; }

        /// <summary>For how many days it is snoozed.</summary>
        public int? Days { get; init; }

        /// <summary>The version that was looked at.</summary>
        public int? Version { get; init; }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public Task<Result<Finding>> DismissAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        request.Reason?.Trim() is not { Length: > 0 and <= LongestReason } reason
            ? Task.FromResult<Result<Finding>>(Error.Invalid("reason-missing", $"Say in up to {LongestReason} characters why it is no failure here. Nothing was changed."))
            : ChangeAsync(
                actor,
                Permission.KeepDesk,
                number,
                request.Version,
                row =>
                {
                    (row.DismissedAt, row.DismissedBy, row.Reason, row.SettledFingerprint) = (Now, actor.Name, reason, row.Fingerprint);
                    (row.SnoozedUntil, row.SnoozedBy) = (null, null);
                    return ("dismissed", $"Dismissed finding {row.Number}: {reason}");
                },
                cancel
            );

    public Task<Result<Finding>> SnoozeAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        request.Days is not (>= 1 and <= MostDays)
            ? Task.FromResult<Result<Finding>>(Error.Invalid("days-wrong", $"A finding sleeps for 1 to {MostDays} days. Nothing was changed."))
            : ChangeAsync(
                actor,
                Permission.KeepDesk,
                number,
                request.Version,
                row =>
                {
                    (row.SnoozedUntil, row.SnoozedBy, row.SettledFingerprint) = (Now.AddDays(request.Days.Value), actor.Name, row.Fingerprint);
                    return ("snoozed", $"Snoozed finding {row.Number} until {row.SnoozedUntil:d MMM yyyy}");
                },
                cancel
            );

    /// <summary>Takes a dismissal or a snooze back.</summary>
    public Task<Result<Finding>> RestoreAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            Permission.KeepDesk,
            number,
            request.Version,
            row =>
            {
                (row.DismissedAt, row.DismissedBy, row.Reason, row.SnoozedUntil, row.SnoozedBy, row.SettledFingerprint) = (null, null, null, null, null, null);
                return ("restored", $"Put finding {row.Number} back on the Desk");
            },
            cancel
        );

    /// <summary>Tells the owner, or the owning team's members, in the product and wherever else they want to be told.</summary>
    public async Task<Result<Finding>> AskAsync(Actor actor, int number, Request request, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var asked = await ChangeAsync(
            context,
            actor,
            Permission.EditThreads,
            number,
            request.Version,
            async row =>
            {
                if (row.OwnerPersonId is { } self && self == actor.PersonId)
                    return Error.Conflict("own-finding", "It is yours: take the next step, or say why it is no failure. Nobody was asked.");
                var people = row.OwnerPersonId is { } owner
                    ? [owner]
                    : await context.TeamMembers.Where(member => member.TeamId == row.OwnerTeamId).Select(member => member.PersonId).ToListAsync(cancel);
                // Of a team one is a member of, the others are asked.
                if (people.Count > 1)
                    people.RemoveAll(person => person == actor.PersonId);
                if (people.Count == 0)
                    return Error.Conflict("nobody-to-ask", "Nobody owns it, and the team has no members: name an owner first. Nobody was asked.");
                foreach (var person in people)
                    context.Notifications.Add(
                        Notification.Of(person, NotificationType.Assigned, row.SubjectId, $"{actor.Name} asks you about: {row.Title}", $"/desk/{row.Number}", Now)
                    );
                (row.AskedAt, row.AskedBy) = (Now, actor.Name);
                return ("asked", $"Asked {people.Count} about finding {row.Number}");
            },
            cancel
        );
        return asked;
    }

    private async Task<Result<Finding>> ChangeAsync(Actor actor, Permission permission, int number, int? version, Func<Finding, (string, string)> change, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await ChangeAsync(context, actor, permission, number, version, row => Task.FromResult<Result<(string, string)>>(change(row)), cancel);
    }

    private async Task<Result<Finding>> ChangeAsync(
        RedthreadContext context,
        Actor actor,
        Permission permission,
        int number,
        int? version,
        Func<Finding, Task<Result<(string Verb, string Summary)>>> change,
        CancellationToken cancel
    )
    {
        if (actor.Lacks(permission) is { } denied)
            return denied;
        if (await context.Findings.SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } row)
            return Error.NotFound("finding");
        if (row.GoneAt is not null)
            return Error.Conflict("finding-gone", "It is gone already: what it was about has been put right. Nothing was changed.");
        if (version is { } known && known != row.Version)
            return Error.Stale;
        var changed = await change(row);
        if (changed.Error is { } error)
            return error;
        row.Version++;
        context.Activities.Add(Activity.Of(actor, Now, $"finding.{changed.Value.Verb}", row.Id, changed.Value.Summary));
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : row;
    }
}
