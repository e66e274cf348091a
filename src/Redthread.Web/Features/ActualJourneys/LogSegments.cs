using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Statistics;
using Redthread.Web.Features.Analysis;
using Redthread.Web.Ingestion;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>The segments that the cases of a log can be narrowed to: those its column names, else those in which its customers are known to be.</summary>
/// <param name="Names">As they are shown and stand in the address; none where neither is known.</param>
/// <param name="Keeps">Whether a case is in the segment that is asked for; null where none is.</param>
/// <param name="Missing">Why cases cannot be narrowed to a segment although there are segments; null where they can.</param>
public sealed record LogSegments(IReadOnlyList<string> Names, Func<int, bool>? Keeps, string? Missing = null)
{
    // A log stays as it was read, so the segments of its customers are looked up once for a state of the facts.
    private static readonly ConditionalWeakTable<EventLog, Known> Remembered = [];

    /// <param name="Of">For each customer of the log the segment; null where it is not known.</param>
    private sealed record Known(long Version, Guid?[] Of);

    public static async Task<LogSegments> OfAsync(IDbContextFactory<RedthreadContext> contexts, EventLog log, string? asked, CancellationToken cancel)
    {
        if (log.Segment is { } column)
        {
            var wanted = asked is null ? -1 : column.Names.ToList().IndexOf(asked);
            return new([.. column.Names.Order(StringComparer.CurrentCulture)], asked is null ? null : one => wanted >= 0 && column.Ids[one] == wanted);
        }

        await using var context = await contexts.CreateDbContextAsync(cancel);
        var all = await context.Segments.OrderBy(segment => segment.Position).Select(segment => new { segment.Id, segment.Name }).ToListAsync(cancel);
        Func<int, bool>? none = asked is null ? null : _ => false;
        if (log.Customer is not { } customers)
            return new([], none, all.Count == 0 ? null : "The log does not say who the customers are, so its cases cannot be narrowed to a segment.");
        var known = (await KnownAsync(contexts, context, log, customers, cancel)).Of;
        var used = known.OfType<Guid>().ToHashSet();
        var segments = all.FindAll(segment => used.Contains(segment.Id));
        if (segments.Count == 0)
            return new([], none, all.Count == 0 ? null : "Customer facts know no segment of the customers of this log, so its cases cannot be narrowed to one.");
        if (asked is null)
            return new(segments.ConvertAll(segment => segment.Name), null);
        var ids = segments.Where(segment => segment.Name == asked).Select(segment => segment.Id).ToHashSet();
        return new(segments.ConvertAll(segment => segment.Name), one => customers.Ids[one] >= 0 && known[customers.Ids[one]] is { } segment && ids.Contains(segment));
    }

    private static async Task<Known> KnownAsync(
        IDbContextFactory<RedthreadContext> contexts,
        RedthreadContext context,
        EventLog log,
        EventColumn customers,
        CancellationToken cancel
    )
    {
        var version = await KnownCustomers.ReadVersionAsync(contexts, cancel);
        if (Remembered.TryGetValue(log, out var before) && before.Version == version)
            return before;
        var facts = version == 0 ? [] : await SegmentsOfCustomersAsync(context, cancel);
        var known = new Known(version, [.. customers.Names.Select(name => CustomerMark.TryRead(name) is { } key ? facts.GetValueOrDefault(KnownCustomers.Name(key)) : null)]);
        Remembered.AddOrUpdate(log, known);
        return known;
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
