using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Goals;

/// <summary>Defines an outcome, a business result over time, and archives it.</summary>
public sealed partial class SaveOutcome(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    public sealed record Request
    {
        /// <summary>Lower-case letters, digits and hyphens; never changed.</summary>
        public string? Key { get; init; }
        public string? Name { get; init; }
        public OutcomeType? Type { get; init; }
        public string? Unit { get; init; }
        public bool? HigherIsBetter { get; init; }
        public int? Version { get; init; }
    }

    public async Task<Result<Outcome>> CreateAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportOutcomes) is { } denied)
            return denied;
        if (request.Key is null || !KeyPattern().IsMatch(request.Key))
            return Error.Invalid("key-invalid", "A key has 1 to 60 lower-case letters, digits and hyphens. Nothing was saved.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Outcomes.AnyAsync(one => one.Key == request.Key, cancel))
            return Error.Conflict("key-taken", $"There is an outcome “{request.Key}” already. Nothing was saved.");
        var row = new Outcome { Key = request.Key, CreatedAt = Now };
        if (Fill(row, request) is { } error)
            return error;
        context.Outcomes.Add(row);
        context.Activities.Add(Activity.Of(actor, Now, "outcome.made", row.Id, $"Made the outcome {row.Name}"));
        return await SaveAsync(context, cancel) is { } failed ? failed : row;
    }

    public Task<Result<Outcome>> ChangeAsync(Actor actor, string key, Request request, CancellationToken cancel) =>
        ChangeAsync(actor, key, request.Version, row => Fill(row, request), "outcome.changed", "Changed the outcome", cancel);

    public Task<Result<Outcome>> SetArchivedAsync(Actor actor, string key, bool archived, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            key,
            null,
            row =>
            {
                row.ArchivedAt = archived ? row.ArchivedAt ?? Now : null;
                return null;
            },
            archived ? "outcome.archived" : "outcome.restored",
            archived ? "Archived the outcome" : "Restored the outcome",
            cancel
        );

    private async Task<Result<Outcome>> ChangeAsync(Actor actor, string key, int? version, Func<Outcome, Error?> change, string kind, string words, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportOutcomes) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Outcomes.SingleOrDefaultAsync(one => one.Key == key, cancel) is not { } row)
            return Error.NotFound("outcome");
        if (version is { } known && known != row.Version)
            return Error.Stale;
        if (change(row) is { } error)
            return error;
        row.Version++;
        context.Activities.Add(Activity.Of(actor, Now, kind, row.Id, $"{words} {row.Name}"));
        return await SaveAsync(context, cancel) is { } failed ? failed : row;
    }

    private static Error? Fill(Outcome row, Request request)
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Trim().Length > 120)
            return Error.Invalid("name-missing", "An outcome needs a name of 1 to 120 characters. Nothing was saved.");
        if (request.Unit?.Length > 40)
            return Error.Invalid("unit-too-long", "A unit has at most 40 characters. Nothing was saved.");
        (row.Name, row.Type, row.Unit) = (request.Name.Trim(), request.Type ?? row.Type, request.Unit?.Trim() ?? "");
        row.HigherIsBetter = request.HigherIsBetter ?? row.Type is not (OutcomeType.Churn or OutcomeType.CostToServe);
        return null;
    }

    private async Task<Error?> SaveAsync(RedthreadContext context, CancellationToken cancel)
    {
        return await feed.SaveAsync(context, cancel);
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,59}$")]
    private static partial Regex KeyPattern();
}
