using System.Buffers;
using System.Globalization;
using System.Text;

namespace Redthread.Web.Ingestion.Text;

/// <summary>One way bytes are misread, back to the bytes, with what makes a sequence convincing under it.</summary>
internal abstract class Misreading
{
    public static readonly Misreading Cp437 = new Cp437Misreading();

    public static readonly Misreading Western = new WesternMisreading();

    private readonly Dictionary<char, byte> _bytes = [];

    protected Misreading(params string[] encodings)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        foreach (var name in encodings)
        {
            var encoding = Encoding.GetEncoding(name);
            for (var code = 0x80; code <= 0xFF; code++)
            {
                var letter = encoding.GetString([(byte)code])[0];
                if (letter >= 0x80)
                {
                    _bytes.TryAdd(letter, (byte)code);
                }
            }
        }
    }

    public IEnumerable<char> Leads => _bytes.Where(pair => pair.Value is >= 0xC2 and <= 0xF4).Select(pair => pair.Key);

    public bool TryDecode(string text, int at, out Sequence sequence)
    {
        sequence = default;
        if (text[at] < 0x80 || !_bytes.TryGetValue(text[at], out var lead) || lead is < 0xC2 or > 0xF4)
        {
            return false;
        }

        var length =
            lead < 0xE0 ? 2
            : lead < 0xF0 ? 3
            : 4;
        if (at + length > text.Length)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[4];
        bytes[0] = lead;
        for (var index = 1; index < length; index++)
        {
            if (!_bytes.TryGetValue(text[at + index], out bytes[index]) || bytes[index] is < 0x80 or > 0xBF)
            {
                return false;
            }
        }

        var status = Rune.DecodeFromUtf8(bytes[..length], out var decoded, out var used);
        sequence = new Sequence(at, length, decoded);
        return status == OperationStatus.Done && used == length && IsText(decoded);
    }

    /// <summary>Whether a sequence by itself is likelier misread than meant.</summary>
    public abstract bool Convinces(string text, List<Sequence> sequences, int index);

    private static bool IsText(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate)
        && (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control || rune.Value is >= 0x80 and < 0xA0);

    /// <summary>Two-byte characters of scripts people write in; the rest of that range is accident.</summary>
    protected static bool IsUsualTwoByte(int code) =>
        code
            is (>= 0xA0 and <= 0x17F)
                or 0x192
                or 0x1A0
                or 0x1A1
                or 0x1AF
                or 0x1B0
                or (>= 0x218 and <= 0x21B)
                or (>= 0x300 and <= 0x331)
                or (>= 0x386 and <= 0x3CE)
                or (>= 0x400 and <= 0x45F)
                or 0x490
                or 0x491
                or (>= 0x5D0 and <= 0x5EA)
                or (>= 0x60C and <= 0x6D3);

    protected static char Before(string text, Sequence sequence) => sequence.Start > 0 ? text[sequence.Start - 1] : ' ';

    protected static char After(string text, Sequence sequence) => sequence.Start + sequence.Length < text.Length ? text[sequence.Start + sequence.Length] : ' ';

    protected static bool TouchesAnother(List<Sequence> sequences, int index)
    {
        var (start, end) = (sequences[index].Start, sequences[index].Start + sequences[index].Length);
        return (index > 0 && sequences[index - 1].Start + sequences[index - 1].Length == start) || (index + 1 < sequences.Count && sequences[index + 1].Start == end);
    }
}

