using System.Xml;
using Redthread.Statistics;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>
/// Events from XES (IEEE 1849), read as a stream. Each trace is a case, also where two have one name. A document that is not well formed is refused as a
/// whole: half of a log gives wrong figures.
/// </summary>
internal sealed class XesEvents
{
    private const string Trace = "trace";
    private const string Event = "event";

    private readonly XmlReader xml;
    private readonly EventSink sink;
    private readonly XesKeys keys;
    private readonly List<XesEvent> pending = [];
    private string? caseName;
    private string? caseCustomer;
    private string? caseChannel;
    private string? caseSegment;
    private int unnamed;

    private XesEvents(XmlReader xml, EventSink sink, XesKeys keys) => (this.xml, this.sink, this.keys) = (xml, sink, keys);

    public static Outcome<EventLogRead> Read(string path, EventLogRequest request, FileLimits limits)
    {
        using var source = SourceStream.Open(path, limits);
        using var xml = XmlReader.Create(new BufferedStream(source, 1 << 16), Settings(limits));
        var sink = new EventSink(new(request.Order, request.Zone));
        var keys = XesKeys.Of(request);
        try
        {
            return new XesEvents(xml, sink, keys).ReadLog() is { } fault ? fault : sink.Finish("xes", keys.Named(), []);
        }
        catch (XmlException error)
        {
            return new Fault(
                FaultCodes.FileFormat,
                $"The file is not well-formed XML: {error.Message} {sink.Read:N0} events before that were not used, as half of a log gives wrong figures.",
                error.LineNumber
            );
        }
    }

    internal static XmlReaderSettings Settings(FileLimits limits) =>
        new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            CheckCharacters = false,
            MaxCharactersInDocument = limits.MaxExpandedBytes,
        };

    private Fault? ReadLog()
    {
        xml.MoveToContent();
        if (xml.LocalName != "log")
        {
            return new Fault(FaultCodes.FileFormat, $"This XML is no XES: its first element is <{xml.LocalName}>, not <log>.");
        }

        var deep = xml.Depth;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.Depth != deep + 1)
            {
                continue;
            }

            if (xml.LocalName == Trace)
            {
                ReadTrace();
            }
            else if (xml.LocalName == Event)
            {
                sink.Read++;
                sink.LeaveOut(Line, EventFaultCodes.OutsideTrace, "The event stands outside of any trace, so it has no case.");
            }
        }

        if (unnamed > 0)
        {
            sink.Unnamed = unnamed;
            sink.Note(EventNotes.Unnamed(unnamed));
        }

        return null;
    }

    private long Line => ((IXmlLineInfo)xml).LineNumber;

    private void ReadTrace()
    {
        (caseName, caseCustomer, caseChannel, caseSegment) = (null, null, null, null);
        pending.Clear();
        var deep = xml.Depth;
        if (!xml.IsEmptyElement)
        {
            while (xml.Read() && xml.Depth > deep)
            {
                if (xml.NodeType != XmlNodeType.Element || xml.Depth != deep + 1)
                {
                    continue;
                }

                if (xml.LocalName == Event)
                {
                    pending.Add(ReadEvent());
                }
                else
                {
                    KeepOfTrace();
                }
            }
        }

        AddTrace();
    }

    private void KeepOfTrace()
    {
        var key = xml.GetAttribute("key");
        caseName = key == keys.Case ? xml.GetAttribute("value") : caseName;
        if (key is null)
        {
            return;
        }

        caseCustomer = keys.Customer.Contains(key) ? xml.GetAttribute("value") : caseCustomer;
        caseChannel = keys.Channel.Contains(key) ? xml.GetAttribute("value") : caseChannel;
        caseSegment = keys.Segment.Contains(key) ? xml.GetAttribute("value") : caseSegment;
        keys.See(key);
    }

    private XesEvent ReadEvent()
    {
        var one = new XesEvent { Line = Line };
        if (xml.IsEmptyElement)
        {
            return one;
        }

        var deep = xml.Depth;
        while (xml.Read() && xml.Depth > deep)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.Depth == deep + 1 && xml.GetAttribute("key") is { } key && keys.Wants(key))
            {
                keys.Keep(one, key, xml.GetAttribute("value"));
            }
        }

        return one;
    }

    private void AddTrace()
    {
        unnamed += caseName is null ? 1 : 0;
        var builder = sink.Builder;
        var number = builder.Case.Add(caseName ?? $"trace {builder.Case.Count + 1}");
        foreach (var one in pending)
        {
            sink.Read++;
            if (string.IsNullOrWhiteSpace(one.Activity))
            {
                sink.LeaveOut(one.Line, EventFaultCodes.ActivityMissing, $"The event has no {keys.Activity}.", number);
                continue;
            }

            var raw = new RawEvent(
                number,
                builder.Activity[one.Activity],
                0,
                null,
                builder.Lifecycle.OrNone(one.Lifecycle),
                builder.Resource.OrNone(one.Resource),
                builder.Channel.OrNone(one.Channel ?? caseChannel),
                builder.Customer.OrNone(caseCustomer ?? one.Customer),
                builder.Segment.OrNone(caseSegment ?? one.Segment)
            );
            sink.Add(one.Line, raw, one.Time, one.End);
        }
    }
}

