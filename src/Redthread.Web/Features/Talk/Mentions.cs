using System.Globalization;
using System.Text;

namespace Redthread.Web.Features.Talk;

public sealed record Named(Guid Id, string Name);

/// <summary>Who a text mentions: @ and the person's whole name, however its case, accents and apostrophes are typed.</summary>
public static class Mentions
{
    // The program knows no cultures, so text is not decomposed for it.
    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşšţťũūŭůűųŵŷźżžøłđħı";
    private const string Plain = "aaaaaaceeeeiiiinooooouuuuyyaaaccccdeeeeegggghiiiijklllnnnooorrrssssttuuuuuuwyzzzoldhi";
    private const string Apostrophes = "'’‘ʼ`´′＇";

    public static IReadOnlyCollection<Guid> In(string text, IReadOnlyCollection<Named> people) => [.. Read(text, people).Select(mention => mention.Person).OfType<Guid>()];

    /// <summary>What is written like a mention and is nobody's name: the word after the @.</summary>
    public static IReadOnlyList<string> Unknown(string text, IReadOnlyCollection<Named> people) =>
        [.. Read(text, people).Where(mention => mention.Person is null && mention.Word.Length > 0).Select(mention => mention.Word).Distinct()];

    /// <summary>Letters without accents in one case, one apostrophe for all, one blank for many.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark)
                continue;
            var blank = char.IsWhiteSpace(letter);
            if (!blank || (folded.Length > 0 && folded[^1] != ' '))
                folded.Append(
                    blank ? ' '
                    : Apostrophes.Contains(letter, StringComparison.Ordinal) ? '\''
                    : Bare(char.ToLowerInvariant(letter))
                );
        }

        return folded.ToString();
    }

    private static char Bare(char letter) => letter > 127 && Accented.IndexOf(letter) is >= 0 and var at ? Plain[at] : letter;

    private static IEnumerable<(Guid? Person, string Word)> Read(string text, IReadOnlyCollection<Named> people)
    {
        var folded = Fold(text);
        // The longest name first, so that “@Ann Lee” is not taken for Ann.
        var byLength = people.Select(person => (person.Id, Name: Fold(person.Name).Trim())).Where(row => row.Name.Length > 0).OrderByDescending(row => row.Name.Length).ToList();
        for (var at = folded.IndexOf('@'); at >= 0; at = folded.IndexOf('@', at + 1))
        {
            var rest = folded[(at + 1)..];
            var found = byLength.FirstOrDefault(row =>
                rest.StartsWith(row.Name, StringComparison.Ordinal) && !(rest.Length > row.Name.Length && char.IsLetterOrDigit(rest[row.Name.Length]))
            );
            if (found.Name is not null)
                yield return (found.Id, found.Name);
            // Within a word it is an address: ann@example.org.
            else if (at == 0 || !char.IsLetterOrDigit(folded[at - 1]))
                yield return (null, new string([.. rest.TakeWhile(letter => char.IsLetterOrDigit(letter) || letter is '\'' or '-')]));
        }
    }
}
