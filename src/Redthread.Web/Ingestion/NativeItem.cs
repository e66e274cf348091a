using System.Globalization;
using System.Text.Json;
using Redthread.Domain.Signals;

namespace Redthread.Web.Ingestion;

/// <summary>An item in the native shape, bare or as the data of a CloudEvent.</summary>
internal sealed class NativeItem : SignalItem
{
    public const string Time = "time";

    private static readonly string[] Known = ["externalId", Time, "customer", "account", "segment", "channel", "weight", "language", "verbatim", "readings", "places", "needs"];

    private static readonly (ItemField Field, string Name)[] Fields = [.. Enum.GetValues<ItemField>().Select(field => (field, NameOf(field)))];

    private readonly JsonElement _body;
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<ItemField, string> _texts = [];

    private NativeItem(JsonElement body, Vocabulary vocabulary) => (_body, _vocabulary) = (body, vocabulary);

    public override Misfit? Shape => null;

    public override bool DecimalComma => false;

    public static (NativeItem? Item, Misfit? Misfit) Of(JsonElement root, Vocabulary vocabulary)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, Invalid(null, "The item is not an object with named values."));
        }

        var isEvent = root.TryGetProperty("specversion", out var version);
        if (isEvent && (version.ValueKind != JsonValueKind.String || version.GetString() != "1.0"))
        {
            return (null, Invalid("specversion", "Only CloudEvents 1.0 are read."));
        }

        var hasData = root.TryGetProperty("data", out var data);
        if (isEvent && !(hasData && data.ValueKind == JsonValueKind.Object))
        {
            return (null, Invalid("data", "A CloudEvent carries its signal as an object in \"data\"."));
        }

        var item = new NativeItem(isEvent ? data : root, vocabulary);
        return item.Take(isEvent ? root : null) is { } misfit ? (null, misfit) : (item, null);
    }

    public override ReadOnlySpan<char> Text(ItemField field) => _texts.GetValueOrDefault(field);

    public override string? ColumnOf(ItemField field) => NameOf(field);

    public override string ExternalId(DateOnly day) => _texts[ItemField.ExternalId];

    public override Misfit? ReadReadings(List<NewReading> readings)
    {
        if (!_body.TryGetProperty("readings", out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return Invalid("readings", "readings is a list of { measure, place, value }.");
        }

        var index = 0;
        foreach (var element in list.EnumerateArray())
        {
            if (ReadReading(element, $"readings[{index++}]", readings) is { } misfit)
            {
                return misfit;
            }
        }

        return null;
    }

    public override Misfit? ReadVerbatim(List<NewPlacement> placements, out string? verbatim)
    {
        verbatim = TextOf(_body, "verbatim")?.Trim();
        verbatim = verbatim is { Length: 0 } ? null : verbatim;
        foreach (var name in Texts("places"))
        {
            if (!Vocabulary.TryFind(_vocabulary.Places, name, out var place))
            {
                return UnknownPlace("places", name);
            }

            placements.Add(new NewPlacement(PlacementKind.Stage, place.StageId, PlacementOrigin.Mapping));
        }

        foreach (var name in Texts("needs"))
        {
            if (!Vocabulary.TryFind(_vocabulary.Needs, name, out var need))
            {
                return new Misfit("needs", RejectCodes.PlaceUnknown, $"There is no need \"{name}\".{Nearest.Hint(name, _vocabulary.Needs.Keys)}");
            }

            placements.Add(new NewPlacement(PlacementKind.Need, need, PlacementOrigin.Mapping));
        }

        return null;
    }

    private Misfit? Take(JsonElement? envelope)
    {
        foreach (var property in _body.EnumerateObject())
        {
            if (!Known.Contains(property.Name))
            {
                return Invalid(property.Name, $"There is no field \"{property.Name}\".{Nearest.Hint(property.Name, Known)}");
            }
        }

        foreach (var (field, name) in Fields)
        {
            if (TextOf(_body, name) is { } text)
            {
                _texts[field] = text.Trim();
            }
        }

        // The envelope's id and time are what its sender retries by.
        if (envelope is { } cloudEvent)
        {
            _texts[ItemField.ExternalId] = TextOf(cloudEvent, "id")?.Trim() ?? "";
            _texts[ItemField.Time] = TextOf(cloudEvent, "time") ?? _texts.GetValueOrDefault(ItemField.Time) ?? "";
        }

        return string.IsNullOrEmpty(_texts.GetValueOrDefault(ItemField.ExternalId))
            ? Invalid(envelope is null ? "externalId" : "id", "The external id is missing; sending twice would count twice.")
            : null;
    }

    private Misfit? ReadReading(JsonElement element, string where, List<NewReading> readings)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Invalid(where, "A reading is { measure, place, value }.");
        }

        var measureName = TextOf(element, "measure") ?? "";
        if (!Vocabulary.TryFind(_vocabulary.Measures, measureName, out var measure))
        {
            return new Misfit(where, RejectCodes.MeasureUnknown, $"There is no measure \"{measureName}\".{Nearest.Hint(measureName, _vocabulary.Measures.Keys)}");
        }

        var placeName = TextOf(element, "place") ?? "";
        if (!Vocabulary.TryFind(_vocabulary.Places, placeName, out var place))
        {
            return UnknownPlace(where, placeName);
        }

        var text = TextOf(element, "value") ?? "";
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            return new Misfit(where, RejectCodes.ReadingNotANumber, $"The value \"{text}\" is not a number.");
        }

        if (!measure.Holds(value))
        {
            return new Misfit(where, RejectCodes.ReadingOutOfScale, Scales.OutOf(measureName, measure, text));
        }

        readings.Add(new NewReading(measure.Id, place.StageId, place.TouchpointId, value));
        return null;
    }

    private Misfit UnknownPlace(string where, string name) => new(where, RejectCodes.PlaceUnknown, $"There is no place \"{name}\".{Nearest.Hint(name, _vocabulary.Places.Keys)}");

    private IEnumerable<string> Texts(string name) =>
        !_body.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(element => element.ToString())
        : value.ValueKind == JsonValueKind.Null ? []
        : [value.ToString()];

    private static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && (value.ValueKind is JsonValueKind.String or JsonValueKind.Number) ? value.ToString() : null;

    private static Misfit Invalid(string? field, string reason) => new(field, RejectCodes.ItemInvalid, reason);

    private static string NameOf(ItemField field) =>
        field switch
        {
            ItemField.ExternalId => "externalId",
            ItemField.Time => Time,
            _ => field.ToString().ToLowerInvariant(),
        };
}
