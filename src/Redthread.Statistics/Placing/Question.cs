namespace Redthread.Statistics;

/// <summary>How much a text that waits would teach if its place were known.</summary>
/// <param name="Text">Its index.</param>
/// <param name="Best">The most probable label.</param>
/// <param name="Worth">0..1: 1 where two labels are equally probable (margin sampling: Scheffer, Decomain and Wrobel 2001).</param>
public readonly record struct Question(int Text, PlacingSuggestion Best, double Worth)
{
    /// <summary>What pages print.</summary>
    public const string Formula = "worth asking = 1 − (probability of the likeliest place − that of the second)";
}
