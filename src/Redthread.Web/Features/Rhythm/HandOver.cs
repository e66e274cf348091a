using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Agreement;
using Redthread.Domain.Decisions;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Rhythm;

/// <summary>
/// Hands a steward's work from one named person to another, one hand-over at a time. The checklist is derived from what is open; each
/// item is ticked with name and day, or left with a reason, then both sign. Rituals that the one owned are then the other's.
/// </summary>
public sealed class HandOver(IDbContextFactory<RedthreadContext> contexts, LedgerSource ledgers, ChangeFeed feed, TimeProvider time)
{
    private const int MostOwned = 30;
    private const int LongestReason = 500;

    public sealed record Request
    {
        public Guid? From { get; init; }
        public Guid? To { get; init; }
        public string? Note { get; init; }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task<Result<Handover>> StartAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.RunRhythm) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var people = await context.People.Where(person => (person.Id == request.From || person.Id == request.To) && person.DeactivatedAt == null).ToListAsync(cancel);
        if (people.Count != 2)
            return Error.Invalid("people-missing", "Name two people who are active: who hands over, and who takes over. Nothing was started.");
        if (people.Find(person => person.Id == request.From)!.Role != Role.Steward)
            return Error.Invalid("from-no-steward", "Who hands over is a steward. Nothing was started.");
        if (people.Find(person => person.Id == request.To) is { } to && !StewardQueries.MayTake(to))
            return Error.Invalid(
                "to-may-not",
                $"{to.Name} has a role that changes nothing, so they could not tick or sign. Change their role first, or name somebody else. Nothing was started."
            );
        if (request.Note?.Length > 4_000)
            return Error.Invalid("note-too-long", "The note has at most 4,000 characters. Nothing was started.");
        // Before what is open is looked at: one that comes between the two takes this number, and this one is refused.
        var number = 1 + (await context.Handovers.MaxAsync(row => (int?)row.Number, cancel) ?? 0);
        if (await context.Handovers.Where(row => row.CompletedAt == null && row.CancelledAt == null).OrderBy(row => row.Number).FirstOrDefaultAsync(cancel) is { } open)
            return Error.Conflict(
                "handover-open",
                $"The hand-over that {open.StartedBy} started on {open.StartedAt:d MMM yyyy} is open. Complete or cancel it first; nothing was started."
            );
        var handover = new Handover
        {
            Number = number,
            FromPersonId = request.From!.Value,
            ToPersonId = request.To!.Value,
            Note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim(),
            StartedAt = Now,
            StartedBy = actor.Name,
        };
        foreach (var (text, address) in await ItemsAsync(context, handover.FromPersonId, cancel))
            handover.Items.Add(
                new HandoverItem
                {
                    HandoverId = handover.Id,
                    Position = handover.Items.Count,
                    Text = text,
                    Address = address,
                }
            );
        context.Handovers.Add(handover);
        var names = string.Join(" to ", new[] { request.From, request.To }.Select(id => people.Find(person => person.Id == id)!.Name));
        context.Activities.Add(Activity.Of(actor, Now, "handover.started", handover.Id, $"Started the hand-over from {names}"));
        return await SaveAsync(context, handover, cancel);
    }

    public Task<Result<Handover>> TickAsync(Actor actor, int number, Guid item, bool done, CancellationToken cancel) =>
        ChangeItemAsync(
            actor,
            number,
            item,
            (handover, found) =>
            {
                if (done && found.DoneAt is not null)
                    return $"Ticked: {found.Text}";
                (found.DoneAt, found.DoneBy) = (done ? Now : null, done ? actor.Name : null);
                (found.LeftAt, found.LeftBy, found.LeftReason) = (null, null, null);
                Unsign(handover);
                return $"{(done ? "Ticked" : "Opened again")}: {found.Text}";
            },
            cancel
        );

    /// <summary>Hands one item over as it is, and says why.</summary>
    public Task<Result<Handover>> LeaveAsync(Actor actor, int number, Guid item, string? reason, CancellationToken cancel) =>
        ChangeItemAsync(
            actor,
            number,
            item,
            (handover, found) =>
            {
                if (Reason(reason) is not { } why)
                    return Error.Invalid("reason-missing", $"Say in 1 to {LongestReason} characters why “{found.Text}” is left. Nothing was changed.");
                if (found.LeftReason != why)
                    Unsign(handover);
                (found.DoneAt, found.DoneBy) = (null, null);
                Leave(found, actor, why);
                return $"Left: {found.Text}, because {why}";
            },
            cancel
        );

    /// <param name="reason">Why what is neither ticked nor left yet is left, all of it.</param>
    public Task<Result<Handover>> SignAsync(Actor actor, int number, string? reason, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            handover =>
            {
                if (actor.PersonId != handover.FromPersonId && actor.PersonId != handover.ToPersonId)
                    return Error.Forbidden("Only the two who hand over and take over sign, each for themselves.");
                var (open, why) = (handover.Items.FindAll(item => !item.Settled), Reason(reason));
                if (open.Count > 0 && why is null)
                    return Error.Conflict(
                        "items-open",
                        $"{open.Count} of {handover.Items.Count} items {(open.Count == 1 ? "is" : "are")} neither ticked nor left with a reason. Tick them, or say in 1 to {LongestReason} characters why they are left. Nothing was signed."
                    );
                foreach (var item in open)
                    Leave(item, actor, why!);
                if (actor.PersonId == handover.FromPersonId)
                    handover.FromSignedAt ??= Now;
                else
                    handover.ToSignedAt ??= Now;
                return open.Count == 0 ? "Signed the hand-over" : $"Signed the hand-over and left {Numbers.Counted(open.Count, "item")}, because {why}";
            },
            cancel
        );

    public Task<Result<Handover>> CancelAsync(Actor actor, int number, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            handover =>
            {
                handover.CancelledAt = Now;
                return "Cancelled the hand-over";
            },
            cancel
        );

    private Task<Result<Handover>> ChangeItemAsync(Actor actor, int number, Guid item, Func<Handover, HandoverItem, Result<string>> change, CancellationToken cancel) =>
        ChangeAsync(actor, number, handover => handover.Items.Find(row => row.Id == item) is { } found ? change(handover, found) : Error.NotFound("item"), cancel);

    private async Task<Result<Handover>> ChangeAsync(Actor actor, int number, Func<Handover, Result<string>> change, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Handovers.Include(row => row.Items).SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } handover)
            return Error.NotFound("hand-over");
        // Who takes over need not be a steward yet.
        if (actor.PersonId != handover.FromPersonId && actor.PersonId != handover.ToPersonId && actor.Lacks(Permission.RunRhythm) is { } denied)
            return denied;
        if (handover.State != HandoverState.Open)
            return Error.Conflict("handover-closed", $"The hand-over is {handover.State.ToString().ToLowerInvariant()}. Nothing was changed.");
        var done = change(handover);
        if (done.Error is { } error)
            return error;
        context.Activities.Add(Activity.Of(actor, Now, "handover.changed", handover.Id, done.Value));
        if (handover is { FromSignedAt: not null, ToSignedAt: not null, CancelledAt: null } && handover.Items.TrueForAll(item => item.Settled))
            await CompleteAsync(context, actor, handover, cancel);
        handover.Version++;
        return await SaveAsync(context, handover, cancel);
    }

    private async Task CompleteAsync(RedthreadContext context, Actor actor, Handover handover, CancellationToken cancel)
    {
        handover.CompletedAt = Now;
        foreach (var ritual in await context.Rituals.Where(row => row.OwnerPersonId == handover.FromPersonId && row.EndedAt == null).ToListAsync(cancel))
        {
            ritual.OwnerPersonId = handover.ToPersonId;
            ritual.Version++;
        }

        var people = await context.People.Where(person => person.Id == handover.FromPersonId || person.Id == handover.ToPersonId).ToDictionaryAsync(person => person.Id, cancel);
        context.Activities.Add(
            Activity.Of(
                actor,
                Now,
                "handover.completed",
                handover.Id,
                $"{people[handover.FromPersonId].Name} handed the steward's work over to {people[handover.ToPersonId].Name}; both signed"
            )
        );
    }

    private async Task<Result<Handover>> SaveAsync(RedthreadContext context, Handover handover, CancellationToken cancel)
    {
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : handover;
    }

    /// <summary>What is open today and hangs on the steward.</summary>
    private async Task<List<(string Text, string? Address)>> ItemsAsync(RedthreadContext context, Guid from, CancellationToken cancel)
    {
        var items = new List<(string, string?)>();
        foreach (var round in await context.AgreementRounds.Where(row => row.CancelledAt == null && row.RevealedAt == null).OrderBy(row => row.Number).ToListAsync(cancel))
            items.Add(($"Open round {AgreementRound.NameOf(round.Number)}: reveal or cancel it", $"/agreed-scores/{round.Number}"));
        foreach (var framework in await context.Frameworks.Include(row => row.Teams).Where(row => row.AgreedAt == null && row.RetiredAt == null).ToListAsync(cancel))
            items.Add(
                ($"Framework {framework.Number} is a draft; {framework.Teams.Count(team => team.SignedAt is null)} signatures are missing", $"/frameworks/{framework.Number}")
            );
        foreach (var ritual in await context.Rituals.Where(row => row.OwnerPersonId == from && row.EndedAt == null).OrderBy(row => row.Number).ToListAsync(cancel))
            items.Add(($"Ritual {ritual.Name}, {RhythmText.Cadence(ritual)}", $"/rhythm/{ritual.Number}"));
        var watched = await context.Watches.Where(watch => watch.PersonId == from).Select(watch => watch.ObjectId).ToListAsync(cancel);
        items.AddRange(await ledgers.ReadAsync<List<(string, string?)>>(ledger => [.. Due(ledger), .. Waiting(ledger), .. Owned(ledger, from, watched)], cancel));
        items.Add(("Who to ask, what is promised, what is delicate: talked through", null));
        return items;
    }

    private static IEnumerable<(string, string?)> Due(Ledger ledger) =>
        ledger
            .Live<Decision>()
            .Where(row => row.MadeAt is null || (row.ReviewedAt is null && row.ReviewOn is not null))
            .OrderBy(row => row.DueOn)
            .Select(row =>
                (
                    row.MadeAt is null
                        ? $"Decision {ThreadStore.Name(row)}, due {row.DueOn:d MMM yyyy}: {row.Title}"
                        : $"Review of {ThreadStore.Name(row)} on {row.ReviewOn:d MMM yyyy}: {row.Title}",
                    (string?)ThreadName.Address(row.Kind, row.Number)
                )
            );

    private static IEnumerable<(string, string?)> Waiting(Ledger ledger) =>
        ledger.Live<Domain.Insights.Insight>().Count(row => row.ApprovedAt is null) is > 0 and var waiting
            ? [($"Insights that wait for approval: {waiting}", "/insights?state=to-approve")]
            : [];

    private static IEnumerable<(string, string?)> Owned(Ledger ledger, Guid from, List<Guid> watched)
    {
        var all = ledger
            .Live<ThreadObject>()
            .Where(row => row.OwnerPersonId == from)
            .Concat(watched.Select(ledger.Find).OfType<ThreadObject>().Where(Ledger.IsLive))
            .Where(row => row is not Decision)
            .Distinct()
            .ToList();
        IEnumerable<(string, string?)> named = all.Take(MostOwned).Select(row => ($"{ThreadStore.Name(row)} {row.Title}", (string?)ThreadName.Address(row.Kind, row.Number)));
        return all.Count <= MostOwned ? named : named.Append(($"and {all.Count - MostOwned} more that are owned or watched", null));
    }

    private static string? Reason(string? typed) => string.IsNullOrWhiteSpace(typed) || typed.Trim().Length > LongestReason ? null : typed.Trim();

    // Who signed, signed the list as it was then.
    private static void Unsign(Handover handover) => (handover.FromSignedAt, handover.ToSignedAt) = (null, null);

    private void Leave(HandoverItem item, Actor actor, string reason) => (item.LeftAt, item.LeftBy, item.LeftReason) = (Now, actor.Name, reason);
}
