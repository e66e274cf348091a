using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Statistics;
using Redthread.Web.Features.Analysis;
using Redthread.Web.Ingestion;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>The segments that the cases of a log can be narrowed to: those its column names, else those in which its customers are known to be.</summary>
/// <param name="Names">As they are shown and stand in the address; none where neither is known.</param>
/// <param name="Keeps">Whether a case is in the segment that is asked for; null where none is.</param>
public sealed record LogSegments(IReadOnlyList<string> Names, Func<int, bool>? Keeps)
{
    public static async Task<LogSegments> OfAsync(IDbContextFactory<RedthreadContext> contexts, EventLog log, string? asked, CancellationToken cancel)
    {
        if (log.Segment is { } column)
        {
            var wanted = asked is null ? -1 : column.Names.ToList().IndexOf(asked);
            return new([.. column.Names.Order(StringComparer.CurrentCulture)], asked is null ? null : one => wanted >= 0 && column.Ids[one] == wanted);
        }

        if (log.Customer is not { } customers)
            return new([], asked is null ? null : _ => false);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var used = context.CustomerFacts.Where(fact => fact.SegmentId != null).Select(fact => fact.SegmentId!.Value).Distinct();
        var segments = await context
            .Segments.Where(segment => used.Contains(segment.Id))
            .OrderBy(segment => segment.Position)
            .Select(segment => new { segment.Id, segment.Name })
            .ToListAsync(cancel);
        if (asked is null)
            return new([.. segments.Select(segment => segment.Name)], null);
        var ids = segments.Where(segment => segment.Name == asked).Select(segment => segment.Id).ToHashSet();
        var known = await SegmentsOfCustomersAsync(context, cancel);
        var within = customers
            .Names.Select(name => CustomerMark.TryRead(name) is { } key && known.GetValueOrDefault(KnownCustomers.Name(key)) is { } segment && ids.Contains(segment))
            .ToArray();
        return new([.. segments.Select(segment => segment.Name)], one => customers.Ids[one] >= 0 && within[customers.Ids[one]]);
    }

    // Of several sources that know a customer, the one that was told last counts, as in the analyses.
    private static async Task<Dictionary<string, Guid?>> SegmentsOfCustomersAsync(RedthreadContext context, CancellationToken cancel)
    {
        var facts = await context
            .CustomerFacts.AsNoTracking()
            .Select(fact => new
            {
                fact.Customer,
                fact.SegmentId,
                fact.ChangedAt,
                fact.Source,
            })
            .ToListAsync(cancel);
        var known = new Dictionary<string, Guid?>();
        foreach (var fact in facts.OrderBy(fact => fact.ChangedAt).ThenByDescending(fact => fact.Source, StringComparer.Ordinal))
            known[KnownCustomers.Name(fact.Customer)] = fact.SegmentId;
        return known;
    }
}
