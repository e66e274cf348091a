namespace Redthread.Statistics;

/// <summary>A search for the largest log likelihood over positive parameters, by Newton's method in their logarithms with the gradient told and its slope taken by differences.</summary>
/// <param name="Parameters">At the maximum.</param>
/// <param name="Value">Of the log likelihood there.</param>
/// <param name="Covariance">Of the parameters' logarithms: the inverse information; null where it is not positive definite.</param>
/// <param name="Converged">Whether the gradient became small where the curvature is that of a maximum.</param>
internal sealed record Maximum(double[] Parameters, double Value, double[,]? Covariance, bool Converged)
{
    private const int MaximumIterations = 100;
    private const double Precision = 1e-9;

    /// <summary>Parameters beyond e^±15 are as good as 0 or infinite: there is no maximum.</summary>
    private const double Bound = 15;

    /// <param name="start">Positive.</param>
    /// <param name="at">The log likelihood and its gradient by the parameters.</param>
    internal static Maximum Of(double[] start, Func<double[], (double Value, double[] Gradient)> at)
    {
        var logs = Array.ConvertAll(start, Math.Log);
        var (value, gradient) = AtLogs(at, logs);
        for (var iteration = 0; iteration < MaximumIterations; iteration++)
        {
            var slope = Slope(at, logs);
            var factor = Damped(slope, out var damped);
            var step = factor.Solve(gradient);
            var longest = step.Max(Math.Abs);
            var gain = step.Zip(gradient, (move, rise) => move * rise).Sum() / 2;
            if (!damped && gain < Precision)
            {
                // The last step squares the distance that is left.
                var last = logs.Zip(step, (log, move) => log + move).ToArray();
                return new(Array.ConvertAll(last, Math.Exp), Math.Max(value, AtLogs(at, last).Value), factor.Inverse(), true);
            }

            var length = Math.Min(1, 2 / longest);
            double[]? better = null;
            for (var halving = 0; halving < 40 && better is null; halving++, length /= 2)
            {
                var tried = logs.Zip(step, (log, move) => log + (length * move)).ToArray();
                var (found, rise) = AtLogs(at, tried);
                if (found > value || (found >= value - (1e-12 * Math.Abs(value)) && !damped))
                {
                    (better, value, gradient) = (tried, found, rise);
                }
            }

            if (better is null || better.Any(log => Math.Abs(log) > Bound))
            {
                break;
            }

            logs = better;
        }

        return new(Array.ConvertAll(logs, Math.Exp), value, null, false);
    }

    private static (double Value, double[] Gradient) AtLogs(Func<double[], (double Value, double[] Gradient)> at, double[] logs)
    {
        var parameters = Array.ConvertAll(logs, Math.Exp);
        var (value, gradient) = at(parameters);
        return (value, [.. gradient.Zip(parameters, (rise, parameter) => rise * parameter)]);
    }

    // Less the second derivatives, from central differences of the gradient.
    private static double[,] Slope(Func<double[], (double Value, double[] Gradient)> at, double[] logs)
    {
        const double Step = 1e-5;
        var size = logs.Length;
        var slope = new double[size, size];
        for (var j = 0; j < size; j++)
        {
            var (above, below) = (logs.ToArray(), logs.ToArray());
            above[j] += Step;
            below[j] -= Step;
            var (up, down) = (AtLogs(at, above).Gradient, AtLogs(at, below).Gradient);
            for (var k = 0; k < size; k++)
            {
                slope[j, k] += (down[k] - up[k]) / (4 * Step);
                slope[k, j] += (down[k] - up[k]) / (4 * Step);
            }
        }

        return slope;
    }

    // Away from the maximum the curvature may have the wrong sign; then the diagonal is raised until it has not.
    private static InformationFactor Damped(double[,] slope, out bool damped)
    {
        var size = slope.GetLength(0);
        var all = Enumerable.Repeat(true, size).ToArray();
        damped = false;
        var raise = 1e-6 * Enumerable.Range(0, size).Max(j => Math.Abs(slope[j, j]));
        var factor = InformationFactor.Of(slope, all);
        for (var raised = (double[,])slope.Clone(); factor is null; raise *= 10)
        {
            damped = true;
            for (var j = 0; j < size; j++)
            {
                raised[j, j] = slope[j, j] + Math.Max(raise, 1e-12);
            }

            factor = double.IsFinite(raise) ? InformationFactor.Of(raised, all) : InformationFactor.Of(Identity(size), all);
        }

        return factor;
    }

    private static double[,] Identity(int size)
    {
        var identity = new double[size, size];
        for (var j = 0; j < size; j++)
        {
            identity[j, j] = 1;
        }

        return identity;
    }
}
