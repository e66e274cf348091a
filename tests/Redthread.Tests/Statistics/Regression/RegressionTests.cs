using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics.Regression;

public class RegressionTests
{
    /// <summary>NIST Statistical Reference Datasets, Longley: certified to 15 digits; its columns go together almost entirely.</summary>
    [Fact]
    public void Longley_agrees_with_the_certified_values()
    {
        var (outcome, columns) = RegressionData.Longley();
        var model = LinearModel.Of(outcome, columns, LinearErrors.Model);
        double[] values = [-3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683, -1.03322686717359, -0.0511041056535807, 1829.15146461355];
        double[] errors = [890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675, 0.226073200069370, 455.478499142212];
        foreach (var (one, value, error) in model.Coefficients.Zip(values, errors))
        {
            (one.Estimate / value).ShouldBe(1, 1e-9);
            (one.StandardError / error).ShouldBe(1, 1e-9);
        }

        model.ResidualError.ShouldBe(304.854073561965, 1e-8);
        model.RSquared.ShouldBe(0.995479004577296, 1e-12);
        model.F.ShouldBe(330.285339234588, 1e-6);
        model.DegreesOfFreedom.ShouldBe(9);
    }

    /// <summary>R 4.2: lm(Fertility ~ ., swiss) and the sandwich estimators by their definitions.</summary>
    [Fact]
    public void Robust_errors_agree_with_R()
    {
        var (outcome, columns) = RegressionData.Swiss();
        double[] Errors(LinearErrors kind) => [.. LinearModel.Of(outcome, columns, kind).Coefficients.Select(one => Math.Round(one.StandardError, 8))];
        Errors(LinearErrors.Model)[..3].ShouldBe([10.70603759, 0.07030392, 0.25387820]);
        Errors(LinearErrors.Hc0)[..3].ShouldBe([9.60679535, 0.05955594, 0.22921240]);
        Errors(LinearErrors.Hc1)[..3].ShouldBe([10.28573994, 0.06376496, 0.24541161]);
        Errors(LinearErrors.Hc2)[..3].ShouldBe([10.50354022, 0.06522714, 0.25002844]);
        Errors(LinearErrors.Hc3)[..3].ShouldBe([11.51741707, 0.07159681, 0.27337834]);
        var model = LinearModel.Of(outcome, columns, LinearErrors.Model);
        model.Coefficients[1].P.ShouldBe(1.872715e-2, 1e-8);
        Math.Round(model.RSquared, 4).ShouldBe(0.7067);
        Math.Round(model.AdjustedRSquared, 4).ShouldBe(0.6710);
    }

    /// <summary>Dalal et al. (1989) and R's glm: intercept 15.0429 (7.3786), temperature −0.2322 (0.1082), deviances 28.267 and 20.315.</summary>
    [Fact]
    public void Seals_agree_with_the_published_fit()
    {
        var (outcome, columns) = RegressionData.Seals();
        var model = LogisticModel.Of(outcome, columns);
        model
            .Coefficients.Select(one => (one.Name, Math.Round(one.Estimate, 4), Math.Round(one.StandardError, 4)))
            .ShouldBe([("(intercept)", 15.0429, 7.3786), ("temperature", -0.2322, 0.1082)]);
        Math.Round(-2 * model.NullLogLikelihood, 3).ShouldBe(28.267);
        Math.Round(-2 * model.LogLikelihood, 3).ShouldBe(20.315);
        model.LikelihoodRatio.P.ShouldBe(0.0048, 0.0001);
        var cold = PartialEffect.Of(model, "temperature", [31, 70]);
        cold[0].Expected.ShouldBe(0.9996, 0.0001);
        cold[0].Interval.High.ShouldBeLessThanOrEqualTo(1);
        cold[1].Expected.ShouldBe(0.2300, 0.0005);
    }

