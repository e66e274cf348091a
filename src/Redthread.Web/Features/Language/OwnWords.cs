using System.Text.RegularExpressions;
using Redthread.Statistics;

namespace Redthread.Web.Features.Language;

/// <summary>Whether a word in a text is its writer's: a quotation is somebody else's, and a name is no choice of words.</summary>
internal static partial class OwnWords
{
    [GeneratedRegex("“[^”]*”|„[^“]*“|«[^»]*»|\"[^\"]*\"")]
    private static partial Regex Quotations();

    /// <param name="listed">The word as it is listed; one that is written with a capital letter there is none that tells of a name.</param>
    public static bool Has(string text, FoundPhrase found, string listed) =>
        !IsName(text, found, listed) && !IsCompound(text, found) && !Quotations().EnumerateMatches(text).Any(found);

    private static bool Any(this Regex.ValueMatchEnumerator quotations, FoundPhrase found)
    {
        foreach (var one in quotations)
        {
            if (one.Index <= found.Start && found.Start < one.Index + one.Length)
                return true;
        }

        return false;
    }

    // A capital letter that no beginning of a sentence explains.
    private static bool IsName(string text, FoundPhrase found, string listed)
    {
        if (!char.IsUpper(text[found.Start]) || char.IsUpper(listed[0]))
            return false;
        var before = text.AsSpan(0, found.Start).TrimEnd();
        return before.Length > 0 && !".!?:;\n(–—".Contains(before[^1]) && text.AsSpan(before.Length, found.Start - before.Length).IndexOf('\n') < 0;
    }

    // “User-friendly” is a word of its own.
    private static bool IsCompound(string text, FoundPhrase found)
    {
        var end = found.Start + found.Length;
        return (end + 1 < text.Length && text[end] == '-' && char.IsLetter(text[end + 1]))
            || (found.Start > 1 && text[found.Start - 1] == '-' && char.IsLetter(text[found.Start - 2]));
    }
}
