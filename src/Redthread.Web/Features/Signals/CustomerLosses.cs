using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Ingestion;

namespace Redthread.Web.Features.Signals;

/// <summary>What goes when a customer is erased, told before it does.</summary>
public sealed class CustomerLosses(IDbContextFactory<RedthreadContext> contexts, ISignalStore signals, CustomerPseudonym pseudonym)
{
    private const int Most = 1_000_000;

    public sealed record Found(string Customer, int Signals, int Facts, int Rejects);

    public async Task<Result<Found>> ReadAsync(Actor actor, string? key, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ErasePeople) is { } denied)
            return denied;
        if (string.IsNullOrWhiteSpace(key) || key.Length > EraseCustomer.LongestKey)
            return EraseCustomer.NoKey;
        var customer = pseudonym.Of(key);
        var number = await signals.FindCustomerAsync(customer, cancel);
        var heard = number is { } known ? await signals.CountSignalsAsync(new SignalQuery { Customers = [known] }, Most, cancel) : 0;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var facts =
            await context.CustomerFacts.CountAsync(row => row.Customer == customer, cancel)
            + await context.CustomerPeriods.CountAsync(row => row.Customer == customer, cancel)
            + await context.CustomerPurchases.CountAsync(row => row.Customer == customer, cancel);
        var written = key.Trim().ToLowerInvariant();
        return new Found(key, heard, facts, await context.ImportRejects.CountAsync(reject => reject.Text.ToLower().Contains(written), cancel));
    }
}
