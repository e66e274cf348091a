using Redthread.Web.Ui;

namespace Redthread.Web.Features.Voice;

/// <summary>One column of the drawn flow. The thread narrows to the right; what is lost peels off downward.</summary>
/// <param name="Band">The thread on to the next column; null after the last.</param>
/// <param name="Peel">The loss; null where nothing was lost.</param>
public sealed record FlowBar(VoiceStep Step, double X, double Height, string? Band, string? Peel, double LabelX);

/// <summary>Coordinates of the flow in a fixed frame: widths are proportional to customers at every column.</summary>
public sealed record FlowLayout(IReadOnlyList<FlowBar> Bars, double Width, double Height, double Top)
{
    public const double BarWidth = 8;
    private const double Left = 10;
    private const double Step = 154;
    private const double Tallest = 260;
    private const double FlowTop = 46;
    private const double Floor = 326;

    public static FlowLayout Of(VoiceFlow flow)
    {
        var scale = flow.Total == 0 ? 0 : Tallest / flow.Total;
        var bars = new List<FlowBar>();
        for (var index = 0; index < flow.Steps.Count; index++)
        {
            var step = flow.Steps[index];
            var x = Left + index * Step;
            var last = index == flow.Steps.Count - 1;
            var on = last ? 0 : flow.Steps[index + 1].In * scale;
            var height = step.In * scale;
            bars.Add(
                new FlowBar(
                    step,
                    x,
                    step.In == 0 ? 0 : Math.Max(height, 1),
                    last || on <= 0 ? null : Rectangle(x + BarWidth, FlowTop, Step - BarWidth, Math.Max(on, 1)),
                    step.Lost == 0 ? null : Peel(x + BarWidth, FlowTop + on, Math.Max(height - on, 1)),
                    x + 38
                )
            );
        }

        return new FlowLayout(bars, Left + (flow.Steps.Count - 1) * Step + 100, Floor + 62, FlowTop);
    }

    private static string Rectangle(double x, double y, double width, double height) => $"M{N(x)} {N(y)}h{N(width)}v{N(height)}h{N(-width)}z";

    /// <summary>A ribbon that leaves to the right and bends down to the floor; it narrows so that neighbours do not touch.</summary>
    private static string Peel(double x, double y, double height)
    {
        var foot = Math.Clamp(height * 0.4, 2, 46);
        var (bend, near) = (64.0, 30.0 + foot * 0.1);
        var right = x + near + foot + 26;
        return $"M{N(x)} {N(y)}C{N(x + bend)} {N(y)} {N(right - 18)} {N(y + 20)} {N(right)} {N(Floor)}"
            + $"H{N(right - foot)}C{N(right - foot - 14)} {N(y + height + 18)} {N(x + bend * 0.55)} {N(y + height)} {N(x)} {N(y + height)}z";
    }

    private static string N(double value) => Numbers.Svg(value);
}
