namespace Redthread.Web.Ingestion.Text;

/// <summary>Scripts that only one of the usual languages writes in.</summary>
internal static class Scripts
{
    public const int Kana = 5;
    public const int Han = 6;

    public static readonly string[] Codes = ["el", "ar", "he", "hi", "th", "ja", "zh", "ko"];

    /// <summary>Index into <see cref="Codes"/>, or −1.</summary>
    public static int Of(char letter) =>
        letter switch
        {
            (>= '\u0370' and <= '\u03FF') or (>= '\u1F00' and <= '\u1FFF') => 0,
            >= '\u0600' and <= '\u06FF' => 1,
            >= '\u0590' and <= '\u05FF' => 2,
            >= '\u0900' and <= '\u097F' => 3,
            >= '\u0E00' and <= '\u0E7F' => 4,
            >= '\u3040' and <= '\u30FF' => Kana,
            >= '\u4E00' and <= '\u9FFF' => Han,
            >= '\uAC00' and <= '\uD7AF' => 7,
            _ => -1,
        };
}

/// <summary>The words of a text, as ranges.</summary>
internal ref struct WordRanges(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _end;

    public Range Current { get; private set; }

    public readonly WordRanges GetEnumerator() => this;

    public bool MoveNext()
    {
        var start = _end;
        while (start < _text.Length && !char.IsLetter(_text[start]))
        {
            start++;
        }

        _end = start;
        while (_end < _text.Length && (char.IsLetter(_text[_end]) || (_text[_end] == '\'' && _end + 1 < _text.Length && char.IsLetter(_text[_end + 1]))))
        {
            _end++;
        }

        Current = start.._end;
        return _end > start;
    }
}