/// <summary>Box drawing, Greek and accents of the IBM PC in the middle of words.</summary>
internal sealed class Cp437Misreading() : Misreading("ibm437")
{
    public override bool Convinces(string text, List<Sequence> sequences, int index)
    {
        var sequence = sequences[index];
        if (sequence.Length != 2)
        {
            // Γ, ≡ and the like before two or three accented letters or box pieces are no words of any language.
            return text[sequence.Start] is 'Γ' or '≡' || TouchesAnother(sequences, index);
        }

        if (!IsUsualTwoByte(sequence.Decoded.Value) || !IsBox(text[sequence.Start]))
        {
            return false;
        }

        var (before, after) = (Before(text, sequence), After(text, sequence));
        if ((IsBox(before) && !FollowsAnother(sequences, index)) || (IsBox(after) && !PrecedesAnother(sequences, index)))
        {
            return false;
        }

        // Two box pieces alone may be a drawing; in or at a word they are not.
        return !IsBox(text[sequence.Start + 1]) || char.IsLetterOrDigit(before) || char.IsLetter(after);
    }

    private static bool IsBox(char letter) => letter is >= '\u2500' and <= '\u259F';

    private static bool FollowsAnother(List<Sequence> sequences, int index) => index > 0 && sequences[index - 1].Start + sequences[index - 1].Length == sequences[index].Start;

    private static bool PrecedesAnother(List<Sequence> sequences, int index) =>
        index + 1 < sequences.Count && sequences[index].Start + sequences[index].Length == sequences[index + 1].Start;
}

/// <summary>Windows-1252 and Latin-1, which differ only where one has typographic signs and the other controls.</summary>
internal sealed class WesternMisreading() : Misreading("windows-1252", "iso-8859-1")
{
    // What may follow a word that ends in an accented capital, in clean text.
    private static readonly SearchValues<char> FollowsWords = SearchValues.Create("\u00A0»«’‘“”„‚›‹…–—™®©°·²³¹ºª¿¡");

    public override bool Convinces(string text, List<Sequence> sequences, int index)
    {
        var sequence = sequences[index];
        return sequence.Length switch
        {
            2 => ConvincesAsLetter(text, sequences, index),
            3 => ConvincesAsSign(text, sequences, index),
            _ => true,
        };
    }

    private static bool ConvincesAsLetter(string text, List<Sequence> sequences, int index)
    {
        var sequence = sequences[index];
        if (!IsUsualTwoByte(sequence.Decoded.Value))
        {
            return false;
        }

        var second = text[sequence.Start + 1];
        if (char.IsControl(second))
        {
            return true;
        }

        var (before, after) = (Before(text, sequence), After(text, sequence));
        if (!FollowsWords.Contains(second))
        {
            return true;
        }

        return (char.IsLower(before) && char.IsUpper(text[sequence.Start])) || char.IsLower(after) || IsWord(text[sequence.Start], second, before, text, sequence);
    }

    // “à” and “où” are words of their own, which Ã or OÃ before such a sign are not; nor is there a lone Ã, a word after a number, or © after a lone Â.
    private static bool IsWord(char lead, char second, char before, string text, Sequence sequence) =>
        second switch
        {
            '\u00A0' when !char.IsLetter(before) => lead is 'Ã' or 'Â',
            '¹' when before == 'O' => lead == 'Ã' && (sequence.Start < 2 || !char.IsLetter(text[sequence.Start - 2])),
            _ when char.IsAsciiDigit(before) => lead is 'Ã' or 'Â',
            _ when before is ' ' or '(' or '\n' => lead == 'Ã' || (lead == 'Â' && second is '©' or '®'),
            _ => false,
        };

    private static bool ConvincesAsSign(string text, List<Sequence> sequences, int index)
    {
        var sequence = sequences[index];
        if (char.IsControl(text[sequence.Start + 1]) || char.IsControl(text[sequence.Start + 2]))
        {
            return true;
        }

        // â before a euro sign, a low quotation mark and their like: punctuation, currency, arrows, marks.
        var code = sequence.Decoded.Value;
        return code is (>= 0x2000 and <= 0x214F) or (>= 0x2190 and <= 0x22FF) or (>= 0x2600 and <= 0x27BF)
            || (code is >= 0x1E00 and <= 0x1EFF && char.IsLetter(Before(text, sequence)))
            || (code >= 0x0900 && TouchesAnother(sequences, index));
    }
}
