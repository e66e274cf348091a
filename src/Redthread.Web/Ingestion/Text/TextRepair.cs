using System.Buffers;
using System.Net;
using System.Text;

namespace Redthread.Web.Ingestion.Text;

/// <summary>
/// Gives garbled text back its characters: UTF-8 once or several times read as CP437, Windows-1252 or Latin-1, also in
/// part of a text; HTML entities; control characters; letters apart from their accents. Clean text stays as it is.
/// </summary>
public static class TextRepair
{
    // Each misreading lengthens a text, so more passes than this never meet real data.
    private const int MaxPasses = 12;

    private static readonly SearchValues<char> Ordinary = SearchValues.Create(
        "\n\t " + string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Where(letter => letter != '&'))
    );

    public static string Repair(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Ordinary))
        {
            return text;
        }

        var plain = text.Contains('&') ? DecodeEntities(text) : text;
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var repaired = Mojibake.Repair(plain);
            if (ReferenceEquals(repaired, plain))
            {
                break;
            }

            plain = repaired.Contains('&') ? DecodeEntities(repaired) : repaired;
        }

        return Composition.Compose(WithoutControls(plain));
    }

    // Twice and more escaped text is usual in exports of exports.
    private static string DecodeEntities(string text)
    {
        for (var pass = 0; pass < 3; pass++)
        {
            var decoded = WebUtility.HtmlDecode(text);
            if (decoded == text)
            {
                break;
            }

            text = decoded;
        }

        return text;
    }

    private static string WithoutControls(string text)
    {
        if (!NeedsCleaning(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == '\r')
            {
                clean.Append(at + 1 < text.Length && text[at + 1] == '\n' ? "" : "\n");
            }
            else if (!IsUnwanted(letter))
            {
                clean.Append(letter);
            }
        }

        return clean.ToString();
    }

    private static bool NeedsCleaning(string text)
    {
        foreach (var letter in text)
        {
            if (letter == '\r' || IsUnwanted(letter))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUnwanted(char letter) => (char.IsControl(letter) && letter is not ('\n' or '\t' or '\r')) || letter is '\uFEFF' or '\uFFFF';
}
