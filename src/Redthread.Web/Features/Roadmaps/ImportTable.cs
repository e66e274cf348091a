using System.Text.Json;
using Redthread.Domain;
using Redthread.Web.Features.Notes;

namespace Redthread.Web.Features.Roadmaps;

/// <summary>Rows of a CSV file or of a JSON array of objects, told apart by the first character.</summary>
internal static class ImportTable
{
    private const int LongestFile = 20_000_000;

    public static Result<IReadOnlyList<CsvTable.Row>> Read(string text, params string[] required) =>
        text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n') is ['[' or '{', ..] ? ReadJson(text) : CsvTable.Read(text, required);

    private static Result<IReadOnlyList<CsvTable.Row>> ReadJson(string text)
    {
        if (text.Length > LongestFile)
            return new Error(ErrorKind.TooLarge, "too-large", $"A file here has at most {LongestFile:N0} characters. Nothing was changed; send it in parts.");
        try
        {
            using var json = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            if (json.RootElement.ValueKind != JsonValueKind.Array)
                return Error.Invalid("not-an-array", "The JSON must be an array of objects, one for each row. Nothing was changed.");
            return json.RootElement.EnumerateArray().Select((element, index) => Row(element, index + 1)).ToList();
        }
        catch (JsonException failure)
        {
            return Error.Invalid("json-invalid", $"This is no JSON: {failure.Message} Nothing was changed.");
        }
    }

    private static CsvTable.Row Row(JsonElement element, int number)
    {
        var text = element.GetRawText();
        if (element.ValueKind != JsonValueKind.Object)
            return new CsvTable.Row(number, text, "A row is a JSON object.", new Dictionary<string, string>());
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
            cells[property.Name.ToLowerInvariant()] = Cell(property.Value);
        return new CsvTable.Row(number, text, null, cells);
    }

    private static string Cell(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Null => "",
            JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(Cell)),
            _ => value.GetRawText(),
        };
}
