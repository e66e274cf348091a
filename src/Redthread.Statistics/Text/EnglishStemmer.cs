namespace Redthread.Statistics;

/// <summary>
/// The stem an English word shares with its inflections: Porter's second algorithm ("English" or "Porter2" of Snowball), written
/// from its published description and agreeing with its published vocabulary. A stem is a key, not a word: "queries" gives "queri".
/// Cost: linear in the word. A word of another language loses at most an ending that looks English.
/// </summary>
public static class EnglishStemmer
{
    /// <param name="word">One word in lower case; apostrophes may be straight or typographic.</param>
    public static string Stem(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (Invariant(word) is { } known)
        {
            return known;
        }

        if (word.Length < 3)
        {
            return word;
        }

        var stem = new EnglishStem(word);
        stem.DropPlural();
        stem.DropPast();
        stem.EndInI();
        stem.Replace(EnglishSuffixes.Second);
        stem.Replace(EnglishSuffixes.Third);
        stem.DropFourth();
        stem.DropLast();
        return stem.ToString();
    }

    private static string? Invariant(string word) =>
        word switch
        {
            "skis" => "ski",
            "skies" => "sky",
            "idly" => "idl",
            "gently" => "gentl",
            "ugly" => "ugli",
            "early" => "earli",
            "only" => "onli",
            "singly" => "singl",
            "sky" or "news" or "howe" or "atlas" or "cosmos" or "bias" or "andes" => word,
            _ => null,
        };
}
