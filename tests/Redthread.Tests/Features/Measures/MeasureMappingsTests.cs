using Redthread.Domain.Measures;
using Redthread.Web.Features.Measures;

namespace Redthread.Tests.Features.Measures;

public class MeasureMappingsTests
{
    [Theory]
    [InlineData(MappingKind.Linear, "1 5", Direction.HigherIsBetter, 1, 5, 4, 75.0)]
    [InlineData(MappingKind.Linear, "1 5", Direction.LowerIsBetter, 1, 5, 4, 25.0)]
    [InlineData(MappingKind.Linear, "1 5", Direction.HigherIsBetter, 1, 5, 6, null)]
    [InlineData(MappingKind.Target, "600 60", Direction.LowerIsBetter, 0, 86400, 330, 50.0)]
    [InlineData(MappingKind.Target, "600 60", Direction.LowerIsBetter, 0, 86400, 90000, null)]
    [InlineData(MappingKind.Boxes, "0-6:0 7-8:50 9-10:100", Direction.HigherIsBetter, 0, 10, 8, 50.0)]
    [InlineData(MappingKind.Boxes, "9-10:100 0-6:0 7-8:50", Direction.HigherIsBetter, 0, 10, 9, 100.0)]
    [InlineData(MappingKind.Boxes, "-2:0 -1-1:50 2:100", Direction.HigherIsBetter, -2, 2, 0, 50.0)]
    [InlineData(MappingKind.Boxes, "0:100 1:0", Direction.LowerIsBetter, 0, 1, 1, 0.0)]
    public void Texts_become_mappings(MappingKind kind, string text, Direction direction, double min, double max, double raw, double? points) =>
        MeasureMappings.Read(kind, text, direction, min, max).Value.ToPoints(raw).ShouldBe(points);

    [Theory]
    [InlineData(MappingKind.Linear, "1", Direction.HigherIsBetter, "two numbers")]
    [InlineData(MappingKind.Linear, "1 x", Direction.HigherIsBetter, "two numbers")]
    [InlineData(MappingKind.Linear, "10 0", Direction.HigherIsBetter, "below its highest")]
    [InlineData(MappingKind.Linear, "1 5", Direction.HigherIsBetter, "leaves out")]
    [InlineData(MappingKind.Target, "3 3", Direction.HigherIsBetter, "must differ")]
    [InlineData(MappingKind.Target, "8 2", Direction.HigherIsBetter, "contradicts the direction")]
    [InlineData(MappingKind.Target, "2 80", Direction.HigherIsBetter, "must lie on the scale")]
    [InlineData(MappingKind.Boxes, "", Direction.HigherIsBetter, "needs a box")]
    [InlineData(MappingKind.Boxes, "0-6", Direction.HigherIsBetter, "is no box")]
    [InlineData(MappingKind.Boxes, "0-6:0 6-8:50", Direction.HigherIsBetter, "two boxes")]
    [InlineData(MappingKind.Boxes, "6-0:10", Direction.HigherIsBetter, "lower to a higher")]
    [InlineData(MappingKind.Boxes, "0-6:101", Direction.HigherIsBetter, "0 to 100 points")]
    [InlineData(MappingKind.Boxes, "0-60:10", Direction.HigherIsBetter, "outside the scale")]
    [InlineData(MappingKind.Boxes, "0-6:100 7-10:0", Direction.HigherIsBetter, "contradict the direction")]
    public void What_cannot_be_meant_is_refused_with_a_reason(MappingKind kind, string text, Direction direction, string reason)
    {
        var error = MeasureMappings.Read(kind, text, direction, 0, 10).Error;
        error.ShouldNotBeNull().Message.ShouldContain(reason);
        error.Code.ShouldBe("mapping-text");
    }

    [Fact]
    public void All_shipped_measures_can_be_read() =>
        ShippedMeasures.All.Select(entry => entry.Measure).ShouldBe(["csat-5", "csat-10", "nps", "ces-7", "fcr", "waiting-time", "transfers", "done", "trust-5", "bundle-fit"]);

    [Theory]
    [InlineData("nps")]
    [InlineData("ces-7")]
    public void The_direction_of_shipped_scales_is_locked(string key)
    {
        var shipped = ShippedMeasures.All.First(entry => entry.Measure == key);
        (shipped with { Direction = Direction.LowerIsBetter, Mapping = MappingKind.Linear, MappingText = string.Join(' ', shipped.Scale), Nps = false })
            .Check()!
            .Code.ShouldBe("direction-locked");
    }
}
