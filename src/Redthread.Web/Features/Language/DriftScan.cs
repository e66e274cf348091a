using Redthread.Domain.Language;
using Redthread.Statistics;

namespace Redthread.Web.Features.Language;

/// <summary>
/// One look through all texts: which terms and words to avoid stand where, and which phrases are frequent and undefined. Linear in the
/// texts; some 100 bytes a word while it runs, and only the findings are kept.
/// </summary>
internal sealed class DriftScan
{
    public const int MonthsShown = 12;
    public const int LeastTexts = 3;
    private const int LongestPhrase = 5;
    private const int ExamplesShown = 5;
    private const int PhrasesKept = 200;

    private readonly DateTime now;
    private readonly IReadOnlyList<DriftText> texts;
    private readonly KnownLanguage language;

    // Names defined elsewhere in Redthread need no definition, and delimit phrases as terms do.
    private readonly TermRecogniser names;
    private readonly Dictionary<(Guid Term, string Stems, Guid? Team), List<DriftText>> avoided = [];
    private readonly Dictionary<Guid, List<DriftText>> used = [];
    private readonly Dictionary<Guid, int[]> written = [];
    private readonly List<(int Text, string[] Stems, string[] Words)> runs = [];

    public DriftScan(IReadOnlyList<DriftText> texts, KnownLanguage language, IReadOnlyList<string> names, DateTime now)
    {
        (this.texts, this.language, this.now, this.names) = (texts, language, now, new TermRecogniser(names));
        var stems = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < texts.Count; index++)
            Look(index, stems);
        Avoided = [.. FindAvoided()];
        Undefined = [.. FindUndefined()];
        runs = [];
    }

    public IReadOnlyList<DriftFinding> Avoided { get; }

    /// <summary>Keyed by stems, so that phrases set aside can be left out later.</summary>
    public IReadOnlyList<(string Stems, DriftFinding Finding)> Undefined { get; }

    public int TextsWith(Guid term) => used.GetValueOrDefault(term)?.Count ?? 0;

    public IReadOnlyList<int> MonthsOf(Guid term) => Months(used.GetValueOrDefault(term) ?? []);

    public IReadOnlyList<DriftExample> ExamplesOf(Guid term) => Examples(used.GetValueOrDefault(term) ?? []);

    private void Look(int index, Dictionary<string, string> known)
    {
        var text = texts[index];
        if (text.Team is { } team && Month(text.At) is { } month)
            (written.TryGetValue(team, out var months) ? months : written[team] = new int[MonthsShown])[month]++;
        var (avoid, terms) = (new HashSet<(Guid, string)>(), new HashSet<Guid>());
        foreach (var part in text.Parts)
        {
            var found = language.In(part).ToList();
            foreach (var (at, term, isAvoided) in found)
            {
                if (!isAvoided)
                    terms.Add(term.Id);
                else
                    avoid.Add((term.Id, KnownLanguage.Stems(part.Substring(at.Start, at.Length))));
            }

            foreach (var run in PhraseRuns.In(part, Delimiters(part, found)).Where(run => run.Count > 1))
            {
                var words = run.Select(word => Word(known, part, word)).ToArray();
                runs.Add((index, [.. words.Select(word => word.Stem)], [.. words.Select(word => word.Word)]));
            }
        }

        foreach (var (term, stems) in avoid)
            (avoided.TryGetValue((term, stems, text.Team), out var list) ? list : avoided[(term, stems, text.Team)] = []).Add(text);
        foreach (var term in terms)
            (used.TryGetValue(term, out var list) ? list : used[term] = []).Add(text);
    }

    private List<FoundPhrase> Delimiters(string part, List<(FoundPhrase Found, Term Term, bool Avoid)> found) =>
        [.. found.Select(one => one.Found).Concat(names.In(part)).OrderBy(one => one.Start).ThenByDescending(one => one.Length)];

    private static (string Word, string Stem) Word(Dictionary<string, string> known, string part, WordSpan span)
    {
        var word = TextWords.Lower(part.AsSpan(span.Start, span.Length));
        if (!known.TryGetValue(word, out var stem))
            known[word] = stem = EnglishStemmer.Stem(word);
        return (word, stem);
    }

    private IEnumerable<DriftFinding> FindAvoided()
    {
        var terms = language.Terms.ToDictionary(term => term.Id);
        foreach (var ((id, stems, team), list) in avoided)
        {
            var (term, months) = (terms[id], Months(list));
            if (months.Sum() == 0)
                continue;
            yield return new DriftFinding(
                DriftKind.Avoided,
                id,
                id,
                term.Key,
                term.WordsToAvoid.First(word => KnownLanguage.Stems(word) == stems),
                term.Word,
                team,
                null,
                term.OwnerPersonId,
                months.Sum(),
                months.TakeLast(3).Sum(),
                months,
                team is { } known ? Trend.Of(Shares(months, written[known])) : null,
                0,
                Examples(list),
                [],
                $"/language/{term.Key}"
            );
        }
    }

    // Months in which the team wrote nothing are gaps, not zeros.
    private static IEnumerable<TrendPoint> Shares(IReadOnlyList<int> with, int[] all) =>
        Enumerable.Range(0, MonthsShown).Where(month => all[month] > 0).Select(month => new TrendPoint(month, 100.0 * with[month] / all[month]));

    private IEnumerable<(string, DriftFinding)> FindUndefined()
    {
        var counts = new Dictionary<string, (int Count, int Objects, Guid Last)>(StringComparer.Ordinal);
        foreach (var (text, stems, _) in runs)
        {
            foreach (var (from, length) in Spans(stems.Length))
            {
                var key = string.Join(' ', stems, from, length);
                var (count, objects, last) = counts.GetValueOrDefault(key);
                counts[key] = (count + 1, objects + (count == 0 || last != texts[text].Object ? 1 : 0), texts[text].Object);
            }
        }

        var frequent = counts.Where(pair => pair.Value.Count >= LeastTexts && pair.Value.Objects >= LeastTexts).ToDictionary(pair => pair.Key, pair => pair.Value.Count);
        var best = CValue.Of(frequent).Where(value => value.Value > 0).Take(PhrasesKept).ToList();
        var where = Where(best.Select(value => value.Phrase).ToHashSet(StringComparer.Ordinal));
        return best.Select(value => (value.Phrase, Phrase(value, where[value.Phrase])));
    }

    private Dictionary<string, (Dictionary<string, int> Forms, HashSet<int> Texts)> Where(HashSet<string> phrases)
    {
        var where = new Dictionary<string, (Dictionary<string, int> Forms, HashSet<int> Texts)>(StringComparer.Ordinal);
        foreach (var (text, stems, words) in runs)
        {
            foreach (var (from, length) in Spans(stems.Length))
            {
                var key = string.Join(' ', stems, from, length);
                if (!phrases.Contains(key))
                    continue;
                if (!where.TryGetValue(key, out var found))
                    where[key] = found = (new(StringComparer.Ordinal), []);
                var form = string.Join(' ', words, from, length);
                found.Forms[form] = found.Forms.GetValueOrDefault(form) + 1;
                found.Texts.Add(text);
            }
        }

        return where;
    }

    private DriftFinding Phrase(PhraseValue value, (Dictionary<string, int> Forms, HashSet<int> Texts) found)
    {
        var word = found.Forms.OrderByDescending(form => form.Value).ThenBy(form => form.Key, StringComparer.Ordinal).First().Key;
        var list = found.Texts.Select(index => texts[index]).ToList();
        var months = Months(list);
        return new DriftFinding(
            DriftKind.Undefined,
            SubjectOf(value.Phrase),
            null,
            null,
            word,
            null,
            null,
            null,
            null,
            list.Count,
            months.TakeLast(3).Sum(),
            months,
            null,
            value.Value,
            Examples(list),
            [],
            $"/language?define={Uri.EscapeDataString(word)}#new"
        );
    }

    private static Guid SubjectOf(string stems) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"phrase:{stems}")).AsSpan(0, 16));

    private static IEnumerable<(int From, int Length)> Spans(int words)
    {
        for (var length = 2; length <= Math.Min(words, LongestPhrase); length++)
        {
            for (var from = 0; from + length <= words; from++)
                yield return (from, length);
        }
    }

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

    private static List<DriftExample> Examples(IEnumerable<DriftText> list) =>
        [
            .. list.OrderByDescending(text => text.At)
                .ThenBy(text => text.Href, StringComparer.Ordinal)
                .DistinctBy(text => text.Object)
                .Take(ExamplesShown)
                .Select(text => new DriftExample(text.Name, text.Title, text.Href, text.At)),
        ];
}