    /// <summary>Grömping, Journal of Statistical Software 17 (2006), and its package relaimpo on R's swiss: R² 70.67 %.</summary>
    [Fact]
    public void Driver_shares_agree_with_the_published_ones()
    {
        var (outcome, columns) = RegressionData.Swiss();
        var shares = DriverShares.Of(outcome, columns, seed: 1);
        shares.Drivers.Select(one => Math.Round(one.Share, 6)).ShouldBe([0.057091, 0.171173, 0.260135, 0.105570, 0.112766]);
        Math.Round(shares.RSquared, 4).ShouldBe(0.7067);
        Math.Round(shares.AdjustedRSquared, 4).ShouldBe(0.6710);
        shares.RSquaredInterval.Contains(shares.RSquared).ShouldBeTrue();
        (shares.RSquaredInterval.Low > 0.5, shares.RSquaredInterval.High < 0.95).ShouldBe((true, true));
        shares.Drivers.Sum(one => one.OfExplained).ShouldBe(1, 1e-9);
        shares.Drivers.ShouldAllBe(one => one.Interval.Contains(one.Share));
        DriverShares.Of(outcome, columns, seed: 1).Drivers.ShouldBe(shares.Drivers);
        DriverShares.Of(outcome, columns, seed: 2).Drivers[0].Interval.ShouldNotBe(shares.Drivers[0].Interval);
    }

    [Fact]
    public void Separated_collinear_few_and_impossible_are_told()
    {
        double[] x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        var separated = LogisticModel.Of([.. x.Select(value => value > 5)], [new("x", x)]);
        separated.Convergence.ShouldBe(Convergence.Monotone);
        separated.Coefficients[1].Estimate.ShouldBe(double.PositiveInfinity);
        separated.Coefficients[0].Estimate.ShouldBe(double.NegativeInfinity);
        separated.LogLikelihood.ShouldBe(0, 1e-6);
        PartialEffect.Of(separated, "x", [1]).ShouldBeEmpty();

        var (outcome, columns) = RegressionData.Swiss();
        var twice = LinearModel.Of(outcome, [.. columns, new("twice", [.. columns[0].Values.Select(value => (2 * value) - 3)])]);
        twice.Coefficients[^1].State.ShouldBe(CoefficientState.Aliased);
        twice.Coefficients[1].Estimate.ShouldBe(-0.1721139709, 1e-9);

        LinearModel.Of([1, 2], [new("x", [1, 3])]).State.ShouldBe(RegressionState.NotEnoughData);
        LinearModel.Of([], []).State.ShouldBe(RegressionState.NotEnoughData);
        LinearModel.Of([3, 3, 3, 3], [new("x", [1, 2, 3, 5])]).RSquared.ShouldBe(double.NaN);
        LogisticModel.Of([true, false], [new("x", [1, 2])]).State.ShouldBe(RegressionState.NotEnoughData);
        DriverShares.Of([1, 2, 3], [new("x", [1, 2, 4])], 1).State.ShouldBe(RegressionState.NotEnoughData);
        DriverShares.Of([.. x.Select(_ => 4.0)], [new("x", x)], 1).State.ShouldBe(RegressionState.NotEnoughData);
        Should.Throw<ArgumentException>(() => DriverShares.Of(x, [.. Enumerable.Range(0, 13).Select(at => new Covariate($"{at}", x))], 1));
        Should.Throw<ArgumentException>(() => LinearModel.Of([double.NaN], []));
        Should.Throw<ArgumentException>(() => PartialEffect.Of(separated, "y", [1]));
    }

