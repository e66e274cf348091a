using System.Globalization;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Features.Imports;

/// <summary>The select boxes of a mapping page as posted, by the numbers of the file's columns.</summary>
/// <param name="Columns">How many columns the file had when the page was shown; 0 when it showed none.</param>
public sealed record MappingChoices(int Columns, FileChoice File, IReadOnlyDictionary<int, ColumnChoice> Chosen)
{
    /// <summary>More would overflow what one form may hold; the rest of a wider file is mapped as YAML.</summary>
    public const int MostShown = 240;

    public static string Use(int column) => $"use.{column}";

    public static string Measure(int column) => $"measure.{column}";

    public static string Place(int column) => $"place.{column}";

    public static string NotUsed(int column) => $"notUsed.{column}";

    public static MappingChoices None { get; } = new(0, new FileChoice(null, null, null), new Dictionary<int, ColumnChoice>());

    public static MappingChoices Of(IFormCollection form)
    {
        _ = int.TryParse(form["columns"], NumberStyles.None, CultureInfo.InvariantCulture, out var columns);
        var chosen = new Dictionary<int, ColumnChoice>();
        for (var column = 0; column < Math.Min(columns, MostShown); column++)
        {
            if (Enum.TryParse<ColumnUse>(form[Use(column)], out var use))
                chosen[column] = new ColumnChoice(use, form[Measure(column)].ToString(), form[Place(column)].ToString(), form[NotUsed(column)].ToString());
        }

        return new MappingChoices(columns, new FileChoice(Said(form, "delimiter"), Said(form, "dates"), Said(form, "decimals")), chosen);
    }

    public IReadOnlyDictionary<string, ColumnChoice> Of(IReadOnlyList<string> columns) =>
        Chosen.Where(choice => choice.Key < columns.Count).ToDictionary(choice => columns[choice.Key], choice => choice.Value);

    private static string? Said(IFormCollection form, string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;
}
