using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.EventLogs.Editing;

/// <summary>
/// An object-centric log, read whole. Customers are the objects of the type that is the customer. Who is taken out goes with the cases of their events and with
/// every event that names them.
/// </summary>
internal sealed class OcelEdit
{
    private readonly OcelShape log;
    private readonly JsonNode root;
    private readonly LogEdit edit;
    private readonly string? caseType;
    private readonly HashSet<string> customers;
    private readonly HashSet<string> gone = new(StringComparer.Ordinal);

    private OcelEdit(OcelShape log, JsonNode root, EventLogRequest request, LogEdit edit)
    {
        (this.log, this.root, this.edit) = (log, root, edit);
        var types = log.Types();
        caseType = OcelEvents.Choose(types, request.CaseType).Type;
        var customer = OcelEvents.CustomerType(types, request);
        customers = [.. log.TypeOf.Where(one => customer is not null && one.Value == customer).Select(one => one.Key)];
    }

    public static Outcome<LogEdited> Run(string from, string to, EventLogRequest request, LogEdit edit, FileLimits limits)
    {
        using var bytes = OcelEvents.Load(from, limits);
        if (bytes is null)
            return new Fault(FaultCodes.FileFormat, "The log is too large to read whole.");
        using var json = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
        var root = JsonNode.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))!;
        var one = new OcelEdit(OcelShape.Of(json.RootElement), root, request, edit);
        if (!edit.Erases ? one.customers.Count == 0 : !one.FindErased())
            return LogEdited.Nothing;
        if (edit.Erases)
            one.TakeOut();
        var written = one.Marked(root)!.ToJsonString();
        File.WriteAllText(to, written, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return new LogEdited(true, 0, [.. one.gone.Where(id => one.log.TypeOf.GetValueOrDefault(id) == one.caseType)]);
    }

    // A case is of the first customer that its events name, as it is when it is read.
    private bool FindErased()
    {
        gone.UnionWith(Items("objects").Where(one => edit.Names(one.Id) || Texts(Told(one.Node)).Any(edit.Mentions)).Select(one => one.Id));
        gone.UnionWith(log.Events.SelectMany(one => one.Objects).Where(id => edit.Names(id) || (edit.AlsoCases.Contains(id) && log.TypeOf.GetValueOrDefault(id) == caseType)));
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in log.Events.Where(one => one.Objects.Any(customers.Contains)))
        {
            foreach (var id in Cases(one))
                owners.TryAdd(id, one.Objects.First(customers.Contains));
        }

        var hit = gone.Count > 0;
        foreach (var (one, (_, node)) in log.Events.Zip(Items("events")))
        {
            if (!IsHit(one, node))
                continue;
            hit = true;
            gone.UnionWith(Cases(one).Where(id => !owners.TryGetValue(id, out var owner) || gone.Contains(owner)).ToList());
        }

        return hit;
    }

    private IEnumerable<string> Cases(OcelEvent one) => one.Objects.Where(id => caseType is not null && log.TypeOf.GetValueOrDefault(id) == caseType);

    private bool IsHit(OcelEvent one, JsonNode? node) =>
        one.Objects.Any(id => gone.Contains(id) && log.TypeOf.GetValueOrDefault(id) != caseType) || Texts(Told(node)).Any(edit.Mentions);

    // An event of several cases stays for the others.
    private void TakeOut()
    {
        foreach (var (one, (id, node)) in log.Events.Zip(Items("events")).ToList())
        {
            var cases = Cases(one).ToList();
            if (IsHit(one, node) || (cases.Count > 0 && cases.All(gone.Contains)))
                Remove("events", id, node);
            else
                Unrelate(node);
        }

        foreach (var (id, node) in Items("objects").ToList())
        {
            if (gone.Contains(id))
                Remove("objects", id, node);
            else
                Unrelate(node);
        }
    }

    private void Unrelate(JsonNode? node)
    {
        foreach (var related in new[] { node?["relationships"] as JsonArray, node?["ocel:omap"] as JsonArray }.OfType<JsonArray>())
        {
            foreach (var one in related.Where(one => gone.Contains((one is JsonObject relation ? relation["objectId"] : one)?.ToString() ?? "")).ToList())
                related.Remove(one);
        }
    }

    /// <summary>What is said of an object or event beside what it is related to.</summary>
    private static JsonNode? Told(JsonNode? node) => node?["attributes"] ?? node?["ocel:vmap"] ?? node?["ocel:ovmap"];

    private IEnumerable<(string Id, JsonNode? Node)> Items(string name) =>
        root[name] is JsonArray array ? array.Select(node => (node?["id"]?.ToString() ?? "", node))
        : root[$"ocel:{name}"] is JsonObject named ? named.Select(one => (one.Key, one.Value))
        : [];

    private void Remove(string name, string id, JsonNode? node)
    {
        if (root[name] is JsonArray array)
            array.Remove(node);
        else
            ((JsonObject)root[$"ocel:{name}"]!).Remove(id);
    }

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonObject all => all.SelectMany(one => Texts(one.Value)),
            JsonArray all => all.SelectMany(Texts),
            JsonValue value => [value.ToString()],
            _ => [],
        };

    // An id stands in objects, events and relations, as a value and in the older form as a name.
    private JsonNode? Marked(JsonNode? node) =>
        node switch
        {
            JsonObject all => new JsonObject(all.Select(one => KeyValuePair.Create(customers.Contains(one.Key) ? edit.Mark(one.Key) : one.Key, Marked(one.Value)))),
            JsonArray all => new JsonArray([.. all.Select(Marked)]),
            JsonValue value when value.GetValueKind() == JsonValueKind.String && customers.Contains(value.ToString()) => JsonValue.Create(edit.Mark(value.ToString())),
            _ => node?.DeepClone(),
        };
}
