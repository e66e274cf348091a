using Redthread.Statistics;
using Redthread.Web.Features.Analysis;

namespace Redthread.Tests.Features.Analysis;

public class LinkageTextTests
{
    [Theory]
    [InlineData(0, -1, 0.001, "0 (0 to 1)")]
    [InlineData(0.002, -12, 0.004, "0 (0 to 12)")]
    [InlineData(0.01, 0, 0.02, "−0.01 (−0.02 to 0)")]
    public void What_rounds_to_nothing_has_no_sign(double effect, double low, double high, string told) =>
        LinkageText
            .Effect(LinkageOutcome.Spending, new LinkageResult("a", LinkageState.Undecided, 100, 0, 10, effect, new Interval(low, high), 0.5, 0.5, double.NaN, 100))
            .ShouldBe(told);
}
