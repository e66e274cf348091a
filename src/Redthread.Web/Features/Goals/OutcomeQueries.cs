using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Goals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Picture;

namespace Redthread.Web.Features.Goals;

/// <param name="Segment">Null is all together.</param>
public sealed record OutcomeSeries(string? Segment, string? SegmentKey, IReadOnlyList<OutcomePoint> Points);

public sealed record OutcomeView(Outcome Row, IReadOnlyList<OutcomeSeries> Series)
{
    /// <summary>The series of all together, or the first segment's when there is none.</summary>
    public OutcomeSeries? Main => Series.FirstOrDefault(series => series.Segment is null) ?? (Series.Count > 0 ? Series[0] : null);
}

/// <summary>Reads outcomes with their series.</summary>
public sealed class OutcomeQueries(IDbContextFactory<RedthreadContext> contexts, LandscapeSource landscapes)
{
    private const int SparkLength = 12;

    public async Task<IReadOnlyList<OutcomeView>> ReadAsync(bool archived, CancellationToken cancel)
    {
        var segments = (await landscapes.ReadAsync(cancel)).Segments.ToDictionary(row => row.Id);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var outcomes = await context.Outcomes.AsNoTracking().Where(row => archived || row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        var ids = outcomes.ConvertAll(row => row.Id);
        var points = (await context.OutcomePoints.AsNoTracking().Where(row => ids.Contains(row.OutcomeId)).OrderBy(row => row.On).ToListAsync(cancel)).ToLookup(row =>
            row.OutcomeId
        );
        return outcomes.ConvertAll(row => new OutcomeView(
            row,
            [
                .. points[row.Id]
                    .GroupBy(point => point.SegmentId)
                    .Where(group => group.Key == Guid.Empty || segments.ContainsKey(group.Key))
                    .Select(group =>
                        group.Key == Guid.Empty ? new OutcomeSeries(null, null, [.. group]) : new OutcomeSeries(segments[group.Key].Name, segments[group.Key].Key, [.. group])
                    )
                    .OrderBy(series => series.Segment, StringComparer.Ordinal),
            ]
        ));
    }

    /// <summary>The newest value of each outcome that has any, as the Picture and the leader's page show it.</summary>
    public async Task<IReadOnlyList<OutcomeItem>> StripAsync(CancellationToken cancel) => [.. (await ReadAsync(false, cancel)).Where(view => view.Main is not null).Select(Item)];

    private static OutcomeItem Item(OutcomeView view)
    {
        var points = view.Main!.Points;
        var last = points[^1];
        var change = points.Count > 1 ? $"{Signed(last.Value - points[^2].Value)} since {Day(points[^2].On)}" : "first value";
        return new OutcomeItem(
            view.Row.Name,
            Value(last.Value, view.Row.Unit),
            $"{Day(last.On)} · {change}",
            $"/outcomes#{view.Row.Key}",
            [.. points.TakeLast(SparkLength).Select(point => (double?)point.Value)]
        );
    }

    public static string Value(double value, string unit) => unit.Length == 0 ? Number(value) : $"{Number(value)} {unit}";

    public static string Number(double value) => value.ToString(Math.Abs(value) >= 1000 ? "#,##0" : "0.##", CultureInfo.InvariantCulture);

    private static string Signed(double value) => $"{(value > 0 ? "+" : value < 0 ? "−" : "±")}{Number(Math.Abs(value))}";

    private static string Day(DateOnly on) => on.Day == 1 ? on.ToString("MMM yyyy", CultureInfo.InvariantCulture) : on.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
