using System.Text.RegularExpressions;

namespace Redthread.Web.Features.Talk;

/// <summary>Puts the titles of objects beside their names: “I-3 Four menus and then the line went dead”.</summary>
public static partial class NotificationText
{
    private const int LongestTitle = 60;

    /// <param name="title">The title of what is called so; null for what is nothing's name.</param>
    public static string WithTitles(string text, Func<string, string?> title) =>
        Name()
            .Replace(
                text,
                match =>
                    title(match.Value) is { Length: > 0 } known && !text.Contains(known[..Math.Min(known.Length, LongestTitle / 2)], StringComparison.OrdinalIgnoreCase)
                        ? $"{match.Value} “{Short(known)}”"
                        : match.Value
            );

    private static string Short(string title) => title.Length <= LongestTitle ? title : title[..LongestTitle].TrimEnd() + "…";

    [GeneratedRegex(@"(?<![\w-])(I|P|O|D|S|OB|KR)-\d{1,9}(?![\w-])")]
    private static partial Regex Name();
}
