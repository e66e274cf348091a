using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Customers;
using Redthread.Domain.People;
using Redthread.Web.Features.Notes;
using Redthread.Web.Features.Roadmaps;
using Redthread.Web.Ingestion;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Analysis;

/// <summary>
/// Since when and until when somebody was a customer, what they bring, what they bought: from CSV or JSON. A customer is the same by
/// source and key, a month by these and the month, a purchase by source and id; the same row again changes nothing.
/// </summary>
public sealed class ImportCustomerFacts(IDbContextFactory<RedthreadContext> contexts, CustomerPseudonym pseudonym, ChangeFeed feed, TimeProvider time)
{
    private sealed class Count
    {
        public int Added;
        public int Changed;
    }

    public async Task<Result<RowReport>> HandleAsync(Actor actor, string text, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportSignals) is { } denied)
            return denied;
        var table = ImportTable.Read(text, "customer");
        if (table.Error is { } unread)
            return unread;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var segments = await context.Segments.ToDictionaryAsync(row => row.Key, row => row.Id, cancel);
        var ground = new CustomerFactRow.Context(segments, pseudonym, DateOnly.FromDateTime(now), now);
        var rows = table.Value.Select(row => CustomerFactRow.Of(row, ground)).ToList();
        var rejected = rows.Select(row => row.Reject).OfType<RejectedRow>().ToList();
        var facts = rows.Where(row => row.Reject is null).Select(row => row.Fact!).ToList();
        Name(facts.OfType<CustomerPurchase>());
        if (facts.Count > 0 && await CountUpAsync(context, cancel) is { } busy)
            return busy;
        var count = new Count();
        await SetAsync(context, facts.OfType<CustomerFact>(), fact => $"{fact.Source}\n{Convert.ToHexString(fact.Customer)}", Set, count, cancel);
        await SetAsync(context, facts.OfType<CustomerPeriod>(), period => $"{period.Source}\n{Convert.ToHexString(period.Customer)}{period.Month:yyyyMM}", Set, count, cancel);
        await SetAsync(context, facts.OfType<CustomerPurchase>(), purchase => $"{purchase.Source}\n{purchase.ExternalId}", Set, count, cancel);
        if (count.Added + count.Changed > 0)
        {
            context.Activities.Add(Activity.Of(actor, now, "customers.imported", null, $"Imported customer facts: {count.Added:N0} added, {count.Changed:N0} changed"));
            if (await context.TrySaveAsync(cancel) is { } failed)
                return failed;
            await transaction.CommitAsync(cancel);
            feed.Announce();
        }

        return new RowReport(rows.Count, count.Added, count.Changed, facts.Count - count.Added - count.Changed, rejected);
    }

    // Another import that counted up meanwhile makes this one stale: then nothing of it is saved.
    internal static async Task<Error?> CountUpAsync(RedthreadContext context, CancellationToken cancel)
    {
        if (await context.CustomerFactStates.SingleOrDefaultAsync(cancel) is not { } state)
            context.CustomerFactStates.Add(state = new CustomerFactState());
        state.Version++;
        return await context.TrySaveAsync(cancel);
    }

    /// <summary>What comes without an id is told by customer, day and amount, and the second alike by being the second.</summary>
    private static void Name(IEnumerable<CustomerPurchase> purchases)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var purchase in purchases.Where(purchase => purchase.ExternalId.Length == 0))
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{purchase.Source}\n{Convert.ToHexString(purchase.Customer)}\n{purchase.On:yyyy-MM-dd}\n{purchase.Amount:R}");
            var alike = seen[text] = seen.GetValueOrDefault(text) + 1;
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
            purchase.ExternalId = $"auto:{hash}#{alike}";
        }
    }

    private static async Task SetAsync<T>(RedthreadContext context, IEnumerable<T> wanted, Func<T, string> key, Func<T, T, bool> set, Count count, CancellationToken cancel)
        where T : class
    {
        var rows = wanted.ToList();
        if (rows.Count == 0)
            return;
        var known = new Dictionary<string, T>(StringComparer.Ordinal);
        await foreach (var row in context.Set<T>().AsNoTracking().AsAsyncEnumerable().WithCancellation(cancel))
            known[key(row)] = row;
        var touched = new HashSet<T>(ReferenceEqualityComparer.Instance);
        foreach (var row in rows)
        {
            if (!known.TryGetValue(key(row), out var stored))
            {
                known[key(row)] = row;
                touched.Add(row);
                context.Add(row);
                count.Added++;
            }
            else if (set(stored, row))
            {
                if (touched.Add(stored))
                    context.Update(stored);
                count.Changed++;
            }
        }

        await context.SaveChangesAsync(cancel);
    }

    private static bool Set(CustomerFact stored, CustomerFact wanted)
    {
        var same =
            (stored.StartedOn, stored.EndedOn, stored.KnownUntil, stored.SegmentId, stored.Margin)
            == (wanted.StartedOn, wanted.EndedOn, wanted.KnownUntil, wanted.SegmentId, wanted.Margin);
        if (same)
            return false;
        (stored.StartedOn, stored.EndedOn, stored.KnownUntil) = (wanted.StartedOn, wanted.EndedOn, wanted.KnownUntil);
        (stored.SegmentId, stored.Margin, stored.ChangedAt) = (wanted.SegmentId, wanted.Margin, wanted.ChangedAt);
        return true;
    }

    private static bool Set(CustomerPeriod stored, CustomerPeriod wanted)
    {
        if ((stored.Revenue, stored.Margin) == (wanted.Revenue, wanted.Margin))
            return false;
        (stored.Revenue, stored.Margin) = (wanted.Revenue, wanted.Margin);
        return true;
    }

    private static bool Set(CustomerPurchase stored, CustomerPurchase wanted)
    {
        if (stored.On == wanted.On && stored.Amount == wanted.Amount && stored.Customer.AsSpan().SequenceEqual(wanted.Customer))
            return false;
        (stored.On, stored.Amount, stored.Customer) = (wanted.On, wanted.Amount, wanted.Customer);
        return true;
    }
}
