namespace Redthread.Statistics;

/// <summary>What is known of one candidate.</summary>
/// <param name="Experience">E, the experience debt it would repair, 0 or more; null when unknown.</param>
/// <param name="Value">V, the lifetime value at risk, 0 or more; null when unknown.</param>
/// <param name="Effort">Above 0, in one unit for all; null when not estimated.</param>
/// <param name="WithoutTraffic">The customers affected are those who were heard, as the stage has no traffic: E and V are at least this.</param>
public readonly record struct PriorityInput(double? Experience, double? Value, double? Effort, bool WithoutTraffic = false);

/// <summary>Why a candidate has no priority.</summary>
public enum PriorityState
{
    /// <summary>It has one.</summary>
    Ok,

    /// <summary>Its effort is not estimated.</summary>
    NoEffort,

    /// <summary>Its experience debt is unknown, and λ gives it weight.</summary>
    NoExperience,

    /// <summary>Its value at risk is unknown while that of others is known, and λ gives it weight.</summary>
    NoValue,
}

/// <summary>The priority of one candidate.</summary>
/// <param name="State">Whether there is a number.</param>
/// <param name="Number">0 or more; null without one. Comparable within one portfolio and one λ only.</param>
/// <param name="Rank">Competition rank in the portfolio, 1 for the highest; null without a number.</param>
/// <param name="Experience">E as a share of the portfolio's largest, 0..1; null when unknown.</param>
/// <param name="Value">V as a share of the portfolio's largest, 0..1; null when unknown.</param>
/// <param name="LowerBound">Pages mark the number with "at least".</param>
public readonly record struct PriorityResult(PriorityState State, double? Number, int? Rank, double? Experience, double? Value, bool LowerBound);

/// <summary>A portfolio in the order given.</summary>
/// <param name="Lambda">The λ in use: 1 when no value at risk is known.</param>
/// <param name="ValueUnknown">No candidate's value at risk is known, so that only experience counts; pages say so.</param>
/// <param name="Items">One for each candidate.</param>
public readonly record struct PriorityPortfolio(double Lambda, bool ValueUnknown, IReadOnlyList<PriorityResult> Items);

/// <summary>
/// What to do first: experience debt and value at risk as a weighted geometric mean, for the effort. A geometric mean does
/// not depend on the units of its factors, and a candidate that repairs nothing cannot make up for it with value.
/// </summary>
public static class Priority
{
    /// <summary>What pages print.</summary>
    public const string Formula = "priority = E^λ × V^(1−λ) ÷ effort; E = experience debt it would repair, V = lifetime value at risk, each as a share of the portfolio's largest";

    /// <summary>What pages print when no value at risk is known.</summary>
    public const string ValueUnknownText = "Lifetime value is unknown, so λ is 1 and only the experience debt counts.";

    /// <summary>What pages print beside a lower bound.</summary>
    public const string LowerBoundText = "at least: the stage has no traffic, so only customers who were heard are counted";

    /// <summary>
    /// The priorities of a portfolio. λ = 1: value has no weight; λ = 0: experience debt has none. What has no weight need not
    /// be known. A factor whose largest value is 0 is 0 for all.
    /// </summary>
    /// <param name="items">The candidates.</param>
    /// <param name="lambda">0..1.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ lies outside 0..1.</exception>
    /// <exception cref="ArgumentException">E or V is negative or not finite, or an effort is not above 0.</exception>
    public static PriorityPortfolio Of(IReadOnlyList<PriorityInput> items, double lambda)
    {
        if (!(lambda >= 0 && lambda <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "λ lies between 0 and 1.");
        }

        if (items.Any(item => !IsAmount(item.Experience) || !IsAmount(item.Value) || item.Effort is { } effort && !(effort > 0 && double.IsFinite(effort))))
        {
            throw new ArgumentException("Experience debt and value at risk are 0 or more, an effort is above 0.", nameof(items));
        }

        var valueUnknown = items.Count > 0 && items.All(item => item.Value is null);
        var used = valueUnknown ? 1 : lambda;
        double mostExperience = items.Max(item => item.Experience) ?? 0,
            mostValue = items.Max(item => item.Value) ?? 0;
        PriorityResult[] results = [.. items.Select(item => Of(item, Share(item.Experience, mostExperience), Share(item.Value, mostValue), used))];
        var ranks = CompetitionRanks.Of([.. results.Select(result => result.Number)]);
        return new(used, valueUnknown, [.. results.Zip(ranks, (result, rank) => result with { Rank = rank })]);
    }

    private static PriorityResult Of(PriorityInput item, double? experience, double? value, double lambda)
    {
        var state =
            item.Effort is null ? PriorityState.NoEffort
            : lambda > 0 && experience is null ? PriorityState.NoExperience
            : lambda < 1 && value is null ? PriorityState.NoValue
            : PriorityState.Ok;
        double? number = state == PriorityState.Ok ? Math.Pow(experience ?? 1, lambda) * Math.Pow(value ?? 1, 1 - lambda) / item.Effort : null;
        return new(state, number, null, experience, value, state == PriorityState.Ok && item.WithoutTraffic);
    }

    private static bool IsAmount(double? amount) => amount is null || (amount >= 0 && double.IsFinite(amount.Value));

    private static double? Share(double? amount, double most) =>
        amount is null ? null
        : most > 0 ? amount / most
        : 0;
}

/// <summary>RICE, the score of Intercom (McBride 2016): reach, impact, confidence, effort.</summary>
public static class Rice
{
    /// <summary>What pages print.</summary>
    public const string Formula = "RICE = reach × impact × confidence ÷ effort";

    /// <summary>The score; null when a part is unknown.</summary>
    /// <param name="reach">Customers affected in a period, 0 or more.</param>
    /// <param name="impact">On each of them, 0 or more; Intercom's scale is 0.25, 0.5, 1, 2, 3.</param>
    /// <param name="confidence">0..1.</param>
    /// <param name="effort">Above 0, in person-months or any one unit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part lies outside its range.</exception>
    public static double? Of(double? reach, double? impact, double? confidence, double? effort)
    {
        Within(reach, double.MaxValue, nameof(reach));
        Within(impact, double.MaxValue, nameof(impact));
        Within(confidence, 1, nameof(confidence));
        Within(effort, double.MaxValue, nameof(effort));
        return effort == 0 ? throw new ArgumentOutOfRangeException(nameof(effort), effort, "An effort is above 0.") : reach * impact * confidence / effort;
    }

    private static void Within(double? part, double most, string name)
    {
        if (part is { } number && !(number >= 0 && number <= most))
        {
            throw new ArgumentOutOfRangeException(name, part, "Outside its range.");
        }
    }
}
