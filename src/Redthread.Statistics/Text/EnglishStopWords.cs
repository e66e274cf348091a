using System.Collections.Frozen;

namespace Redthread.Statistics;

/// <summary>English words that say how a sentence is built and not what it is about: articles, pronouns, prepositions, conjunctions, auxiliaries.</summary>
public static class EnglishStopWords
{
    private static readonly FrozenSet<string> Words = (
        "a about above after again against all also am an and any are aren't as at be because been before being below between both but by can can't cannot could couldn't "
        + "did didn't do does doesn't doing don't down during each either else even ever every few for from further get gets getting got had hadn't has hasn't have haven't "
        + "having he her here hers herself him himself his how however i i'd i'll i'm i've if in into is isn't it it's its itself just let me might more most much must my myself "
        + "neither no nor not now of off on once only onto or other ought our ours ourselves out over own per rather s same shall she should shouldn't since so some such than that "
        + "that's the their theirs them themselves then there there's these they they're this those though through thus to too under until up upon us very via was wasn't we we're "
        + "were weren't what when where whether which while who whom whose why will with within without won't would wouldn't yet you you're your yours yourself yourselves"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Spans = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="word">In lower case, with a straight apostrophe.</param>
    public static bool Contains(ReadOnlySpan<char> word) => Spans.Contains(word);
}
