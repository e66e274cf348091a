using System.Globalization;
using YamlDotNet.Serialization;

namespace Redthread.Web.Ingestion.Mappings;

using Fields = Dictionary<string, object>;

public sealed partial record Mapping
{
    /// <summary>Every fault names its line; an unknown field also names the nearest known one.</summary>
    public static Outcome<Mapping> Parse(string yaml) => MappingReader.Read(yaml);

    /// <summary>A document that <see cref="Parse"/> reads back into an equal mapping.</summary>
    public string ToYaml() => new SerializerBuilder().WithQuotingNecessaryStrings(true).Build().Serialize(MappingYaml.Of(this));
}

internal static class MappingYaml
{
    public static Fields Of(Mapping mapping)
    {
        var fields = new Fields { ["timeZone"] = mapping.TimeZone };
        Put(fields, "format", Of(mapping.Format));
        Put(fields, "externalId", Of(mapping.ExternalId));
        fields["time"] = Of(mapping.Time);
        Put(fields, "customer", Of(mapping.Customer));
        Put(fields, "account", Of(mapping.Account));
        Put(fields, "segment", mapping.Segments.Count == 1 ? Of(mapping.Segments[0]) : mapping.Segments.Select(Of).ToList());
        Put(fields, "channel", Of(mapping.Channel));
        Put(fields, "weight", Of(mapping.Weight));
        Put(fields, "language", Of(mapping.Language));
        Put(fields, "verbatim", mapping.Verbatims.Select(Of).ToList());
        Put(fields, "readings", mapping.Readings.Select(Of).ToList());
        return fields;
    }

    private static Fields Of(Files.FormatHints hints)
    {
        var fields = new Fields();
        Put(fields, "type", NameOf(MappingReader.Formats, hints.Format));
        Put(fields, "delimiter", hints.Delimiter == '\t' ? "tab" : hints.Delimiter?.ToString());
        Put(fields, "encoding", hints.Encoding);
        if (hints.DecimalComma is { } comma)
        {
            fields["decimalComma"] = comma;
        }

        Put(fields, "sheet", hints.Sheet);
        return fields;
    }

    private static Fields Of(ExternalIdField? id)
    {
        var fields = new Fields();
        if (id is null)
        {
            return fields;
        }

        Put(fields, id.Parts.Count == 1 ? "columns" : "join", id.Parts.Count == 1 ? id.Parts[0] : id.Parts.ToList());
        Put(fields, "uniqueWithin", id.UniqueWithin == default ? null : NameOf(MappingReader.Reaches, id.UniqueWithin));
        return fields;
    }

    private static Fields Of(TimeField time)
    {
        var fields = new Fields();
        Put(fields, "columns", time.Columns);
        Put(fields, "timeOfDay", time.TimeOfDay);
        Put(fields, "order", NameOf(MappingReader.Orders, time.Order));
        Put(fields, "format", time.Format);
        Put(fields, "fallback", time.Fallback.Select(Of).ToList());
        return fields;
    }

    private static Fields Of(FallbackDate fallback)
    {
        var fields = new Fields();
        Put(fields, "file", fallback.File);
        fields["date"] = fallback.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return fields;
    }

    private static Fields Of(TextField? text)
    {
        var fields = new Fields();
        if (text is not null)
        {
            Put(fields, "columns", text.Columns);
            Put(fields, "values", text.Values);
            Put(fields, "constant", text.Constant);
        }

        return fields;
    }

    private static Fields Of(VerbatimField verbatim)
    {
        var fields = new Fields();
        Put(fields, "columns", verbatim.Columns);
        Put(fields, "place", verbatim.Place);
        Put(fields, "needs", verbatim.Needs);
        return fields;
    }

    private static Fields Of(ReadingField reading)
    {
        var fields = new Fields();
        Put(fields, "columns", reading.Columns);
        Put(fields, "measure", reading.Measure);
        Put(fields, "place", reading.Place);
        Put(fields, "blank", reading.Blank);
        Put(fields, "notUsed", reading.NotUsed);
        Put(fields, "values", reading.Values);
        return fields;
    }

    private static string? NameOf<T>(IReadOnlyDictionary<string, T> names, T? value)
        where T : struct => value is null ? null : names.First(name => name.Value.Equals(value.Value)).Key;

    private static void Put(Fields fields, string name, object? value)
    {
        var empty = value is System.Collections.IEnumerable many and not string && !many.Cast<object>().Any();
        if (value is not null && !empty)
        {
            fields[name] = value;
        }
    }
}
