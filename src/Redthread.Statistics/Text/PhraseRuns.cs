using System.Collections.Frozen;

namespace Redthread.Statistics;

/// <summary>
/// Where a text may hold a noun phrase: runs of words between stop words, everyday words, punctuation, numbers and what is known
/// already. A cheap stand-in for a grammar of parts of speech: what follows a pronoun or an auxiliary is taken for a verb, a word in
/// -ed begins a run or none, and what is no frequent verb, adverb or adjective stays in. Linear in the text.
/// </summary>
public static class PhraseRuns
{
    private static readonly FrozenSet<string> BeforeVerbs =
        "i he she we they who not never will would can cannot could shall should may might must do does did don't doesn't didn't won't wouldn't can't couldn't shouldn't"
            .Split(' ')
            .ToFrozenSet(StringComparer.Ordinal);

    /// <param name="known">Phrases that delimit as stop words do, in the order of the text.</param>
    public static IEnumerable<IReadOnlyList<WordSpan>> In(string text, IReadOnlyList<FoundPhrase> known)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(known);
        var (run, next, before) = (new List<WordSpan>(), 0, default(WordSpan));
        foreach (var word in TextWords.Of(text))
        {
            var isContent = IsContent(text, word) && !IsVerb(text, before, word);
            before = word;
            while (next < known.Count && known[next].Start + known[next].Length <= word.Start)
            {
                next++;
            }

            var within = next < known.Count && known[next].Start <= word.Start;
            if (run.Count > 0 && (within || !IsJoined(text.AsSpan(run[^1].End, word.Start - run[^1].End)) || !isContent || IsPast(text, word)))
            {
                yield return run;
                run = [];
            }

            if (!within && isContent)
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

    private static bool IsVerb(string text, WordSpan before, WordSpan word) =>
        before.Length > 0 && IsJoined(text.AsSpan(before.End, word.Start - before.End)) && BeforeVerbs.Contains(TextWords.Lower(text.AsSpan(before.Start, before.Length)));

    private static bool IsPast(string text, WordSpan word) => word.Length > 4 && text.AsSpan(word.Start, word.Length).EndsWith("ed", StringComparison.Ordinal);

    private static bool IsContent(string text, WordSpan word)
    {
        var span = text.AsSpan(word.Start, word.Length);
        if (word.Length == 1 || span.ContainsAnyInRange('0', '9'))
        {
            return false;
        }

        var lower = TextWords.Lower(span);
        return !EnglishStopWords.Contains(lower) && !EnglishEverydayWords.Contains(lower);
    }
}
