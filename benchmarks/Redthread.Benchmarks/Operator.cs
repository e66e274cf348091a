using System.Text;

namespace Redthread.Benchmarks;

/// <summary>A made-up operator: 40 stages in five journeys, four segments with shares, three channels, one agreed framework.</summary>
internal static class Operator
{
    public const int Journeys = 5;
    public const int StagesEach = 8;
    public static readonly string[] Segments = ["families", "singles", "seniors", "business"];
    public static readonly string[] Channels = ["web", "app", "phone"];
    private static readonly double[] Shares = [0.4, 0.25, 0.2, 0.15];

    public static string Stage(int number) => $"journey-{(number / StagesEach) + 1}/stage-{(number % StagesEach) + 1}";

    public static async Task DrawAsync(Bench bench, string data)
    {
        var segments = Write(bench, "segments.yaml", SegmentsFile());
        var journeys = Enumerable.Range(1, Journeys).Select(number => Write(bench, $"journey-{number}.yaml", JourneyFile(number))).ToList();
        var framework = Write(bench, "framework.yaml", FrameworkFile());
        await RedthreadProgram.RunAsync("segments", "import", segments, "--data", data);
        await RedthreadProgram.RunAsync(["journeys", "import", .. journeys, "--data", data]);
        await RedthreadProgram.RunAsync("measures", "import", "--shipped", "--data", data);
        await RedthreadProgram.RunAsync("frameworks", "import", framework, "--agree", "--data", data);
    }

    private static string Write(Bench bench, string name, string text)
    {
        File.WriteAllText(bench.File(name), text);
        return bench.File(name);
    }

    private static string SegmentsFile()
    {
        var text = new StringBuilder("channels:\n");
        foreach (var channel in Channels)
            text.Append($"  - key: {channel}\n    name: {channel}\n");
        text.Append("segments:\n");
        for (var index = 0; index < Segments.Length; index++)
            text.Append(FormattableString.Invariant($"  - key: {Segments[index]}\n    name: {Segments[index]}\n    partition: household\n    share: {Shares[index]}\n"));
        return text.ToString();
    }

    private static string JourneyFile(int number)
    {
        var text = new StringBuilder($"journey: journey-{number}\nname: Journey {number}\nlevel: journey\nstages:\n");
        for (var stage = 1; stage <= StagesEach; stage++)
            text.Append($"  - key: stage-{stage}\n    name: Stage {number}.{stage}\n    touchpoints:\n      - {{ key: desk, name: Desk, channel: web }}\n");
        return text.ToString();
    }

    private static string FrameworkFile()
    {
        var text = new StringBuilder("framework: Benchmark framework\nfreshnessDays: 45\nminimumN: 30\ncutPoints: [30, 45, 60, 75]\nnorthStar: journey-1\nstages:\n");
        for (var stage = 0; stage < Journeys * StagesEach; stage++)
            text.Append($"  {Stage(stage)}: {{ importance: 1, target: 70, weakBelow: 50, failingBelow: 40, weights: {{ csat-5: 1, ces-7: 1, nps: 0.5 }} }}\n");
        return text.ToString();
    }
}
