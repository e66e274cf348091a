using System.Globalization;
using Redthread.Web.Ingestion.Files;
using YamlDotNet.RepresentationModel;

namespace Redthread.Web.Ingestion.Mappings;

/// <summary>Builds a mapping from YAML.</summary>
internal sealed class MappingReader
{
    public static readonly IReadOnlyDictionary<string, DateOrder> Orders = new Dictionary<string, DateOrder>
    {
        ["ymd"] = DateOrder.YearMonthDay,
        ["dmy"] = DateOrder.DayMonthYear,
        ["mdy"] = DateOrder.MonthDayYear,
    };

    public static readonly IReadOnlyDictionary<string, UniqueWithin> Reaches = new Dictionary<string, UniqueWithin>
    {
        ["source"] = UniqueWithin.Source,
        ["year"] = UniqueWithin.Year,
        ["month"] = UniqueWithin.Month,
        ["day"] = UniqueWithin.Day,
    };

    public static readonly IReadOnlyDictionary<string, FileFormat> Formats = new Dictionary<string, FileFormat>
    {
        ["csv"] = FileFormat.Csv,
        ["tsv"] = FileFormat.Tsv,
        ["xlsx"] = FileFormat.Xlsx,
        ["json"] = FileFormat.Json,
        ["ndjson"] = FileFormat.NdJson,
    };

    private readonly YamlFields _yaml = new();

    public static Outcome<Mapping> Read(string yaml)
    {
        var root = YamlFields.Root(yaml);
        if (!root.Ok)
        {
            return Outcome<Mapping>.Failed(root.Faults);
        }

        var reader = new MappingReader();
        var mapping = reader.Whole(root.Value);
        return reader._yaml.Faults.Count == 0 ? mapping : Outcome<Mapping>.Failed(reader._yaml.Faults);
    }

    private Mapping Whole(YamlNode root)
    {
        var mapping = new Mapping { Time = new TimeField() };
        var timed = false;
        _yaml.Each(
            root,
            "The mapping",
            new Dictionary<string, Action<YamlNode>>
            {
                ["timeZone"] = node => mapping = mapping with { TimeZone = Zone(node) },
                ["format"] = node => mapping = mapping with { Format = Format(node) },
                ["externalId"] = node => mapping = mapping with { ExternalId = ExternalId(node) },
                ["time"] = node => (mapping, timed) = (mapping with { Time = Time(node) }, true),
                ["customer"] = node => mapping = mapping with { Customer = Text(node, "customer") },
                ["account"] = node => mapping = mapping with { Account = Text(node, "account") },
                ["segment"] = node => mapping = mapping with { Segments = [.. Segments(node)] },
                ["channel"] = node => mapping = mapping with { Channel = Text(node, "channel") },
                ["weight"] = node => mapping = mapping with { Weight = Text(node, "weight") },
                ["language"] = node => mapping = mapping with { Language = Text(node, "language") },
                ["verbatim"] = node => mapping = mapping with { Verbatims = [.. Verbatims(node)] },
                ["readings"] = node => mapping = mapping with { Readings = [.. _yaml.Items(node).Select(Reading)] },
            }
        );
        if (!timed && root is YamlMappingNode)
        {
            _yaml.Wrong(root, "The mapping needs the field \"time\": the column that says when it happened.");
        }

        return mapping;
    }

    private string Zone(YamlNode node)
    {
        var zone = _yaml.Text(node, "timeZone");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            _yaml.Wrong(node, $"timeZone \"{zone}\" is not known. Use an IANA name such as Europe/Paris.");
        }

