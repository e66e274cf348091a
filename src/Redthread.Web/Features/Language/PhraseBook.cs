using Redthread.Statistics;

namespace Redthread.Web.Features.Language;

/// <summary>
/// Phrases of two to five words in texts that come and go, with those that behave like terms first. A text costs O(its phrases); what
/// is asked afterwards costs O(texts with a phrase) for phrases of changed texts only. Some 300 bytes a phrase.
/// </summary>
internal sealed class PhraseBook
{
    private const int LongestPhrase = 5;

    private readonly Dictionary<string, Phrase> phrases = new(StringComparer.Ordinal);
    private readonly HashSet<Phrase> changed = [];
    private readonly PhraseValues values = new();

    public sealed class Phrase(string stems)
    {
        public string Stems { get; } = stems;

        /// <summary>Occurrences; of a sentence that stands word for word in many texts, those in one.</summary>
        public int Count { get; set; }

        /// <summary>The sentences it stands in, each with how often they were written.</summary>
        public Dictionary<int, int> Sentences { get; } = new(1);
        public List<DriftText> Texts { get; } = new(1);

        /// <summary>As written, with how often.</summary>
        public List<(string Form, int Count)> Forms { get; } = new(1);

        /// <summary>What was last said of it; null since a text with it came or went.</summary>
        public DriftFinding? Finding { get; set; }

        /// <summary>The most frequent form, the first by letter of equals.</summary>
        public string Form => Forms.OrderByDescending(form => form.Count).ThenBy(form => form.Form, StringComparer.Ordinal).First().Form;

        /// <summary>Whether so many objects hold it, and so many sentences: what was copied was written once.</summary>
        public bool IsIn(int objects) => Sentences.Count >= objects && Texts.Select(text => text.Object).Distinct().Skip(objects - 1).Any();
    }

    /// <summary>Adds a text by its runs of words between delimiters, each word with its stem, each run with its sentence; or takes it out.</summary>
    public void Count(DriftText text, IReadOnlyList<(string[] Stems, string[] Words, int Sentence)> runs, bool comes)
    {
        var met = new HashSet<Phrase>();
        foreach (var group in runs.GroupBy(run => run.Sentence))
        {
            var within = new Dictionary<Phrase, int>();
            foreach (var (stems, words, _) in group)
            {
                foreach (var (from, length) in Spans(stems.Length))
                {
                    var phrase = Of(string.Join(' ', stems, from, length));
                    within[phrase] = within.GetValueOrDefault(phrase) + 1;
                    CountForm(phrase.Forms, string.Join(' ', words, from, length), comes ? 1 : -1);
                    met.Add(phrase);
                }
            }

            foreach (var (phrase, times) in within)
                CountSentence(phrase, group.Key, times, comes);
        }

        foreach (var phrase in met)
        {
            if (comes)
                phrase.Texts.Add(text);
            else
                phrase.Texts.Remove(text);
            phrase.Finding = null;
            changed.Add(phrase);
        }
    }

    /// <summary>Those in at least so many texts of different objects that stand on their own, by C-value.</summary>
    public IEnumerable<(Phrase Phrase, PhraseValue Value)> Best(int leastObjects)
    {
        values.Set(changed.Select(phrase => KeyValuePair.Create(phrase.Stems, phrase.Count >= leastObjects && phrase.IsIn(leastObjects) ? phrase.Count : 0)));
        foreach (var phrase in changed.Where(phrase => phrase.Count == 0))
            phrases.Remove(phrase.Stems);
        changed.Clear();
        return values.Best().Select(value => (phrases[value.Phrase], value));
    }

    private Phrase Of(string stems)
    {
        if (!phrases.TryGetValue(stems, out var phrase))
            phrases[stems] = phrase = new Phrase(stems);
        return phrase;
    }

    private static void CountSentence(Phrase phrase, int sentence, int times, bool comes)
    {
        var written = phrase.Sentences.GetValueOrDefault(sentence) + (comes ? 1 : -1);
        if (written == 0)
            phrase.Sentences.Remove(sentence);
        else
            phrase.Sentences[sentence] = written;
        if (written == (comes ? 1 : 0))
            phrase.Count += comes ? times : -times;
    }

    private static void CountForm(List<(string Form, int Count)> forms, string form, int by)
    {
        var at = forms.FindIndex(one => one.Form == form);
        if (at < 0)
            forms.Add((form, by));
        else if (forms[at].Count + by == 0)
            forms.RemoveAt(at);
        else
            forms[at] = (form, forms[at].Count + by);
    }

    private static IEnumerable<(int From, int Length)> Spans(int words)
    {
        for (var length = 2; length <= Math.Min(words, LongestPhrase); length++)
        {
            for (var from = 0; from + length <= words; from++)
                yield return (from, length);
        }
    }
}
