using Microsoft.EntityFrameworkCore;
using Redthread.Data;

namespace Redthread.Web.Features.Analysis;

/// <param name="Heard">Customers of whom there are signals too.</param>
public sealed record FactsModel(int Customers, int Left, int Heard, int Months, int Purchases, DateOnly? LatestOn);

public sealed class FactsQueries(IDbContextFactory<RedthreadContext> contexts)
{
    /// <summary>How much is known: O(facts).</summary>
    public async Task<FactsModel> ReadAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var customers = context.CustomerFacts.Select(fact => fact.Customer).Distinct();
        var heard = await context
            .Database.SqlQuery<int>($"SELECT CAST(COUNT(DISTINCT f.customer) AS integer) AS \"Value\" FROM customer_facts f JOIN customers c ON c.pseudonym = f.customer")
            .SingleAsync(cancel);
        return new FactsModel(
            await customers.CountAsync(cancel),
            await context.CustomerFacts.Where(fact => fact.EndedOn != null).Select(fact => fact.Customer).Distinct().CountAsync(cancel),
            heard,
            await context.CustomerPeriods.CountAsync(cancel),
            await context.CustomerPurchases.CountAsync(cancel),
            await context.CustomerFacts.MaxAsync(fact => (DateOnly?)fact.KnownUntil, cancel)
        );
    }
}
