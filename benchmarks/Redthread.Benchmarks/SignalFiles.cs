using System.Text;

namespace Redthread.Benchmarks;

/// <summary>Files of made-up signals over two years, the same every time.</summary>
internal static class SignalFiles
{
    public const int ReadingsOfWide = 12;
    private const int WideStages = 4;
    private const int SingleStages = Operator.Journeys * Operator.StagesEach;
    private const int Days = 730;
    private static readonly DateTime First = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly (string Measure, int From, int To)[] Measures = [("csat-5", 1, 5), ("ces-7", 1, 7), ("nps", 0, 10)];

    /// <summary>Twelve answers in a row: three measures in each of four stages; in date order or in any order.</summary>
    public static string Wide(Bench bench, int rows, bool shuffled = false)
    {
        var path = bench.File($"wide-{rows}-{(shuffled ? "shuffled" : "ordered")}.csv");
        if (File.Exists(path))
            return path;
        var draw = new Draw(11);
        using var file = new StreamWriter(path, append: false, Encoding.UTF8, 1 << 20);
        file.WriteLine($"id,at,customer,segment,channel,weight,{string.Join(',', Enumerable.Range(0, ReadingsOfWide).Select(index => $"q{index}"))}");
        for (var row = 0; row < rows; row++)
        {
            WriteStart(file, row, shuffled ? AnyTime(draw) : At(row, rows), draw);
            for (var index = 0; index < ReadingsOfWide; index++)
            {
                var (_, from, to) = Measures[index % Measures.Length];
                file.Write(',');
                file.Write(from + draw.Below(to - from + 1));
            }

            file.WriteLine();
        }

        return path;
    }

    /// <summary>One answer in a row, at any of forty stages, in date order or in any order.</summary>
    public static string Single(Bench bench, int rows, bool shuffled)
    {
        var path = bench.File($"single-{rows}-{(shuffled ? "shuffled" : "ordered")}.csv");
        if (File.Exists(path))
            return path;
        var draw = new Draw(12);
        using var file = new StreamWriter(path, append: false, Encoding.UTF8, 1 << 20);
        file.WriteLine($"id,at,customer,segment,channel,weight,{string.Join(',', Enumerable.Range(0, SingleStages).Select(index => $"s{index}"))}");
        for (var row = 0; row < rows; row++)
        {
            WriteStart(file, row, shuffled ? AnyTime(draw) : At(row, rows), draw);
            var stage = draw.Below(SingleStages);
            for (var index = 0; index < SingleStages; index++)
            {
                file.Write(',');
                if (index == stage)
                    file.Write(1 + draw.Below(5));
            }

            file.WriteLine();
        }

        return path;
    }

    public static string WideMapping(Bench bench) =>
        WriteMapping(
            bench,
            "wide",
            Enumerable.Range(0, ReadingsOfWide).Select(index => $"  - {{ columns: [q{index}], measure: {Measures[index % Measures.Length].Measure}, place: {WideStage(index)} }}")
        );

    public static string SingleMapping(Bench bench) =>
        WriteMapping(bench, "single", Enumerable.Range(0, SingleStages).Select(index => $"  - {{ columns: [s{index}], measure: csat-5, place: {Operator.Stage(index)}/desk }}"));

    // Each tenth stage, so that four of the five journeys are heard.
    private static string WideStage(int index) => Operator.Stage(index / Measures.Length * (SingleStages / WideStages));

    private static DateTime At(int row, int rows) => First.AddSeconds((double)row / rows * Days * 86_400);

    private static DateTime AnyTime(Draw draw) => First.AddSeconds(draw.Below(Days * 86_400));

    private static void WriteStart(StreamWriter file, int row, DateTime at, Draw draw)
    {
        Span<char> time = stackalloc char[19];
        at.TryFormat(time, out _, "yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        file.Write('r');
        file.Write(row);
        file.Write(',');
        file.Write(time);
        file.Write("Z,c");
        // Three signals a customer on average.
        file.Write(draw.Below(Math.Max(1000, row / 3 + 1)));
        file.Write(',');
        file.Write(Operator.Segments[draw.Below(Operator.Segments.Length)]);
        file.Write(',');
        file.Write(Operator.Channels[draw.Below(Operator.Channels.Length)]);
        file.Write(
            draw.Below(4) switch
            {
                0 => ",0.5",
                1 => ",1",
                2 => ",1.25",
                _ => ",2",
            }
        );
    }

    private static string WriteMapping(Bench bench, string name, IEnumerable<string> readings)
    {
        var path = bench.File($"{name}.yaml");
        File.WriteAllText(
            path,
            $"externalId: {{ columns: [id] }}\ntime: {{ columns: [at] }}\ncustomer: [customer]\nsegment: {{ columns: [segment] }}\nchannel: {{ columns: [channel] }}\nweight: [weight]\nreadings:\n{string.Join('\n', readings)}\n"
        );
        return path;
    }

    /// <summary>SplitMix64: the same numbers everywhere.</summary>
    private sealed class Draw(ulong state)
    {
        public int Below(int limit)
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)(((mixed ^ (mixed >> 31)) >> 33) % (ulong)limit);
        }
    }
}
