namespace Redthread.Statistics;

/// <summary>One unit of a ranking: comparable estimates, made from the same measures.</summary>
/// <param name="Estimate">Its own estimate Y, any unit.</param>
/// <param name="StandardError">Standard error of the estimate, above 0, same unit.</param>
public readonly record struct RankingUnit(double Estimate, double StandardError);

/// <summary>What the others say about a unit.</summary>
/// <param name="Estimate">Posterior mean, between the unit's own estimate and the common mean.</param>
/// <param name="StandardError">Morris's posterior standard deviation, which includes not knowing the common mean and spread.</param>
/// <param name="Interval">95 % interval: estimate ± 1.96 × standard error; when fully pooled around Morris's estimate, and containing the common mean.</param>
/// <param name="Shrinkage">B, 0..1: how far the estimate moved from its own to the common mean.</param>
public readonly record struct ShrunkEstimate(double Estimate, double StandardError, Interval Interval, double Shrinkage);

/// <summary>What may be said of a ranking.</summary>
public enum RankingState
{
    /// <summary>Fewer than four units: the method does not exist; show the units' own intervals.</summary>
    NotEnoughUnits,

    /// <summary>The spread between units estimates to zero: all are pooled to the common mean and no ranking is supported.</summary>
    FullyPooled,

    /// <summary>The units differ; ranking by the posterior mean is supported.</summary>
    Ok,
}

/// <summary>The result for all units.</summary>
/// <param name="State">Whether a ranking is supported.</param>
/// <param name="CommonMean">Precision-weighted mean over units; NaN with too few.</param>
/// <param name="BetweenVariance">Estimated variance A of the true values between units; 0 when fully pooled.</param>
/// <param name="Units">In the order given; empty with too few.</param>
public readonly record struct EmpiricalBayesResult(RankingState State, double CommonMean, double BetweenVariance, IReadOnlyList<ShrunkEstimate> Units)
{
    /// <summary>Whether pages may order the units.</summary>
    public bool SupportsRanking => State == RankingState.Ok;
}

/// <summary>
/// Normal–normal empirical Bayes with unequal variances, for rankings only: a unit with few signals must not top a list by
/// luck. Morris, Parametric Empirical Bayes Inference, JASA 78 (1983), section 5; with equal variances it is the
/// James–Stein estimator of Efron and Morris, JASA 70 (1975).
/// </summary>
public static class EmpiricalBayes
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "ranked by (1−B)·own + B·common mean; B = (k−3)÷(k−1) × V÷(V+A), V = SE² of the unit, A = variance between the k units; " + "interval by Morris (1983); at least 4 units";

    /// <summary>What pages print when the spread between units estimates to zero.</summary>
    public const string FullyPooledText =
        "The differences between these are no larger than chance makes them: all are estimated at the common mean, and a ranking is not supported.";

    /// <summary>Fewest units: the factor (k−3) needs four.</summary>
    public const int MinimumUnits = 4;

    private const int MostRounds = 1000;

    /// <summary>
    /// Shrinks the units. When A estimates to zero, every estimate is the common mean and
    /// <see cref="RankingState.FullyPooled"/> is returned. The intervals stay Morris's own, whose B stops at (k−3)/(k−1), widened
    /// to contain the common mean: A may be larger than it looks, and pooled intervals would cover too little. Equal
    /// estimates are fully pooled too.
    /// </summary>
    /// <exception cref="ArgumentException">An estimate is not finite or a standard error not above 0.</exception>
    public static EmpiricalBayesResult Of(IReadOnlyList<RankingUnit> units)
    {
        if (units.Any(unit => !double.IsFinite(unit.Estimate) || !(unit.StandardError > 0 && double.IsFinite(unit.StandardError))))
        {
            throw new ArgumentException("A unit has a finite estimate and a standard error above 0.", nameof(units));
        }

        if (units.Count < MinimumUnits)
        {
            return new(RankingState.NotEnoughUnits, double.NaN, double.NaN, []);
        }

        var (mean, between) = Between(units);
        var weights = Weights(units, between);
        var total = weights.Sum();
        var typical = units.Zip(weights, (unit, weight) => weight * Square(unit.StandardError)).Sum() / total;
        var shrunk = units.Select((unit, i) => Shrink(unit, weights[i], total, units.Count, mean, between, typical)).ToArray();
        return new(between > 0 ? RankingState.Ok : RankingState.FullyPooled, mean, between, shrunk);
    }

    /// <summary>Morris, section 5: weights, mean and A by turns until A stands still; A is never negative.</summary>
    private static (double Mean, double Between) Between(IReadOnlyList<RankingUnit> units)
    {
        double k = units.Count,
            mean = 0;
        var between = units.Average(unit => Square(unit.StandardError));
        var scale = between;
        for (var round = 0; round < MostRounds; round++)
        {
            var weights = Weights(units, between);
            var total = weights.Sum();
            mean = units.Zip(weights, (unit, weight) => weight * unit.Estimate).Sum() / total;
            var excess = units.Zip(weights, (unit, weight) => weight * ((k / (k - 1) * Square(unit.Estimate - mean)) - Square(unit.StandardError))).Sum();
            var next = Math.Max(0, excess / total);
            var moved = Math.Abs(next - between);
            between = next;
            if (moved <= 1e-12 * scale)
            {
                break;
            }
        }

        between = between > 1e-9 * scale ? between : 0;
        var final = Weights(units, between);
        mean = units.Zip(final, (unit, weight) => weight * unit.Estimate).Sum() / final.Sum();
        return (mean, between);
    }

    /// <summary>Morris, section 5: s² = V(1 − (k−l)/k·B) + v(Y−mean)², v = 2/(k−3)·B²·(V̄+A)/(V+A), l = k·W/ΣW.</summary>
    private static ShrunkEstimate Shrink(RankingUnit unit, double weight, double total, double k, double mean, double between, double typical)
    {
        var variance = Square(unit.StandardError);
        var b = (k - 3) / (k - 1) * variance / (variance + between);
        var leverage = k * weight / total;
        var unsure = 2 / (k - 3) * b * b * (typical + between) / (variance + between);
        var posterior = (variance * (1 - ((k - leverage) / k * b))) + (unsure * Square(unit.Estimate - mean));
        var estimate = ((1 - b) * unit.Estimate) + (b * mean);
        var error = Math.Sqrt(posterior);
        var interval = Interval.Around(estimate, Quantiles.Normal975 * error);
        return between > 0 ? new(estimate, error, interval, b) : new(mean, error, new(Math.Min(mean, interval.Low), Math.Max(mean, interval.High)), 1);
    }

    private static double[] Weights(IReadOnlyList<RankingUnit> units, double between) => [.. units.Select(unit => 1 / (Square(unit.StandardError) + between))];

    private static double Square(double value) => value * value;
}
