using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.People;

namespace Redthread.Web.Features.Analysis;

/// <summary>Takes away what is known of an erased customer beside their signals; what was computed from it is out of date then.</summary>
public sealed class EraseCustomerFacts(IDbContextFactory<RedthreadContext> contexts)
{
    /// <returns>How many rows there were.</returns>
    public async Task<Result<int>> HandleAsync(Actor actor, byte[] customer, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ErasePeople) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var rows = await context.CustomerFacts.Where(row => row.Customer == customer).ExecuteDeleteAsync(cancel);
        rows += await context.CustomerPeriods.Where(row => row.Customer == customer).ExecuteDeleteAsync(cancel);
        rows += await context.CustomerPurchases.Where(row => row.Customer == customer).ExecuteDeleteAsync(cancel);
        if (rows > 0 && await ImportCustomerFacts.CountUpAsync(context, cancel) is { } busy)
            return busy;
        await transaction.CommitAsync(cancel);
        return rows;
    }

    /// <summary>How many rows would go.</summary>
    public async Task<int> CountAsync(byte[] customer, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.CustomerFacts.CountAsync(row => row.Customer == customer, cancel)
            + await context.CustomerPeriods.CountAsync(row => row.Customer == customer, cancel)
            + await context.CustomerPurchases.CountAsync(row => row.Customer == customer, cancel);
    }
}
