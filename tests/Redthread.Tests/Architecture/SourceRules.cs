using System.Text.RegularExpressions;
using Redthread.Tests.Support;

namespace Redthread.Tests.Architecture;

/// <summary>A file of the project, by its path from the root.</summary>
public sealed record SourceFile(string Path, string Text)
{
    public string[] Lines { get; } = Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    public string Extension => System.IO.Path.GetExtension(Path);

    private static readonly string[] Folders = ["src", "tests", "benchmarks"];
    private static readonly string[] Extensions = [".cs", ".razor", ".ts", ".css"];
    private static readonly string[] Foreign = ["node_modules", "wwwroot", "bin", "obj"];

    /// <summary>All that is ours, by its path from the root.</summary>
    public static Lazy<List<SourceFile>> All { get; } =
        new(() =>
            [
                .. Folders
                    .SelectMany(folder => Directory.EnumerateFiles(System.IO.Path.Combine(Snapshot.Root(), folder), "*", SearchOption.AllDirectories))
                    .Select(path => System.IO.Path.GetRelativePath(Snapshot.Root(), path))
                    .Where(path => Extensions.Contains(System.IO.Path.GetExtension(path)) && !path.Split(System.IO.Path.DirectorySeparatorChar).Intersect(Foreign).Any())
                    .Select(path => new SourceFile(path, File.ReadAllText(System.IO.Path.Combine(Snapshot.Root(), path)))),
            ]
        );
}

/// <summary>What any file of ours must not be; each rule names the places where it is broken.</summary>
public static partial class SourceRules
{
    private const int FileLimit = 400;
    private const int MarkupLimit = 200;
    private const int MethodLimit = 60;

    public static IEnumerable<string> LongFiles(SourceFile file)
    {
        if (file.Lines.Length > FileLimit)
            yield return $"{file.Path} has {file.Lines.Length} lines; {FileLimit} are the most";
    }

    public static IEnumerable<string> LongMarkup(SourceFile file)
    {
        var markup = file.Lines.TakeWhile(line => !line.StartsWith("@code", StringComparison.Ordinal)).Count();
        if (file.Extension == ".razor" && markup > MarkupLimit)
            yield return $"{file.Path} has {markup} lines of markup; {MarkupLimit} are the most";
    }

    // By indentation, which the formatter keeps: a body opens with a brace alone on its line and closes with the next one as deep.
    public static IEnumerable<string> LongMethods(SourceFile file)
    {
        for (var at = 1; at < file.Lines.Length; at++)
        {
            if (file.Lines[at].Trim() != "{" || Type().IsMatch(HeaderOf(file, at)))
                continue;
            var close = file.Lines[at].Replace('{', '}');
            var end = Array.FindIndex(file.Lines, at, line => line.StartsWith(close, StringComparison.Ordinal));
            if (end - at + 2 > MethodLimit)
                yield return $"{file.Path}:{at} is a method of {end - at + 2} lines; {MethodLimit} are the most";
        }
    }

    public static IEnumerable<string> HiddenInputs(SourceFile file) =>
        file.Extension is ".cs" or ".razor" ? Hits(file, HiddenInput(), "takes time or the request from the air; both are parameters") : [];

    public static IEnumerable<string> InlineScript(SourceFile file) =>
        file.Extension == ".razor" ? Hits(file, Script(), "holds script in the page, which the content policy refuses") : [];

    // What escapes a worker in the background ends the whole server.
    public static IEnumerable<string> FragileWorkers(SourceFile file)
    {
        if (Worker().IsMatch(file.Text) && !Tolerant().IsMatch(file.Text))
            yield return $"{file.Path} works in the background and lets failures out; catch them when nobody asked it to stop";
    }

    // The header may stand on several lines; its first is the nearest above that is no deeper and closes nothing.
    private static string HeaderOf(SourceFile file, int brace)
    {
        var depth = file.Lines[brace].IndexOf('{');
        for (var at = brace - 1; at >= 0; at--)
        {
            var line = file.Lines[at];
            if (line.Length > depth && line[..depth].Trim().Length == 0 && char.IsLetter(line[depth]))
                return line;
        }

        return "";
    }

    private static IEnumerable<string> Hits(SourceFile file, Regex pattern, string why) =>
        file
            .Lines.Select((line, index) => (line, number: index + 1))
            .Where(entry => pattern.IsMatch(entry.line))
            .Select(entry => $"{file.Path}:{entry.number} {why}: {entry.line.Trim()}");

    [GeneratedRegex(@"\b(namespace|class|record|struct|interface|enum)\s+\w")]
    private static partial Regex Type();

    [GeneratedRegex(@"\) : BackgroundService\b|^    : BackgroundService\b", RegexOptions.Multiline)]
    private static partial Regex Worker();

    [GeneratedRegex(@"catch \(Exception failure\)( when \(!stoppingToken\.IsCancellationRequested\))?\s")]
    private static partial Regex Tolerant();

    [GeneratedRegex(@"\bIHttpContextAccessor\b|\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bGuid\.NewGuid\b")]
    private static partial Regex HiddenInput();

    [GeneratedRegex(@"\s@?on[a-z]+\s*=\s*[""']|href\s*=\s*[""']javascript:|<script(?![^>]*\bsrc=)", RegexOptions.IgnoreCase)]
    private static partial Regex Script();
}
