using System.Reflection;
using System.Text.RegularExpressions;
using Redthread.Web.Ingestion;
using YamlDotNet.Core;
using YamlDotNet.Serialization.NamingConventions;

namespace Redthread.Web.Shell;

/// <summary>What is wrong with a file, in the words of who wrote it: the reader's own name types and tokens of ours, which help nobody.</summary>
internal static partial class YamlWords
{
    /// <returns>A sentence, with its full stop.</returns>
    public static string Of(YamlException failure)
    {
        var said = Said(failure);
        if (UnknownField().Match(said) is { Success: true } unknown)
            return Unknown(unknown.Groups[1].Value, unknown.Groups[2].Value);
        if (Expected().Match(said) is { Success: true } expected)
            return $"{Needed(expected.Groups[1].Value)} is needed here, and there is {Needed(expected.Groups[2].Value).ToLowerInvariant()}.";
        if (Twice().Match(said) is { Success: true } twice)
            return $"the field “{twice.Groups[1].Value}” is given twice.";
        if (Value().Match(said) is { Success: true } value)
            return $"“{value.Groups[1].Value}” is no value that this field can have.";
        // What the scanner says is of marks and lines; what the reader says else is of types.
        return failure is SyntaxErrorException or SemanticErrorException ? Plain(said) : "what stands here is no value that this field can have.";
    }

    private static string Plain(string scanned) =>
        scanned.Contains("quoted scalar", StringComparison.OrdinalIgnoreCase) ? "a quotation mark is opened and not closed."
        : scanned.Contains("mapping values", StringComparison.OrdinalIgnoreCase) ? "a second colon stands on the line; put the text in quotation marks."
        : $"{scanned.TrimEnd('.').Replace("scalar", "value", StringComparison.Ordinal)}.";

    private static string Said(YamlException failure)
    {
        for (Exception one = failure; ; one = one.InnerException)
        {
            if (one.InnerException is null || UnknownField().IsMatch(one.Message) || Expected().IsMatch(one.Message) || Twice().IsMatch(one.Message))
                return one.Message;
        }
    }

    private static string Unknown(string name, string type)
    {
        var fields = typeof(YamlWords)
            .Assembly.GetType(type)
            ?.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => CamelCaseNamingConvention.Instance.Apply(property.Name))
            .Order(StringComparer.Ordinal)
            .ToList();
        return fields is { Count: > 0 } ? $"unknown field “{name}”.{Nearest.Hint(name, fields)} Known: {string.Join(", ", fields)}." : $"unknown field “{name}”.";
    }

    private static string Needed(string token) =>
        token switch
        {
            "SequenceStart" => "A list",
            "MappingStart" => "A set of fields",
            "Scalar" => "One value",
            "SequenceEnd" or "MappingEnd" or "DocumentEnd" or "StreamEnd" => "The end of it",
            _ => "Something else",
        };

    [GeneratedRegex(@"Property '([^']*)' not found on type '([^']*)'")]
    private static partial Regex UnknownField();

    [GeneratedRegex(@"Expected '(\w+)', got '(\w+)'")]
    private static partial Regex Expected();

    [GeneratedRegex(@"[Dd]uplicate key '?([^'.]+)'?")]
    private static partial Regex Twice();

    [GeneratedRegex(@"(?:Requested value|[Ii]nput string|String) '([^']*)' was not")]
    private static partial Regex Value();
}
