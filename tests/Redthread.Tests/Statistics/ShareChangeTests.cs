using Redthread.Statistics;

namespace Redthread.Tests.Statistics;

/// <summary>Against Newcombe, Statistics in Medicine 17 (1998), Table II, method 10.</summary>
public sealed class ShareChangeTests
{
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1)]
    public void Agrees_with_the_published_table(int a, int m, int b, int n, double low, double high)
    {
        var (later, earlier) = (Proportion.Of(a, m), Proportion.Of(b, n));
        var change = ShareChange.Of(earlier.Value, earlier.Interval, later.Value, later.Interval);
        change.Value.ShouldBe(((double)a / m) - ((double)b / n), 1e-12);
        change.Interval.Low.ShouldBe(low, 5e-5);
        change.Interval.High.ShouldBe(high, 5e-5);
    }

    [Fact]
    public void A_share_without_an_interval_takes_wilsons_and_too_little_data_says_nothing()
    {
        var none = new ShareAtTime(SurvivalState.NoEvents, 90, 0, 0, Interval.None, 3, 20);
        var all = new ShareAtTime(SurvivalState.Ok, 90, 1, 0, Interval.None, 0, 10);
        var change = ShareChange.Of(none, all)!.Value;
        (change.Value, Math.Round(change.Interval.Low, 4), Math.Round(change.Interval.High, 4)).ShouldBe((1, 0.6791, 1));
        ShareChange.Of(none, new ShareAtTime(SurvivalState.NotEnoughData, 90, double.NaN, double.NaN, Interval.None, 1, 2)).ShouldBeNull();
        var back = ShareChange.Of(all, none)!.Value;
        (back.Value, back.Interval.Low, back.Interval.High).ShouldBe((-change.Value, -change.Interval.High, -change.Interval.Low));
    }
}
