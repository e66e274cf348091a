using System.Collections.Frozen;

namespace Redthread.Statistics;

/// <summary>
/// Where a text may hold a noun phrase: runs of words between stop words, everyday words, punctuation, numbers and what is known
/// already. A cheap stand-in for a grammar of parts of speech: what follows a pronoun or an auxiliary is taken for a verb, a word in
/// -ed begins a run or none, and what is no frequent verb, adverb or adjective stays in. A noun that qualifies another stands in the
/// singular (“bill shock”), so a plural before a word that is none is a subject before its verb (“people call”), unless an article or
/// its like says that the whole is one thing (“a sales team”), or the plural is one of the few that qualify. Linear in the text.
/// </summary>
public static class PhraseRuns
{
    private static readonly FrozenSet<string> BeforeVerbs =
        "i he she we they who not never will would can cannot could shall should may might must do does did don't doesn't didn't won't wouldn't can't couldn't shouldn't"
            .Split(' ')
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What stands before one thing, never before a plural.</summary>
    private static readonly FrozenSet<string> BeforeOne = "a an each every this another one per".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> PluralsWithoutS = "people men women children staff police".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Plurals by form that are one thing by sense, and so qualify as a singular does.</summary>
    private static readonly FrozenSet<string> QualifyingPlurals =
        "sales operations communications savings news systems goods services accounts analytics logistics economics electronics customs sports earnings results needs relations resources claims payments benefits rewards series"
            .Split(' ')
            .ToFrozenSet(StringComparer.Ordinal);

    /// <param name="known">Phrases that delimit as stop words do, in the order of the text.</param>
    public static IEnumerable<IReadOnlyList<WordSpan>> In(string text, IReadOnlyList<FoundPhrase> known)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(known);
        var (run, next, before, opener) = (new List<WordSpan>(), 0, default(WordSpan), default(WordSpan));
        foreach (var word in TextWords.Of(text))
        {
            var isContent = IsContent(text, word) && !IsVerb(text, before, word);
            var previous = before;
            before = word;
            while (next < known.Count && known[next].Start + known[next].Length <= word.Start)
            {
                next++;
            }

            var within = next < known.Count && known[next].Start <= word.Start;
            if (
                run.Count > 0
                && (within || !IsJoined(text.AsSpan(run[^1].End, word.Start - run[^1].End)) || !isContent || IsPast(text, word) || IsPredicate(text, opener, run[^1], word))
            )
            {
                yield return run;
                run = [];
            }

            if (!within && isContent)
            {
                opener = run.Count == 0 ? previous : opener;
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

    private static bool IsPredicate(string text, WordSpan opener, WordSpan subject, WordSpan word) =>
        IsPlural(text, subject)
        && !IsPlural(text, word)
        && !QualifyingPlurals.Contains(TextWords.Lower(text.AsSpan(subject.Start, subject.Length)))
        && !(opener.Length > 0 && BeforeOne.Contains(TextWords.Lower(text.AsSpan(opener.Start, opener.Length))));

    // By its form: “customers”, but not “access”, “status”, “analysis” or “customer's”.
    private static bool IsPlural(string text, WordSpan word)
    {
        var lower = TextWords.Lower(text.AsSpan(word.Start, word.Length));
        return PluralsWithoutS.Contains(lower) || (lower.Length > 3 && lower[^1] == 's' && lower[^2] is not ('s' or 'u' or 'i' or '\'' or '’'));
    }

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
