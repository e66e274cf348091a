using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Frameworks;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Frameworks;

/// <summary>A team's signature under the draft, given by one of its members; the last one agrees the framework.</summary>
public sealed class SignFramework(IDbContextFactory<RedthreadContext> contexts, RefreshScores refresh, ChangeFeed feed, TimeProvider time)
{
    private const int Attempts = 4;

    /// <param name="Team">Key of the team.</param>
    /// <param name="Fingerprint">Of the framework as it was read: one signs what one saw.</param>
    public sealed record Request(string? Team, string? Fingerprint);

    /// <param name="Scores">What was computed anew, if this signature was the last one missing.</param>
    public sealed record Signed(int Number, RefreshScores.Refreshed? Scores);

    public Task<Result<Signed>> SignAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        WithRetriesAsync(() => SignOnceAsync(actor, number, request, cancel));

    /// <summary>Possible while the framework is a draft.</summary>
    public Task<Result<Signed>> WithdrawAsync(Actor actor, int number, string team, CancellationToken cancel) =>
        WithRetriesAsync(() => WithdrawOnceAsync(actor, number, team, cancel));

    private async Task<Result<Signed>> SignOnceAsync(Actor actor, int number, Request request, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var found = await FindAsync(context, actor, number, request.Team, cancel);
        if (found.Error is { } error)
            return error;
        var (draft, team) = found.Value;
        var names = await FrameworkNames.LoadAsync(context, cancel);
        if (request.Fingerprint != names.FingerprintOf(draft))
            return Error.Stale;
        if (AgreeFramework.CheckReady(draft, names) is { } unready)
            return unready;
        if (team.SignedAt is not null)
            return new Signed(number, null);
        (team.SignedAt, team.SignedBy) = (Now, actor.Name);
        Note(context, actor, draft, "framework.signed", $"Signed framework {number} for {team.Team!.Name}");
        var isLast = draft.Teams.TrueForAll(row => row.SignedAt is not null);
        if (isLast)
            await AgreeFramework.TakeEffectAsync(context, actor, draft, Now, cancel);
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : new Signed(number, isLast ? await refresh.AfterAgreementAsync(actor) : null);
    }

    private async Task<Result<Signed>> WithdrawOnceAsync(Actor actor, int number, string team, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var found = await FindAsync(context, actor, number, team, cancel);
        if (found.Error is { } error)
            return error;
        var (draft, row) = found.Value;
        if (row.SignedAt is null)
            return new Signed(number, null);
        (row.SignedAt, row.SignedBy) = (null, null);
        Note(context, actor, draft, "framework.signature-withdrawn", $"Withdrew the signature of {row.Team!.Name} under framework {number}");
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : new Signed(number, null);
    }

    private static async Task<Result<(Framework, FrameworkTeam)>> FindAsync(RedthreadContext context, Actor actor, int number, string? key, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.SignFrameworks) is { } denied)
            return denied;
        var framework = await FrameworkStore.Whole(context).SingleOrDefaultAsync(row => row.Number == number, cancel);
        if (framework?.Teams.Find(row => row.Team!.Key == key) is not { } team)
            return Error.NotFound("signature");
        if (!actor.TeamIds.Contains(team.TeamId))
            return Error.Forbidden($"Only a member of {team.Team!.Name} can sign for it.");
        if (framework.State != FrameworkState.Draft)
            return Error.Conflict("not-draft", $"Framework {number} is {framework.State.ToString().ToLowerInvariant()}; its signatures stand.");
        // Two that sign at once must see each other, or neither would be the last.
        framework.Revision++;
        return (framework, team);
    }

    // Another's signature changes the draft's row but nothing of what is signed, so it is no reason to turn this one away.
    private static async Task<Result<Signed>> WithRetriesAsync(Func<Task<Result<Signed>>> attempt)
    {
        for (var left = Attempts; ; left--)
        {
            var result = await attempt();
            if (left <= 1 || !ReferenceEquals(result.Error, Error.Stale))
                return result;
        }
    }

    private void Note(RedthreadContext context, Actor actor, Framework draft, string kind, string summary) =>
        context.Activities.Add(Activity.Of(actor, Now, kind, draft.Id, summary));

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
