using Redthread.Domain.Insights;

namespace Redthread.Web.Features.Pressures;

/// <summary>What each type of pressure means, in the words of pages.</summary>
public static class PressureText
{
    public static string Of(PressureType type) => type.ToString();

    public static string Key(PressureType type) => type.ToString().ToLowerInvariant();

    public static PressureType? TypeOf(string? text) => Enum.TryParse<PressureType>(text, ignoreCase: true, out var type) && Enum.IsDefined(type) ? type : null;

    public static string Means(PressureType type) =>
        type switch
        {
            PressureType.Visibility => "nobody sees it",
            PressureType.Incentive => "what is rewarded pulls the other way",
            PressureType.Resource => "time, people or money are missing",
            PressureType.Priority => "something else always comes first",
            PressureType.System => "a system cannot do it",
            PressureType.Knowledge => "people do not know how",
            PressureType.Script => "a script forbids the sensible answer",
            _ => "a rule stands in the way",
        };
}
