using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class MappingTests
{
    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(3, 50.0)]
    [InlineData(5, 100.0)]
    [InlineData(0.99, null)]
    [InlineData(5.01, null)]
    [InlineData(double.NaN, null)]
    [InlineData(double.PositiveInfinity, null)]
    public void Linear_scale(double raw, double? points) => new LinearMapping(1, 5).ToPoints(raw).ShouldBe(points);

    [Theory]
    [InlineData(1, 100.0)]
    [InlineData(7, 0.0)]
    [InlineData(4, 50.0)]
    public void Linear_scale_where_low_is_good(double raw, double points) => new LinearMapping(1, 7, Direction.LowerIsBetter).ToPoints(raw).ShouldBe(points);

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(6, 0.0)]
    [InlineData(7, 50.0)]
    [InlineData(8, 50.0)]
    [InlineData(9, 100.0)]
    [InlineData(10, 100.0)]
    [InlineData(6.5, null)]
    [InlineData(11, null)]
    [InlineData(-1, null)]
    public void Net_promoter_boxes(double raw, double? points) => BoxesMapping.NetPromoter.ToPoints(raw).ShouldBe(points);

    [Theory]
    [InlineData(700, 0.0)]
    [InlineData(600, 0.0)]
    [InlineData(330, 50.0)]
    [InlineData(60, 100.0)]
    [InlineData(0, 100.0)]
    [InlineData(-1, null)]
    public void Target_for_a_wait_in_seconds(double raw, double? points) => new TargetMapping(600, 60).ToPoints(raw).ShouldBe(points);

    [Fact]
    public void Target_for_a_rate()
    {
        var mapping = new TargetMapping(0.4, 0.9, highest: 1);
        mapping.Direction.ShouldBe(Direction.HigherIsBetter);
        mapping.ToPoints(0.65)!.Value.ShouldBe(50, 1e-9);
        mapping.ToPoints(1.01).ShouldBeNull();
    }

    [Fact]
    public void Texts_say_what_is_done()
    {
        BoxesMapping.NetPromoter.Text.ShouldBe("0–6 → 0; 7–8 → 50; 9–10 → 100; anything else: out of scale");
        new LinearMapping(1, 5).Text.ShouldBe("points = 100 × (value − 1) ÷ (5 − 1); outside 1–5: out of scale");
        new TargetMapping(600, 60).Text.ShouldBe("points = 100 × (value − 600) ÷ (60 − 600), kept within 0–100; below 0: out of scale");
    }

    [Fact]
    public void Points_are_monotone_and_on_the_scale() =>
        Prop.ForAll(
                Given.Value.ToArbitrary(),
                Given.Value.ToArbitrary(),
                (a, b) =>
                    new MeasureMapping[] { new LinearMapping(0, 100), new TargetMapping(20, 70), new BoxesMapping([new(0, 40, 0), new(40.01, 100, 100)]) }.All(mapping =>
                        mapping.ToPoints(Math.Min(a, b)) is { } low && mapping.ToPoints(Math.Max(a, b)) is { } high && low >= 0 && high <= 100 && low <= high
                    )
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Impossible_mappings_are_refused()
    {
        Should.Throw<ArgumentException>(() => new LinearMapping(5, 5));
        Should.Throw<ArgumentException>(() => new TargetMapping(5, 5));
        Should.Throw<ArgumentException>(() => new TargetMapping(-5, 5));
        Should.Throw<ArgumentException>(() => new BoxesMapping([]));
        Should.Throw<ArgumentException>(() => new BoxesMapping([new(0, 6, 0), new(6, 8, 50)]));
        Should.Throw<ArgumentException>(() => new BoxesMapping([new(0, 6, 101)]));
        Should.Throw<ArgumentException>(() => new BoxesMapping([new(6, 0, 10)]));
    }

    [Fact]
    public void Mappings_with_equal_content_are_equal()
    {
        new BoxesMapping([new(1, 1, 100), new(0, 0, 0)]).ShouldBe(BoxesMapping.YesNo);
        new BoxesMapping([new(1, 1, 100), new(0, 0, 0)]).GetHashCode().ShouldBe(BoxesMapping.YesNo.GetHashCode());
        new LinearMapping(1, 5).ShouldNotBe(new LinearMapping(1, 5, Direction.LowerIsBetter));
    }
}
