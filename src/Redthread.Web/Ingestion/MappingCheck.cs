using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion;

/// <summary>Holds a mapping against the vocabulary and a header before any row is read.</summary>
internal static class MappingCheck
{
    /// <summary>Every name of the mapping that the vocabulary does not have.</summary>
    public static IEnumerable<Fault> Names(Mapping mapping, Vocabulary vocabulary)
    {
        var places = mapping.Readings.Select(reading => reading.Place).Concat(mapping.Verbatims.Select(text => text.Place).OfType<string>());
        return Unknown(places, vocabulary.Places, "place", FaultCodes.PlaceUnknown)
            .Concat(Unknown(mapping.Readings.Select(reading => reading.Measure), vocabulary.Measures, "measure", FaultCodes.MeasureUnknown))
            .Concat(Unknown(mapping.Verbatims.SelectMany(text => text.Needs), vocabulary.Needs, "need", FaultCodes.NeedUnknown))
            .Concat(Unknown(mapping.Segments.SelectMany(Stated), vocabulary.Segments, "segment", FaultCodes.SegmentUnknown))
            .Concat(Unknown(Stated(mapping.Channel), vocabulary.Channels, "channel", FaultCodes.ChannelUnknown));
    }

    /// <summary>What of the header a signal cannot do without.</summary>
    public static IEnumerable<Fault> Header(IReadOnlyList<string> columns, Mapping mapping, bool hasFallback)
    {
        if (ColumnNames.Find(columns, mapping.Time.Columns) is null && !hasFallback)
        {
            yield return new Fault(FaultCodes.ColumnMissing, $"No column for the time: the file has none of {List(mapping.Time.Columns)}.{Near(columns, mapping.Time.Columns)}");
        }

        if (mapping.ExternalId is { } id && id.Parts.Any(part => ColumnNames.Find(columns, part) is null))
        {
            var missing = id.Parts.First(part => ColumnNames.Find(columns, part) is null);
            yield return new Fault(FaultCodes.ColumnMissing, $"No column for the external id: the file has none of {List(missing)}.{Near(columns, missing)}");
        }

        var contents = mapping.Readings.Select(field => field.Columns).Concat(mapping.Verbatims.Select(field => field.Columns)).ToList();
        if (contents.Count > 0 && !contents.Exists(names => ColumnNames.Find(columns, names) is not null))
        {
            yield return new Fault(FaultCodes.NothingMapped, "The file has none of the columns that the mapping reads readings and verbatims from; is it the right mapping?");
        }
    }

    /// <summary>Fields that this file leaves empty because it lacks their columns.</summary>
    public static IReadOnlyList<string> Lacking(IReadOnlyList<string> columns, Mapping mapping)
    {
        var texts = new List<(string Name, TextField? Field)>
        {
            ("customer", mapping.Customer),
            ("account", mapping.Account),
            ("channel", mapping.Channel),
            ("weight", mapping.Weight),
            ("language", mapping.Language),
        };
        texts.AddRange(mapping.Segments.Select(field => ("segment", (TextField?)field)));
        var fields = texts
            .Where(text => text.Field is { Columns.Count: > 0, Constant: null })
            .Select(text => (text.Name, text.Field!.Columns))
            .Concat(mapping.Verbatims.Select(field => ("verbatim", field.Columns)))
            .Concat(mapping.Readings.Select(field => ($"reading of {field.Measure} at {field.Place}", field.Columns)));
        return
        [
            .. fields.Where(field => ColumnNames.Find(columns, field.Item2) is null).Select(field => $"No column for {field.Item1}: the file has none of {List(field.Item2)}."),
        ];
    }

    private static IEnumerable<string> Stated(TextField? field) => field is null ? [] : field.Values.Values.Concat(field.Constant is { } constant ? [constant] : []);

    private static IEnumerable<Fault> Unknown<T>(IEnumerable<string> names, IReadOnlyDictionary<string, T> known, string what, string code) =>
        names
            .Where(name => name.Length > 0 && !known.ContainsKey(name))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name =>
                name == MappingGuess.Unanswered
                    ? new Fault(code, $"The mapping does not say yet which {what} some of its readings have.")
                    : new Fault(code, $"The mapping names the {what} \"{name}\", which does not exist.{Nearest.Hint(name, known.Keys)}")
            );

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));

    private static string Near(IReadOnlyList<string> columns, IReadOnlyList<string> wanted) =>
        wanted.Select(name => Nearest.To(name, columns)).OfType<string>().FirstOrDefault() is { } near ? $" Did you mean \"{near}\"?" : "";
}
