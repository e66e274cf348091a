using System.Buffers;
using System.Text.RegularExpressions;

namespace Redthread.Web.Ingestion.Text;

/// <summary>Takes e-mail addresses, telephone and card numbers out of a text.</summary>
public static partial class TextMask
{
    public const string Mail = "[e-mail]";
    public const string Phone = "[phone]";
    public const string Card = "[card]";

    private const int FewestDigits = 7;
    private const int MostDigits = 15;
    private const int LongestOrderNumber = 9;

    /// <summary>With its country code and without a plus; more digits in one piece are a number of something else.</summary>
    private const int LongestInOnePiece = 12;

    /// <summary>As people write them: also Arabic, Persian, Devanagari and full-width.</summary>
    private const string Digits = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९０１２３４５６７８９";

    private static readonly SearchValues<char> Suspects = SearchValues.Create("@\uFF20" + Digits);

    public static string Mask(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspects))
        {
            return text;
        }

        var masked = text.AsSpan().ContainsAny('@', '\uFF20') ? MailPattern().Replace(text, Mail) : text;
        masked = DigitRun().Replace(masked, run => CardNumbers.Mask(run.Value, Card));
        return PhonePattern().Replace(masked, candidate => IsPhone(candidate) ? Phone : candidate.Value);
    }

    private static bool IsPhone(Match candidate)
    {
        var text = candidate.Value;
        var digits = text.Count(char.IsDigit);
        if (digits is < FewestDigits or > MostDigits || DateLike().IsMatch(text) || NetworkAddress().IsMatch(text))
        {
            return false;
        }

        if (text[0] == '+' || (text.StartsWith("00", StringComparison.Ordinal) && digits > LongestOrderNumber))
        {
            return true;
        }

        var separated = text.AsSpan().ContainsAny(" ()-/.\u00A0");
        return separated ? text[0] is '0' or '(' || NationalGroups().IsMatch(text) : digits is > LongestOrderNumber and <= LongestInOnePiece || (text[0] == '0' && digits > 8);
    }

    // The look-behind keeps a long word without an address from being tried at each of its letters.
    [GeneratedRegex(@"(?<![\p{L}\p{Nd}._%+\-'])[\p{L}\p{Nd}._%+\-']+[@\uFF20][\p{L}\p{Nd}\-]+(?:\.[\p{L}\p{Nd}\-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex MailPattern();

    /// <summary>Digits with at most two separators between them, 13 digits or more; a line may end in between.</summary>
    [GeneratedRegex(@"[0-9](?:[ \-\u00A0.\n]{0,2}[0-9]){12,}", RegexOptions.CultureInvariant)]
    private static partial Regex DigitRun();

    [GeneratedRegex(@"(?<![\p{L}\p{Nd}#€$£¥.,\-/:])(?:\+|\()?\p{Nd}(?:[ ().\-/\u00A0]{0,3}\p{Nd}){6,16}(?![\p{L}\p{Nd}]|[.,:][0-9]|\s?[€$£¥%])", RegexOptions.CultureInvariant)]
    private static partial Regex PhonePattern();

    [GeneratedRegex(@"^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$", RegexOptions.CultureInvariant)]
    private static partial Regex NetworkAddress();

    [GeneratedRegex(@"^(?:[0-9]{4}[./\-][0-9]{1,2}[./\-][0-9]{1,2}|[0-9]{1,2}[./\-][0-9]{1,2}[./\-](?:[0-9]{4}|[0-9]{2}))(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex DateLike();

    /// <summary>Three and more groups as national numbers are written: 555-123-4567, 20 79 46 09 58.</summary>
    [GeneratedRegex(@"^\(?[0-9]{2,4}\)?[ .\-/\u00A0]{1,2}[0-9]{2,4}(?:[ .\-/\u00A0][0-9]{2,5})+$", RegexOptions.CultureInvariant)]
    private static partial Regex NationalGroups();
}
