namespace Redthread.Statistics;

/// <summary>A closed interval from <paramref name="Low"/> to <paramref name="High"/>, at 95 % confidence unless its owner says otherwise.</summary>
/// <param name="Low">Lower bound, in the unit of the estimate. NaN when there is no interval.</param>
/// <param name="High">Upper bound, same unit, never below <paramref name="Low"/>.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The confidence of every interval that this library makes: 0.95.</summary>
    public const double Confidence = 0.95;

    /// <summary>No interval: both bounds are NaN.</summary>
    public static readonly Interval None = new(double.NaN, double.NaN);

    /// <summary>Whether both bounds are numbers.</summary>
    public bool Exists => !double.IsNaN(Low) && !double.IsNaN(High);

    /// <summary>High minus low. NaN when there is no interval.</summary>
    public double Width => High - Low;

    /// <summary>Whether the value lies inside, bounds included. False when there is no interval.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>Whether the whole interval lies strictly below the value. False when there is no interval.</summary>
    public bool IsBelow(double value) => High < value;

    /// <summary>Whether the whole interval lies strictly above the value. False when there is no interval.</summary>
    public bool IsAbove(double value) => Low > value;

    /// <summary>The interval with both bounds moved into [<paramref name="lowest"/>, <paramref name="highest"/>].</summary>
    public Interval ClippedTo(double lowest, double highest) => Exists ? new(Math.Clamp(Low, lowest, highest), Math.Clamp(High, lowest, highest)) : None;

    /// <summary>Estimate ± margin. None when either is not a number.</summary>
    public static Interval Around(double estimate, double margin)
    {
        var interval = new Interval(estimate - margin, estimate + margin);
        return interval.Exists ? interval : None;
    }
}
