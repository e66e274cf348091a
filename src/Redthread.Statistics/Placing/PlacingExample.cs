namespace Redthread.Statistics;

/// <summary>A verbatim of which it is known where it belongs.</summary>
/// <param name="Text">What the customer said.</param>
/// <param name="Labels">Indices of the labels it has; none says that it has none.</param>
public sealed record PlacingExample(string Text, IReadOnlyList<int> Labels)
{
    /// <summary>Labels of which nobody said whether it has them: it teaches nothing about these.</summary>
    public IReadOnlyList<int> Unknown { get; init; } = [];

    /// <summary>How much it counts beside a confirmation, above 0.</summary>
    public double Weight { get; init; } = 1;
}

/// <summary>How a classifier of verbatims learns. The defaults were chosen by cross-validation: docs/statistics/placing.md.</summary>
public sealed record PlacingOptions
{
    /// <summary>Words and pairs of words, and every two to four characters of a word, half and half; without stop words taken out, since “how do I” and “why was” tell intents apart.</summary>
    public static readonly TextComparison Verbatims = new()
    {
        WordGrams = 2,
        CharactersFrom = 2,
        CharactersTo = 4,
    };

    public TextComparison Comparison { get; init; } = Verbatims;

    /// <summary>What a wrong answer costs beside long weights.</summary>
    public double Cost { get; init; } = 2;

    /// <summary>How much what a label says of itself counts beside one confirmation.</summary>
    public double NameWeight { get; init; } = 5;

    /// <summary>Times that all examples are gone through, at most.</summary>
    public int Passes { get; init; } = 20;

    /// <summary>Parts of the examples, each held out once for calibration; 0 leaves calibration out.</summary>
    public int Folds { get; init; } = 5;

    public int Seed { get; init; } = 1;

    /// <summary>Threads, 1 or more; results do not depend on it.</summary>
    public int Threads { get; init; } = 2;
}
