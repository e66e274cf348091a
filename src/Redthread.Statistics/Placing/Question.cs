namespace Redthread.Statistics;

/// <summary>How much a text that waits would teach if its place were known.</summary>
/// <param name="Text">Its index.</param>
/// <param name="Best">The most probable label.</param>
/// <param name="Worth">0..1, when its turn comes.</param>
/// <param name="Speaks">Whether it says two words that other texts say too; what says less comes last.</param>
public readonly record struct Question(int Text, PlacingSuggestion Best, double Worth, bool Speaks)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "worth asking = (1 − (probability of the likeliest place − that of the second)) × √density × Π (1 − 0.3·cosine with each of the last 5 asked), "
        + "density = mean cosine with all that wait ÷ the median of these, at most 1; what says fewer than two words that others say comes last";
}
