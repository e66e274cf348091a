using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Redthread.Web.Ingestion.Mappings;

/// <summary>Reads fields of a YAML document, gathering what is wrong with line and nearest known name.</summary>
internal sealed class YamlFields
{
    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>Gives each field of a mapping to its reader; a field without one is a fault.</summary>
    public void Each(YamlNode node, string where, IReadOnlyDictionary<string, Action<YamlNode>> readers)
    {
        if (node is not YamlMappingNode mapping)
        {
            Wrong(node, $"{where} needs fields ({string.Join(", ", readers.Keys)}).");
            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (readers.TryGetValue(name, out var read))
            {
                read(value);
                continue;
            }

            var known = string.Join(", ", readers.Keys);
            _faults.Add(new Fault(FaultCodes.MappingFieldUnknown, $"{where} has no field \"{name}\".{Nearest.Hint(name, readers.Keys)} Known: {known}.", Line(key)));
        }
    }

    public string Text(YamlNode node, string field)
    {
        if (node is YamlScalarNode { Value: { } value })
        {
            return value;
        }

        Wrong(node, $"{field} needs one value.");
        return "";
    }

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public IReadOnlyList<string> Texts(YamlNode node, string field) =>
        node is YamlSequenceNode sequence ? [.. sequence.Children.Select(child => Text(child, field))] : [Text(node, field)];

    public IReadOnlyList<YamlNode> Items(YamlNode node) => node is YamlSequenceNode sequence ? [.. sequence.Children] : [node];

    public bool Flag(YamlNode node, string field)
    {
        var text = Text(node, field);
        if (bool.TryParse(text, out var flag))
        {
            return flag;
        }

        Wrong(node, $"{field} is true or false, not \"{text}\".");
        return false;
    }

    public double Number(YamlNode node, string field)
    {
        var text = Text(node, field);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        Wrong(node, $"{field} needs a number, not \"{text}\".");
        return 0;
    }

    public T? Choice<T>(YamlNode node, string field, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        var text = Text(node, field);
        if (choices.TryGetValue(text, out var choice))
        {
            return choice;
        }

        Wrong(node, $"{field} is one of {string.Join(", ", choices.Keys)}, not \"{text}\".");
        return null;
    }

    public IReadOnlyDictionary<string, T> Map<T>(YamlNode node, string field, Func<YamlNode, T> value)
    {
        var map = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        if (node is not YamlMappingNode mapping)
        {
            Wrong(node, $"{field} needs pairs of a value in the file and what it stands for.");
            return map;
        }

        foreach (var (key, child) in mapping.Children)
        {
            map[Text(key, field)] = value(child);
        }

        return map;
    }

    public void Wrong(YamlNode node, string message) => _faults.Add(new Fault(FaultCodes.MappingValueInvalid, message, Line(node)));

    public static Outcome<YamlNode> Root(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 1
                ? Outcome<YamlNode>.Of(stream.Documents[0].RootNode)
                : new Fault(FaultCodes.MappingSyntax, "The mapping is empty or holds several documents.");
        }
        catch (YamlException error)
        {
            var line = (int)error.Start.Line;
            return new Fault(FaultCodes.MappingSyntax, $"This is not YAML: {error.Message}", line);
        }
    }

    private static int Line(YamlNode node) => (int)node.Start.Line;
}
