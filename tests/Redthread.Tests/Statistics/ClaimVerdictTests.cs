using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Interval = Redthread.Statistics.Interval;

namespace Redthread.Tests.Statistics;

public sealed class ClaimVerdictTests
{
    [Theory]
    [InlineData(80, 76, 84, 75, true, Verdict.Kept, -5)]
    [InlineData(80, 75, 85, 75, true, Verdict.Kept, -5)]
    [InlineData(80, 70, 90, 75, true, Verdict.AtRisk, -5)]
    [InlineData(70, 60, 75, 75, true, Verdict.AtRisk, 5)]
    [InlineData(70, 66, 74, 75, true, Verdict.Broken, 5)]
    [InlineData(4, 3, 5, 6, false, Verdict.Kept, -2)]
    [InlineData(7, 6.5, 7.5, 6, false, Verdict.Broken, 1)]
    [InlineData(6, 5, 7, 6, false, Verdict.AtRisk, 0)]
    public void The_whole_interval_decides(double value, double low, double high, double promise, bool atLeast, Verdict verdict, double gap) =>
        ClaimVerdict.Of(value, new Interval(low, high), promise, atLeast).ShouldBe(new ClaimVerdict(verdict, gap));

    [Theory]
    [InlineData(1.58, 2, false, Verdict.Kept)]
    [InlineData(2, 2, false, Verdict.Kept)]
    [InlineData(2.01, 2, false, Verdict.Broken)]
    [InlineData(95, 95, true, Verdict.Kept)]
    [InlineData(88.48, 95, true, Verdict.Broken)]
    public void A_count_stands_for_itself(double value, double promise, bool atLeast, Verdict verdict) =>
        ClaimVerdict.Of(value, Interval.None, promise, atLeast).Verdict.ShouldBe(verdict);

    [Fact]
    public void What_nobody_measured_is_unmeasured()
    {
        ClaimVerdict.Of(double.NaN, Interval.None, 75, true).Verdict.ShouldBe(Verdict.Unmeasured);
        ClaimVerdict.Of(80, Interval.None, double.NaN, true).Verdict.ShouldBe(Verdict.Unmeasured);
    }

    [Fact]
    public void A_lower_promise_is_never_judged_worse() =>
        Prop.ForAll(
                Gen.Choose(0, 100).Four().ToArbitrary(),
                drawn =>
                {
                    var (value, half, promise, less) = drawn;
                    var interval = new Interval(value - half, value + half);
                    var (high, low) = (ClaimVerdict.Of(value, interval, promise, true), ClaimVerdict.Of(value, interval, promise - less, true));
                    return low.Verdict <= high.Verdict && low.Gap <= high.Gap;
                }
            )
            .QuickCheckThrowOnFailure();
}
