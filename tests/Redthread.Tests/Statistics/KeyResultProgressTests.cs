using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class KeyResultProgressTests
{
    [Theory]
    [InlineData(40, 60, 50, 0.5)]
    [InlineData(40, 60, 60, 1)]
    [InlineData(40, 60, 75, 1)]
    [InlineData(40, 60, 30, 0)]
    [InlineData(12, 4, 10, 0.25)]
    [InlineData(12, 4, 2, 1)]
    [InlineData(12, 4, 13, 0)]
    public void Graded_either_way(double start, double target, double current, double grade) => KeyResultProgress.Of(start, target, current).Grade!.Value.ShouldBe(grade, 1e-12);

    [Fact]
    public void Unknown_has_no_grade()
    {
        KeyResultProgress.Of(40, 60, null).ShouldBe(new KeyResultProgress(null, null));
        KeyResultProgress.Of(40, 60, double.NaN).Grade.ShouldBeNull();
        KeyResultProgress.Of(40, 60, null).Reached.ShouldBeFalse();
        Should.Throw<ArgumentException>(() => KeyResultProgress.Of(double.NaN, 60, 1));
    }

    [Theory]
    [InlineData(80, Direction.HigherIsBetter, 1)]
    [InlineData(85, Direction.HigherIsBetter, 1)]
    [InlineData(79, Direction.HigherIsBetter, 0)]
    [InlineData(79, Direction.LowerIsBetter, 1)]
    [InlineData(80, null, 1)]
    [InlineData(81, null, 0)]
    public void A_start_at_its_target_is_held_or_not(double current, Direction? good, double grade)
    {
        var progress = KeyResultProgress.Of(80, 80, current, good);
        progress.Grade.ShouldBe(grade);
        progress.Unclipped.ShouldBeNull();
    }

    [Fact]
    public void It_rises_towards_the_target_and_is_the_same_in_any_unit() =>
        Prop.ForAll(
                Gen.Choose(-100, 100).ToArbitrary(),
                Gen.Choose(-100, 100).ToArbitrary(),
                Gen.Choose(-200, 200).ToArbitrary(),
                (start, target, current) =>
                {
                    var progress = KeyResultProgress.Of(start, target, current);
                    var closer = KeyResultProgress.Of(start, target, current + Math.Sign(target - start));
                    var scaled = KeyResultProgress.Of((3.5 * start) - 8, (3.5 * target) - 8, (3.5 * current) - 8);
                    return progress.Grade is >= 0 and <= 1
                        && (start == target || closer.Grade >= progress.Grade)
                        && Given.Close(progress.Grade.Value, scaled.Grade!.Value)
                        && KeyResultProgress.Of(start, target, target).Reached
                        && (start == target || KeyResultProgress.Of(start, target, start).Grade == 0);
                }
            )
            .QuickCheckThrowOnFailure();
}
