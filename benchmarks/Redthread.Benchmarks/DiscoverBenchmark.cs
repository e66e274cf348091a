using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Redthread.Benchmarks;

/// <summary>An event log to the directly-follows graph with medians, variants and loops, as a whole command; DuckDB and a hand-written program do the same beside it.</summary>
internal static class DiscoverBenchmark
{
    private const string DuckDbScript = """
        import { DuckDBInstance } from '@duckdb/node-api';
        const connection = await (await DuckDBInstance.create(':memory:')).connect();
        await connection.run('SET preserve_insertion_order = false');
        await connection.run(`CREATE TABLE events AS SELECT case_id, activity, "timestamp"::TIMESTAMP AS happened
          FROM read_csv('${process.argv[2]}', types = {'case_id': 'VARCHAR', 'activity': 'VARCHAR', 'timestamp': 'TIMESTAMP'})`);
        const edges = await (await connection.runAndReadAll(`WITH pairs AS (
          SELECT activity AS a, lead(activity) OVER w AS b, epoch_us(lead(happened) OVER w) - epoch_us(happened) AS us FROM events WINDOW w AS (PARTITION BY case_id ORDER BY happened))
          SELECT a, b, count(*)::INT, median(us / 1e6), avg(us / 1e6) FROM pairs WHERE b IS NOT NULL GROUP BY 1, 2`)).getRows();
        const variants = await (await connection.runAndReadAll(`SELECT count(DISTINCT v)::INT FROM (SELECT string_agg(activity, '>' ORDER BY happened) AS v FROM events GROUP BY case_id)`)).getRows();
        console.log(JSON.stringify({ edges: edges.map(([from, to, count, medianSeconds]) => ({ from, to, count, medianSeconds })), variants: variants[0][0] }));
        """;

    public static async Task RunAsync(Bench bench)
    {
        var (events, cases) = (bench.Size(10_000_000), bench.Size(1_000_000));
        // Another's log of the same columns can be put in its place, to compare programs on one file.
        var path = Environment.GetEnvironmentVariable("REDTHREAD_BENCH_LOG") ?? EventLogFiles.Write(bench.File("log.csv"), events, cases);
        var (runs, ducks, floors) = (new List<Ran>(), new List<Ran>(), new List<Ran>());
        var floor = Environment.GetEnvironmentVariable("REDTHREAD_BENCH_FLOOR");
        for (var run = 0; run < (bench.Quick ? 1 : 5); run++)
        {
            runs.Add(await RedthreadProgram.RunAsync("discover", path, "--json"));
            if (await DuckDb.RunAsync(bench, "graph.mjs", DuckDbScript, path) is { } duck)
                ducks.Add(duck);
            if (floor is not null)
                floors.Add(await RedthreadProgram.RunAsync(floor, [path, bench.File("floor")]));
        }

        var agrees =
            ducks.Count == 0 ? ""
            : Same(runs[0].Json, ducks[0].Json) ? ", the same answer"
            : ", ANOTHER ANSWER";
        bench.Row(
            $"{runs[0].Json.GetProperty("events").GetInt32():N0} events of {runs[0].Json.GetProperty("cases").GetInt32():N0} cases from CSV to the graph",
            Told(runs),
            "≤ 5 s, ≤ 1,500 MB, at most twice the floor, ahead of DuckDB",
            string.Join("; ", new[] { Beside("floor, one core", runs, floors), Beside($"DuckDB{agrees}", runs, ducks) }.Where(one => one.Length > 0))
        );
        await PublicAsync(bench);
        await StoredLogBenchmark.RunAsync(bench, path);
    }

    private static async Task PublicAsync(Bench bench)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("REDTHREAD_DATA") ?? "../shared/data", "event-logs/bpic2012.xes.gz");
        if (!File.Exists(path))
            return;
        var runs = new List<Ran>();
        for (var run = 0; run < (bench.Quick ? 1 : 5); run++)
            runs.Add(await RedthreadProgram.RunAsync("discover", path, "--json"));
        bench.Row("bpic2012.xes.gz, 262,200 events, 74 MB unpacked", Told(runs), "≤ 1.5 s", "");
    }

    private static string Told(List<Ran> runs) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Bench.Median(runs.Select(run => run.Seconds)):0.00} s, {Bench.Median(runs.Select(run => run.CpuSeconds)):0.00} CPU s, {runs.Max(run => run.PeakMegabytes):N0} MB"
        );

    private static string Beside(string who, List<Ran> runs, List<Ran> others) =>
        others.Count == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{who} {Told(others)}: {Bench.Median(runs.Select(run => run.Seconds)) / Bench.Median(others.Select(run => run.Seconds)):0.00} times that"
            );

    private static bool Same(JsonElement ours, JsonElement theirs)
    {
        static Dictionary<(string?, string?), (int, double)> Edges(JsonElement result) =>
            result
                .GetProperty("edges")
                .EnumerateArray()
                .ToDictionary(
                    edge => (edge.GetProperty("from").GetString(), edge.GetProperty("to").GetString()),
                    edge => (edge.GetProperty("count").GetInt32(), Math.Round(edge.GetProperty("medianSeconds").GetDouble(), 3))
                );
        var (mine, other) = (Edges(ours), Edges(theirs));
        return mine.Count == other.Count
            && mine.All(edge => other.GetValueOrDefault(edge.Key) == edge.Value)
            && ours.GetProperty("variants").GetInt32() == theirs.GetProperty("variants").GetInt32();
    }
}

/// <summary>A log of journeys that wander between twelve activities, the whole file by time as an export is.</summary>
internal static class EventLogFiles
{
    private static readonly string[] Activities = "Discover,Visit site,Compare,Ask support,Sign up,Onboard,Use product,Raise ticket,Get resolution,Renew,Refer friend,Cancel".Split(
        ','
    );
    private static readonly string[] Channels = ["web", "app", "store", "phone", "email"];

    public static string Write(string path, int events, int cases)
    {
        var random = new Random(20260101);
        var likely = Enumerable.Range(0, Activities.Length).Select(_ => Enumerable.Range(0, 4).Select(_ => random.Next(Activities.Length)).ToArray()).ToArray();
        var (times, what) = (new long[events], new (int Case, byte Activity)[events]);
        var at = 0;
        for (var one = 0; one < cases; one++)
        {
            var left = (events - at) / (cases - one);
            var length = one == cases - 1 ? events - at : Math.Clamp(left + random.Next(-left / 2, (left / 2) + 1), 1, events - at);
            var (time, activity) = (1_704_067_200L + random.Next(31_536_000), random.Next(3));
            for (var step = 0; step < length; step++)
            {
                (times[at], what[at]) = (time, (one, (byte)activity));
                at++;
                activity = random.NextDouble() < 0.9 ? likely[activity][random.Next(4)] : random.Next(Activities.Length);
                time += 1 + (long)Math.Exp(4 + (7 * random.NextDouble()));
            }
        }

        Array.Sort(times, what);
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 20);
        file.Write("case_id,activity,timestamp,channel\n");
        for (var row = 0; row < events; row++)
        {
            var instant = DateTime.UnixEpoch.AddSeconds(times[row]);
            file.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"C{what[row].Case:000000},{Activities[what[row].Activity]},{instant:yyyy-MM-dd}T{instant:HH:mm:ss}Z,{Channels[random.Next(Channels.Length)]}\n"
                )
            );
        }

        return path;
    }
}
