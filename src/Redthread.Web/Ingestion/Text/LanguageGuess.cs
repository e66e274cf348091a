using System.Collections.Frozen;

namespace Redthread.Web.Ingestion.Text;

/// <summary>Tells the language of a text by its script and its most frequent words.</summary>
public static class LanguageGuess
{
    private const int FewestWords = 2;
    private const int WordsRead = 400;
    private const int LongestWord = 24;

    /// <summary>How much ahead of the next language the best must be.</summary>
    private const double Lead = 1.25;

    private static readonly (string Code, string Words)[] Profiles =
    [
        (
            "en",
            "the and to of is was it in that for you with my not have on this are be they but very we had were at so good their staff from would there been when which what more could all service an or as he she your our them has i do can how me if where will get just did am about out up need want any because by one time see after only no don't can't it's i'm i've does why should a me us too long took please help while came"
        ),
        (
            "de",
            "der die das und ist nicht ich zu den mit sie es ein eine war auf wir für von dem sehr auch aber im wurde hat sich bei noch als wie nach kein keine haben bin man nur mir uns einen zum oder mehr wenn über"
        ),
        (
            "fr",
            "le la les et est pas je de des un une pour que vous avec très nous dans sur il elle mais au aux ce cette qui ne mon ma plus été sont du par à ont était c'est j'ai bien tout trop leur ou"
        ),
        (
            "es",
            "el la los las y es no que de en un una por con para muy me se lo del al pero más mi como todo está fue su le nos son bien ha este esta sin hay también o ya servicio cuando"
        ),
        (
            "it",
            "il lo la gli e è non che di in un una per con molto mi si ma del della sono ho al più come anche tutto questo questa ci nel alla dei le stato era se o bene mio ha abbiamo"
        ),
        (
            "pt",
            "o a os as e é não que de em um uma por com para muito me se do da mas mais meu minha como foi no na ao está são eu bem tudo dos das pelo pela você também sem já ou atendimento"
        ),
        (
            "nl",
            "de het een en is niet ik van te dat met op voor zijn was we maar zeer heb er aan ook bij om naar geen wij mijn goed nog dit ze wel heel als u je die werd hebben door of"
        ),
        ("sv", "och att det är inte jag som en på för med av till har den var vi men mycket om ett så från kan de han man mig när också bra eller ni vara blev mitt hade"),
        ("pl", "i w na nie się z do że jest to po jak ale za mi ja od bardzo był była tak dla są co przez ma już tylko jestem mnie oraz bez lub"),
        ("cs", "a v na se že je to s z do ale jsem byl byla pro jako si za po tak jsou co by velmi není když jen mi už nebo bylo jsme které který jak ve od"),
        ("tr", "ve bir bu çok için da de ile ama ne gibi daha var yok ben biz olarak kadar sonra mı mi değil her en o olan oldu iyi hiç beni bana şey"),
        ("vi", "và là của có không tôi cho được với các một những rất này để trong người nhân viên thì đã khi như cũng đến nhưng phải ở ra từ bị vì còn quá"),
        ("ru", "и в не на я что с это как но по за все у мы был была очень к из так для то же от мне они бы нас было только меня нет его если"),
        ("uk", "і в не на я що з це як але по за все у ми був була дуже до та так для те від мені вони б нас було тільки мене немає його якщо є"),
    ];

    private static readonly FrozenDictionary<string, int> Languages = Profiles
        .SelectMany((profile, index) => profile.Words.Split(' ').Distinct().Select(word => (Word: word, Bit: 1 << index)))
        .GroupBy(entry => entry.Word, entry => entry.Bit)
        .ToFrozenDictionary(group => group.Key, group => group.Sum(), StringComparer.Ordinal);

    /// <summary>ISO 639-1 code, or null when unsure.</summary>
    public static string? Of(string text) => ByScript(text) ?? ByWords(text);

    private static string? ByScript(string text)
    {
        Span<int> counts = stackalloc int[Scripts.Codes.Length];
        counts.Clear();
        var letters = 0;
        foreach (var letter in text.AsSpan(0, Math.Min(text.Length, 2_000)))
        {
            letters += char.IsLetter(letter) ? 1 : 0;
            var script = letter < '\u0370' ? -1 : Scripts.Of(letter);
            if (script >= 0)
            {
                counts[script]++;
            }
        }

        // Japanese mixes Chinese characters with its own; a few of its own are enough.
        if (counts[Scripts.Kana] > 0 && counts[Scripts.Kana] * 10 >= counts[Scripts.Han])
        {
            counts[Scripts.Kana] += counts[Scripts.Han];
            counts[Scripts.Han] = 0;
        }

        for (var script = 0; script < counts.Length; script++)
        {
            if (counts[script] >= 3 && counts[script] * 2 > letters)
            {
                return Scripts.Codes[script];
            }
        }

        return null;
    }

    private static string? ByWords(string text)
    {
        Span<int> hits = stackalloc int[Profiles.Length];
        hits.Clear();
        var words = 0;
        var lookup = Languages.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> lower = stackalloc char[LongestWord];
        foreach (var range in new WordRanges(text))
        {
            if (++words > WordsRead)
            {
                break;
            }

            var word = text.AsSpan(range);
            if (word.Length <= LongestWord && lookup.TryGetValue(lower[..word.ToLowerInvariant(lower)], out var bits))
            {
                for (var language = 0; language < hits.Length; language++)
                {
                    hits[language] += (bits >> language) & 1;
                }
            }
        }

        return Best(hits, words);
    }

    private static string? Best(ReadOnlySpan<int> hits, int words)
    {
        var (best, second) = (0, -1);
        for (var language = 1; language < hits.Length; language++)
        {
            if (hits[language] > hits[best])
            {
                (best, second) = (language, best);
            }
            else if (second < 0 || hits[language] > hits[second])
            {
                second = language;
            }
        }

        var sure = hits[best] >= FewestWords && hits[best] >= hits[second] * Lead && hits[best] * 8 >= Math.Min(words, WordsRead);
        return sure ? Profiles[best].Code : null;
    }
}
