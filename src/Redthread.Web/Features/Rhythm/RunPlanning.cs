using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Goals;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Opens the planning of a cycle, locks it while it is settled, closes it with a record of what was planned, and opens it again as long as no later one was opened.</summary>
public sealed class RunPlanning(IDbContextFactory<RedthreadContext> contexts, LedgerSource ledgers, LandscapeSource landscapes, ChangeFeed feed, TimeProvider time)
{
    public const int LongestText = 20_000;

    public sealed record Request
    {
        /// <summary>The planning quarter, as 2026-Q4; read only when it is opened.</summary>
        public string? Cycle { get; init; }

        /// <summary>Markdown.</summary>
        public string? Purpose { get; init; }

        /// <summary>The quarterly ritual's meeting it belongs to, as ritual number/meeting key: 3/20261201T0800; null is none.</summary>
        public string? Meeting { get; init; }

        /// <summary>The version the change was made on; null counts on none.</summary>
        public int? Version { get; init; }
    }

    public sealed record StateRequest
    {
        public int? Version { get; init; }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task<Result<PlanningSession>> OpenAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.RunRhythm) is { } denied)
            return denied;
        if (Cycle.Parse(request.Cycle) is not { } cycle)
            return Error.Invalid("cycle-invalid", $"“{request.Cycle}” is no planning quarter; write it as 2026-Q4. Nothing was opened.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.PlanningSessions.AnyAsync(row => row.Cycle == cycle, cancel))
            return Error.Conflict("session-exists", $"{Cycle.Label(cycle)} has its planning session already. Nothing was opened.");
        var session = new PlanningSession
        {
            Cycle = cycle,
            OpenedAt = Now,
            OpenedBy = actor.Name,
        };
        if (await FillAsync(context, session, request, cancel) is { } error)
            return error;
        context.PlanningSessions.Add(session);
        return await SaveAsync(context, actor, session, "opened", "Opened", cancel);
    }

    public Task<Result<PlanningSession>> ChangeAsync(Actor actor, DateOnly cycle, Request request, CancellationToken cancel) =>
        ChangeAsync(actor, cycle, request.Version, "changed", "Changed", (context, session) => FillAsync(context, session, request, cancel), cancel);

    public Task<Result<PlanningSession>> LockAsync(Actor actor, DateOnly cycle, StateRequest request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            cycle,
            request.Version,
            "locked",
            "Locked",
            (_, session) =>
            {
                if (session.State != PlanningState.Open)
                    return Task.FromResult<Error?>(Wrong(session, "Only an open session is locked."));
                (session.LockedAt, session.LockedBy) = (Now, actor.Name);
                return Task.FromResult<Error?>(null);
            },
            cancel
        );

    public Task<Result<PlanningSession>> UnlockAsync(Actor actor, DateOnly cycle, StateRequest request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            cycle,
            request.Version,
            "unlocked",
            "Unlocked",
            (_, session) =>
            {
                if (session.State != PlanningState.Locked)
                    return Task.FromResult<Error?>(Wrong(session, "Only a locked session is unlocked."));
                (session.LockedAt, session.LockedBy) = (null, null);
                return Task.FromResult<Error?>(null);
            },
            cancel
        );

    /// <summary>Freezes what is planned now.</summary>
    public Task<Result<PlanningSession>> CloseAsync(Actor actor, DateOnly cycle, StateRequest request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            cycle,
            request.Version,
            "closed",
            "Closed",
            async (context, session) =>
            {
                if (session.State == PlanningState.Closed)
                    return Wrong(session, "It is closed already.");
                (session.ClosedAt, session.ClosedBy) = (Now, actor.Name);
                context.PlannedItems.AddRange(await PlannedAsync(context, session, cancel));
                return null;
            },
            cancel
        );

    /// <summary>Opens a closed one again: its record is taken away, and closing makes a new one.</summary>
    public Task<Result<PlanningSession>> ReopenAsync(Actor actor, DateOnly cycle, StateRequest request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            cycle,
            request.Version,
            "reopened",
            "Opened again",
            async (context, session) =>
            {
                if (session.State != PlanningState.Closed)
                    return Wrong(session, "Only a closed session is opened again.");
                if (await context.PlanningSessions.Where(row => row.Cycle > cycle).OrderBy(row => row.Cycle).FirstOrDefaultAsync(cancel) is { } later)
                    return Error.Conflict("later-session", $"The planning of {Cycle.Label(later.Cycle)} was opened since, and rests on this record. Nothing was changed.");
                context.PlannedItems.RemoveRange(await context.PlannedItems.Where(row => row.SessionId == session.Id).ToListAsync(cancel));
                (session.ClosedAt, session.ClosedBy, session.LockedAt, session.LockedBy) = (null, null, null, null);
                return null;
            },
            cancel
        );

    private async Task<Result<PlanningSession>> ChangeAsync(
        Actor actor,
        DateOnly cycle,
        int? version,
        string verb,
        string word,
        Func<RedthreadContext, PlanningSession, Task<Error?>> change,
        CancellationToken cancel
    )
    {
        if (actor.Lacks(Permission.RunRhythm) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.PlanningSessions.SingleOrDefaultAsync(row => row.Cycle == cycle, cancel) is not { } session)
            return Error.NotFound("planning session");
        if (version is { } known && known != session.Version)
            return Error.Stale;
        if (await change(context, session) is { } error)
            return error;
        session.Version++;
        return await SaveAsync(context, actor, session, verb, word, cancel);
    }

    private async Task<Error?> FillAsync(RedthreadContext context, PlanningSession session, Request request, CancellationToken cancel)
    {
        if (request.Purpose?.Length > LongestText)
            return Error.Invalid("purpose-too-long", $"What it is about has at most {LongestText:N0} characters. Nothing was saved.");
        session.Purpose = string.IsNullOrWhiteSpace(request.Purpose) ? null : request.Purpose.Trim();
        (session.RitualId, session.OccursAt) = (null, null);
        if (string.IsNullOrWhiteSpace(request.Meeting))
            return null;
        var parts = request.Meeting.Split('/');
        var ritual =
            parts.Length == 2 && int.TryParse(parts[0], out var number) ? await context.Rituals.AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, cancel) : null;
        if (ritual is null)
            return Error.NotFound("meeting");
        if (ritual.Type != RitualType.QuarterlyReview)
            return Error.Invalid("ritual-not-quarterly", $"{ritual.Name} is no quarterly review and planning. Nothing was saved.");
        if (ritual.Occurrences(ritual.StartsAt, Now.AddYears(2)).Where(at => RhythmText.Key(at) == parts[1]).Cast<DateTime?>().FirstOrDefault() is not { } at)
            return Error.NotFound("meeting");
        (session.RitualId, session.OccursAt) = (ritual.Id, at);
        return null;
    }

    /// <summary>What closing the session now would freeze.</summary>
    internal async Task<List<PlannedItem>> PlannedAsync(RedthreadContext context, PlanningSession session, CancellationToken cancel)
    {
        var teams = await context.Teams.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
        var landscape = await landscapes.ReadAsync(cancel);
        string? TeamsOf(Ledger ledger, ThreadObject row) =>
            ledger.TeamsOf(row).Where(teams.ContainsKey).Select(id => teams[id]).ToList() is { Count: > 0 } names ? string.Join(", ", names) : null;
        var items = await ledgers.ReadAsync<List<PlannedItem>>(
            ledger =>
                [
                    .. ledger
                        .Live<Solution>()
                        .Where(row => row.Cycle == session.Cycle && row.State != SolutionState.Dropped)
                        .OrderBy(row => row.Horizon)
                        .ThenBy(row => row.Position)
                        .Select(row => Item(PlannedKind.Solution, row.Id, row.Title, TeamsOf(ledger, row), row.Effort, row.Cost)),
                    .. ledger
                        .Live<Objective>()
                        .Where(row => row.Cycle == session.Cycle)
                        .OrderBy(row => row.Number)
                        .Select(row => Item(PlannedKind.Objective, row.Id, row.Title, TeamsOf(ledger, row))),
                ],
            cancel
        );
        items.AddRange(
            landscape
                .LiveStages.Select(row => (row.Journey, row.Stage, Agreed: landscape.AgreedOn(row.Stage.Id, session.Cycle)))
                .Where(row => row.Agreed is not null)
                .Select(row => Item(PlannedKind.AgreedScore, row.Stage.Id, $"{row.Stage.Name}, {row.Journey.Name}", value: row.Agreed!.Value))
        );
        for (var at = 0; at < items.Count; at++)
            (items[at].SessionId, items[at].Position) = (session.Id, at + 1);
        return items;
    }

    private static PlannedItem Item(PlannedKind kind, Guid subject, string title, string? team = null, double? effort = null, double? cost = null, int? value = null) =>
        new()
        {
            Kind = kind,
            SubjectId = subject,
            Title = title,
            Team = team,
            Effort = effort,
            Cost = cost,
            Value = value,
        };

    private static Error Wrong(PlanningSession session, string rule) =>
        Error.Conflict("session-state", $"The planning of {Cycle.Label(session.Cycle)} is {session.State.ToString().ToLowerInvariant()}. {rule} Nothing was changed.");

    private async Task<Result<PlanningSession>> SaveAsync(RedthreadContext context, Actor actor, PlanningSession session, string verb, string word, CancellationToken cancel)
    {
        context.Activities.Add(Activity.Of(actor, Now, $"planning.{verb}", session.Id, $"{word} the planning of {Cycle.Label(session.Cycle)}"));
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : session;
    }
}
