using System.Globalization;
using System.Text.RegularExpressions;
using Redthread.Domain;
using Redthread.Domain.Measures;
using Redthread.Statistics;
using Direction = Redthread.Domain.Measures.Direction;

namespace Redthread.Web.Features.Measures;

/// <summary>The mapping of a measure to 0–100, read from its text: “1 5”, “600 60”, “0-6:0 7-8:50 9-10:100”.</summary>
public static partial class MeasureMappings
{
    /// <summary>The mapping of a stored measure, or null when its text cannot be read.</summary>
    public static MeasureMapping? Of(Measure measure) =>
        Read(measure.Mapping, measure.MappingText, measure.Direction, measure.ScaleMin, measure.ScaleMax) is { Ok: true } read ? read.Value : null;

    public static Result<MeasureMapping> Read(MappingKind kind, string text, Direction direction, double scaleMin, double scaleMax) =>
        kind switch
        {
            MappingKind.Linear => ReadLinear(text, direction, scaleMin, scaleMax),
            MappingKind.Target => ReadTarget(text, direction, scaleMin, scaleMax),
            _ => ReadBoxes(text, direction, scaleMin, scaleMax),
        };

    private static Result<MeasureMapping> ReadLinear(string text, Direction direction, double scaleMin, double scaleMax)
    {
        if (Pair(text) is not var (low, high))
            return Bad("A linear mapping is two numbers, the lowest and the highest value: “1 5”.");
        if (!(low < high))
            return Bad($"The lowest value of a linear mapping must be below its highest; “{text}” has it the other way round. Which end is good is said by the direction.");
        if (low > scaleMin || high < scaleMax)
            return Bad($"The mapping “{text}” leaves out a part of the scale {Number(scaleMin)} to {Number(scaleMax)}.");
        return new LinearMapping(low, high, direction == Direction.LowerIsBetter ? Statistics.Direction.LowerIsBetter : Statistics.Direction.HigherIsBetter);
    }

    private static Result<MeasureMapping> ReadTarget(string text, Direction direction, double scaleMin, double scaleMax)
    {
        if (Pair(text) is not var (bad, good))
            return Bad("A target mapping is two numbers, the value that earns nothing and the value that earns everything: “600 60”.");
        if (bad == good)
            return Bad("The bad and the good value of a target mapping must differ.");
        if (good > bad != (direction == Direction.HigherIsBetter))
            return Bad(
                $"The mapping “{text}” (bad, then good) contradicts the direction, which says that {(direction == Direction.HigherIsBetter ? "higher" : "lower")} is better."
            );
        if (Math.Min(bad, good) < scaleMin || Math.Max(bad, good) > scaleMax)
            return Bad($"The bad and the good value must lie on the scale {Number(scaleMin)} to {Number(scaleMax)}.");
        return new TargetMapping(bad, good, scaleMin, scaleMax);
    }

    private static Result<MeasureMapping> ReadBoxes(string text, Direction direction, double scaleMin, double scaleMax)
    {
        var boxes = new List<Box>();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var match = BoxPattern().Match(part);
            if (!match.Success)
                return Bad($"“{part}” is no box. A box is a value or a range, a colon and points from 0 to 100: “1:100” or “7-8:50”.");
            var from = Parse(match.Groups["from"].Value);
            boxes.Add(new Box(from, match.Groups["to"].Success ? Parse(match.Groups["to"].Value) : from, Parse(match.Groups["points"].Value)));
        }

        if (boxes.Count == 0)
            return Bad("A mapping by boxes needs a box: “0-6:0 7-8:50 9-10:100”.");
        if (boxes.Exists(box => box.From > box.To || box.Points > 100))
            return Bad("A box runs from a lower to a higher value and earns 0 to 100 points.");
        if (boxes.Exists(box => box.From < scaleMin || box.To > scaleMax))
            return Bad($"A box lies outside the scale {Number(scaleMin)} to {Number(scaleMax)}.");
        var sorted = boxes.OrderBy(box => box.From).ToList();
        if (sorted.Zip(sorted.Skip(1)).FirstOrDefault(pair => pair.First.To >= pair.Second.From) is { Second.To: > double.NegativeInfinity } twice && twice.First != default)
            return Bad($"The value {Number(twice.Second.From)} lies in two boxes.");
        return Contradicts(sorted, direction)
            ? Bad($"The boxes contradict the direction, which says that {(direction == Direction.HigherIsBetter ? "higher" : "lower")} is better.")
            : new BoxesMapping(sorted);
    }

    // Boxes may favour the middle of a scale; only a plain rise or fall says a direction.
    private static bool Contradicts(List<Box> sorted, Direction direction)
    {
        var points = direction == Direction.HigherIsBetter ? sorted.Select(box => box.Points).ToList() : sorted.Select(box => -box.Points).ToList();
        return points.Count > 1 && points[0] != points[^1] && points.Zip(points.Skip(1)).All(pair => pair.First >= pair.Second);
    }

    private static Error Bad(string message) => Error.Invalid("mapping-text", message);

    private static (double First, double Second)? Pair(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && TryParse(parts[0], out var first) && TryParse(parts[1], out var second) ? (first, second) : null;
    }

    private static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    private static double Parse(string text) => double.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<from>-?\d{1,12}(\.\d{1,9})?)([-–](?<to>-?\d{1,12}(\.\d{1,9})?))?:(?<points>\d{1,3}(\.\d{1,9})?)$", RegexOptions.CultureInvariant)]
    private static partial Regex BoxPattern();
}
