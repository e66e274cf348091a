namespace Redthread.Benchmarks;

/// <summary>Stores of a given number of readings, imported once a run.</summary>
internal static class BigStore
{
    private static readonly Dictionary<int, string> Made = [];

    public static int Rows(int readings) => readings / SignalFiles.ReadingsOfWide;

    public static async Task<string> OfAsync(Bench bench, int readings)
    {
        if (Made.TryGetValue(readings, out var data))
            return data;
        data = bench.Folder($"store-{readings}");
        var rows = Rows(readings);
        var (ran, _) = await ImportBenchmark.ImportAsync(bench, SignalFiles.Wide(bench, rows), SignalFiles.WideMapping(bench), rows, data);
        bench.Row(
            $"import of a store of {readings:N0} readings",
            $"{readings / ran.Seconds:N0} readings/s; {ran.Seconds:0.0} s, {ran.CpuSeconds:0.0} CPU s, peak memory {ran.PeakMegabytes:0} MB",
            "",
            $""
        );
        return Made[readings] = data;
    }
}
