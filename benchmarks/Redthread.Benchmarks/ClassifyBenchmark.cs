using System.Diagnostics;
using Redthread.Statistics;

namespace Redthread.Benchmarks;

/// <summary>Placing verbatims: how many in a second, and how long one confirmation takes to learn.</summary>
internal static class ClassifyBenchmark
{
    private const int Labels = 77;
    private static readonly string[] Openings =
    [
        "How do I",
        "Why was",
        "Can you tell me why",
        "I still have not",
        "Please explain how",
        "Since yesterday",
        "What should I do if",
        "I would like to",
    ];

    public static Task RunAsync(Bench bench)
    {
        // Another's file of the form text,label with a head can be put in the place of made-up texts.
        var rows = Environment.GetEnvironmentVariable("REDTHREAD_BENCH_QUERIES") is { } path ? Read(path) : Made(bench.Size(10_000));
        var labels = rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        var numbers = labels.Index().ToDictionary(row => row.Item, row => row.Index);
        var examples = rows.ConvertAll(row => new PlacingExample(row.Text, [numbers[row.Label]]));
        var started = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        var classifier = VerbatimClassifier.Fit([.. labels.Select(label => label.Replace('_', ' '))], examples, [], new() { Folds = 0, Threads = Environment.ProcessorCount });
        bench.Row(
            $"learning {examples.Count:N0} verbatims, {labels.Count} labels, from nothing",
            $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s, {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.00} CPU s",
            "",
            $""
        );
        var speeds = Enumerable.Range(0, 5).Select(_ => Classify(classifier, examples)).ToList();
        bench.Row(
            $"classifying {examples.Count:N0} verbatims on one thread",
            $"{Bench.Median(speeds):N0} verbatims/s",
            "≥ 20,000 verbatims/s",
            $"slowest of five {speeds.Min():N0}"
        );
        var times = examples.Take(bench.Size(1_000)).Select(example => Learn(classifier, example)).Order().ToList();
        bench.Row(
            $"learning one confirmation beside {examples.Count:N0}",
            $"{Bench.Median(times):0.00} ms; slowest {times[^1]:0.0} ms of {times.Count:N0}",
            "≤ 50 ms",
            $"99th of a hundred {times[times.Count * 99 / 100]:0.00} ms"
        );
        return Task.CompletedTask;
    }

    private static double Classify(VerbatimClassifier classifier, List<PlacingExample> examples)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var example in examples)
            classifier.Probabilities(example.Text);
        return examples.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Learn(VerbatimClassifier classifier, PlacingExample example)
    {
        var started = Stopwatch.GetTimestamp();
        classifier.Learn(example);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static List<(string Text, string Label)> Read(string path) =>
        [.. File.ReadLines(path).Skip(1).Where(line => line.Contains(',')).Select(line => (line[..line.LastIndexOf(',')], line[(line.LastIndexOf(',') + 1)..]))];

    // Each label has twelve words of its own among four thousand that all share.
    private static List<(string Text, string Label)> Made(int count)
    {
        var random = new Random(7);
        string Word() => string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => $"{"bcdfglmnprstv"[random.Next(13)]}{"aeiou"[random.Next(5)]}"));
        var (common, own) = (Enumerable.Range(0, 4_000).Select(_ => Word()).ToArray(), Enumerable.Range(0, Labels * 12).Select(_ => Word()).ToArray());
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(at =>
                {
                    var words = Enumerable
                        .Range(0, random.Next(5, 12))
                        .Select(word => word % 3 == 0 ? own[(at % Labels * 12) + random.Next(12)] : common[random.Next(common.Length)]);
                    return ($"{Openings[random.Next(Openings.Length)]} {string.Join(' ', words)}?", $"label_{at % Labels}");
                }),
        ];
    }
}
