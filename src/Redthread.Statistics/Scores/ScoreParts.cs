namespace Redthread.Statistics;

/// <summary>The ingredients that every weighting scheme hands over, and the one place that turns them into a score.</summary>
internal readonly struct ScoreParts
{
    public required double Value { get; init; }

    public required double Variance { get; init; }

    public required double DegreesOfFreedom { get; init; }

    public required double UnitVariance { get; init; }

    public required double KishN { get; init; }

    public required double EffectiveClusters { get; init; }

    public required long N { get; init; }

    public required long Clusters { get; init; }

    public double MissingShare { get; init; }

    public Score ToScore(long minimumN)
    {
        var df = Math.Max(1, DegreesOfFreedom);
        var independent = Math.Min(KishN, EffectiveClusters);
        var variable = Variance * EffectiveClusters > UnseenMass.NoVariance;
        var (interval, error) = variable ? FromVariance(df) : FromUnseenMass(independent);
        var effective = variable ? UnitVariance * Bessel() / Variance : independent;
        var state = N < minimumN || Clusters < 2 ? ScoreState.TooFew : ScoreState.Ok;
        return new(state, Value, interval, error, df, N, Clusters, KishN, effective, MissingShare);
    }

    private (Interval Interval, double Error) FromVariance(double df)
    {
        var error = Math.Sqrt(Variance);
        return (Interval.Around(Value, Quantiles.T(0.975, df) * error).ClippedTo(0, 100), error);
    }

    private (Interval Interval, double Error) FromUnseenMass(double independent)
    {
        var interval = UnseenMass.Around(Value, independent);
        return (interval, interval.Width / 2 / Quantiles.Normal975);
    }

    private double Bessel() => KishN > 1 ? KishN / (KishN - 1) : 1;
}
