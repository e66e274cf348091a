using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Ingestion;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Notes;

/// <summary>How many customers passed a stage in a month. The same stage, month and segment again is the same figure, set anew.</summary>
public sealed class SetTraffic(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    /// <param name="Stage">journey/stage, by keys.</param>
    /// <param name="Month">2026-05.</param>
    /// <param name="Segment">Key of a segment; none is all segments together.</param>
    /// <param name="Customers">A whole number; empty takes the figure away.</param>
    public sealed record Figure(string? Stage, string? Month, string? Segment, string? Customers);

    private sealed record Numbered(long Row, string? Text, string? Damage, Figure Figure);

    private sealed record Known(Dictionary<string, Guid> Stages, Dictionary<string, Guid> Segments);

    public async Task<Result<RowReport>> HandleAsync(Actor actor, IReadOnlyList<Figure> figures, CancellationToken cancel) =>
        await SetAsync(actor, [.. figures.Select((figure, index) => new Numbered(index + 1, null, null, figure))], cancel);

    public async Task<Result<RowReport>> ImportAsync(Actor actor, string csv, CancellationToken cancel)
    {
        var table = CsvTable.Read(csv, "stage", "month", "customers");
        return table.Error is { } error
            ? error
            : await SetAsync(
                actor,
                [.. table.Value.Select(row => new Numbered(row.Number, row.Text, row.Damage, new Figure(row["stage"], row["month"], row["segment"], row["customers"])))],
                cancel
            );
    }

    private async Task<Result<RowReport>> SetAsync(Actor actor, List<Numbered> rows, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var known = await KnownAsync(context, cancel);
        var stored = (await context.StageTraffic.ToListAsync(cancel)).ToDictionary(row => (row.StageId, row.Month, row.SegmentId));
        var (added, changed, rejected) = (0, 0, new List<RejectedRow>());
        // Where the day begins early it is a month already that is still to come here.
        var latest = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddDays(1));
        var met = new Dictionary<(Guid, DateOnly, Guid), (long Row, long? Customers)>();
        foreach (var row in rows)
        {
            if (Check(row, known, latest) is { } reject)
            {
                rejected.Add(reject);
                continue;
            }

            var key = (known.Stages[row.Figure.Stage!.Trim()], Month(row.Figure)!.Value, Blank(row.Figure.Segment) is { } segment ? known.Segments[segment] : Guid.Empty);
            var customers = Customers(row.Figure);
            if (Contradicts(met, key, row, customers) is { } contradiction)
            {
                rejected.Add(contradiction);
                continue;
            }

            if (!stored.TryGetValue(key, out var traffic))
            {
                if (customers is null)
                    continue;
                context.StageTraffic.Add(
                    stored[key] = new StageTraffic
                    {
                        StageId = key.Item1,
                        Month = key.Item2,
                        SegmentId = key.Item3,
                        Customers = customers.Value,
                    }
                );
                added++;
            }
            else if (customers is null)
            {
                context.StageTraffic.Remove(traffic);
                stored.Remove(key);
                changed++;
            }
            else if (traffic.Customers != customers)
            {
                traffic.Customers = customers.Value;
                changed++;
            }
        }

        if (added + changed > 0 && await SaveAsync(context, actor, added, changed, cancel) is { } stale)
            return stale;
        return new RowReport(rows.Count, added, changed, rows.Count - added - changed - rejected.Count, rejected);
    }

    private static RejectedRow? Contradicts(Dictionary<(Guid, DateOnly, Guid), (long Row, long? Customers)> met, (Guid, DateOnly, Guid) key, Numbered row, long? customers) =>
        met.TryAdd(key, (row.Row, customers)) || met[key].Customers == customers
            ? null
            : new RejectedRow(
                row.Row,
                "customers",
                $"Row {met[key].Row} says {met[key].Customers?.ToString(CultureInfo.InvariantCulture) ?? "nothing"} of the same stage, month and segment; this row is left out.",
                row.Text
            );

    private static async Task<Known> KnownAsync(RedthreadContext context, CancellationToken cancel) =>
        new(
            await context.Stages.Select(stage => new { Key = stage.Journey!.Key + "/" + stage.Key, stage.Id }).ToDictionaryAsync(row => row.Key, row => row.Id, cancel),
            await context.Segments.ToDictionaryAsync(row => row.Key, row => row.Id, cancel)
        );

    private static RejectedRow? Check(Numbered row, Known known, DateOnly latest)
    {
        RejectedRow Reject(string? column, string reason) => new(row.Row, column, reason, row.Text);
        var figure = row.Figure;
        if (row.Damage is { } damage)
            return Reject(null, damage);
        if (Blank(figure.Stage) is not { } stage || !known.Stages.ContainsKey(stage))
            return Reject("stage", $"There is no stage “{figure.Stage}”; write journey/stage by their keys.{Nearest.Hint(figure.Stage ?? "", known.Stages.Keys)}");
        if (Month(figure) is not { } month)
            return Reject("month", $"“{figure.Month}” is no month; write it as 2026-05.");
        if (month > latest)
            return Reject("month", $"{figure.Month} lies in the future; traffic is what has passed.");
        if (Blank(figure.Segment) is { } segment && !known.Segments.ContainsKey(segment))
            return Reject("segment", $"There is no segment “{segment}”.{Nearest.Hint(segment, known.Segments.Keys)}");
        return Blank(figure.Customers) is { } typed && Customers(figure) is null ? Reject("customers", $"“{typed}” is no whole number of customers.") : null;
    }

    private static DateOnly? Month(Figure figure) =>
        DateOnly.TryParseExact(Blank(figure.Month), ["yyyy-MM", "yyyy-MM-01"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;

    private static long? Customers(Figure figure) =>
        long.TryParse(Blank(figure.Customers), NumberStyles.None, CultureInfo.InvariantCulture, out var customers) && customers <= 100_000_000_000 ? customers : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private async Task<Error?> SaveAsync(RedthreadContext context, Actor actor, int added, int changed, CancellationToken cancel)
    {
        context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, "traffic.set", null, $"Stage traffic: {added} figures added, {changed} changed"));
        return await feed.SaveAsync(context, cancel);
    }
}
