namespace Redthread.Statistics;

/// <summary>Newton's method on the partial likelihood, with steps halved while they make it worse.</summary>
internal sealed class CoxFit
{
    private const int MaximumIterations = 40;

    // In units of the log likelihood: half the squared length of the step by the information's measure.
    private const double Precision = 1e-9;

    // Near a maximum the last step is far smaller; along a rising likelihood each step moves a linear predictor by about 1.
    private const double StillMoving = 0.01;

    private CoxFit(CoxRows sorted, Design design, CoxPoint start, InformationFactor atStart, double[] startGradient) =>
        (Sorted, Design, Start, AtStart, StartGradient) = (sorted, design, start, atStart, startGradient);

    internal CoxRows Sorted { get; }

    internal Design Design { get; }

    internal CoxPoint Start { get; }

    /// <summary>The information where all coefficients are 0; it tells which columns are aliased.</summary>
    internal InformationFactor AtStart { get; }

    internal double[] StartGradient { get; }

    internal required CoxPoint End { get; init; }

    /// <summary>The information at the end; null when it is singular.</summary>
    internal InformationFactor? AtEnd { get; private init; }

    internal Convergence Convergence { get; private init; }

    internal required bool[] Unbounded { get; init; }

    internal int Iterations { get; private init; }

    internal static CoxFit Of(CoxRows rows, Design design, CoxTies ties)
    {
        var start = CoxPoint.At(rows, design, ties, new double[design.Size]);
        var atStart = InformationFactor.Of(start.Information())!;
        var startGradient = start.Gradient();
        var (point, factor, gradient) = (start, (InformationFactor?)atStart, startGradient);
        var step = new double[design.Size];
        for (var iteration = 1; iteration <= MaximumIterations && factor is not null; iteration++)
        {
            step = factor.Solve(gradient);
            var gain = Enumerable.Range(0, step.Length).Sum(column => step[column] * gradient[column]) / 2;
            var (next, halved) = Step(point, step, beta => CoxPoint.At(rows, design, ties, beta));
            if (next is null)
            {
                break;
            }

            point = next;
            gradient = point.Gradient();
            factor = InformationFactor.Of(point.Information(), atStart.Kept);
            if (gain < Precision && !halved)
            {
                var moving = Moving(design, step);
                return new(rows, design, start, atStart, startGradient)
                {
                    End = point,
                    AtEnd = factor,
                    Unbounded = moving,
                    Convergence = moving.Contains(true) ? Convergence.Monotone : Convergence.Converged,
                    Iterations = iteration,
                };
            }
        }

        var rising = factor is null ? Moving(design, step) : new bool[design.Size];
        return new(rows, design, start, atStart, startGradient)
        {
            End = point,
            AtEnd = factor,
            Unbounded = rising,
            Convergence = rising.Contains(true) ? Convergence.Monotone : Convergence.NotConverged,
            Iterations = MaximumIterations,
        };
    }

    private static bool[] Moving(Design design, double[] step) => [.. step.Select((size, column) => Math.Abs(size) * design.Range(column) > StillMoving)];

    private static (CoxPoint? Point, bool Halved) Step(CoxPoint from, double[] step, Func<double[], CoxPoint> at)
    {
        // Sums over many rows are rounded; a fall within that is none.
        var least = from.LogLikelihood - (1e-11 * Math.Abs(from.LogLikelihood));
        for (var (halving, length) = (0, 1.0); halving < 30; halving++, length /= 2)
        {
            var point = at([.. from.Beta.Zip(step, (beta, move) => beta + (length * move))]);
            if (point.LogLikelihood >= least)
            {
                return (point, halving > 0);
            }
        }

        return (null, true);
    }
}
