using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Redthread.Benchmarks;

/// <summary>How a whole process went: wall and CPU time, and the most memory it ever had resident.</summary>
internal sealed record Ran(string Output, double Seconds, double CpuSeconds, double PeakMegabytes)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>The published program, run as its users run it.</summary>
internal static class RedthreadProgram
{
    private const long TicksPerSecond = 100;

    public static string Path { get; } = Environment.GetEnvironmentVariable("REDTHREAD_PROGRAM") ?? System.IO.Path.GetFullPath("artifacts/redthread/redthread");

    public static Task<Ran> RunAsync(params string[] arguments) => RunAsync(Path, arguments);

    public static async Task<Ran> RunAsync(string file, IEnumerable<string> arguments)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Start(file, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var used = (Cpu: 0.0, Peak: 0.0);
        var ended = process.WaitForExitAsync();
        // What a process used is gone with it, so it is asked until it ends; the last fiftieth of a second may be missed.
        while (await Task.WhenAny(ended, Task.Delay(20)) != ended)
            used = Used(process.Id) ?? used;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return process.ExitCode == 0
            ? new Ran(await output, seconds, used.Cpu, used.Peak)
            : throw new InvalidOperationException($"{System.IO.Path.GetFileName(file)} {string.Join(' ', arguments)} failed: {await errors}{await output}");
    }

    public static Process Start(string file, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
        ?? throw new InvalidOperationException($"{file} did not start.");

    /// <summary>User and system time, and VmHWM.</summary>
    public static (double Cpu, double Peak)? Used(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var cpu = (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
            var peak = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
            return peak is null ? null : (cpu, Number(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(System.IO.Path.Combine(folder, program)));
}
