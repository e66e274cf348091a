using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Redthread.Domain;
using Redthread.Web.Features.Notes;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Features.Language;

/// <summary>Terms as a file, both ways: JSON holds all of them whole, CSV what they mean now, Markdown is for reading.</summary>
public static class TermFile
{
    public const string Columns = "key, word, definition, example, counterExample, avoid, behind, owner, archived";
    private const int LongestFile = 20_000_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A row of a file: what it says, or why it cannot be read.</summary>
    public sealed record Row(long Number, string Text, TermEntry? Entry, string? Damage);

    public static string ToJson(IReadOnlyList<TermEntry> entries) => JsonSerializer.Serialize(entries, Json) + "\n";

    public static string ToCsv(IReadOnlyList<TermEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var row in entries.Select(Cells).Prepend(Columns.Split(", ")))
            text.Append(DelimitedText.Record([.. row.Select(Guarded)], ',')).Append("\r\n");
        return text.ToString();
    }

    /// <summary>For reading: no more than a page shows.</summary>
    public static string ToMarkdown(string title, IEnumerable<TermEntry> entries)
    {
        var text = new StringBuilder($"# {title}\n");
        foreach (var entry in entries)
        {
            text.Append($"\n## {entry.Word}{(entry.Archived == true ? " (archived)" : "")}\n\n{entry.Definition}\n");
            Part(text, "Example", entry.Example);
            Part(text, "Counter-example", entry.CounterExample);
            Part(text, "Words to avoid", entry.Avoid is { Count: > 0 } words ? string.Join(", ", words) : null);
            Part(text, "Behind it", entry.Behind);
            Part(text, "Owner", entry.Owner);
        }

        return text.ToString();
    }

    /// <summary>Told apart by the first character.</summary>
    public static Result<IReadOnlyList<Row>> Read(string text)
    {
        if (text.Length > LongestFile)
            return new Error(ErrorKind.TooLarge, "too-large", $"A file here has at most {LongestFile:N0} characters. Nothing was changed; send it in parts.");
        return text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n') is ['[' or '{', ..] ? ReadJson(text.TrimStart('\uFEFF')) : ReadCsv(text);
    }

    private static string[] Cells(TermEntry entry) =>
        [
            entry.Key ?? "",
            entry.Word ?? "",
            entry.Definition ?? "",
            entry.Example ?? "",
            entry.CounterExample ?? "",
            string.Join('\n', entry.Avoid ?? []),
            entry.Behind ?? "",
            entry.Owner ?? "",
            entry.Archived == true ? "true" : "",
        ];

    private static void Part(StringBuilder text, string name, string? value)
    {
        if (value is not null)
            text.Append($"\n**{name}:** {value}\n");
    }

    private static Result<IReadOnlyList<Row>> ReadJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Array)
                return Error.Invalid("not-an-array", "The JSON must be an array of objects, one for each term. Nothing was changed.");
            return json.RootElement.EnumerateArray().Select((element, index) => ReadElement(element, index + 1)).ToList();
        }
        catch (JsonException failure)
        {
            return Error.Invalid("json-invalid", $"This is no JSON: {failure.Message} Nothing was changed.");
        }
    }

    private static Row ReadElement(JsonElement element, int number)
    {
        var text = element.GetRawText();
        try
        {
            return element.Deserialize<TermEntry>(Json) is { } entry ? new Row(number, text, entry, null) : new Row(number, text, null, "A term is a JSON object.");
        }
        catch (JsonException failure)
        {
            // Its own message names types of ours.
            return new Row(number, text, null, $"{failure.Path?.TrimStart('$', '.')} is no value that this field can have.");
        }
    }

    private static Result<IReadOnlyList<Row>> ReadCsv(string text)
    {
        var table = CsvTable.Read(text, "word", "definition");
        return table.Error is { } unread
            ? unread
            : table
                .Value.Select(row =>
                    row.Damage is { } damage
                        ? new Row(row.Number, row.Text, null, damage)
                        : new Row(
                            row.Number,
                            row.Text,
                            new TermEntry(
                                Cell(row, "key"),
                                Cell(row, "word"),
                                Cell(row, "definition"),
                                Cell(row, "example"),
                                Cell(row, "counterexample"),
                                [.. (Cell(row, "avoid") ?? "").Split(['\n', '\r', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
                                Cell(row, "behind"),
                                Cell(row, "owner"),
                                Cell(row, "archived") is { } archived ? archived.ToLowerInvariant() is "true" or "yes" or "1" : null
                            ),
                            null
                        )
                )
                .ToList();
    }

    // What a spreadsheet would take for a formula begins with an apostrophe in a table; reading takes exactly that one away.
    private static string Guarded(string text) => IsFormula(text.TrimStart('\'')) ? $"'{text}" : text;

    private static string? Cell(CsvTable.Row row, string column) => row[column] is ['\'', ..] guarded && IsFormula(guarded.TrimStart('\'')) ? guarded[1..] : row[column];

    private static bool IsFormula(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];
}
