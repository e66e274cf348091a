using System.Runtime.CompilerServices;

namespace Redthread.Statistics;

/// <summary>How events at the same time are treated.</summary>
public enum CoxTies
{
    /// <summary>Efron, JASA 72 (1977): close to the exact likelihood even with many ties. R's choice.</summary>
    Efron,

    /// <summary>Breslow, Biometrics 30 (1974): all tied events meet the same risk set; shrinks estimates when ties are many.</summary>
    Breslow,
}

/// <summary>
/// Sums at one time of a = 1 ÷ (S₀ − f·D₀) over its tied events, f = 0, 1/d … (d−1)/d for Efron and 0 for Breslow; S₀ and D₀
/// are the summed risks of those at risk and of those with the event.
/// </summary>
internal readonly record struct TiedSums(double A, double FA, double AA, double FAA, double FFAA);

/// <summary>The partial likelihood at one set of coefficients of the standardised columns.</summary>
internal sealed class CoxPoint
{
    private readonly CoxRows rows;
    private readonly Design design;
    private readonly CoxTies ties;
    private readonly double[] eta;
    private double[]? share;

    private CoxPoint(CoxRows rows, Design design, CoxTies ties, double[] beta)
    {
        (this.rows, this.design, this.ties, Beta) = (rows, design, ties, beta);
        eta = new double[rows.N];
        Risk = new double[rows.N];
        Sums = new TiedSums[rows.Ties.Length];
        Rows.Predict(design.Columns, beta, eta, rows.N);
        var top = eta.Length == 0 ? 0 : eta.Max();
        Rows.Each(
            rows.N,
            (from, to) =>
            {
                for (var at = from; at < to; at++)
                {
                    eta[at] -= top;
                    Risk[at] = Math.Exp(eta[at]);
                }
            }
        );
        LogLikelihood = Scan();
    }

    internal double[] Beta { get; }

    internal double LogLikelihood { get; }

    /// <summary>e to the linear predictor, but for a factor common to all rows.</summary>
    internal double[] Risk { get; }

    /// <summary>For each time; zeros where nobody had the event.</summary>
    internal TiedSums[] Sums { get; }

    /// <summary>The linear predictor, but for a number common to all rows.</summary>
    internal ReadOnlySpan<double> Eta => eta;

    internal static CoxPoint At(CoxRows rows, Design design, CoxTies ties, double[] beta) => new(rows, design, ties, beta);

    /// <summary>Σ xᵢ·(event − expected events): the score.</summary>
    internal double[] Gradient()
    {
        share ??= Shares(null);
        var residual = new double[rows.N];
        for (var at = 0; at < residual.Length; at++)
        {
            residual[at] = (rows.Events[at] ? 1 : 0) - share[at];
        }

        var gradient = new double[design.Size];
        Rows.EachColumn(design.Size, rows.N, column => gradient[column] = Rows.Dot(design.Columns[column], residual));
        return gradient;
    }

    /// <summary>
    /// The information, Σ over events of the covariance of the columns among those at risk; each time by its weight when given.
    /// It is written as Xᵀ·diag(expected events)·X − Σ m·mᵀ over means m, both of which are fast cross products.
    /// </summary>
    internal double[,] Information(double[]? timeWeights = null)
    {
        var squares = Rows.Cross(design.Columns, timeWeights is null ? share ??= Shares(null) : Shares(timeWeights), rows.N);
        var (means, weights, count) = Means(timeWeights);
        var outer = Rows.Cross(means, weights, count);
        for (var j = 0; j < design.Size; j++)
        {
            for (var k = 0; k < design.Size; k++)
            {
                squares[j, k] -= outer[j, k];
            }
        }

        return squares;
    }

    /// <summary>Each row's expected events: its risk times the summed hazard up to its time, and less of it at the time of its own event.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] Shares(double[]? timeWeights)
    {
        var shares = new double[rows.N];
        double hazard = 0;
        for (var time = rows.Ties.Length - 1; time >= 0; time--)
        {
            var tied = rows.Ties[time];
            var weight = timeWeights?[time] ?? 1;
            hazard += weight * Sums[time].A;
            var own = hazard - (weight * Sums[time].FA);
            for (var at = tied.Start; at < tied.End; at++)
            {
                shares[at] = Risk[at] * (at < tied.EventEnd ? own : hazard);
            }

            hazard = tied.Opens ? 0 : hazard;
        }

        return shares;
    }

