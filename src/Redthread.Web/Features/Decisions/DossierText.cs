using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Redthread.Web.Features.Decisions;

/// <summary>A piece of a sentence; with an address it is a citation.</summary>
/// <param name="Unknown">A citation of something that is not there.</param>
public sealed record DossierSpan(string Text, string? Href, bool Unknown = false);

/// <summary>A sentence of a dossier.</summary>
/// <param name="Ends">The last of its paragraph.</param>
public sealed record DossierSentence(IReadOnlyList<DossierSpan> Spans, bool Cited, bool Ends)
{
    public string Text => string.Concat(Spans.Select(span => span.Text));
}

/// <summary>Reads a dossier's text: sentences, and the objects each cites in brackets.</summary>
public static partial class DossierText
{
    private const string RemovedMark = "[quotation removed";

    /// <summary>O(characters). A citation after the full stop belongs to the sentence before it; a full stop within a quotation ends none.</summary>
    /// <param name="exists">Whether an address leads anywhere; a citation of what is not there counts as none. Null asks for nothing.</param>
    public static List<DossierSentence> Read(string? text, Func<string, bool>? exists = null)
    {
        var sentences = new List<DossierSentence>();
        foreach (var line in (text ?? "").ReplaceLineEndings("\n").Split('\n'))
        {
            var parts = Split(line.Trim());
            for (var at = 0; at < parts.Count; at++)
                sentences.Add(Sentence(parts[at], at == parts.Count - 1, exists));
        }

        return sentences;
    }

    public static int Uncited(IEnumerable<string?> sections, Func<string, bool>? exists = null) =>
        sections.SelectMany(text => Read(text, exists)).Count(sentence => !sentence.Cited);

    /// <summary>The addresses that a text cites.</summary>
    public static IEnumerable<string> Cited(string? text) => Citation().Matches(text ?? "").Select(Href);

    /// <summary>Replaces what is quoted from the signals by a mark, with the citation that led to them; null when nothing is.</summary>
    public static string? EraseQuotes(string? text, IReadOnlySet<long> signals, DateOnly on)
    {
        if (text is null || !text.Contains("[signal ", StringComparison.OrdinalIgnoreCase))
            return null;
        var erased = Quotation().Replace(text, match => Erase(match, signals, on));
        // What cites the signal without marks that could be told may still be its words: then the whole sentence goes.
        erased = string.Join('\n', erased.ReplaceLineEndings("\n").Split('\n').Select(line => EraseSentences(line, signals, on)));
        return erased == text.ReplaceLineEndings("\n") ? null : erased;
    }

    private static string EraseSentences(string line, IReadOnlySet<long> signals, DateOnly on)
    {
        if (!Citation().Matches(line).Any(cite => IsOf(cite.Value, signals)))
            return line;
        var sentences = line.TrimStart().StartsWith('#') ? [line] : Split(line.Trim());
        return string.Join(' ', sentences.Select(sentence => EraseSentence(sentence, signals, on)));
    }

    private static string EraseSentence(string sentence, IReadOnlySet<long> signals, DateOnly on)
    {
        var cites = Citation().Matches(sentence).Select(cite => cite.Value).ToList();
        if (!cites.Exists(cite => IsOf(cite, signals)))
            return sentence;
        return $"{Mark(on)}{string.Concat(cites.Where(cite => !IsOf(cite, signals)).Select(cite => $" {cite}"))}";
    }

    private static string Erase(Match match, IReadOnlySet<long> signals, DateOnly on)
    {
        var citations = Citation().Matches(match.Groups["cites"].Value).Select(cite => cite.Value).ToList();
        if (!citations.Exists(cite => IsOf(cite, signals)))
            return match.Value;
        var kept = string.Concat(citations.Where(cite => !IsOf(cite, signals)).Select(cite => $" {cite}"));
        return $"{Mark(on)}{kept}";
    }

