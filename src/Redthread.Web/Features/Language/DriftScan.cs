using Redthread.Domain.Language;
using Redthread.Statistics;

namespace Redthread.Web.Features.Language;

/// <summary>
/// Which terms and words to avoid stand in which texts, and which phrases are frequent and undefined, kept true while texts come and
/// go. A text costs O(its words); what is asked afterwards O(texts of the terms and phrases that the changed ones hold). Some 2 kB a
/// text of twenty words. Not for two threads at once.
/// </summary>
public sealed class DriftScan
{
    public const int MonthsShown = 12;
    public const int LeastTexts = 3;
    private const int ExamplesShown = 5;
    private const int PhrasesKept = 200;
    private static readonly System.Buffers.SearchValues<char> SentenceEnds = System.Buffers.SearchValues.Create(".!?;\n");

    private readonly DateTime now;
    private readonly KnownLanguage language;
    private readonly Dictionary<Guid, Term> terms;
    private readonly Dictionary<string, (string Word, string Stem)> known = new(StringComparer.Ordinal);

    // Names defined elsewhere in Redthread need no definition, and delimit phrases as terms do.
    private readonly TermRecogniser names;
    private readonly Dictionary<(Guid Term, string Stems, Guid? Team), Usage> avoided = [];
    private readonly Dictionary<Guid, List<DriftText>> used = [];
    private readonly Dictionary<Guid, int[]> written = [];
    private readonly PhraseBook phrases = new();

    /// <summary>Texts with a word to avoid of one team.</summary>
    private sealed class Usage
    {
        public List<DriftText> Texts { get; } = [];

        /// <summary>Null since the team wrote, or no longer says, anything.</summary>
        public DriftFinding? Finding { get; set; }
    }

    public DriftScan(IReadOnlyList<DriftText> texts, KnownLanguage language, IReadOnlyList<string> names, DateTime now)
    {
        (this.language, this.now, this.names) = (language, now, new TermRecogniser(names));
        terms = language.Terms.ToDictionary(term => term.Id);
        foreach (var text in texts)
            Count(text, comes: true);
    }

    /// <summary>Words to avoid that a team wrote within the last twelve months.</summary>
    public IReadOnlyList<DriftFinding> Avoided =>
        [.. avoided.Where(pair => pair.Value.Texts.Count > 0).Select(pair => pair.Value.Finding ??= Of(pair.Key, pair.Value.Texts)).Where(finding => finding.Count > 0)];

    /// <summary>Keyed by stems, so that phrases set aside can be left out later.</summary>
    public IReadOnlyList<(string Stems, DriftFinding Finding)> Undefined =>
        [.. phrases.Best(LeastTexts).Take(PhrasesKept).Select(best => (best.Phrase.Stems, best.Phrase.Finding = Of(best.Phrase, best.Value.Value)))];

    public int TextsWith(Guid term) => used.GetValueOrDefault(term)?.Count ?? 0;

    /// <summary>Texts since then that use a term or a word to avoid, and of these those that use a word to avoid: O(texts with either).</summary>
    public (int Texts, int Avoiding) UseSince(DateTime since)
    {
        var avoiding = avoided.Values.SelectMany(usage => usage.Texts).Where(text => text.At >= since).ToHashSet<DriftText>(ReferenceEqualityComparer.Instance);
        var met = used.Values.SelectMany(texts => texts).Where(text => text.At >= since).ToHashSet<DriftText>(ReferenceEqualityComparer.Instance);
        return (avoiding.Count + met.Count(text => !avoiding.Contains(text)), avoiding.Count);
    }

    public IReadOnlyList<int> MonthsOf(Guid term) => Months(used.GetValueOrDefault(term) ?? []);

    public IReadOnlyList<DriftExample> ExamplesOf(Guid term) => Examples(used.GetValueOrDefault(term) ?? []);

    /// <summary>Adds a text, or takes one out that was added.</summary>
    public void Count(DriftText text, bool comes)
    {
        if (text.Team is { } team && Month(text.At) is { } month)
            (written.TryGetValue(team, out var months) ? months : written[team] = new int[MonthsShown])[month] += comes ? 1 : -1;
        var (avoid, met, runs) = (new HashSet<(Guid, string)>(), new HashSet<Guid>(), new List<(string[], string[], int)>());
        foreach (var part in text.Parts)
        {
            var found = language.In(part).ToList();
            foreach (var (at, term, isAvoided) in found)
            {
                if (!isAvoided)
                    met.Add(term.Id);
                else if (KnownLanguage.Stems(part.Substring(at.Start, at.Length)) is var stems && OwnWords.Has(part, at, Listed(term, stems)))
                    avoid.Add((term.Id, stems));
            }

            var (sentence, upTo) = (0, -1);
            foreach (var run in PhraseRuns.In(part, Delimiters(part, found)).Where(run => run.Count > 1))
            {
                if (run[0].Start >= upTo)
                    (sentence, upTo) = SentenceAt(part, run[0].Start);
                var words = run.Select(word => Word(part, word)).ToArray();
                runs.Add(([.. words.Select(word => word.Stem)], [.. words.Select(word => word.Word)], sentence));
            }
        }

        phrases.Count(text, runs, comes);
        foreach (var term in met)
            Change(used.TryGetValue(term, out var list) ? list : used[term] = [], text, comes);
        foreach (var (term, stems) in avoid)
            Change((avoided.TryGetValue((term, stems, text.Team), out var usage) ? usage : avoided[(term, stems, text.Team)] = new Usage()).Texts, text, comes);
        // Its share of what the team writes is another as well.
        foreach (var (_, usage) in avoided.Where(pair => pair.Key.Team == text.Team))
            usage.Finding = null;
    }

