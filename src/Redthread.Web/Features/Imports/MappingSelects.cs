using Redthread.Web.Features.Landscapes;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Imports;

/// <summary>What the select boxes of a mapping offer. What the mapping says already is always among it.</summary>
public static class MappingSelects
{
    public static IReadOnlyList<SelectOption> Uses { get; } = [.. Enum.GetValues<ColumnUse>().Select(use => new SelectOption(use.ToString(), MappingColumns.NameOf(use)))];

    public static IReadOnlyList<SelectOption> Measures(Landscape landscape) =>
        [
            new("", "not said"),
            .. landscape.Measures.Where(measure => measure.SupersededAt is null).OrderBy(measure => measure.Name).Select(measure => new SelectOption(measure.Key, measure.Name)),
        ];

    public static IReadOnlyList<SelectOption> Places(Landscape landscape) =>
        [
            new("", "not said"),
            .. landscape.LiveJourneys.SelectMany(journey =>
                journey.LiveStages.SelectMany(stage =>
                    stage
                        .Touchpoints.Select(touchpoint => new SelectOption($"{journey.Key}/{stage.Key}/{touchpoint.Key}", $"{stage.Name} · {touchpoint.Name}", journey.Name))
                        .Prepend(new SelectOption($"{journey.Key}/{stage.Key}", stage.Name, journey.Name))
                )
            ),
        ];

    public static IReadOnlyList<SelectOption> Delimiters(FileInspection file) =>
        [new("", $"as found: {(file.Delimiter == '\t' ? "tab" : file.Delimiter.ToString())}"), new(",", ", comma"), new(";", "; semicolon"), new("tab", "tab"), new("|", "| bar")];

    public static IReadOnlyList<SelectOption> Dates { get; } =
    [
        new("", "as the file proves"),
        new("dmy", "day, month, year"),
        new("mdy", "month, day, year"),
        new("ymd", "year, month, day"),
        new("=unix", "seconds since 1970"),
        new("=unix-ms", "milliseconds since 1970"),
        new("=excel", "serial numbers of Excel"),
    ];

    public static IReadOnlyList<SelectOption> Decimals(FileInspection file) =>
        [new("", $"as found: {(file.DecimalComma ? "comma" : "point")}"), new("point", "3.5 point"), new("comma", "3,5 comma")];

    public static IReadOnlyList<SelectOption> With(this IReadOnlyList<SelectOption> options, string? value) =>
        string.IsNullOrEmpty(value) || options.Any(option => option.Value == value) ? options : [.. options, new SelectOption(value, value.TrimStart('='))];
}
