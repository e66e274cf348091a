using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Insights;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Insights;

/// <summary>Takes an erased customer's rows out of all evidence. Running it again changes nothing.</summary>
public sealed class EraseEvidence(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    /// <returns>How many insights lost evidence.</returns>
    public async Task<int> EraseAsync(Actor actor, long? customer, CancellationToken cancel)
    {
        if (customer is null)
            return 0;
        return await EraseAsync(actor, context => context.Evidence.Where(row => row.Customer == customer), "Lost evidence: a customer was erased", cancel);
    }

    /// <summary>The same for single signals.</summary>
    public Task<int> OfSignalsAsync(Actor actor, IReadOnlyCollection<long> signals, string why, CancellationToken cancel) =>
        EraseAsync(actor, context => context.Evidence.Where(row => signals.Contains(row.SignalId)), why, cancel);

    private async Task<int> EraseAsync(Actor actor, Func<RedthreadContext, IQueryable<Evidence>> which, string why, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await which(context).ToListAsync(cancel);
        if (rows.Count == 0)
            return 0;
        context.Evidence.RemoveRange(rows);
        var now = time.GetUtcNow().UtcDateTime;
        var insights = rows.Select(row => row.InsightId).Distinct().ToList();
        foreach (var insight in insights)
            context.Activities.Add(Activity.Of(actor, now, "insight.evidence-erased", insight, why));
        await context.SaveChangesAsync(cancel);
        feed.Announce();
        return insights.Count;
    }
}
