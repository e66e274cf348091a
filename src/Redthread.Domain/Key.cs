using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Redthread.Domain;

/// <summary>A short, stable, readable name for use in addresses and files: lower-case letters, digits and dashes.</summary>
public static partial class Key
{
    public const string Rule = "A key has 1 to 60 lower-case letters, digits and single dashes, and starts with a letter or digit.";

    public static bool IsValid(string? key) => key is { Length: <= 60 } && Pattern().IsMatch(key);

    public static Error? Check(string? key, string what) => IsValid(key) ? null : Error.Invalid("bad-key", $"“{key}” is no key for a {what}. {Rule}");

    public static string From(string name)
    {
        var key = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c))
                key.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && key.Length > 0 && key[^1] != '-')
                key.Append('-');
        }

        var trimmed = key.ToString().Trim('-');
        if (trimmed.Length > 60)
            trimmed = trimmed[..60].Trim('-');
        return trimmed.Length == 0 ? "unnamed" : trimmed;
    }

    /// <summary>A key from the name that none of the taken ones has.</summary>
    public static string Free(string name, IEnumerable<string> taken)
    {
        var used = taken.ToHashSet(StringComparer.Ordinal);
        var first = From(name);
        var key = first;
        for (var number = 2; used.Contains(key); number++)
            key = $"{first}-{number}";
        return key;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Pattern();
}
