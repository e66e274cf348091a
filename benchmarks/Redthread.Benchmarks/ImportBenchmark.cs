using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Redthread.Benchmarks;

/// <summary>A CSV file into durable rows with rollups, through the command line.</summary>
internal static class ImportBenchmark
{
    public static async Task RunAsync(Bench bench)
    {
        var (wide, single) = (bench.Size(80_000), bench.Size(120_000));
        await MeasureAsync(bench, "import, 12 readings a row, date order", "≥ 100,000", SignalFiles.WideMapping(bench), rows => SignalFiles.Wide(bench, rows), wide);
        await MeasureAsync(
            bench,
            "import, 12 readings a row, any date of two years",
            "≥ 50,000",
            SignalFiles.WideMapping(bench),
            rows => SignalFiles.Wide(bench, rows, shuffled: true),
            wide
        );
        await MeasureAsync(
            bench,
            "import, single readings, date order",
            "≥ 50,000",
            SignalFiles.SingleMapping(bench),
            rows => SignalFiles.Single(bench, rows, shuffled: false),
            single
        );
        await MeasureAsync(
            bench,
            "import, single readings, any date of two years",
            "",
            SignalFiles.SingleMapping(bench),
            rows => SignalFiles.Single(bench, rows, shuffled: true),
            single
        );
    }

    private static async Task MeasureAsync(Bench bench, string what, string aim, string mapping, Func<int, string> fileOf, int rows)
    {
        var file = fileOf(rows);
        var (runs, floors) = (new List<(Ran Ran, long Readings)>(), new List<double>());
        for (var repeat = 0; repeat < bench.Repeats; repeat++)
        {
            runs.Add(await ImportAsync(bench, file, mapping, rows));
            floors.Add(Floor(bench, file));
        }

        var seconds = Bench.Median(runs.Select(run => run.Ran.Seconds));
        var cpu = Bench.Median(runs.Select(run => run.Ran.CpuSeconds));
        var floor = Bench.Median(floors);
        var readings = runs[0].Readings;
        bench.Row(
            what,
            $"{readings / seconds:N0} readings/s; {rows:N0} rows in {seconds:0.0} s, {cpu:0.0} CPU s",
            aim.Length > 0 ? $"{aim} readings/s" : "",
            $"lines into one bare SQLite table {floor:0.00} s: {seconds / floor:0.0} times that"
        );
        var four = await ImportAsync(bench, fileOf(rows * 4), mapping, rows * 4);
        var peak = Bench.Median(runs.Select(run => run.Ran.PeakMegabytes));
        bench.Row($"– four times the file", $"{four.Readings / four.Ran.Seconds:N0} readings/s; peak memory {peak:0} → {four.Ran.PeakMegabytes:0} MB", "flat, < 400 MB", $"");
    }

    public static async Task<(Ran Ran, long Readings)> ImportAsync(Bench bench, string file, string mapping, int rows, string? keepAt = null)
    {
        var data = keepAt ?? bench.Folder($"import-{Guid.CreateVersion7():N}");
        await Operator.DrawAsync(bench, data);
        var ran = await RedthreadProgram.RunAsync("import", file, "--mapping", mapping, "--source", "benchmark", "--json", "--data", data);
        if (keepAt is null)
            Directory.Delete(data, recursive: true);
        return ran.Json.GetProperty("accepted").GetInt64() == rows
            ? (ran, ran.Json.GetProperty("readings").GetInt64())
            : throw new InvalidOperationException($"Not every row was accepted: {ran.Output}");
    }

    /// <summary>The least that a durable import can cost: the lines as they are, with a unique id, in batches of 20,000.</summary>
    private static double Floor(Bench bench, string file)
    {
        var path = bench.File("floor.db");
        var started = Stopwatch.GetTimestamp();
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE lines (id TEXT NOT NULL UNIQUE, line TEXT NOT NULL)");
            foreach (var chunk in File.ReadLines(file).Skip(1).Chunk(20_000))
                Insert(connection, chunk);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        File.Delete(path);
        return seconds;
    }

    private static void Insert(SqliteConnection connection, string[] lines)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO lines (id, line) VALUES (@id, @line)";
        var (id, text) = (command.Parameters.Add("@id", SqliteType.Text), command.Parameters.Add("@line", SqliteType.Text));
        foreach (var line in lines)
        {
            (id.Value, text.Value) = (line[..line.IndexOf(',')], line);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
