using System.Xml;
using System.Xml.Linq;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.EventLogs.Editing;

/// <summary>XES, trace by trace. Who is taken out goes with every trace that has a value naming them.</summary>
internal static class XesEdit
{
    public static Outcome<LogEdited> Run(string from, string to, EventLogRequest request, LogEdit edit, FileLimits limits)
    {
        var (keys, removed, changed) = (XesKeys.Of(request), new List<string>(), false);
        using (var source = SourceStream.Open(from, limits))
        using (var xml = XmlReader.Create(new BufferedStream(source, 1 << 16), XesEvents.Settings(limits)))
        using (var copy = XmlWriter.Create(to, new XmlWriterSettings { CheckCharacters = false }))
        {
            xml.MoveToContent();
            copy.WriteStartElement(xml.Prefix, xml.LocalName, xml.NamespaceURI);
            copy.WriteAttributes(xml, defattr: true);
            xml.Read();
            while (!xml.EOF && xml.Depth > 0)
            {
                if (xml is not { NodeType: XmlNodeType.Element, LocalName: "trace" })
                {
                    copy.WriteNode(xml, defattr: true);
                    continue;
                }

                var trace = (XElement)XNode.ReadFrom(xml);
                if (edit.Erases && (edit.AlsoCases.Contains(NameOf(trace, keys)?.Value ?? "") || Values(trace).Any(value => Names(value, trace, keys, edit))))
                {
                    removed.Add(NameOf(trace, keys)?.Value ?? "");
                    changed = true;
                    continue;
                }

                changed |= !edit.Erases && MarkCustomers(trace, keys, edit);
                trace.WriteTo(copy);
            }

            copy.WriteEndElement();
        }

        if (changed)
            return new LogEdited(true, 0, removed);
        File.Delete(to);
        return LogEdited.Nothing;
    }

    private static bool MarkCustomers(XElement trace, XesKeys keys, LogEdit edit)
    {
        var customers = Values(trace).Where(value => keys.Customer.Contains(Key(value))).ToList();
        var names = customers.Select(value => value.Value).Where(value => value.Length > 0).Distinct().ToList();
        foreach (var value in Values(trace).ToList())
        {
            var (key, isName) = (Key(value), IsName(value, trace, keys));
            foreach (var name in names.Where(name => isName || !Uses(keys, key)))
                value.Value =
                    isName ? edit.Within(value.Value, name)
                    : value.Value.Equals(name, StringComparison.OrdinalIgnoreCase) ? edit.Mark(name)
                    : value.Value;
        }

        return names.Count > 0;
    }

    // What was done, by whom and over what is not a customer, whatever it is called.
    private static bool Names(XAttribute value, XElement trace, XesKeys keys, LogEdit edit) =>
        keys.Customer.Contains(Key(value)) || IsName(value, trace, keys) ? edit.Names(value.Value) : !Uses(keys, Key(value)) && edit.Mentions(value.Value);

    private static bool IsName(XAttribute value, XElement trace, XesKeys keys) => value.Parent!.Parent == trace && Key(value) == keys.Case;

    private static bool Uses(XesKeys keys, string key) =>
        !keys.Customer.Contains(key)
        && (
            key == keys.Activity || key == keys.Time || key == keys.End || key == keys.Lifecycle || key == keys.Resource || keys.Channel.Contains(key) || keys.Segment.Contains(key)
        );

    private static XAttribute? NameOf(XElement trace, XesKeys keys) => trace.Elements().FirstOrDefault(one => one.Attribute("key")?.Value == keys.Case)?.Attribute("value");

    private static IEnumerable<XAttribute> Values(XElement trace) => trace.Descendants().Attributes("value");

    private static string Key(XAttribute value) => value.Parent!.Attribute("key")?.Value ?? "";
}