        return zone;
    }

    private FormatHints Format(YamlNode node)
    {
        var hints = new FormatHints();
        _yaml.Each(
            node,
            "format",
            new Dictionary<string, Action<YamlNode>>
            {
                ["type"] = value => hints = hints with { Format = _yaml.Choice(value, "format.type", Formats) },
                ["delimiter"] = value => hints = hints with { Delimiter = Delimiter(value) },
                ["encoding"] = value => hints = hints with { Encoding = Encoding(value) },
                ["decimalComma"] = value => hints = hints with { DecimalComma = _yaml.Flag(value, "format.decimalComma") },
                ["sheet"] = value => hints = hints with { Sheet = _yaml.Text(value, "format.sheet") },
            }
        );
        return hints;
    }

    private char? Delimiter(YamlNode node)
    {
        var text = _yaml.Text(node, "format.delimiter");
        char? delimiter =
            text is "tab" or "\\t" ? '\t'
            : text.Length == 1 && text[0] is not ('"' or '\r' or '\n') ? text[0]
            : null;
        if (delimiter is null)
        {
            _yaml.Wrong(node, $"format.delimiter is one character or \"tab\", not \"{text}\".");
        }

        return delimiter;
    }

    private string Encoding(YamlNode node)
    {
        var name = _yaml.Text(node, "format.encoding");
        if (TextForm.Named(name) is null)
        {
            _yaml.Wrong(node, $"format.encoding \"{name}\" is not known.");
        }

        return name;
    }

    private ExternalIdField ExternalId(YamlNode node)
    {
        if (node is not YamlMappingNode)
        {
            return new ExternalIdField { Parts = [_yaml.Texts(node, "externalId")] };
        }

        var field = new ExternalIdField();
        _yaml.Each(
            node,
            "externalId",
            new Dictionary<string, Action<YamlNode>>
            {
                ["columns"] = value => field = field with { Parts = [_yaml.Texts(value, "externalId.columns")] },
                ["join"] = value => field = field with { Parts = [.. _yaml.Items(value).Select(part => _yaml.Texts(part, "externalId.join"))] },
                ["uniqueWithin"] = value => field = field with { UniqueWithin = _yaml.Choice(value, "externalId.uniqueWithin", Reaches) ?? default },
            }
        );
        return field;
    }

    private TimeField Time(YamlNode node)
    {
        if (node is not YamlMappingNode)
        {
            return new TimeField { Columns = _yaml.Texts(node, "time") };
        }

        var field = new TimeField();
        _yaml.Each(
            node,
            "time",
            new Dictionary<string, Action<YamlNode>>
            {
                ["columns"] = value => field = field with { Columns = _yaml.Texts(value, "time.columns") },
                ["timeOfDay"] = value => field = field with { TimeOfDay = _yaml.Texts(value, "time.timeOfDay") },
                ["order"] = value => field = field with { Order = _yaml.Choice(value, "time.order", Orders) },
                ["format"] = value => field = field with { Format = _yaml.Text(value, "time.format") },
                ["fallback"] = value => field = field with { Fallback = [.. _yaml.Items(value).Select(Fallback)] },
            }
        );
        return field;
    }

    private FallbackDate Fallback(YamlNode node)
    {
        if (node is not YamlMappingNode)
        {
            return new FallbackDate(null, Date(node));
        }

        var fallback = new FallbackDate(null, default);
        _yaml.Each(
            node,
            "time.fallback",
            new Dictionary<string, Action<YamlNode>>
            {
                ["file"] = value => fallback = fallback with { File = _yaml.Text(value, "time.fallback.file") },
                ["date"] = value => fallback = fallback with { Date = Date(value) },
            }
        );
        return fallback;
    }

    private DateOnly Date(YamlNode node)
    {
        var text = _yaml.Text(node, "time.fallback");
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            _yaml.Wrong(node, $"time.fallback needs a date such as 2016-05-15, not \"{text}\".");
        }

        return date;
    }

    private TextField Text(YamlNode node, string name)
    {
        if (node is not YamlMappingNode)
        {
            return new TextField { Columns = _yaml.Texts(node, name) };
        }

        var field = new TextField();
        _yaml.Each(
            node,
            name,
            new Dictionary<string, Action<YamlNode>>
            {
                ["columns"] = value => field = field with { Columns = _yaml.Texts(value, $"{name}.columns") },
                ["constant"] = value => field = field with { Constant = _yaml.Text(value, $"{name}.constant") },
                ["values"] = value => field = field with { Values = _yaml.Map(value, $"{name}.values", text => _yaml.Text(text, $"{name}.values")) },
            }
        );
        return field;
    }

    // A list of names is one column under several names, as in every field; a list of fields is several columns.
    private IEnumerable<TextField> Segments(YamlNode node) =>
        node is YamlSequenceNode { Children: [YamlMappingNode, ..] } ? _yaml.Items(node).Select(item => Text(item, "segment")) : [Text(node, "segment")];

    private IEnumerable<VerbatimField> Verbatims(YamlNode node) =>
        node is YamlSequenceNode { Children: [YamlMappingNode, ..] } or YamlMappingNode
            ? _yaml.Items(node).Select(Verbatim)
            : [new VerbatimField { Columns = _yaml.Texts(node, "verbatim") }];

    private VerbatimField Verbatim(YamlNode node)
    {
        var field = new VerbatimField();
        _yaml.Each(
            node,
            "verbatim",
            new Dictionary<string, Action<YamlNode>>
            {
                ["columns"] = value => field = field with { Columns = _yaml.Texts(value, "verbatim.columns") },
                ["place"] = value => field = field with { Place = _yaml.Text(value, "verbatim.place") },
                ["needs"] = value => field = field with { Needs = _yaml.Texts(value, "verbatim.needs") },
            }
        );
        return field;
    }

    private ReadingField Reading(YamlNode node)
    {
        var field = new ReadingField { Measure = "", Place = "" };
        _yaml.Each(
            node,
            "A reading",
            new Dictionary<string, Action<YamlNode>>
            {
                ["columns"] = value => field = field with { Columns = _yaml.Texts(value, "readings.columns") },
                ["measure"] = value => field = field with { Measure = _yaml.Text(value, "readings.measure") },
                ["place"] = value => field = field with { Place = _yaml.Text(value, "readings.place") },
                ["blank"] = value => field = field with { Blank = _yaml.Texts(value, "readings.blank") },
                ["notUsed"] = value => field = field with { NotUsed = _yaml.Texts(value, "readings.notUsed") },
                ["values"] = value => field = field with { Values = _yaml.Map(value, "readings.values", text => _yaml.Number(text, "readings.values")) },
            }
        );
        if (field.Columns.Count == 0 || field.Measure.Length == 0 || field.Place.Length == 0)
        {
            _yaml.Wrong(node, "A reading needs columns, measure and place.");
        }

        return field;
    }
}