    /// <returns>What tells the sentence, line or heading about a place from others, and where it ends.</returns>
    private static (int Sentence, int End) SentenceAt(string part, int at)
    {
        var (from, to) = (part.AsSpan(0, at).LastIndexOfAny(SentenceEnds) + 1, part.AsSpan(at).IndexOfAny(SentenceEnds));
        to = to < 0 ? part.Length : at + to;
        return (string.GetHashCode(part.AsSpan(from, to - from).Trim(), StringComparison.OrdinalIgnoreCase), to);
    }

    private static string Listed(Term term, string stems) => term.WordsToAvoid.First(word => KnownLanguage.Stems(word) == stems);

    private static void Change(List<DriftText> list, DriftText text, bool comes)
    {
        if (comes)
            list.Add(text);
        else
            list.Remove(text);
    }

    private List<FoundPhrase> Delimiters(string part, List<(FoundPhrase Found, Term Term, bool Avoid)> found) =>
        [.. found.Select(one => one.Found).Concat(names.In(part)).OrderBy(one => one.Start).ThenByDescending(one => one.Length)];

    private (string Word, string Stem) Word(string part, WordSpan span)
    {
        var word = TextWords.Lower(part.AsSpan(span.Start, span.Length));
        if (!known.TryGetValue(word, out var both))
            known[word] = both = (word, EnglishStemmer.Stem(word));
        return both;
    }

    private DriftFinding Of((Guid Term, string Stems, Guid? Team) key, List<DriftText> list)
    {
        var (term, months) = (terms[key.Term], Months(list));
        return new DriftFinding(
            DriftKind.Avoided,
            term.Id,
            term.Id,
            term.Key,
            Listed(term, key.Stems),
            term.Word,
            key.Team,
            null,
            term.OwnerPersonId,
            months.Sum(),
            months.TakeLast(3).Sum(),
            months,
            key.Team is { } team && months.Sum() > 0 ? Trend.Of(Shares(months, written[team])) : null,
            0,
            Examples(list),
            [],
            $"/language/{term.Key}"
        );
    }

    // Months in which the team wrote nothing are gaps, not zeros.
    private static IEnumerable<TrendPoint> Shares(IReadOnlyList<int> with, int[] all) =>
        Enumerable.Range(0, MonthsShown).Where(month => all[month] > 0).Select(month => new TrendPoint(month, 100.0 * with[month] / all[month]));

    // What phrases around it owe to it may have changed its value, and nothing else of it.
    private DriftFinding Of(PhraseBook.Phrase phrase, double value)
    {
        if (phrase.Finding is { } same)
            return same.Value == value ? same : same with { Value = value };
        var (word, months) = (phrase.Form, Months(phrase.Texts));
        return new DriftFinding(
            DriftKind.Undefined,
            SubjectOf(phrase.Stems),
            null,
            null,
            word,
            null,
            null,
            null,
            null,
            phrase.Texts.Count,
            months.TakeLast(3).Sum(),
            months,
            null,
            value,
            Examples(phrase.Texts),
            [],
            $"/language?define={Uri.EscapeDataString(word)}#new"
        );
    }

    private static Guid SubjectOf(string stems) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"phrase:{stems}")).AsSpan(0, 16));

    private int[] Months(List<DriftText> list)
    {
        var months = new int[MonthsShown];
        foreach (var text in list)
        {
            if (Month(text.At) is { } month)
                months[month]++;
        }

        return months;
    }

    private int? Month(DateTime at)
    {
        var back = ((now.Year - at.Year) * 12) + now.Month - at.Month;
        return back is >= 0 and < MonthsShown ? MonthsShown - 1 - back : null;
    }

    private static List<DriftExample> Examples(List<DriftText> list)
    {
        var newest = list.OrderByDescending(text => text.At).ThenBy(text => text.Href, StringComparer.Ordinal);
        // Few are looked at first: putting all in order costs more, and seldom does one object hold so many of the newest.
        var first = newest.Take(10 * ExamplesShown).DistinctBy(text => text.Object).Take(ExamplesShown).ToList();
        var shown = first.Count < ExamplesShown ? [.. newest.DistinctBy(text => text.Object).Take(ExamplesShown)] : first;
        return shown.ConvertAll(text => new DriftExample(text.Name, text.Title, text.Href, text.At));
    }
}
