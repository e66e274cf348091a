using Redthread.Domain;
using Redthread.Domain.Measures;

namespace Redthread.Web.Features.Measures;

/// <summary>The measures that come with Redthread. Anyone may add others; some of these have a direction that is part of their definition.</summary>
public static class ShippedMeasures
{
    private static readonly string[] DirectionLocked = ["nps", "ces-7"];
    private static readonly Lazy<IReadOnlyList<MeasureEntry>> Read = new(() => MeasureFile.Parse(Embedded.Text("measures.yaml")).Value);

    public static IReadOnlyList<MeasureEntry> All => Read.Value;

    public static bool LocksDirection(string key) => DirectionLocked.Contains(key);

    public static Error? CheckDirection(MeasureEntry entry) =>
        LocksDirection(entry.Measure) && entry.Direction != Direction.HigherIsBetter
            ? Error.Invalid(
                "direction-locked",
                $"On {entry.Measure} higher is always better: scores under this key must compare everywhere. Make a measure with a key of its own for a turned scale."
            )
            : null;
}

/// <summary>Files that are part of the program.</summary>
public static class Embedded
{
    public static IReadOnlyList<string> Names { get; } =
    [.. typeof(Embedded).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("templates/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <param name="path">Below templates/.</param>
    public static string Text(string path)
    {
        using var stream =
            typeof(Embedded).Assembly.GetManifestResourceStream($"templates/{path}") ?? throw new InvalidOperationException($"The program was built without templates/{path}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
