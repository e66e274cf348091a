namespace Redthread.Statistics;

/// <summary>Whether a score that teams agreed on and the measured one speak of the same experience.</summary>
/// <param name="Agreed">−2 … +2.</param>
/// <param name="Low">The band of the interval's lower end, −2 … +2; null without an interval.</param>
/// <param name="High">The band of its upper end, never below <paramref name="Low"/>; null without an interval.</param>
public readonly record struct Divergence(int Agreed, int? Low, int? High)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "Both ends of the measured score’s 95 % interval are mapped to −2 … +2 by the framework’s four cut points; agreed and measured diverge when the agreed score lies outside these two, by as many steps as it lies outside";

    /// <summary>Whether there is an interval to compare with; without one nothing is said.</summary>
    public bool IsKnown => Low is not null && High is not null;

    /// <summary>Steps that the agreed score lies above the mapped interval (positive) or below it (negative); 0 within it, and when nothing is measured.</summary>
    public int Steps =>
        Agreed > High ? Agreed - High.Value
        : Agreed < Low ? Agreed - Low.Value
        : 0;

    /// <summary>Whether the agreed score lies outside the mapped interval.</summary>
    public bool Diverges => Steps != 0;

    /// <summary>The agreed score against a measured interval.</summary>
    /// <param name="agreed">−2 … +2.</param>
    /// <param name="measured">0–100 at 95 %; none when the stage is unknown.</param>
    /// <param name="cuts">Of the framework.</param>
    /// <exception cref="ArgumentOutOfRangeException">The agreed score lies off the scale.</exception>
    public static Divergence Of(int agreed, Interval measured, CutPoints cuts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(agreed, (int)ScoreBand.Broken);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(agreed, (int)ScoreBand.Excellent);
        return measured.Exists ? new(agreed, (int?)cuts.BandOf(measured.Low), (int?)cuts.BandOf(measured.High)) : new(agreed, null, null);
    }
}
