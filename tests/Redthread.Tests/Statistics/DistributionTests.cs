using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class DistributionTests
{
    /// <summary>Any table of Student's t, 0.975.</summary>
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(10, 2.228)]
    [InlineData(30, 2.042)]
    [InlineData(120, 1.980)]
    [InlineData(1e9, 1.960)]
    public void Student_t(double df, double expected)
    {
        Quantiles.T(0.975, df).ShouldBe(expected, 0.0005);
        Quantiles.TTwoSided(expected, df).ShouldBe(0.05, 0.0005);
    }

    [Fact]
    public void Normal()
    {
        Quantiles.Normal(0.975).ShouldBe(Quantiles.Normal975, 1e-9);
        Quantiles.NormalTwoSided(Quantiles.Normal975).ShouldBe(0.05, 1e-9);
        Quantiles.NormalTwoSided(0).ShouldBe(1, 1e-12);
    }

    /// <summary>Newcombe, Statistics in Medicine 17 (1998) 857–872, Table I, method 3 (score).</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson(double successes, double trials, double low, double high)
    {
        var share = Proportion.Of(successes, trials);
        share.Interval.Low.ShouldBe(low, 0.00005);
        share.Interval.High.ShouldBe(high, 0.00005);
        share.Interval.Contains(share.Value).ShouldBeTrue();
    }

    [Fact]
    public void No_trials_no_share() => Proportion.Of(0, 0).Interval.Exists.ShouldBeFalse();

    [Fact]
    public void More_successes_than_trials_are_refused() => Should.Throw<ArgumentOutOfRangeException>(() => Proportion.Of(3, 2));

    [Fact]
    public void Binned_quantile_is_within_a_bin_of_the_samples() =>
        Prop.ForAll(
                Given.Values,
                Gen.Choose(1, 99).ToArbitrary(),
                (values, percent) =>
                {
                    var bins = new double[Histogram.Bins];
                    foreach (var value in values)
                    {
                        bins[Histogram.BinOf(value)]++;
                    }

                    var p = percent / 100.0;
                    var sorted = values.Order().ToArray();
                    var exact = sorted[Math.Max(0, (int)Math.Ceiling((p * sorted.Length) - 1e-9) - 1)];
                    var binned = Histogram.Quantile(bins, p);
                    return binned.Bounds.Contains(exact) && binned.Bounds.Contains(binned.Value) && Math.Abs(binned.Value - exact) <= Histogram.BinWidth;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Binned_median_interpolates()
    {
        Histogram.Median([0, 0, 0, 0, 10, 0, 0, 0, 0, 0]).Value.ShouldBe(45);
        Histogram.Median([5, 0, 0, 0, 0, 0, 0, 0, 0, 15]).Value.ShouldBe(90 + (10 / 3.0), 1e-9);
        Histogram.Median(new double[10]).Value.ShouldBe(double.NaN);
        Histogram.Quantile([28, 22, 0, 0, 0, 0, 0, 0, 0, 0], 0.56).Bounds.High.ShouldBe(10);
        Histogram.BinOf(100).ShouldBe(9);
        Histogram.BinOf(10).ShouldBe(1);
        Should.Throw<ArgumentException>(() => Histogram.Median(new double[9]));
    }
}
