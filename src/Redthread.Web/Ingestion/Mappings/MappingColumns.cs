using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.Mappings;

/// <summary>
/// A mapping seen from the columns of one file, and changed from there. Only what a choice changes is touched: other
/// names of a column, values, codes, needs and whatever select boxes cannot say stay as they are.
/// </summary>
public sealed class MappingColumns(IReadOnlyList<string> columns, Mapping mapping)
{
    private static readonly ColumnUse[] Single =
    [
        ColumnUse.Time,
        ColumnUse.TimeOfDay,
        ColumnUse.Customer,
        ColumnUse.Account,
        ColumnUse.Channel,
        ColumnUse.Weight,
        ColumnUse.Language,
    ];

    public FileChoice File =>
        new(
            mapping.Format.Delimiter is { } delimiter ? (delimiter == '\t' ? "tab" : delimiter.ToString()) : "",
            mapping.Time.Format is { } format ? $"={format}"
                : mapping.Time.Order is { } order ? MappingReader.Orders.First(entry => entry.Value == order).Key
                : "",
            mapping.Format.DecimalComma switch
            {
                null => "",
                true => "comma",
                false => "point",
            }
        );

    /// <summary>What a column is; a column that is several things is the first of them.</summary>
    public ColumnChoice this[string column] => UsesOf(column).FirstOrDefault(new ColumnChoice(ColumnUse.None));

    /// <summary>Everything a column is, in the order of the mapping.</summary>
    public IEnumerable<ColumnChoice> UsesOf(string column)
    {
        foreach (var use in Single.Where(use => Reads(NamesOf(mapping, use), column)))
            yield return new ColumnChoice(use);
        if (mapping.ExternalId is { } id && id.Parts.Any(part => Reads(part, column)))
            yield return new ColumnChoice(ColumnUse.ExternalId);
        if (mapping.Segments.Any(field => Reads(field.Columns, column)))
            yield return new ColumnChoice(ColumnUse.Segment);
        foreach (var field in mapping.Readings.Where(field => Reads(field.Columns, column)))
            yield return new ColumnChoice(ColumnUse.Reading, Said(field.Measure), Said(field.Place), string.Join(", ", field.NotUsed));
        foreach (var field in mapping.Verbatims.Where(field => Reads(field.Columns, column)))
            yield return new ColumnChoice(ColumnUse.Verbatim, Place: field.Place ?? "");
    }

    /// <summary>What of these choices is new, on top of a mapping; a column that is not named stays what it is.</summary>
    /// <param name="onto">Another text of this mapping, edited at the same time.</param>
    public Outcome<Mapping> With(FileChoice file, IReadOnlyDictionary<string, ColumnChoice> choices, Mapping? onto = null)
    {
        var changed = columns
            .Where(choices.ContainsKey)
            .Select(column => (Column: column, Was: this[column], Is: Plain(choices[column])))
            .Where(change => change.Is != Plain(change.Was))
            .ToList();
        if (Twice(changed.Select(change => (change.Column, change.Is.Use))) is { } fault)
            return fault;
        var result = Formed(onto ?? mapping, file);
        foreach (var (column, was, _) in changed.Where(change => change.Was.Use != change.Is.Use && change.Was.Use != ColumnUse.None))
            result = Without(result, column, was.Use);
        foreach (var (column, was, choice) in changed)
            result = was.Use == choice.Use ? Corrected(result, column, was, choice) : Added(result, column, choice);
        return result;
    }

    private static Fault? Twice(IEnumerable<(string Column, ColumnUse Use)> chosen) =>
        chosen.Where(choice => Single.Contains(choice.Use)).GroupBy(choice => choice.Use, choice => choice.Column).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? new Fault(FaultCodes.MappingValueInvalid, $"Only one column can be the {NameOf(twice.Key)}; you chose {string.Join(" and ", twice.Select(name => $"“{name}”"))}.")
            : null;

    public static string NameOf(ColumnUse use) =>
        use switch
        {
            ColumnUse.None => "not read",
            ColumnUse.TimeOfDay => "time of day",
            ColumnUse.ExternalId => "external id",
            _ => use.ToString().ToLowerInvariant(),
        };

    private Mapping Formed(Mapping given, FileChoice file)
    {
        var was = File;
        if (file.Delimiter is { } delimiter && delimiter != was.Delimiter)
            given = given with
            {
                Format = given.Format with
                {
                    Delimiter =
                        delimiter.Length == 0 ? null
                        : delimiter == "tab" ? '\t'
                        : delimiter[0],
                },
            };
        if (file.Decimals is { } decimals && decimals != was.Decimals)
            given = given with { Format = given.Format with { DecimalComma = decimals.Length == 0 ? null : decimals == "comma" } };
        if (file.Dates is not { } dates || dates == was.Dates)
            return given;
        return given with
        {
            Time = dates.StartsWith('=')
                ? given.Time with
                {
                    Format = dates[1..],
                }
                : given.Time with
                {
                    Format = null,
                    Order = MappingReader.Orders.TryGetValue(dates, out var order) ? order : null,
                },
        };
    }

