using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Redthread.Benchmarks;

/// <summary>Signals posted one by one; each answer means that the signal is on disk.</summary>
internal static class PostsBenchmark
{
    private const int Connections = 16;

    public static async Task RunAsync(Bench bench)
    {
        var (data, steward) = await Sample.LoadAsync(bench);
        await using var served = await Served.StartAsync(data);
        await served.SignInAsync(steward);
        var token = await served.TokenAsync();
        await PostAllAsync(served, token, bench.Size(10_000), "warm");
        var before = Stored(data);
        var (rates, cpus) = (new List<double>(), new List<double>());
        var count = bench.Size(30_000);
        var failed = 0;
        for (var repeat = 0; repeat < bench.Repeats; repeat++)
        {
            var cpu = RedthreadProgram.Used(served.ProcessId)!.Value.Cpu;
            var started = Stopwatch.GetTimestamp();
            failed += await PostAllAsync(served, token, count, $"run{repeat}");
            rates.Add(count / Stopwatch.GetElapsedTime(started).TotalSeconds);
            cpus.Add(RedthreadProgram.Used(served.ProcessId)!.Value.Cpu - cpu);
        }

        var stored = Stored(data) - before;
        var sent = (long)count * bench.Repeats;
        var floor = Floor(bench);
        bench.Row(
            $"posts of one signal, {Connections} connections",
            $"{Bench.Median(rates):N0} signals/s; {failed} failed; {sent:N0} sent, {stored:N0} in the store; {1e6 * Bench.Median(cpus) / count:0} µs CPU each",
            "≥ 3,000 signals/s, none failed",
            $"bare durable one-row SQLite transactions in turn {floor:N0}/s: {Bench.Median(rates) / floor:0.00} times that"
        );
        if (stored != sent - failed)
            throw new InvalidOperationException($"{sent - failed} signals were acknowledged and {stored} are in the store.");
    }

    private static async Task<int> PostAllAsync(Served served, string token, int count, string run)
    {
        var (next, failed) = (0, 0);
        await Task.WhenAll(
            Enumerable
                .Range(0, Connections)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (int number; (number = Interlocked.Increment(ref next)) <= count; )
                        {
                            if (!await PostAsync(served, token, $"{run}-{number}", number))
                                Interlocked.Increment(ref failed);
                        }
                    })
                )
        );
        return failed;
    }

    private static async Task<bool> PostAsync(Served served, string token, string id, int number)
    {
        var minute = number % 50_000;
        var body = Encoding.UTF8.GetBytes(
            $$"""{"externalId":"{{id}}","time":"2026-0{{1 + (minute / 10_000)}}-{{1 + (minute % 28):00}}T10:{{minute % 60:00}}:00Z","customer":"C-{{number % 10_000}}","readings":[{"measure":"csat-5","place":"get-help/resolved","value":{{1 + (number % 5)}}}]}"""
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/signals?source=benchmark") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await served.Browser.SendAsync(request);
        return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains("\"accepted\":1", StringComparison.Ordinal);
    }

    private static long Stored(string data)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "redthread.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM signals";
        return (long)command.ExecuteScalar()!;
    }

    private static double Floor(Bench bench)
    {
        const int Rows = 500;
        using var connection = new SqliteConnection($"Data Source={bench.File("posts-floor.db")};Pooling=False");
        connection.Open();
        ImportBenchmark.Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE lines (line TEXT NOT NULL)");
        var started = Stopwatch.GetTimestamp();
        for (var row = 0; row < Rows; row++)
            ImportBenchmark.Execute(connection, "INSERT INTO lines VALUES ('a line')");
        return Rows / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
