using System.Text.Json;
using Redthread.Statistics;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>
/// Events from an object-centric log in JSON, OCEL 2.0 or 1.0. The objects of one type are the cases: an event belongs to each of them that it is related to.
/// </summary>
internal static class OcelEvents
{
    private const int MaxBytes = 1 << 30;

    public static Outcome<EventLogRead> Read(string path, EventLogRequest request, FileLimits limits)
    {
        using var bytes = Load(path, limits);
        if (bytes is null)
        {
            return new Fault(FaultCodes.FileFormat, $"The log is larger than {MaxBytes:N0} bytes unpacked; object-centric logs are read whole. Export it by object type as CSV.");
        }

        try
        {
            using var json = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
            return Flatten(OcelShape.Of(json.RootElement), request);
        }
        catch (JsonException error)
        {
            return new Fault(FaultCodes.FileFormat, $"The file is not well-formed JSON: {error.Message}", (int)(error.LineNumber ?? 0) + 1);
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException)
        {
            return new Fault(FaultCodes.FileFormat, "The file is no object-centric log: it needs objects with id and type, and events with id, type, time and relationships.");
        }
    }

    public static IReadOnlyList<ObjectType> TypesOf(string path, FileLimits limits)
    {
        using var bytes = Load(path, limits);
        if (bytes is null)
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
            return OcelShape.Of(json.RootElement).Types();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return [];
        }
    }

    internal static MemoryStream? Load(string path, FileLimits limits)
    {
        using var source = SourceStream.Open(path, limits);
        var all = new MemoryStream();
        var block = new byte[1 << 16];
        for (var read = source.Read(block); read > 0; read = source.Read(block))
        {
            all.Write(block, 0, read);
            if (all.Length > MaxBytes)
            {
                all.Dispose();
                return null;
            }
        }

        return all;
    }

    private static Outcome<EventLogRead> Flatten(OcelShape log, EventLogRequest request)
    {
        var types = log.Types();
        var (wanted, fault) = Choose(types, request.CaseType);
        if (fault is not null)
        {
            return fault;
        }

        var sink = new EventSink(new(request.Order, request.Zone));
        var customer = CustomerType(types, request);
        var (shared, unknown) = (0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var one in log.Events)
        {
            sink.Read++;
            unknown.UnionWith(one.Objects.Where(id => !log.TypeOf.ContainsKey(id)));
            var cases = one.Objects.Where(id => log.TypeOf.GetValueOrDefault(id) == wanted).Distinct().ToList();
            shared += cases.Count > 1 ? 1 : 0;
            if (cases.Count == 0)
            {
                sink.LeaveOut(sink.Read, EventFaultCodes.NoObject, $"The event is related to no object of the type “{wanted}”.");
            }
            else if (one.Activity.Length == 0)
            {
                sink.LeaveOut(sink.Read, EventFaultCodes.ActivityMissing, "The event has no type.", sink.Builder.Case[cases[0]]);
            }

            foreach (var id in one.Activity.Length == 0 ? [] : cases)
            {
                var who =
                    customer is null ? null
                    : customer == wanted ? id
                    : one.Objects.FirstOrDefault(other => log.TypeOf.GetValueOrDefault(other) == customer);
                sink.Add(sink.Read, new RawEvent(sink.Builder.Case[id], sink.Builder.Activity[one.Activity], 0, Customer: sink.Builder.Customer.OrNone(who)), one.Time, "");
            }
        }

        Tell(sink, log, wanted!, shared, unknown);
        var columns = new Dictionary<string, string> { ["case"] = wanted! };
        if (customer is not null)
        {
            columns["customer"] = customer;
        }

        return sink.Finish("ocel", columns, types);
    }

    /// <summary>The type whose objects are the customers: the one that is asked for, else one that is called so.</summary>
    internal static string? CustomerType(IReadOnlyList<ObjectType> types, EventLogRequest request) =>
        request.Customer is { } asked ? types.FirstOrDefault(type => ColumnNames.Same(type.Name, asked))?.Name
        : request.AllColumns ? types.FirstOrDefault(type => EventColumns.IsCustomer(type.Name))?.Name
        : null;

    private static void Tell(EventSink sink, OcelShape log, string wanted, int shared, HashSet<string> unknown)
    {
        sink.Note($"The log has {log.Events.Count:N0} events and {log.TypeOf.Count:N0} objects; the cases are the objects of the type “{wanted}”.");
        if (shared > 0)
        {
            sink.Note($"{shared:N0} events belong to several cases and count in each of them.");
        }

        if (unknown.Count > 0)
        {
            sink.Note($"{unknown.Count:N0} objects that events name are not listed, the first being “{unknown.First()}”; their type is not known.");
        }
    }

    internal static (string? Type, Fault? Fault) Choose(IReadOnlyList<ObjectType> types, string? asked)
    {
        var has = string.Join(", ", types.Select(type => $"{type.Name} ({type.Objects:N0} objects, {type.Events:N0} events)"));
        if (asked is null)
        {
            return types.Count == 1
                ? (types[0].Name, null)
                : (null, new(FaultCodes.ColumnMissing, $"An object-centric log has no case of its own: say with --case-type which objects are the cases. It has {has}."));
        }

        var found = types.FirstOrDefault(type => type.Name == asked) ?? types.FirstOrDefault(type => ColumnNames.Same(type.Name, asked));
        return found is null ? (null, new(FaultCodes.ColumnMissing, $"The log has no objects of the type “{asked}”; it has {has}.")) : (found.Name, null);
    }
}

