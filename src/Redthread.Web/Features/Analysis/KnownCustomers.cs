using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Customers;

namespace Redthread.Web.Features.Analysis;

/// <param name="Key">The pseudonym.</param>
/// <param name="Margin">Earned in a month: the mean of the last months that were told, else what the customer's row says.</param>
public sealed record KnownCustomer(byte[] Key, DateOnly Start, DateOnly? End, DateOnly Until, Guid? Segment, double? Margin);

/// <summary>All that files told of customers, read once for an analysis: O(customers + months + purchases).</summary>
public sealed class KnownCustomers
{
    private const int MonthsOfMargin = 12;

    private KnownCustomers() { }

    public required IReadOnlyList<KnownCustomer> All { get; init; }

    /// <summary>By pseudonym in hexadecimal.</summary>
    public required ILookup<string, CustomerPurchase> Purchases { get; init; }

    public required ILookup<string, CustomerPeriod> Periods { get; init; }

    /// <summary>The last day that anything is known of; null when nothing is.</summary>
    public required DateOnly? LatestOn { get; init; }

    public bool HasMargins => All.Any(customer => customer.Margin is not null);

    public static async Task<long> ReadVersionAsync(IDbContextFactory<RedthreadContext> contexts, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.CustomerFactStates.Select(state => state.Version).SingleOrDefaultAsync(cancel);
    }

    public static async Task<KnownCustomers> ReadAsync(IDbContextFactory<RedthreadContext> contexts, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var facts = await context.CustomerFacts.AsNoTracking().ToListAsync(cancel);
        var purchases = (await context.CustomerPurchases.AsNoTracking().ToListAsync(cancel)).ToLookup(row => Name(row.Customer));
        var periods = (await context.CustomerPeriods.AsNoTracking().ToListAsync(cancel)).ToLookup(row => Name(row.Customer));
        // Of several sources that know a customer, the one that was told last counts.
        var latest = facts.GroupBy(fact => Name(fact.Customer)).Select(group => group.OrderByDescending(fact => fact.ChangedAt).ThenBy(fact => fact.Source).First());
        var all = latest
            .OrderBy(fact => fact.StartedOn)
            .ThenBy(fact => Name(fact.Customer), StringComparer.Ordinal)
            .Select(fact => new KnownCustomer(fact.Customer, fact.StartedOn, fact.EndedOn, fact.KnownUntil, fact.SegmentId, Margin(periods[Name(fact.Customer)]) ?? fact.Margin))
            .ToList();
        var days = all.Select(customer => customer.Until)
            .Concat(purchases.SelectMany(group => group.Select(row => row.On)))
            .Concat(periods.SelectMany(group => group.Select(row => row.Month.AddMonths(1).AddDays(-1))))
            .ToList();
        return new KnownCustomers
        {
            All = all,
            Purchases = purchases,
            Periods = periods,
            LatestOn = days.Count == 0 ? null : days.Max(),
        };
    }

    public static string Name(byte[] key) => Convert.ToHexString(key);

    /// <summary>Spent from a day on and before another: by month where months are told, else by purchase.</summary>
    public double Spent(byte[] key, DateOnly from, DateOnly before)
    {
        var name = Name(key);
        return Periods.Count > 0
            ? Periods[name].Where(row => row.Month >= from && row.Month < before).Sum(row => row.Revenue ?? row.Margin ?? 0)
            : Purchases[name].Where(row => row.On >= from && row.On < before).Sum(row => row.Amount);
    }

    private static double? Margin(IEnumerable<CustomerPeriod> periods)
    {
        var known = periods.Where(row => row.Margin is not null).OrderByDescending(row => row.Month).Take(MonthsOfMargin).ToList();
        return known.Count == 0 ? null : known.Average(row => row.Margin!.Value);
    }
}