/// <summary>What is kept of an event until its trace is named.</summary>
internal sealed class XesEvent
{
    public long Line { get; init; }
    public string? Activity { get; set; }
    public string? Time { get; set; }
    public string? End { get; set; }
    public string? Lifecycle { get; set; }
    public string? Resource { get; set; }
    public string? Channel { get; set; }
    public string? Customer { get; set; }
    public string? Segment { get; set; }
}

/// <summary>Keys of the attributes that are read: those of the standard extensions where none are asked for.</summary>
internal sealed record XesKeys(string Case, string Activity, string Time, string? End, string? Lifecycle, string? Resource, string[] Channel, string[] Customer, string[] Segment)
{
    public static XesKeys Of(EventLogRequest request) =>
        new(
            request.Case ?? "concept:name",
            request.Activity ?? "concept:name",
            request.Time ?? "time:timestamp",
            request.End,
            request.Lifecycle ?? (request.AllColumns ? "lifecycle:transition" : null),
            request.Resource ?? (request.AllColumns ? "org:resource" : null),
            Some(request.Channel, request.AllColumns, "channel"),
            Some(request.Customer, request.AllColumns, "customer", "customer_id", "customerId", "customer id"),
            Some(request.Segment, request.AllColumns, "segment")
        );

    public bool Wants(string key) =>
        key == Activity || key == Time || key == End || key == Lifecycle || key == Resource || Channel.Contains(key) || Customer.Contains(key) || Segment.Contains(key);

    /// <summary>Which of the keys that are looked for occur, by what they say.</summary>
    private readonly Dictionary<string, string> seen = [];

    public void See(string key)
    {
        foreach (
            var (use, isIt) in new[]
            {
                ("lifecycle", key == Lifecycle),
                ("resource", key == Resource),
                ("channel", Channel.Contains(key)),
                ("customer", Customer.Contains(key)),
                ("segment", Segment.Contains(key)),
            }
        )
        {
            if (isIt)
            {
                seen.TryAdd(use, key);
            }
        }
    }

    public void Keep(XesEvent one, string key, string? value)
    {
        if (key != Activity && key != Time && !seen.ContainsValue(key))
        {
            See(key);
        }

        one.Activity = key == Activity ? value : one.Activity;
        one.Time = key == Time ? value : one.Time;
        one.End = key == End ? value : one.End;
        one.Lifecycle = key == Lifecycle ? value : one.Lifecycle;
        one.Resource = key == Resource ? value : one.Resource;
        one.Channel = Channel.Contains(key) ? value : one.Channel;
        one.Customer = Customer.Contains(key) ? value : one.Customer;
        one.Segment = Segment.Contains(key) ? value : one.Segment;
    }

    public IReadOnlyDictionary<string, string> Named() =>
        new Dictionary<string, string>(seen)
        {
            ["case"] = Case,
            ["activity"] = Activity,
            ["time"] = Time,
        };

    private static string[] Some(string? asked, bool all, params string[] usual) =>
        asked is not null ? [asked]
        : all ? usual
        : [];
}
