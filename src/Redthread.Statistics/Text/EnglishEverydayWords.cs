using System.Collections.Frozen;

namespace Redthread.Statistics;

/// <summary>
/// Frequent English words that begin or end no term, beside the stop words: verbs in forms that are nothing else, adverbs, adjectives of
/// order, degree and kind, and words for and number. What may as well be a noun, as “call” or “wait”, is not among them. Whole
/// words, not stems.
/// </summary>
public static class EnglishEverydayWords
{
    private static readonly FrozenSet<string> Words = (
        "able actual actually afraid ago agree agreed agrees almost alone already also although always angry another anybody anyone anything appear appeared appears apply april arrive arrived arrives "
        + "ask asked asking asks august available away bad badly became become becomes becoming began begin begins begun behind believe believed believes best better big bigger bought bring brings broke broken "
        + "brought buy buying buys came careful careless carried carry certain certainly cheap cheaper chose chosen clear clearly closer come comes coming common complain complained complains "
        + "complete completely confused consider considered could day days december decide decided decides delivered describe described did die different difficult discuss discussed dozen "
        + "earlier easier easily easy eight eighth eleven else enough entire especially evening evenings eventually everybody everyone everything exactly example expect expected expects expensive explain explained "
        + "explaining explains extra extremely false far fast faster february feel fell felt few fewer fifth fifty finally find finding finds fine finished first five follow followed "
        + "forget forgets forgot forgotten forty found four fourth frequent friday gave general generally give given gives giving glad go goes going gone good gradually great greater grew "
        + "grow growing grown grows half happen happened happens happy hard harder hardly hear heard hears held higher huge hundred immediate immediately important impossible include included includes "
        + "including indeed instead invite invited january july june keep keeping keeps kept kind knew know knowing known knows large larger last lately later latest least leave leaves leaving left "
        + "less liked likely little long longer lose loses losing lost lower made main make makes making many march may maybe mean means meant met million "
        + "monday month months morning mornings mostly much must necessary need needed needs neither never new newer newest next nice night nights nine ninth nobody none normal normally nothing november "
        + "now obvious obviously october often old older oldest one ones other others otherwise paid pay paying pays perhaps please poor possible possibly probably promised provide provided quick quickly "
        + "quite ran rather read reads ready real really receive received receives receiving recent recently remain remained remains remember remembered right said sat saturday saw say saying says second see "
        + "seeing seem seemed seems seen send sending sends sent september serious seven seventh several short should shown similar simple simply six sixth slow slowly small smaller sold some somebody someone something sometimes "
        + "somewhere soon sorry spend spent spoke spoken stay stayed stays still stood sudden suddenly sunday sure take taken takes taking talked ten tenth thank thanks thing things think thinking thinks third thirty "
        + "thought thousand three threw thursday time today together told tomorrow tonight took totally tried tries true try trying tuesday twelve twenty twice two typical understand understands understood unfortunately "
        + "until upset used useful using usual usually want wanted wanting wants way ways wednesday week weekdays weekend weekends weeks well went whole wide will wished "
        + "won wondered worse worst would write writes writing written wrong wrote year years yesterday yet young younger zero"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Spans = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="word">In lower case.</param>
    public static bool Contains(ReadOnlySpan<char> word) => Spans.Contains(word);
}
