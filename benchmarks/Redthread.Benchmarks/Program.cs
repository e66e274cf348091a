using Redthread.Benchmarks;

var all = new Dictionary<string, Func<Bench, Task>>
{
    ["import"] = ImportBenchmark.RunAsync,
    ["picture"] = PictureBenchmark.RunAsync,
    ["rebuild"] = RebuildBenchmark.RunAsync,
    ["page"] = PageBenchmark.RunAsync,
    ["posts"] = PostsBenchmark.RunAsync,
    ["start"] = StartBenchmark.RunAsync,
    ["threads"] = ThreadsBenchmark.RunAsync,
    ["desk"] = DeskBenchmark.RunAsync,
    ["language"] = LanguageBenchmark.RunAsync,
    ["duplicates"] = DuplicatesBenchmark.RunAsync,
    ["classify"] = ClassifyBenchmark.RunAsync,
    ["discover"] = DiscoverBenchmark.RunAsync,
    ["cox"] = AnalysisBenchmark.CoxAsync,
    ["bgnbd"] = AnalysisBenchmark.PurchasesAsync,
};
var names = args.Where(arg => !arg.StartsWith('-')).ToList();
if (args.Except(["--quick"]).Except(all.Keys).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark {unknown}. Names: {string.Join(", ", all.Keys)}; option: --quick");
    return 2;
}

using var bench = new Bench(args.Contains("--quick"));
bench.PrintHead(args);
var failed = false;
foreach (var (name, run) in all.Where(entry => names.Count == 0 || names.Contains(entry.Key)))
{
    try
    {
        await run(bench);
    }
    catch (Exception failure) when (failure is InvalidOperationException or IOException or HttpRequestException)
    {
        failed = true;
        bench.Row(name, "failed", failure.Message, "");
    }
}

return failed ? 1 : 0;
