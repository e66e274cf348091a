namespace Redthread.Statistics;

/// <summary>What a suffix becomes when it stands in the region asked for.</summary>
/// <param name="Ending">The suffix.</param>
/// <param name="Becomes">What stands in its place.</param>
/// <param name="After">Letters, of which one must stand before it; null for any.</param>
/// <param name="Second">Whether it must stand in the second region.</param>
internal readonly record struct EnglishSuffix(string Ending, string Becomes, string? After = null, bool Second = false);

/// <summary>Tables of the second, third and fourth step; the longest ending that fits is taken, and then only if its conditions hold.</summary>
internal static class EnglishSuffixes
{
    public static readonly EnglishSuffix[] Second = Longest([
        new("tional", "tion"),
        new("enci", "ence"),
        new("anci", "ance"),
        new("abli", "able"),
        new("entli", "ent"),
        new("izer", "ize"),
        new("ization", "ize"),
        new("ational", "ate"),
        new("ation", "ate"),
        new("ator", "ate"),
        new("alism", "al"),
        new("aliti", "al"),
        new("alli", "al"),
        new("fulness", "ful"),
        new("ousli", "ous"),
        new("ousness", "ous"),
        new("iveness", "ive"),
        new("iviti", "ive"),
        new("biliti", "ble"),
        new("bli", "ble"),
        new("ogist", "og"),
        new("ogi", "og", "l"),
        new("fulli", "ful"),
        new("lessli", "less"),
        new("li", "", "cdeghkmnrt"),
    ]);

    public static readonly EnglishSuffix[] Third = Longest([
        new("tional", "tion"),
        new("ational", "ate"),
        new("alize", "al"),
        new("icate", "ic"),
        new("iciti", "ic"),
        new("ical", "ic"),
        new("ful", ""),
        new("ness", ""),
        new("ative", "", Second: true),
    ]);

    public static readonly EnglishSuffix[] Fourth = Longest([
        .. "al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize".Split(' ').Select(ending => new EnglishSuffix(ending, "", Second: true)),
        new("ion", "", "st", Second: true),
    ]);

    private static EnglishSuffix[] Longest(EnglishSuffix[] suffixes) => [.. suffixes.OrderByDescending(suffix => suffix.Ending.Length)];
}
