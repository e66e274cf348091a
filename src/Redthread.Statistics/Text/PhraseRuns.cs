namespace Redthread.Statistics;

/// <summary>
/// Where a text may hold a noun phrase: runs of words between stop words, punctuation, numbers and what is known already. A cheap
/// stand-in for a grammar of parts of speech: verbs that are no stop words stay in. Linear in the text.
/// </summary>
public static class PhraseRuns
{
    /// <param name="known">Phrases that delimit as stop words do, in the order of the text.</param>
    public static IEnumerable<IReadOnlyList<WordSpan>> In(string text, IReadOnlyList<FoundPhrase> known)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(known);
        var (run, next) = (new List<WordSpan>(), 0);
        foreach (var word in TextWords.Of(text))
        {
            while (next < known.Count && known[next].Start + known[next].Length <= word.Start)
            {
                next++;
            }

            var within = next < known.Count && known[next].Start <= word.Start;
            if (run.Count > 0 && (within || !IsJoined(text.AsSpan(run[^1].End, word.Start - run[^1].End)) || !IsContent(text, word)))
            {
                yield return run;
                run = [];
            }

            if (!within && IsContent(text, word))
            {
                run.Add(word);
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static bool IsJoined(ReadOnlySpan<char> between) => between.Length == 1 && (between[0] == '-' || char.IsWhiteSpace(between[0]));

    private static bool IsContent(string text, WordSpan word)
    {
        var span = text.AsSpan(word.Start, word.Length);
        return word.Length > 1 && !span.ContainsAnyInRange('0', '9') && !EnglishStopWords.Contains(TextWords.Lower(span));
    }
}
