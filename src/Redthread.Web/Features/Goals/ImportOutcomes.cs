using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Features.Notes;
using Redthread.Web.Ingestion;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Goals;

/// <summary>Values of outcomes by day and segment. The same outcome, day and segment again is the same value, set anew.</summary>
public sealed class ImportOutcomes(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    /// <param name="Outcome">Its key.</param>
    /// <param name="Date">The first day of the period, 2026-05-01; 2026-05 and 2026-Q2 are understood.</param>
    /// <param name="Segment">Key of a segment; none is all together.</param>
    /// <param name="Value">A number; empty takes the value away.</param>
    public sealed record Figure(string? Outcome, string? Date, string? Segment, string? Value);

    private sealed record Numbered(long Row, string? Text, string? Damage, Figure Figure);

    private sealed record Known(Dictionary<string, Guid> Outcomes, Dictionary<string, Guid> Segments);

    public Task<Result<RowReport>> HandleAsync(Actor actor, IReadOnlyList<Figure> figures, CancellationToken cancel) =>
        SetAsync(actor, [.. figures.Select((figure, index) => new Numbered(index + 1, null, null, figure))], cancel);

    public async Task<Result<RowReport>> ImportAsync(Actor actor, string csv, CancellationToken cancel)
    {
        var table = CsvTable.Read(csv, "outcome", "date", "value");
        return table.Error is { } error
            ? error
            : await SetAsync(
                actor,
                [.. table.Value.Select(row => new Numbered(row.Number, row.Text, row.Damage, new Figure(row["outcome"], row["date"], row["segment"], row["value"])))],
                cancel
            );
    }

    private async Task<Result<RowReport>> SetAsync(Actor actor, List<Numbered> rows, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportOutcomes) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var known = new Known(
            await context.Outcomes.ToDictionaryAsync(row => row.Key, row => row.Id, cancel),
            await context.Segments.ToDictionaryAsync(row => row.Key, row => row.Id, cancel)
        );
        var named = rows.Select(row => Blank(row.Figure.Outcome)).OfType<string>().Distinct().Where(known.Outcomes.ContainsKey).Select(key => known.Outcomes[key]).ToList();
        var stored = (await context.OutcomePoints.Where(row => named.Contains(row.OutcomeId)).ToListAsync(cancel)).ToDictionary(row => (row.OutcomeId, row.On, row.SegmentId));
        var (added, changed, rejected) = (0, 0, new List<RejectedRow>());
        foreach (var row in rows)
        {
            if (Check(row, known) is { } reject)
            {
                rejected.Add(reject);
                continue;
            }

            var (a, c) = Apply(context, stored, known, row.Figure);
            (added, changed) = (added + a, changed + c);
        }

        if (added + changed > 0)
        {
            context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, "outcome.values", null, $"Outcomes: {added} values added, {changed} changed"));
            if (await SaveAsync(context, cancel) is { } failed)
                return failed;
        }

        return new RowReport(rows.Count, added, changed, rows.Count - added - changed - rejected.Count, rejected);
    }

    private static (int Added, int Changed) Apply(RedthreadContext context, Dictionary<(Guid, DateOnly, Guid), OutcomePoint> stored, Known known, Figure figure)
    {
        var key = (known.Outcomes[figure.Outcome!.Trim()], Day(figure)!.Value, Blank(figure.Segment) is { } segment ? known.Segments[segment] : Guid.Empty);
        var value = Value(figure);
        if (!stored.TryGetValue(key, out var point))
        {
            if (value is null)
                return (0, 0);
            context.OutcomePoints.Add(
                stored[key] = new OutcomePoint
                {
                    OutcomeId = key.Item1,
                    On = key.Item2,
                    SegmentId = key.Item3,
                    Value = value.Value,
                }
            );
            return (1, 0);
        }

        if (value is null)
        {
            context.OutcomePoints.Remove(point);
            stored.Remove(key);
            return (0, 1);
        }

        if (point.Value == value)
            return (0, 0);
        point.Value = value.Value;
        return (0, 1);
    }

    private static RejectedRow? Check(Numbered row, Known known)
    {
        RejectedRow Reject(string? column, string reason) => new(row.Row, column, reason, row.Text);
        var figure = row.Figure;
        if (row.Damage is { } damage)
            return Reject(null, damage);
        if (Blank(figure.Outcome) is not { } outcome || !known.Outcomes.ContainsKey(outcome))
            return Reject("outcome", $"There is no outcome “{figure.Outcome}”; define it first.{Nearest.Hint(figure.Outcome ?? "", known.Outcomes.Keys)}");
        if (Day(figure) is null)
            return Reject("date", $"“{figure.Date}” is no day; write it as 2026-05-01.");
        if (Blank(figure.Segment) is { } segment && !known.Segments.ContainsKey(segment))
            return Reject("segment", $"There is no segment “{segment}”.{Nearest.Hint(segment, known.Segments.Keys)}");
        return Blank(figure.Value) is { } typed && Value(figure) is null ? Reject("value", $"“{typed}” is no number; write it as 1234.5.") : null;
    }

    private static DateOnly? Day(Figure figure) =>
        DateOnly.TryParseExact(Blank(figure.Date), ["yyyy-MM-dd", "yyyy-MM"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : Cycle.Parse(figure.Date);

    private static double? Value(Figure figure) =>
        double.TryParse(Blank(figure.Value), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private async Task<Error?> SaveAsync(RedthreadContext context, CancellationToken cancel)
    {
        return await feed.SaveAsync(context, cancel);
    }
}