    [Fact]
    public void Order_and_units_do_not_matter() =>
        Prop.ForAll(
                Gen.Choose(1, 100_000).ToArbitrary(),
                seed =>
                {
                    var (outcome, happened, columns) = Planted(new Random(seed), 60);
                    var other = columns.Select(column => new Covariate(column.Name, [.. column.Values.Reverse().Select(value => (value * 1000) + 7)])).ToArray();
                    var (a, b) = (LinearModel.Of(outcome, columns), LinearModel.Of([.. outcome.Reverse().Select(value => value * 10)], other));
                    var (c, d) = (LogisticModel.Of(happened, columns), LogisticModel.Of([.. happened.Reverse()], other));
                    var (e, f) = (DriverShares.Of(outcome, columns, 1, 0), DriverShares.Of([.. outcome.Reverse()], [.. other.Reverse()], 1, 0));
                    return Given.Close(a.RSquared, b.RSquared)
                        && Given.Close(a.Coefficients[1].Estimate * 10, b.Coefficients[1].Estimate * 1000, 1e-6)
                        && Given.Close(a.Coefficients[1].StandardError * 10, b.Coefficients[1].StandardError * 1000, 1e-6)
                        && Given.Close(c.LogLikelihood, d.LogLikelihood, 1e-6)
                        && Given.Close(e.RSquared, a.RSquared, 1e-7)
                        && e.Drivers.Zip(f.Drivers.Reverse()).All(pair => Given.Close(pair.First.Share, pair.Second.Share, 1e-7) && pair.First.Share >= -1e-12)
                        && Given.Close(PartialEffect.Of(a, "z", [1])[0].Expected * 10, PartialEffect.Of(b, "z", [1007])[0].Expected, 1e-6);
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Planted slopes with an error that grows with x, and log odds; 2000 samples of 200, Monte-Carlo standard error 0.005.</summary>
    [Fact]
    public void Intervals_cover_what_was_planted()
    {
        var random = new Random(91);
        int robust = 0,
            plain = 0,
            odds = 0;
        for (var sample = 0; sample < 2000; sample++)
        {
            var (outcome, happened, columns) = Planted(random, 200);
            robust += LinearModel.Of(outcome, columns).Coefficients[1].Interval.Contains(2) ? 1 : 0;
            plain += LinearModel.Of(outcome, columns, LinearErrors.Model).Coefficients[1].Interval.Contains(2) ? 1 : 0;
            odds += LogisticModel.Of(happened, columns).Coefficients[2].Interval.Contains(-1) ? 1 : 0;
        }

        (robust / 2000.0).ShouldBeInRange(0.935, 0.965);
        (plain / 2000.0).ShouldBeLessThan(0.93);
        (odds / 2000.0).ShouldBeInRange(0.935, 0.965);
    }

    /// <summary>Two independent drivers with variances 4 and 1 in an outcome of variance 10: shares 0.4 and 0.1; 200 samples, Monte-Carlo standard error 0.015.</summary>
    [Fact]
    public void Driver_intervals_cover_what_was_planted()
    {
        var random = new Random(92);
        int first = 0,
            second = 0;
        for (var sample = 0; sample < 200; sample++)
        {
            var (x, z) = (Normal(random, 400), Normal(random, 400));
            var outcome = Normal(random, 400).Select((error, row) => (2 * x[row]) + z[row] + (Math.Sqrt(5) * error)).ToArray();
            var shares = DriverShares.Of(outcome, [new("x", x), new("z", z)], sample, 400);
            first += shares.Drivers[0].Interval.Contains(0.4) ? 1 : 0;
            second += shares.Drivers[1].Interval.Contains(0.1) ? 1 : 0;
        }

        (first / 200.0).ShouldBeInRange(0.89, 0.99);
        (second / 200.0).ShouldBeInRange(0.89, 0.99);
    }

    private static (double[] Outcome, bool[] Happened, Covariate[] Columns) Planted(Random random, int rows)
    {
        var (x, z) = (Normal(random, rows), Normal(random, rows));
        var outcome = Normal(random, rows).Select((error, row) => 1 + (2 * x[row]) - (0.5 * z[row]) + (error * Math.Abs(x[row]))).ToArray();
        return (outcome, [.. x.Select((value, row) => random.NextDouble() < 1 / (1 + Math.Exp(-(0.5 * value) + z[row])))], [new("x", x), new("z", z)]);
    }

    private static double[] Normal(Random random, int rows) => [.. Enumerable.Range(0, rows).Select(_ => Quantiles.Normal((random.NextDouble() * 0.999998) + 1e-6))];
}
