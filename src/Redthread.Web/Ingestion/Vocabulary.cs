using System.Collections.Frozen;

namespace Redthread.Web.Ingestion;

/// <summary>A stage, and the touchpoint in it when the key names one.</summary>
public readonly record struct Place(Guid StageId, Guid? TouchpointId);

/// <summary>A measure with the ends of its raw scale; null where the scale is open.</summary>
public readonly record struct MeasureScale(Guid Id, double? Min, double? Max)
{
    public bool Holds(double value) => !(value < Min) && !(value > Max);
}

/// <summary>
/// The names a mapping and a file may use, and what they stand for. Names are keys or full names, without regard to
/// case; a caller that wants both adds both.
/// </summary>
public sealed record Vocabulary
{
    /// <summary><c>journey/stage</c> and <c>journey/stage/touchpoint</c>.</summary>
    public IReadOnlyDictionary<string, Place> Places
    {
        get;
        init => field = Folded(value);
    } = Folded<Place>([]);

    public IReadOnlyDictionary<string, MeasureScale> Measures
    {
        get;
        init => field = Folded(value);
    } = Folded<MeasureScale>([]);

    public IReadOnlyDictionary<string, Guid> Segments
    {
        get;
        init => field = Folded(value);
    } = Folded<Guid>([]);

    public IReadOnlyDictionary<string, Guid> Channels
    {
        get;
        init => field = Folded(value);
    } = Folded<Guid>([]);

    public IReadOnlyDictionary<string, Guid> Needs
    {
        get;
        init => field = Folded(value);
    } = Folded<Guid>([]);

    /// <summary>Looks a name up without making a string of it.</summary>
    internal static bool TryFind<T>(IReadOnlyDictionary<string, T> names, ReadOnlySpan<char> name, out T found) =>
        ((FrozenDictionary<string, T>)names).GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out found!);

    private static FrozenDictionary<string, T> Folded<T>(IEnumerable<KeyValuePair<string, T>> names) =>
        names.DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
}