    /// <summary>Columns of one or two rows a time whose weighted squares add up to Σ m·mᵀ over the tied events.</summary>
    private (double[][] Columns, double[] Weights, int Count) Means(double[]? timeWeights)
    {
        var roots = Roots(timeWeights, out var weights, out var count);
        var means = new double[design.Size][];
        Rows.EachColumn(design.Size, rows.N, column => Scan(design.Columns[column], roots, means[column] = new double[count]));
        return (means, weights, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scan(double[] values, (double Risk, double Cross, double Own)[] roots, double[] into)
    {
        double atRisk = 0;
        var next = 0;
        for (var time = 0; time < roots.Length; time++)
        {
            var tied = rows.Ties[time];
            double own = 0,
                others = 0;
            for (var at = tied.Start; at < tied.EventEnd; at++)
            {
                own += Risk[at] * values[at];
            }

            for (var at = tied.EventEnd; at < tied.End; at++)
            {
                others += Risk[at] * values[at];
            }

            atRisk = (tied.Opens ? 0 : atRisk) + own + others;
            if (tied.Events > 0)
            {
                var root = roots[time];
                into[next++] = (root.Risk * atRisk) + (root.Cross * own);
                if (root.Own > 0)
                {
                    into[next++] = root.Own * own;
                }
            }
        }
    }

    // Σ a²·(S₁ − f·D₁)(S₁ − f·D₁)ᵀ is a form of two vectors; its Cholesky root gives the rows.
    private (double Risk, double Cross, double Own)[] Roots(double[]? timeWeights, out double[] weights, out int count)
    {
        var roots = new (double Risk, double Cross, double Own)[Sums.Length];
        weights = new double[2 * Sums.Length];
        count = 0;
        for (var time = 0; time < roots.Length; time++)
        {
            if (rows.Ties[time].Events == 0)
            {
                continue;
            }

            var sums = Sums[time];
            var risk = Math.Sqrt(sums.AA);
            var cross = -sums.FAA / risk;
            var own = Math.Sqrt(Math.Max(0, sums.FFAA - (cross * cross)));
            roots[time] = (risk, cross, own);
            weights[count++] = timeWeights?[time] ?? 1;
            if (own > 0)
            {
                weights[count] = weights[count - 1];
                count++;
            }
        }

        return roots;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Scan()
    {
        double total = 0,
            atRisk = 0;
        for (var time = 0; time < Sums.Length; time++)
        {
            var tied = rows.Ties[time];
            double own = 0,
                others = 0;
            for (var at = tied.Start; at < tied.EventEnd; at++)
            {
                own += Risk[at];
                total += eta[at];
            }

            for (var at = tied.EventEnd; at < tied.End; at++)
            {
                others += Risk[at];
            }

            atRisk = (tied.Opens ? 0 : atRisk) + own + others;
            total -= Tied(time, tied.Events, atRisk, own);
        }

        return total;
    }

    // Sets the sums of a time and answers with the logarithm of its denominators.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Tied(int time, int events, double atRisk, double own)
    {
        if (ties == CoxTies.Breslow)
        {
            Sums[time] = new(events / atRisk, 0, events / (atRisk * atRisk), 0, 0);
            return events == 0 ? 0 : events * Math.Log(atRisk);
        }

        var sums = default(TiedSums);
        double log = 0;
        for (var event_ = 0; event_ < events; event_++)
        {
            double f = event_ / (double)events,
                a = 1 / (atRisk - (f * own));
            sums = new(sums.A + a, sums.FA + (f * a), sums.AA + (a * a), sums.FAA + (f * a * a), sums.FFAA + (f * f * a * a));
            log -= Math.Log(a);
        }

        Sums[time] = sums;
        return log;
    }
}
