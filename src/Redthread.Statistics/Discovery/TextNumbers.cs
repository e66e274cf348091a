namespace Redthread.Statistics;

/// <summary>Gives each distinct text a number, from 0, in the order in which they are met.</summary>
public sealed class TextNumbers
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly List<string> names = [];

    /// <summary>None yet.</summary>
    public TextNumbers() => lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Each text once.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>How many there are.</summary>
    public int Count => names.Count;

    /// <summary>The number of a text.</summary>
    public int this[ReadOnlySpan<char> text]
    {
        get
        {
            if (!lookup.TryGetValue(text, out var number))
            {
                number = Add(text.ToString());
                numbers.Add(names[number], number);
            }

            return number;
        }
    }

    /// <summary>The number of a text, −1 for an empty one.</summary>
    public int OrNone(ReadOnlySpan<char> text) => text.IsEmpty ? -1 : this[text];

    /// <summary>A number of its own for a text, even if it was met before: two cases can have one name.</summary>
    public int Add(string text)
    {
        names.Add(text);
        return names.Count - 1;
    }
}
