using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using UtfUnknown;

namespace Redthread.Web.Ingestion.Files;

/// <summary>Finds the encoding of bytes by evidence.</summary>
internal static class TextForm
{
    /// <summary>Stands for bytes that are no text; a noncharacter, which no real text contains.</summary>
    public const char Undecodable = '\uFFFF';

    // What Western languages are written in; other alphabets and scripts are told by the frequencies of their letters.
    private static readonly string[] Western = ["windows-1252", "ibm437", "macintosh"];

    private const float LeastConfidence = 0.4f;

    // Under it, what was found by frequencies is said with doubt.
    private const float SureConfidence = 0.7f;

    // A short Western text looks Central European with up to three quarters of certainty.
    private const float LeastConfidenceInLatin = 0.75f;

    // A third of what a letter in a word counts, so that a text of lone signs is doubted too.
    private const double LeastFit = 0.7;

    private static readonly SearchValues<byte> Undefined1252 = SearchValues.Create([0x81, 0x8D, 0x8F, 0x90, 0x9D]);

    static TextForm() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="Doubtful">Nothing that was tried makes words of the bytes, or letters that several alphabets share the places of do.</param>
    public readonly record struct Guess(string Name, string Evidence, bool Doubtful = false);

    /// <summary>The encoding by name, with bytes that do not fit made visible instead of lost; null if unknown.</summary>
    public static Encoding? Named(string name)
    {
        try
        {
            return Encoding.GetEncoding(
                name.Equals("cp437", StringComparison.OrdinalIgnoreCase) ? "ibm437" : name,
                EncoderFallback.ReplacementFallback,
                new DecoderReplacementFallback(Undecodable.ToString())
            );
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public static Guess? ByMark(ReadOnlySpan<byte> head) =>
        head switch
        {
            [0xEF, 0xBB, 0xBF, ..] => new Guess("utf-8", "byte order mark"),
            [0xFF, 0xFE, 0, 0, ..] => new Guess("utf-32", "byte order mark"),
            [0xFF, 0xFE, ..] => new Guess("utf-16", "byte order mark"),
            [0xFE, 0xFF, ..] => new Guess("utf-16BE", "byte order mark"),
            _ => null,
        };

    /// <summary>UTF-16 without a mark shows in zeros at every other byte; null when it is not that.</summary>
    public static Guess? ByZeros(ReadOnlySpan<byte> head)
    {
        var zeros = (Even: 0, Odd: 0);
        for (var at = 0; at < head.Length; at++)
        {
            if (head[at] == 0)
            {
                zeros = at % 2 == 0 ? (zeros.Even + 1, zeros.Odd) : (zeros.Even, zeros.Odd + 1);
            }
        }

        var half = head.Length / 2;
        return zeros.Odd > half * 0.6 && zeros.Even < half * 0.05 ? new Guess("utf-16", "a zero in every second byte")
            : zeros.Even > half * 0.6 && zeros.Odd < half * 0.05 ? new Guess("utf-16BE", "a zero in every first byte")
            : null;
    }

    /// <summary>Whether the bytes are UTF-8, a character cut at the end allowed.</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        for (var cut = 0; cut <= Math.Min(3, bytes.Length); cut++)
        {
            var rest = bytes[^cut..];
            if (Utf8.IsValid(bytes[..^cut]) && (cut == 0 || rest[0] >= 0xC2))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The encoding, none of Unicode's, under which the bytes above 127 sit best in their words.</summary>
    public static Guess LegacyOf(ReadOnlySpan<byte> bytes)
    {
        var best = (Name: Western[0], Score: int.MinValue, Text: "");
        foreach (var name in Western)
        {
            var text = Encoding.GetEncoding(name).GetString(bytes);
            var score = Fitness(text);
            if (score > best.Score)
            {
                best = (name, score, text);
            }
        }

        if (CharsetDetector.DetectFromBytes(bytes.ToArray()).Detected is { Encoding: { } found, Confidence: >= LeastConfidence } detected)
        {
            var text = found.GetString(bytes);
            if (IsOtherScript(text))
            {
                return new Guess(found.WebName, $"not UTF-8; its letters are as frequent and paired as in {found.WebName}", detected.Confidence < SureConfidence);
            }

            var score = Fitness(text);
            if (detected.Confidence >= LeastConfidenceInLatin && score >= best.Score && text != best.Text)
            {
                return new Guess(found.WebName, $"not UTF-8; its letters are as frequent as in {found.WebName}", score == best.Score);
            }
        }

        // Latin-1 differs from Windows-1252 only where the latter has printable characters and the former controls.
        var undefined = bytes.ContainsAny(Undefined1252);
        var doubtful = best.Score < LeastFit * HighBytes(bytes);
        return best.Name == Western[0] && undefined
            ? new Guess("iso-8859-1", "not UTF-8; holds bytes that Windows-1252 leaves undefined", doubtful)
            : new Guess(best.Name, $"not UTF-8; its letters form words best as {best.Name}", doubtful);
    }

    private static int HighBytes(ReadOnlySpan<byte> bytes)
    {
        var high = 0;
        foreach (var one in bytes)
        {
            high += one >> 7;
        }

        return high;
    }

    // Letters beyond Latin, most of them in words of their own kind: beside Latin letters they are accidents.
    private static bool IsOtherScript(string text)
    {
        var (other, inWords, odd) = (0, 0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            odd += text[at] >= 0x80 ? 1 : 0;
            if (IsBeyondLatin(text[at]))
            {
                other++;
                inWords += (at > 0 && IsBeyondLatin(text[at - 1])) || (at + 1 < text.Length && IsBeyondLatin(text[at + 1])) ? 1 : 0;
            }
        }

        return other * 2 > odd && inWords * 10 > other * 7;
    }

    private static bool IsBeyondLatin(char letter) => letter >= '\u0370' && (char.IsLetter(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark);

    private static int Fitness(string text)
    {
        var score = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] < 0x80)
            {
                continue;
            }

            var inWord = at > 0 && char.IsAsciiLetter(text[at - 1]) || at + 1 < text.Length && char.IsAsciiLetterLower(text[at + 1]);
            score += Fitness(text, at, inWord);
        }

        return score;
    }

    private static int Fitness(string text, int at, bool inWord)
    {
        var letter = text[at];
        if (char.IsControl(letter) || letter is >= '\u2500' and <= '\u25A0')
        {
            return -2;
        }

        if (letter is '\u2018' or '\u2019' or '\u201C' or '\u201D' or '\u2013' or '\u2014' or '\u2026' or '\u20AC')
        {
            return 2;
        }

        if (!char.IsLetter(letter))
        {
            return inWord ? -1 : 0;
        }

        var shouting = char.IsUpper(letter) && at > 0 && char.IsLower(text[at - 1]);
        return shouting || letter > 'ſ' ? -2
            : inWord ? 2
            : 1;
    }
}
