using System.Globalization;
using Redthread.Domain;
using Redthread.Domain.Measures;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Measures;

/// <summary>The fields of the measure form as they are typed.</summary>
public sealed record MeasureForm
{
    public string? Measure { get; init; }
    public string? Name { get; init; }
    public string? Wording { get; init; }
    public string? Unit { get; init; }
    public string? ScaleMin { get; init; }
    public string? ScaleMax { get; init; }
    public Direction Direction { get; init; }
    public MappingKind Mapping { get; init; }
    public string? MappingText { get; init; }
    public bool Nps { get; init; }
    public int Revision { get; init; }

    public static MeasureForm Of(Measure measure) =>
        new()
        {
            Measure = measure.Key,
            Name = measure.Name,
            Wording = measure.Wording,
            Unit = measure.Unit,
            ScaleMin = Number(measure.ScaleMin),
            ScaleMax = Number(measure.ScaleMax),
            Direction = measure.Direction,
            Mapping = measure.Mapping,
            MappingText = measure.MappingText,
            Nps = measure.IsNps,
            Revision = measure.Revision,
        };

    public MeasureEntry ToEntry() =>
        new MeasureEntry
        {
            Measure = string.IsNullOrWhiteSpace(Measure) ? Key.From(Name ?? "") : Measure.Trim(),
            Name = Name ?? "",
            Wording = Wording ?? "",
            Unit = Unit ?? "",
            Scale = [Parse(ScaleMin), Parse(ScaleMax)],
            Direction = Direction,
            Mapping = Mapping,
            MappingText = MappingText ?? "",
            Nps = Nps,
        }.Tidied();

    /// <summary>The field that an error is about; null where it is about the whole.</summary>
    public static string? FieldOf(string? code) =>
        code switch
        {
            "bad-key" or "key-taken" => nameof(Measure),
            "name-missing" => nameof(Name),
            "wording-missing" => nameof(Wording),
            "unit-long" => nameof(Unit),
            "scale" => nameof(ScaleMin),
            "mapping-text" or "nps-mapping" => nameof(MappingText),
            "direction-locked" => nameof(Direction),
            _ => null,
        };

    public static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static double Parse(string? text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
}

/// <summary>What a mapping makes of raw values along its scale: shown while it is written, and on the measure's page.</summary>
public sealed record MappingSample(string Raw, double? Points)
{
    public static IReadOnlyList<MappingSample> Of(MeasureEntry entry)
    {
        if (
            entry.Check() is not null
            || MeasureMappings.Read(entry.Mapping, entry.MappingText, entry.Direction, entry.Scale[0], entry.Scale[1]) is not { Ok: true, Value: var mapping }
        )
            return [];
        // A product with a negative slope may be −0, which nobody writes.
        return [.. Values(entry, mapping).Distinct().Order().Select(raw => new MappingSample(MeasureForm.Number(raw), mapping.ToPoints(raw) + 0.0))];
    }

    public string Text => Points is { } points ? Numbers.Score(points) : "out of scale";

    private static IEnumerable<double> Values(MeasureEntry entry, Statistics.MeasureMapping mapping)
    {
        var (low, high) = (entry.Scale[0], entry.Scale[1]);
        var (from, to) = mapping is Statistics.TargetMapping target ? (Math.Min(target.Good, target.Bad), Math.Max(target.Good, target.Bad)) : (low, high);
        if (to - from is > 1 and <= 10 || (from, to) == (0, 1))
            return Enumerable.Range(0, (int)(to - from) + 1).Select(step => from + step).Append(to);
        return Enumerable.Range(0, 5).Select(step => Math.Round(from + ((to - from) * step / 4), to - from > 20 ? 0 : 2)).Append(low);
    }
}
