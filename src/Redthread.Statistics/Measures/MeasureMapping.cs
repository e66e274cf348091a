using System.Globalization;

namespace Redthread.Statistics;

/// <summary>Which end of a raw scale is good.</summary>
public enum Direction
{
    /// <summary>Larger raw values are better.</summary>
    HigherIsBetter,

    /// <summary>Smaller raw values are better.</summary>
    LowerIsBetter,
}

/// <summary>
/// Maps a raw value of a measure to 0..100, or says that it is out of scale. Immutable and pure: the same value always
/// gives the same points. NaN and infinities are always out of scale.
/// </summary>
public abstract record MeasureMapping
{
    private protected MeasureMapping() { }

    /// <summary>The mapping in words, for pages and for the log of rejected readings.</summary>
    public abstract string Text { get; }

    /// <summary>Points 0..100, or null when the raw value is out of scale.</summary>
    public double? ToPoints(double raw) => double.IsFinite(raw) ? Points(raw) : null;

    private protected abstract double? Points(double raw);

    private protected static string Number(double value) => Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture);
}

/// <summary>A straight line over a scale with two ends: CSAT 1–5, CES 1–7, trust 0–10. Values beyond the ends are out of scale.</summary>
public sealed record LinearMapping : MeasureMapping
{
    /// <summary>The scale from <paramref name="minimum"/> to <paramref name="maximum"/>, both included.</summary>
    /// <exception cref="ArgumentException">The ends are not finite numbers in ascending order.</exception>
    public LinearMapping(double minimum, double maximum, Direction direction = Direction.HigherIsBetter)
    {
        if (!(double.IsFinite(minimum) && double.IsFinite(maximum) && minimum < maximum))
        {
            throw new ArgumentException("The lowest value of a scale must be below its highest.", nameof(minimum));
        }

        (Minimum, Maximum, Direction) = (minimum, maximum, direction);
    }

    /// <summary>Lowest raw value of the scale.</summary>
    public double Minimum { get; }

    /// <summary>Highest raw value of the scale.</summary>
    public double Maximum { get; }

    /// <summary>Which end is good.</summary>
    public Direction Direction { get; }

    /// <inheritdoc/>
    public override string Text =>
        Direction == Direction.HigherIsBetter
            ? $"points = 100 × (value − {Number(Minimum)}) ÷ ({Number(Maximum)} − {Number(Minimum)}); outside {Number(Minimum)}–{Number(Maximum)}: out of scale"
            : $"points = 100 × ({Number(Maximum)} − value) ÷ ({Number(Maximum)} − {Number(Minimum)}); outside {Number(Minimum)}–{Number(Maximum)}: out of scale";

    private protected override double? Points(double raw)
    {
        if (raw < Minimum || raw > Maximum)
        {
            return null;
        }

        var along = Math.Clamp((raw - Minimum) / (Maximum - Minimum), 0, 1);
        return 100 * (Direction == Direction.HigherIsBetter ? along : 1 - along);
    }
}

/// <summary>
/// For durations and rates: 0 points at the bad value or worse, 100 at the good value or better, a straight line between.
/// The direction follows from the two values. Beyond them the points are clipped, never out of scale; impossible raw
/// values (a negative duration, a rate above 1) are excluded by <see cref="Lowest"/> and <see cref="Highest"/>.
/// </summary>
public sealed record TargetMapping : MeasureMapping
{
    /// <summary>The line from <paramref name="bad"/> (0 points) to <paramref name="good"/> (100 points).</summary>
    /// <param name="bad">Raw value that earns nothing.</param>
    /// <param name="good">Raw value that earns everything; above or below <paramref name="bad"/>.</param>
    /// <param name="lowest">Smallest possible raw value; 0 by default, −∞ for none.</param>
    /// <param name="highest">Largest possible raw value; +∞ by default.</param>
    /// <exception cref="ArgumentException">Bad equals good, either is not finite, or either is impossible.</exception>
    public TargetMapping(double bad, double good, double lowest = 0, double highest = double.PositiveInfinity)
    {
        if (!(double.IsFinite(bad) && double.IsFinite(good)) || bad == good)
        {
            throw new ArgumentException("The bad and the good value must be two different numbers.", nameof(bad));
        }

        if (!(Math.Min(bad, good) >= lowest && Math.Max(bad, good) <= highest))
        {
            throw new ArgumentException("The bad and the good value must be possible values.", nameof(lowest));
        }

        (Bad, Good, Lowest, Highest) = (bad, good, lowest, highest);
    }

    /// <summary>Raw value of 0 points.</summary>
    public double Bad { get; }

    /// <summary>Raw value of 100 points.</summary>
    public double Good { get; }

    /// <summary>Smallest possible raw value; below it is out of scale.</summary>
    public double Lowest { get; }

    /// <summary>Largest possible raw value; above it is out of scale.</summary>
    public double Highest { get; }

    /// <summary>Which end is good, as the two values say.</summary>
    public Direction Direction => Good > Bad ? Direction.HigherIsBetter : Direction.LowerIsBetter;

    /// <inheritdoc/>
    public override string Text => $"points = 100 × (value − {Number(Bad)}) ÷ ({Number(Good)} − {Number(Bad)}), kept within 0–100" + Limits;

    private string Limits =>
        (double.IsFinite(Lowest), double.IsFinite(Highest)) switch
        {
            (true, true) => $"; outside {Number(Lowest)}–{Number(Highest)}: out of scale",
            (true, false) => $"; below {Number(Lowest)}: out of scale",
            (false, true) => $"; above {Number(Highest)}: out of scale",
            _ => "",
        };

    private protected override double? Points(double raw) => raw < Lowest || raw > Highest ? null : Math.Clamp(100 * (raw - Bad) / (Good - Bad), 0, 100);
}
