using Redthread.Domain.Insights;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Insights;

/// <summary>How insights and pressures are put into words, on pages and in addresses.</summary>
public static class InsightText
{
    public static string Of(InsightType type) =>
        type switch
        {
            InsightType.UnmetNeed => "Unmet need",
            _ => type.ToString(),
        };

    public static string Of(InsightState state) =>
        state switch
        {
            InsightState.ToApprove => "to approve",
            _ => state.ToString().ToLowerInvariant(),
        };

    public static MarkKind? MarkOf(InsightType type) =>
        type switch
        {
            InsightType.Friction => MarkKind.Friction,
            InsightType.UnmetNeed => MarkKind.Need,
            _ => null,
        };

    /// <summary>As addresses write it: unmet-need.</summary>
    public static string Key(InsightType type) => type == InsightType.UnmetNeed ? "unmet-need" : type.ToString().ToLowerInvariant();

    public static InsightType? TypeOf(string? text) =>
        Enum.TryParse<InsightType>(text?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var type) && Enum.IsDefined(type) ? type : null;

    public static string Of(Reached depth) =>
        depth switch
        {
            Reached.Signal => "waits for approval",
            Reached.Insight => "stops here",
            Reached.Opportunity => "reaches an opportunity",
            Reached.Decision => "reaches a decision",
            Reached.Solution => "reaches a solution",
            Reached.KeyResult => "reaches a key result",
            _ => "moved a key result",
        };

    public static string Age(DateTime now, DateTime at) =>
        (int)(now - at).TotalDays switch
        {
            <= 0 => "today",
            1 => "1 day",
            < 60 and var days => $"{days} days",
            < 730 and var days => $"{days / 30} months",
            var days => $"{days / 365} years",
        };

    public static string Customers(InsightFacts facts) =>
        facts.Anonymous == 0 ? Numbers.Count(facts.Customers)
        : facts.Customers == 0 ? $"{Numbers.Count(facts.Anonymous)} anonymous"
        : $"{Numbers.Count(facts.Customers)} + {Numbers.Count(facts.Anonymous)} anonymous";

    /// <summary>Numbers of signals as people write them: “12, 15 signal 16”. Null when something is no number.</summary>
    public static IReadOnlyList<long>? Signals(IEnumerable<string?> texts)
    {
        var numbers = new List<long>();
        foreach (var word in texts.SelectMany(text => (text ?? "").Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)))
        {
            if (word.Equals("signal", StringComparison.OrdinalIgnoreCase))
                continue;
            if (!long.TryParse(word.TrimStart('#'), System.Globalization.NumberStyles.None, null, out var number))
                return null;
            numbers.Add(number);
        }

        return [.. numbers.Distinct()];
    }

    public static string Name(int number) => ThreadName.Of(ThreadKind.Insight, number);
}