    private static string Mark(DateOnly on) => string.Create(CultureInfo.InvariantCulture, $"{RemovedMark} at the customer's request, {on:d MMM yyyy}]");

    private static bool IsOf(string citation, IReadOnlySet<long> signals) =>
        Citation().Match(citation) is { Success: true } match && match.Groups["signal"].Success && long.TryParse(match.Groups["signal"].Value, out var id) && signals.Contains(id);

    private static List<string> Split(string line)
    {
        var parts = new List<string>();
        if (line.Length == 0 || line.StartsWith('#'))
            return parts;
        var (start, closers) = (0, "");
        for (var at = 0; at < line.Length; at++)
        {
            closers =
                closers.Length == 0 ? ClosersOf(line[at])
                : closers.Contains(line[at]) ? ""
                : closers;
            if (closers.Length > 0 || !IsEnd(line, at))
                continue;
            // Citations behind the full stop still belong to it.
            var end = at + 1 + Trailing().Match(line[(at + 1)..]).Length;
            parts.Add(line[start..end].Trim());
            (start, at) = (end, end - 1);
        }

        if (line[start..].Trim() is { Length: > 0 } rest)
            parts.Add(rest);
        return parts;
    }

    /// <summary>What ends a quotation that begins so, by the customs of several languages; empty for other characters.</summary>
    private static string ClosersOf(char opener) =>
        opener switch
        {
            '“' => "”",
            '„' => "“”",
            '«' => "»",
            '»' => "«",
            '"' => "\"",
            _ => "",
        };

    private static bool IsEnd(string line, int at) =>
        line[at] is '.' or '!' or '?' or '…' && (at + 1 == line.Length || char.IsWhiteSpace(line[at + 1])) && !Abbreviation().IsMatch(line[..(at + 1)]);

    private static DossierSentence Sentence(string text, bool ends, Func<string, bool>? exists)
    {
        var spans = new List<DossierSpan>();
        var (from, cited) = (0, text.Contains(RemovedMark, StringComparison.Ordinal));
        foreach (Match match in Citation().Matches(text))
        {
            if (match.Index > from)
                spans.Add(new DossierSpan(text[from..match.Index], null));
            var known = exists?.Invoke(Href(match)) ?? true;
            spans.Add(new DossierSpan(match.Value, known ? Href(match) : null, !known));
            (from, cited) = (match.Index + match.Length, cited || known);
        }

        if (from < text.Length)
            spans.Add(new DossierSpan(text[from..], null));
        return new DossierSentence(spans, cited, ends);
    }

    private static string Href(Match match) =>
        match.Groups["signal"].Success ? $"/signals/{match.Groups["signal"].Value}"
        : match.Groups["stage"].Success ? $"/?stage={match.Groups["stage"].Value}"
        : match.Groups["outcome"].Success ? $"/outcomes#{match.Groups["outcome"].Value}"
        : $"/o/{match.Groups["object"].Value.ToUpperInvariant()}";

    [GeneratedRegex(
        @"\[(?:(?<object>(?:OB|KR|I|P|O|D|S)-\d{1,9})|signal (?<signal>\d{1,18})|stage (?<stage>[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*)|outcome (?<outcome>[a-z0-9][a-z0-9-]*))\]",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Citation();

    [GeneratedRegex(@"(?:“[^”]*”|„[^“”]*[“”]|""[^""]*""|«[^»]*»|»[^«]*«|‹[^›]*›|‘[^\n]*?’(?=[.,;]?\s*\[)|‚[^\n]*?[‘’](?=[.,;]?\s*\[))[.,;]?(?<cites>(?:\s*\[[^\]\[]+\])+)")]
    private static partial Regex Quotation();

    [GeneratedRegex(@"^(?:\s*\[[^\]\[]+\])*")]
    private static partial Regex Trailing();

    [GeneratedRegex(@"(?:\b(?:e\.g|i\.e|etc|approx|vs|ca|Mr|Ms|Dr|No))\.$")]
    private static partial Regex Abbreviation();
}
