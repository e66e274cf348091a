namespace Redthread.Benchmarks;

/// <summary>
/// Sentences of ten words, drawn by Zipf's law from five thousand that are made of syllables: as in real texts a few words stand nearly
/// everywhere and most are rare. Every fiftieth says nearly what an earlier one says.
/// </summary>
internal sealed class Statements(Random random)
{
    private const int Vocabulary = 5_000;
    private const int Length = 10;
    private const int Echo = 50;

    private static readonly string[] Syllables =
    [
        "ba",
        "den",
        "fol",
        "gam",
        "hin",
        "jor",
        "kel",
        "lum",
        "mor",
        "nat",
        "pel",
        "rud",
        "sab",
        "tev",
        "wim",
        "zon",
        "tra",
        "ple",
        "sti",
        "con",
    ];

    private static readonly double[] Cumulated = Sums();

    private readonly List<string[]> said = [];

    public string Next()
    {
        var words = said.Count > Echo && random.Next(Echo) == 0 ? [.. said[random.Next(said.Count)]] : Enumerable.Range(0, Length).Select(_ => Word()).ToArray();
        words[random.Next(words.Length)] = Word();
        said.Add(words);
        return string.Join(' ', words);
    }

    private string Word()
    {
        var at = Array.BinarySearch(Cumulated, random.NextDouble() * Cumulated[^1]);
        var rank = at < 0 ? ~at : at;
        return $"{Syllables[rank % 20]}{Syllables[rank / 20 % 20]}{(rank >= 400 ? Syllables[rank / 400] : "")}";
    }

    private static double[] Sums()
    {
        var (sums, sum) = (new double[Vocabulary], 0.0);
        for (var rank = 0; rank < Vocabulary; rank++)
            sums[rank] = sum += 1.0 / (rank + 10);
        return sums;
    }
}