    private Mapping Without(Mapping given, string column, ColumnUse use) =>
        use switch
        {
            // A part of an id cannot be missing from the file, so it goes with all its names.
            ColumnUse.ExternalId when given.ExternalId is { } id => given with { ExternalId = id with { Parts = [.. id.Parts.Where(part => !Reads(part, column))] } },
            ColumnUse.Segment => given with
            {
                Segments = ChangeFirst(
                    given.Segments,
                    field => Reads(field.Columns, column),
                    field => field with { Columns = Less(field.Columns, column) },
                    field => field.Columns.Count > 0 || field.Constant is not null
                ),
            },
            ColumnUse.Reading => given with
            {
                Readings = ChangeFirst(
                    given.Readings,
                    field => Reads(field.Columns, column),
                    field => field with { Columns = Less(field.Columns, column) },
                    field => field.Columns.Count > 0
                ),
            },
            ColumnUse.Verbatim => given with
            {
                Verbatims = ChangeFirst(
                    given.Verbatims,
                    field => Reads(field.Columns, column),
                    field => field with { Columns = Less(field.Columns, column) },
                    field => field.Columns.Count > 0
                ),
            },
            _ => Named(given, use, Less(NamesOf(given, use), column)),
        };

    private Mapping Added(Mapping given, string column, ColumnChoice choice)
    {
        switch (choice.Use)
        {
            case ColumnUse.None:
                return given;
            case ColumnUse.ExternalId:
                var id = given.ExternalId ?? new ExternalIdField();
                return given with { ExternalId = id with { Parts = [.. id.Parts, [column]] } };
            case ColumnUse.Segment:
                return given with { Segments = [.. given.Segments, new TextField { Columns = [column] }] };
            case ColumnUse.Verbatim:
                return given with { Verbatims = [.. given.Verbatims, Corrected(new VerbatimField { Columns = [column] }, choice)] };
            case ColumnUse.Reading:
                var reading = new ReadingField
                {
                    Columns = [column],
                    Measure = "",
                    Place = "",
                };
                return given with { Readings = [.. given.Readings, Corrected(reading, new ColumnChoice(ColumnUse.Reading), choice)] };
            default:
                // It takes the place of the column that was read so far; names of other files stay behind it.
                return Named(given, choice.Use, [column, .. NamesOf(given, choice.Use).Where(name => !columns.Any(known => ColumnNames.Same(known, name)))]);
        }
    }

    private Mapping Corrected(Mapping given, string column, ColumnChoice was, ColumnChoice choice) =>
        choice.Use switch
        {
            ColumnUse.Reading => given with { Readings = ChangeFirst(given.Readings, field => Reads(field.Columns, column), field => Corrected(field, was, choice), _ => true) },
            ColumnUse.Verbatim => given with { Verbatims = ChangeFirst(given.Verbatims, field => Reads(field.Columns, column), field => Corrected(field, choice), _ => true) },
            _ => given,
        };

    private static ReadingField Corrected(ReadingField field, ColumnChoice was, ColumnChoice choice) =>
        field with
        {
            Measure = choice.Measure.Length == 0 ? MappingGuess.Unanswered : choice.Measure,
            Place = choice.Place.Length == 0 ? MappingGuess.Unanswered : choice.Place,
            NotUsed =
                choice.NotUsed.Trim() == was.NotUsed
                    ? field.NotUsed
                    : [.. choice.NotUsed.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        };

    private static VerbatimField Corrected(VerbatimField field, ColumnChoice choice) => field with { Place = choice.Place.Length == 0 ? null : choice.Place };

    private static Mapping Named(Mapping given, ColumnUse use, IReadOnlyList<string> names) =>
        use switch
        {
            ColumnUse.Time => given with { Time = given.Time with { Columns = names } },
            ColumnUse.TimeOfDay => given with { Time = given.Time with { TimeOfDay = names } },
            ColumnUse.Customer => given with { Customer = Named(given.Customer, names) },
            ColumnUse.Account => given with { Account = Named(given.Account, names) },
            ColumnUse.Channel => given with { Channel = Named(given.Channel, names) },
            ColumnUse.Weight => given with { Weight = Named(given.Weight, names) },
            ColumnUse.Language => given with { Language = Named(given.Language, names) },
            _ => given,
        };

    private static TextField? Named(TextField? field, IReadOnlyList<string> names)
    {
        var named = (field ?? new TextField()) with { Columns = names };
        return names.Count == 0 && named.Values.Count == 0 && named.Constant is null ? null : named;
    }

    private static IReadOnlyList<string> NamesOf(Mapping given, ColumnUse use) =>
        use switch
        {
            ColumnUse.Time => given.Time.Columns,
            ColumnUse.TimeOfDay => given.Time.TimeOfDay,
            ColumnUse.Customer => given.Customer?.Columns,
            ColumnUse.Account => given.Account?.Columns,
            ColumnUse.Channel => given.Channel?.Columns,
            ColumnUse.Weight => given.Weight?.Columns,
            ColumnUse.Language => given.Language?.Columns,
            _ => null,
        } ?? [];

    /// <summary>Whether, of these names, this file is read by that column.</summary>
    private bool Reads(IReadOnlyList<string> names, string column) => ColumnNames.Find(columns, names) is { } index && columns[index] == column;

    private static IReadOnlyList<string> Less(IReadOnlyList<string> names, string column) => [.. names.Where(name => !ColumnNames.Same(name, column))];

    private static List<T> ChangeFirst<T>(IReadOnlyList<T> fields, Func<T, bool> isIt, Func<T, T> change, Func<T, bool> stays)
    {
        var at = fields.ToList().FindIndex(field => isIt(field));
        return [.. fields.Select((field, index) => index == at ? change(field) : field).Where((field, index) => index != at || stays(field))];
    }

    private static string Said(string name) => name == MappingGuess.Unanswered ? "" : name;

    // What a use has no boxes for is no difference.
    private static ColumnChoice Plain(ColumnChoice choice) =>
        choice.Use switch
        {
            ColumnUse.Reading => choice with { NotUsed = choice.NotUsed.Trim() },
            ColumnUse.Verbatim => new ColumnChoice(choice.Use, Place: choice.Place),
            _ => new ColumnChoice(choice.Use),
        };
}
