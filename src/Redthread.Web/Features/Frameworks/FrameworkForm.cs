using System.Globalization;
using Microsoft.Extensions.Primitives;
using Redthread.Domain;
using Redthread.Web.Features.Measures;

namespace Redthread.Web.Features.Frameworks;

/// <summary>
/// The draft's form as a framework file. Fields are named by what they are about: <c>importance:get-help/phone-menu</c>,
/// <c>weight:get-help/phone-menu:csat-5</c>. An empty weight takes the measure out of the stage.
/// </summary>
public static class FrameworkForm
{
    public static Result<FrameworkFile> Read(IFormCollection form)
    {
        var unreadable = new List<string>();
        double Number(string field, string what)
        {
            if (
                double.TryParse(
                    form[field].ToString().Trim().Replace(',', '.'),
                    NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var value
                )
            )
                return value;
            unreadable.Add($"{what} (“{form[field]}”)");
            return 0;
        }

        var file = new FrameworkFile
        {
            Framework = form["name"].ToString().Trim(),
            FreshnessDays = Whole(Number("freshnessDays", "the freshness limit")),
            MinimumN = Whole(Number("minimumN", "the minimum n")),
            CutPoints = [.. Enumerable.Range(1, 4).Select(index => Number($"cut{index}", $"cut point {index}"))],
            NorthStar = form["northStar"].ToString() is { Length: > 0 } key ? key : null,
            Teams = [.. form["teams"].OfType<string>()],
            Stages = form["stages"]
                .OfType<string>()
                .Distinct()
                .ToDictionary(
                    place => place,
                    place => new FrameworkFile.StageEntry
                    {
                        Importance = Number($"importance:{place}", $"the importance of {place}"),
                        Target = Number($"target:{place}", $"the target of {place}"),
                        WeakBelow = Number($"weak:{place}", $"weak below of {place}"),
                        FailingBelow = Number($"failing:{place}", $"failing below of {place}"),
                        Weights = Weights(form, place, Number),
                    }
                ),
        };
        return unreadable.Count == 0 ? file : Error.Invalid("number", $"These are no numbers: {string.Join("; ", unreadable)}. Nothing was saved.");
    }

    /// <summary>The field of the head that an error is about.</summary>
    public static string? FieldOf(string? code) =>
        code switch
        {
            "name-missing" => "name",
            "freshness" => "freshnessDays",
            "minimum-n" => "minimumN",
            "cut-points" => "cut1",
            "north-star" => "northStar",
            _ => null,
        };

    public static string Text(double value) => MeasureForm.Number(value);

    private static Dictionary<string, double> Weights(IFormCollection form, string place, Func<string, string, double> number)
    {
        var prefix = $"weight:{place}:";
        var weights = form.Where(field =>
                field.Key.StartsWith(prefix, StringComparison.Ordinal) && !StringValues.IsNullOrEmpty(field.Value) && field.Value.ToString().Trim().Length > 0
            )
            .ToDictionary(field => field.Key[prefix.Length..], field => number(field.Key, $"a weight of {place}"));
        if (form[$"add:{place}"].ToString() is { Length: > 0 } added)
            weights.TryAdd(added, form[$"addWeight:{place}"].ToString().Trim().Length == 0 ? 1 : number($"addWeight:{place}", $"a weight of {place}"));
        return weights;
    }

    private static int Whole(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e9 ? (int)value : -1;
}
