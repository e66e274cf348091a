using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Claims;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Claims;

/// <summary>Records what the organisation says in public, changes it, and withdraws what is no longer said.</summary>
public sealed class SaveClaim(IDbContextFactory<RedthreadContext> contexts, LandscapeSource landscapes, BoundTargets targets, ChangeFeed feed, TimeProvider time)
{
    public sealed record Request
    {
        /// <summary>In the words in which it was said.</summary>
        public string? Text { get; init; }

        /// <summary>Where: an address, a campaign, a report.</summary>
        public string? SaidIn { get; init; }

        /// <summary>As 2026-05-03.</summary>
        public DateOnly? SaidOn { get; init; }

        /// <summary>What would show it true: stage:join/order, journey:join, outcome:churn; empty is no test yet.</summary>
        public string? Bound { get; init; }

        /// <summary>What is promised, 0–100 for scores, in its unit for an outcome.</summary>
        public double? Promise { get; init; }

        /// <summary>Key of a segment; empty is everyone.</summary>
        public string? Segment { get; init; }

        /// <summary>The team that answers for it.</summary>
        public Guid? Team { get; init; }

        /// <summary>The version the change was made on; for a new claim it says nothing.</summary>
        public int? Version { get; init; }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task<Result<Claim>> CreateAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var claim = new Claim
        {
            Number = 1 + (await context.Claims.MaxAsync(row => (int?)row.Number, cancel) ?? 0),
            CreatedAt = Now,
            CreatedBy = actor.Name,
        };
        if (await FillAsync(context, claim, request, cancel) is { } error)
            return error;
        context.Claims.Add(claim);
        context.Activities.Add(Activity.Of(actor, Now, "claim.made", claim.Id, $"Recorded the claim {Claim.NameOf(claim.Number)}: {claim.Text}"));
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : claim;
    }

    public Task<Result<Claim>> ChangeAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        ChangeAsync(actor, number, request.Version, "claim.changed", "Changed", (context, claim) => FillAsync(context, claim, request, cancel), cancel);

    public Task<Result<Claim>> SetWithdrawnAsync(Actor actor, int number, bool withdrawn, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            null,
            withdrawn ? "claim.withdrawn" : "claim.restored",
            withdrawn ? "Withdrew" : "Restored",
            (_, claim) =>
            {
                claim.WithdrawnAt = withdrawn ? claim.WithdrawnAt ?? Now : null;
                claim.WithdrawnBy = withdrawn ? claim.WithdrawnBy ?? actor.Name : null;
                return Task.FromResult<Error?>(null);
            },
            cancel
        );

    private async Task<Result<Claim>> ChangeAsync(
        Actor actor,
        int number,
        int? version,
        string kind,
        string words,
        Func<RedthreadContext, Claim, Task<Error?>> change,
        CancellationToken cancel
    )
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Claims.SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } claim)
            return Error.NotFound("claim");
        if (version is { } known && known != claim.Version)
            return Error.Stale;
        if (await change(context, claim) is { } error)
            return error;
        claim.Version++;
        context.Activities.Add(Activity.Of(actor, Now, kind, claim.Id, $"{words} the claim {Claim.NameOf(claim.Number)}: {claim.Text}"));
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : claim;
    }

    private async Task<Error?> FillAsync(RedthreadContext context, Claim claim, Request request, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Trim().Length > 500)
            return Error.Invalid("text-missing", "A claim needs 1 to 500 characters of text. Nothing was saved.");
        if (request.SaidIn?.Length > 500)
            return Error.Invalid("said-in-too-long", "Where it was said has at most 500 characters. Nothing was saved.");
        if (request.SaidOn is not { } on || on > DateOnly.FromDateTime(Now))
            return Error.Invalid("date-missing", "A claim needs the day on which it was said, as 2026-05-03, and none to come. Nothing was saved.");
        var target = await targets.FindAsync(request.Bound, cancel);
        if (target.Error is { } unknown)
            return unknown;
        var test = TestOf(target.Value.Source);
        if (test != ClaimTest.None && !(request.Promise is { } promise && double.IsFinite(promise) && (test == ClaimTest.Outcome || promise is >= 0 and <= 100)))
            return Error.Invalid("promise-missing", "A test needs what is promised: for a score 0 to 100, for an outcome a number in its unit. Nothing was saved.");
        Guid? segment = null;
        if (!string.IsNullOrWhiteSpace(request.Segment))
        {
            if ((await landscapes.ReadAsync(cancel)).Segments.FirstOrDefault(row => row.Key == request.Segment.Trim()) is not { } found)
                return Error.NotFound("segment");
            segment = found.Id;
        }

        if (request.Team is { } team && !await context.Teams.AnyAsync(row => row.Id == team && row.ArchivedAt == null, cancel))
            return Error.NotFound("team");
        (claim.Text, claim.SaidIn, claim.SaidOn) = (request.Text.Trim(), request.SaidIn?.Trim() ?? "", on);
        (claim.Test, claim.TargetId, claim.SegmentId, claim.Promise) = (test, target.Value.Id, segment, test == ClaimTest.None ? null : request.Promise);
        claim.OwnerTeamId = request.Team;
        return null;
    }

    private static ClaimTest TestOf(KeyResultSource source) =>
        source switch
        {
            KeyResultSource.StageScore => ClaimTest.StageScore,
            KeyResultSource.JourneyScore => ClaimTest.JourneyScore,
            KeyResultSource.Outcome => ClaimTest.Outcome,
            _ => ClaimTest.None,
        };
}