/// <summary>An event with the ids of its objects.</summary>
internal sealed record OcelEvent(string Activity, string Time, IReadOnlyList<string> Objects);

/// <summary>Both versions of the format in one shape.</summary>
internal sealed record OcelShape(IReadOnlyDictionary<string, string> TypeOf, IReadOnlyList<OcelEvent> Events)
{
    public static OcelShape Of(JsonElement root) => root.TryGetProperty("ocel:events", out _) ? First(root) : Second(root);

    /// <summary>OCEL 2.0: arrays of objects and events.</summary>
    private static OcelShape Second(JsonElement root) =>
        new(
            root.GetProperty("objects").EnumerateArray().DistinctBy(Id).ToDictionary(Id, one => Text(one, "type"), StringComparer.Ordinal),
            [
                .. root.GetProperty("events")
                    .EnumerateArray()
                    .Select(one => new OcelEvent(
                        Text(one, "type"),
                        Text(one, "time"),
                        one.TryGetProperty("relationships", out var related) && related.ValueKind == JsonValueKind.Array
                            ? [.. related.EnumerateArray().Select(relation => Text(relation, "objectId"))]
                            : []
                    )),
            ]
        );

    /// <summary>OCEL 1.0: properties named by id.</summary>
    private static OcelShape First(JsonElement root) =>
        new(
            root.GetProperty("ocel:objects")
                .EnumerateObject()
                .DistinctBy(one => one.Name)
                .ToDictionary(one => one.Name, one => Text(one.Value, "ocel:type"), StringComparer.Ordinal),
            [
                .. root.GetProperty("ocel:events")
                    .EnumerateObject()
                    .Select(one => new OcelEvent(
                        Text(one.Value, "ocel:activity"),
                        Text(one.Value, "ocel:timestamp"),
                        one.Value.TryGetProperty("ocel:omap", out var objects) ? [.. objects.EnumerateArray().Select(id => id.GetString() ?? "")] : []
                    )),
            ]
        );

    /// <summary>Every type with objects, with its objects and the events related to any of them.</summary>
    public IReadOnlyList<ObjectType> Types()
    {
        var events = Events.SelectMany(one => one.Objects.Select(id => TypeOf.GetValueOrDefault(id)).OfType<string>().Distinct()).CountBy(type => type).ToDictionary();
        return
        [
            .. TypeOf
                .Values.CountBy(type => type)
                .Select(one => new ObjectType(one.Key, one.Value, events.GetValueOrDefault(one.Key)))
                .OrderBy(one => one.Name, StringComparer.Ordinal),
        ];
    }

    private static string Id(JsonElement one) => Text(one, "id");

    private static string Text(JsonElement one, string name) =>
        one.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : value.ToString()
            : "";
}
