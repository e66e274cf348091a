namespace Redthread.Statistics;

/// <summary>A word and where it stands in its text.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="Length">Characters.</param>
public readonly record struct WordSpan(int Start, int Length)
{
    public int End => Start + Length;
}

/// <summary>The words of a text: runs of letters and digits, with an apostrophe between letters kept. Linear in the text.</summary>
public static class TextWords
{
    /// <summary>Every word, in the order of the text.</summary>
    public static IEnumerable<WordSpan> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var i = 0; i < text.Length; )
        {
            if (!IsPart(text, i))
            {
                i++;
                continue;
            }

            var start = i++;
            while (i < text.Length && (IsPart(text, i) || IsInner(text, i)))
            {
                i++;
            }

            yield return new(start, i - start);
        }
    }

    /// <summary>The word in lower case with straight apostrophes.</summary>
    public static string Lower(ReadOnlySpan<char> word)
    {
        Span<char> lower = word.Length <= 128 ? stackalloc char[word.Length] : new char[word.Length];
        word.ToLowerInvariant(lower);
        lower.Replace('’', '\'');
        return new string(lower);
    }

    // Marks that combine with the letter before them belong to the word.
    private static bool IsPart(string text, int i) =>
        char.IsLetterOrDigit(text[i]) || char.IsSurrogate(text[i]) || char.GetUnicodeCategory(text[i]) is System.Globalization.UnicodeCategory.NonSpacingMark;

    private static bool IsInner(string text, int i) => text[i] is '\'' or '’' && i + 1 < text.Length && char.IsLetter(text[i + 1]) && char.IsLetter(text[i - 1]);
}
