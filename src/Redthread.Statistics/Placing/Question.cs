namespace Redthread.Statistics;

/// <summary>How much a text that waits would teach if its place were known.</summary>
/// <param name="Text">Its index.</param>
/// <param name="Best">The most probable label.</param>
/// <param name="Uncertainty">Entropy of whether that label is right, in bits, 0..1: most at a probability of one half.</param>
/// <param name="Density">Mean cosine with all texts that wait, 0..1: an answer for a typical text helps many.</param>
public readonly record struct Question(int Text, PlacingSuggestion Best, double Uncertainty, double Density)
{
    /// <summary>What pages print.</summary>
    public const string Formula = "worth asking = entropy of the most probable label × mean similarity to all texts that wait";

    /// <summary>Information density (Settles and Craven 2008).</summary>
    public double Worth => Uncertainty * Density;

    internal static double Entropy(double probability) =>
        probability is <= 0 or >= 1 ? 0 : -((probability * Math.Log2(probability)) + ((1 - probability) * Math.Log2(1 - probability)));
}
