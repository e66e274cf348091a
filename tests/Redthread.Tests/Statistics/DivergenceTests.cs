using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class DivergenceTests
{
    private static readonly CutPoints Cuts = new(30, 45, 60, 75);

    [Theory]
    [InlineData(1, 40, 50, -1, 0, 1)]
    [InlineData(-1, 40, 50, -1, 0, 0)]
    [InlineData(0, 40, 50, -1, 0, 0)]
    [InlineData(-2, 40, 50, -1, 0, -1)]
    [InlineData(2, 10, 20, -2, -2, 4)]
    [InlineData(-2, 80, 90, 2, 2, -4)]
    // An end on a cut point belongs to the better band.
    [InlineData(1, 45, 60, 0, 1, 0)]
    [InlineData(-1, 45, 60, 0, 1, -1)]
    [InlineData(0, 45, 45, 0, 0, 0)]
    public void An_agreed_score_diverges_by_its_steps_outside_the_mapped_interval(int agreed, double low, double high, int lowBand, int highBand, int steps)
    {
        var divergence = Divergence.Of(agreed, new Interval(low, high), Cuts);
        (divergence.Low, divergence.High, divergence.Steps, divergence.Diverges).ShouldBe((lowBand, highBand, steps, steps != 0));
    }

    [Fact]
    public void Nothing_is_said_without_an_interval()
    {
        var divergence = Divergence.Of(2, Interval.None, Cuts);
        (divergence.IsKnown, divergence.Diverges, divergence.Steps).ShouldBe((false, false, 0));
    }

    [Fact]
    public void A_wider_interval_never_diverges_more()
    {
        foreach (var agreed in Enumerable.Range(-2, 5))
        {
            var last = int.MaxValue;
            for (var half = 0; half <= 50; half++)
            {
                var steps = Math.Abs(Divergence.Of(agreed, new Interval(50 - half, 50 + half), Cuts).Steps);
                steps.ShouldBeLessThanOrEqualTo(last);
                last = steps;
            }
        }
    }

    [Theory, InlineData(-3), InlineData(3)]
    public void A_score_off_the_scale_is_refused(int agreed) => Should.Throw<ArgumentOutOfRangeException>(() => Divergence.Of(agreed, new Interval(1, 2), Cuts));
}
