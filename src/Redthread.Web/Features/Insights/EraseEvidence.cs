using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
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
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Evidence.Where(row => row.Customer == customer).ToListAsync(cancel);
        if (rows.Count == 0)
            return 0;
        context.Evidence.RemoveRange(rows);
        var now = time.GetUtcNow().UtcDateTime;
        var insights = rows.Select(row => row.InsightId).Distinct().ToList();
        foreach (var insight in insights)
            context.Activities.Add(Activity.Of(actor, now, "insight.evidence-erased", insight, "Lost evidence: a customer was erased"));
        await context.SaveChangesAsync(cancel);
        feed.Announce();
        return insights.Count;
    }
}
