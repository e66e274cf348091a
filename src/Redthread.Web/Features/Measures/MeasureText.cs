using Redthread.Domain.Measures;

namespace Redthread.Web.Features.Measures;

/// <summary>How measures are put in words on pages.</summary>
public static class MeasureText
{
    public static string Direction(Direction direction) => direction == Domain.Measures.Direction.HigherIsBetter ? "higher is better" : "lower is better";

    public static string Mapping(Measure measure) => MeasureMappings.Of(measure)?.Text ?? "cannot be read";
}
