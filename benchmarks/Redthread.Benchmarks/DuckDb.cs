using System.Globalization;

namespace Redthread.Benchmarks;

/// <summary>The same sums from the raw rows by a column store that reads them all: month × stage × segment over the board's twelve quarters.</summary>
internal static class DuckDb
{
    private const string Package = "@duckdb/node-api@1.5.6-r.1";

    private const string Script = """
        import { DuckDBInstance } from '@duckdb/node-api';
        const connection = await (await DuckDBInstance.create(':memory:')).connect();
        await connection.run(`CREATE VIEW wide AS SELECT * FROM read_csv('${process.argv[2]}')`);
        await connection.run(`CREATE TABLE answers AS SELECT "at", segment, weight, substr(question, 2)::INTEGER AS q, answer
          FROM (UNPIVOT wide ON COLUMNS('^q[0-9]+$') INTO NAME question VALUE answer)`);
        await connection.run(`CREATE TABLE readings AS
          SELECT date_trunc('month', "at") AS month, q // 3 AS stage, segment, weight, CASE q % 3 WHEN 0 THEN (answer - 1) * 25.0 WHEN 1 THEN (answer - 1) / 0.06 ELSE answer * 10.0 END AS x
          FROM answers`);
        const times = [];
        for (let run = 0; run < 7; run++) {
          const started = performance.now();
          await (await connection.runAndReadAll(`SELECT month, stage, segment, COUNT(*), SUM(weight), SUM(weight * weight), SUM(weight * x), SUM(weight * x * x)
            FROM readings GROUP BY ALL`)).getRows();
          times.push(performance.now() - started);
        }
        console.log(times.sort((a, b) => a - b)[3]);
        """;

    public static async Task<double?> QueryMillisecondsAsync(Bench bench, string csv) =>
        await RunAsync(bench, "picture.mjs", Script, csv) is { } ran ? double.Parse(ran.Output, CultureInfo.InvariantCulture) : null;

    /// <summary>Runs a script that uses it; null where Node.js is not there.</summary>
    public static async Task<Ran?> RunAsync(Bench bench, string name, string text, string argument)
    {
        if (!RedthreadProgram.Has("npm") || !RedthreadProgram.Has("node"))
            return null;
        var folder = bench.Folder("duckdb");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            await RedthreadProgram.RunAsync("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error", Package]);
        var script = Path.Combine(folder, name);
        await File.WriteAllTextAsync(script, text);
        return await RedthreadProgram.RunAsync("node", [script, argument]);
    }
}
