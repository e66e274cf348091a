using System.Globalization;

namespace Redthread.Web.Ui;

/// <param name="Text">The estimate with its interval, as it is read.</param>
/// <param name="Missing">Why there is no estimate; the row then says so instead.</param>
public sealed record ForestRow(string Label, double Estimate, double Low, double High, string Text)
{
    public string? Detail { get; init; }
    public string? Href { get; init; }
    public string? Missing { get; init; }

    /// <summary>What the page speaks of.</summary>
    public bool Strong { get; init; }
}

/// <summary>Where the values of a forest plot stand, 0 to 1 from left to right.</summary>
public sealed class ForestScale
{
    private readonly double low;
    private readonly double high;
    private readonly bool ratios;

    private ForestScale(double low, double high, bool ratios) => (this.low, this.high, this.ratios) = (low, high, ratios);

    public IReadOnlyList<(double Value, string Label)> Ticks { get; private init; } = [];

    public static ForestScale Of(IReadOnlyList<ForestRow> rows, double reference, bool ratios)
    {
        // Intervals that are far wider than all others are cut, so that the others can be read.
        var known = rows.Where(row => row.Missing is null).ToList();
        var values = known
            .SelectMany(row => new[] { row.Estimate, row.Low, row.High })
            .Where(double.IsFinite)
            .Select(value => On(value, ratios))
            .Append(On(reference, ratios))
            .ToList();
        var widths = known.Select(row => On(row.High, ratios) - On(row.Low, ratios)).Where(double.IsFinite).Order().ToList();
        var most = widths.Count == 0 ? 1 : Math.Max(widths[widths.Count / 2] * 4, known.Max(row => Math.Abs(On(row.Estimate, ratios) - On(reference, ratios))) * 1.3);
        var (from, to) = (Math.Max(values.Min(), On(reference, ratios) - most), Math.Min(values.Max(), On(reference, ratios) + most));
        var room = Math.Max((to - from) * 0.04, 1e-9);
        var scale = new ForestScale(from - room, to + room, ratios);
        return new ForestScale(scale.low, scale.high, ratios) { Ticks = [.. TicksOf(scale)] };
    }

    public double Share(double value) => high > low ? Math.Clamp((On(value, ratios) - low) / (high - low), 0, 1) : 0.5;

    private static double On(double value, bool ratios) => ratios ? Math.Log(Math.Max(value, 1e-6)) : value;

    private static IEnumerable<(double Value, string Label)> TicksOf(ForestScale scale)
    {
        if (scale.ratios)
        {
            double[] all = [0.1, 0.2, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 5, 10];
            var within = all.Where(value => On(value, true) >= scale.low && On(value, true) <= scale.high).ToList();
            var wide = scale.high - scale.low > Math.Log(3);
            return within.Where(value => !wide || value is not (0.9 or 1.1 or 0.8 or 1.25)).Select(value => (value, value.ToString("0.##", CultureInfo.InvariantCulture)));
        }

        var step = Math.Pow(10, Math.Floor(Math.Log10((scale.high - scale.low) / 2)));
        step *= ((scale.high - scale.low) / step) switch
        {
            > 10 => 5,
            > 5 => 2,
            _ => 1,
        };
        var first = (long)Math.Ceiling(scale.low / step);
        var last = (long)Math.Floor(scale.high / step);
        return Enumerable.Range(0, (int)Math.Clamp(last - first + 1, 0, 20)).Select(at => (first + at) * step).Select(value => (value, Short(value)));
    }

    private static string Short(double value) =>
        (
            Math.Abs(value) >= 1e6 ? (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M"
            : Math.Abs(value) >= 1e4 ? (value / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + " k"
            : Math.Round(value, 6).ToString("0.####", CultureInfo.InvariantCulture)
        ).Replace('-', '−');
}
