using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Analysis;
using Redthread.Web.Ingestion;

namespace Redthread.Web.Features.Signals;

/// <summary>What goes when a customer is erased, told before it does.</summary>
public sealed class CustomerLosses(IDbContextFactory<RedthreadContext> contexts, ISignalStore signals, CustomerPseudonym pseudonym, EraseCustomerFacts facts)
{
    private const int Most = 1_000_000;

    public sealed record Found(string Customer, int Signals, int Facts, int Rejects);

    public async Task<Result<Found>> ReadAsync(Actor actor, string? key, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ErasePeople) is { } denied)
            return denied;
        if (EraseCustomer.Check(key) is { } invalid)
            return invalid;
        var customer = pseudonym.Of(key!);
        var number = await signals.FindCustomerAsync(customer, cancel);
        var heard = number is { } one ? await signals.CountSignalsAsync(new SignalQuery { Customers = [one] }, Most, cancel) : 0;
        var known = await facts.CountAsync(customer, cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return new Found(key!, heard, known, await EraseCustomer.Naming(context, key!).CountAsync(cancel));
    }
}
