using Microsoft.EntityFrameworkCore;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Insights;

/// <summary>
/// Makes one insight live on in another. Its links and evidence stay its own and count for the survivor, so taking the
/// merge back loses nothing.
/// </summary>
public sealed class MergeInsights(ThreadStore store, LedgerSource ledgers)
{
    public sealed record Request
    {
        /// <summary>The survivor, as I-12.</summary>
        public string? Into { get; init; }
        public int? Version { get; init; }
    }

    public async Task<Result<Insight>> MergeAsync(Actor actor, int number, Request request, CancellationToken cancel)
    {
        var survivor = await ledgers.ReadAsync(ledger => ledger.Find(Name(request.Into)) is { } named ? ledger.Survivor(named.Id) as Insight : null, cancel);
        return survivor is null
            ? Error.Invalid("survivor-unknown", $"“{request.Into}” is no insight. Write the one that lives on as I-12. Nothing was changed.")
            : await store.ChangeAsync<Insight>(
                actor,
                Permission.EditThreads,
                number,
                request.Version,
                async (context, insight, stop) =>
                {
                    if (insight.Id == survivor.Id)
                        return Error.Invalid("merged-with-itself", "An insight cannot be merged into itself. Nothing was changed.");
                    if (insight.MergedIntoId is not null)
                        return Error.Conflict("merged-already", $"{ThreadStore.Name(insight)} was merged before. Take that back first. Nothing was changed.");
                    var target = await context.Insights.SingleOrDefaultAsync(row => row.Id == survivor.Id, stop);
                    if (target is null || !Ledger.IsLive(target))
                        return Error.Conflict("survivor-not-live", $"{ThreadStore.Name(survivor)} is archived or merged itself. Nothing was changed.");
                    insight.MergedIntoId = survivor.Id;
                    // So that two who merge them both ways at once cannot both succeed.
                    target.Version++;
                    store.Record(context, actor, survivor, "merged-with", $"{ThreadStore.Name(insight)} was merged into it: {insight.Title}");
                    return ("merged", $"Merged {ThreadStore.Name(insight)} into {ThreadStore.Name(survivor)}");
                },
                cancel
            );
    }

    public async Task<Result<Insight>> TakeBackAsync(Actor actor, int number, CancellationToken cancel) =>
        await store.ChangeAsync<Insight>(
            actor,
            Permission.EditThreads,
            number,
            null,
            async (context, insight, stop) =>
            {
                if (insight.MergedIntoId is not { } into)
                    return Error.Conflict("not-merged", $"{ThreadStore.Name(insight)} is not merged. Nothing was changed.");
                insight.MergedIntoId = null;
                if (await context.Insights.AsNoTracking().SingleOrDefaultAsync(row => row.Id == into, stop) is { } survivor)
                    store.Record(context, actor, survivor, "unmerged", $"{ThreadStore.Name(insight)} stands on its own again");
                return ("unmerged", $"Took back the merge of {ThreadStore.Name(insight)}");
            },
            cancel
        );

    // A plain number is an insight's.
    private static string? Name(string? text) => int.TryParse(text?.Trim(), out var number) ? InsightText.Name(number) : text?.Trim();
}
