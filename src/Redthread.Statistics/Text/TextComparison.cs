using System.Numerics;

namespace Redthread.Statistics;

/// <summary>What of texts is compared, and how much each kind of feature weighs.</summary>
public sealed record TextComparison
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "similarity = ½·cos(stems) + ½·cos(three letters in a row); weight of a feature = (1 + ln tf)·(1 + ln(P(1 + N) ÷ P(1 + df))) with P the next lower power of two, each kind scaled to length 1";

    /// <summary>
    /// Chosen by measurement for titles and statements: English stems without stop words, and every three characters of a word,
    /// half and half. See docs/statistics/text-similarity.md.
    /// </summary>
    public static readonly TextComparison Statements = new()
    {
        WordGrams = 1,
        English = true,
        CharactersFrom = 3,
        CharactersTo = 3,
    };

    /// <summary>Words in a row that make a feature, from 1 to this; 0 compares no words.</summary>
    public int WordGrams { get; init; }

    /// <summary>Fewest characters of a word, with a space at both its ends, that make a feature; 0 compares no characters.</summary>
    public int CharactersFrom { get; init; }

    /// <summary>Most characters that make a feature.</summary>
    public int CharactersTo { get; init; }

    /// <summary>How much the words weigh where words and characters are both compared, 0..1.</summary>
    public double WordShare { get; init; } = 0.5;

    /// <summary>Whether words are compared by their English stems, without English stop words.</summary>
    public bool English { get; init; }

    /// <summary>How much of a similarity each kind of feature makes, adding up to 1.</summary>
    internal (double Words, double Characters) Shares =>
        WordGrams == 0 ? (0, 1)
        : CharactersFrom == 0 ? (1, 0)
        : (WordShare, 1 - WordShare);

    /// <summary>What of a title and its detail is compared: the title twice, then the beginning of the detail. Chosen by measurement.</summary>
    public static string Statement(string title, string? detail) =>
        string.IsNullOrWhiteSpace(detail) ? title : $"{title}\n{title}\n{(detail.Length > DetailCompared ? detail[..DetailCompared] : detail)}";

    private const int DetailCompared = 600;

    internal static double Weight(int count) => 1 + Math.Log(count);

    /// <summary>Rarity in steps: it stays as it is while texts come and go, until there are twice or half as many.</summary>
    internal static double SteadyRarity(int texts, int holding) => 1 + ((Step(texts) - Step(holding)) * Math.Log(2));

    /// <summary>On which step of rarity a number of texts is.</summary>
    internal static int Step(int texts) => BitOperations.Log2((uint)texts + 1);

    internal static double Rarity(int texts, int holding) => 1 + Math.Log((1.0 + texts) / (1 + holding));
}
