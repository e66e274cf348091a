using System.Diagnostics;
using System.Globalization;

namespace Redthread.Benchmarks;

/// <summary>What all benchmarks share: sizes, a scratch folder that goes with the run, and the table on standard output.</summary>
internal sealed class Bench(bool quick) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("redthread-bench-").FullName;

    public bool Quick => quick;
    public int Repeats => quick ? 1 : 3;

    /// <summary>A tenth of the size when in a hurry.</summary>
    public int Size(int full) => quick ? full / 10 : full;

    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;

    public string File(string name) => Path.Combine(folder, name);

    public void PrintHead(string[] args)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var cpu = System.IO.File.Exists("/proc/cpuinfo")
            ? System.IO.File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1]
            : null;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores ({cpu ?? "unknown"}), {memory:0} GB, .NET {Environment.Version}"
            )
        );
        Console.WriteLine($"`./dev bench {string.Join(' ', args)}`".Replace(" `", "`"));
        Console.WriteLine();
        Console.WriteLine("| what | measured | aim | beside it |");
        Console.WriteLine("| --- | --- | --- | --- |");
    }

    public void Row(string what, FormattableString measured, string aim, FormattableString beside) =>
        Row(what, measured.ToString(CultureInfo.InvariantCulture), aim, beside.ToString(CultureInfo.InvariantCulture));

    public void Row(string what, string measured, string aim, string beside) => Console.WriteLine($"| {what} | {measured} | {aim} | {beside} |");

    public static async Task<double> SecondsAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
