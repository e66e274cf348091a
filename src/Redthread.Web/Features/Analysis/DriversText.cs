using System.Globalization;
using Redthread.Statistics;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Analysis;

internal static class DriversText
{
    public const string Question = "What goes with leaving, and with overall satisfaction, when everything is looked at together?";
    public const string Association = "These are associations among customers who were heard: they do not say that changing one would change the other.";

    /// <summary>What the figures measure, to be told apart from those of linkage.</summary>
    public const string LeavingMeasures =
        "All stages and needs are taken together, among the customers who were heard in all of these stages: a ratio tells how much faster customers leave by this stage or need beyond what the others tell already.";

    public const string SharesMeasures =
        "A share tells how much of the differences in satisfaction between customers goes with a stage. It says nothing of leaving: a stage can explain much of satisfaction and little of who leaves.";

    /// <summary>From here on the risk tells who leaves clearly better than a coin.</summary>
    private const double TellingConcordance = 0.6;

    /// <summary>What linkage shows of the stages that could not be looked at together; empty where all were.</summary>
    /// <param name="linkage">With the same landmark and windows; null while it is not worked out.</param>
    public static string Elsewhere(LeavingAnswer answer, LinkageAnswer? linkage)
    {
        var left = answer.Seen.Out.Where(stage => stage.Heard > 0).OrderByDescending(stage => stage.Heard).ToList();
        if (left.Count == 0)
            return "";
        var paths = left.Select(stage => stage.Path).ToHashSet();
        var shown = linkage?.In(LinkageState.Shown).Where(stage => paths.Contains(stage.Path)).OrderBy(stage => stage.Result.P).ToList() ?? [];
        return shown.Count > 0
                ? $"{(shown.Count == 1 ? "One stage that is left out here goes" : $"{Numbers.Count(shown.Count)} stages that are left out here go")} with leaving when taken by itself: {string.Join(" ", shown.Take(3).Select(stage => LinkageText.Sentence(LinkageOutcome.Leaving, stage)))}"
            : linkage is not null ? "Of no stage that is left out here is it shown when taken by itself."
            : $"Stages left out here can be looked at one by one, such as {left[0].Name}, where {Numbers.Counted(left[0].Heard, "customer")} {(left[0].Heard == 1 ? "was" : "were")} heard.";
    }

    public static string Answer(LeavingAnswer answer)
    {
        if (answer.State != RegressionState.Ok)
            return $"Not enough data: {Numbers.Counted(answer.Members, "customer")} on {AnalysisText.Day(answer.Landmark!.Value)}, {Numbers.Count(answer.Left)} left within {answer.Window} days; at least {2 * StageLinkage.EventsPerColumn} who left and were heard in one stage before would be enough to begin with.";
        var telling = answer.Drivers.Where(driver => driver.Coefficient.P <= 0.05).OrderBy(driver => driver.Coefficient.P).ToList();
        var population = $"({Numbers.Counted(answer.Rows, "customer")}, {Numbers.Count(answer.Events)} left)";
        if (telling.Count == 0)
            return $"Of {Numbers.Count(answer.Drivers.Count)} stages and needs looked at together, none is shown to go with leaving beyond what the others tell {population}.{(answer.Seen.Out.Count == 0 ? "" : $" That says nothing of the {Numbers.Counted(answer.Seen.Out.Count, "stage")} left out.")}";
        var first = telling[0];
        var sentence = first.IsNeed
            ? $"Customers who spoke of “{first.Name}” left at {Ratio(first)} times the rate of the others"
            : $"Customers whose score at {first.Name} was ten points lower left at {Ratio(first)} times the rate";
        return $"{sentence} (95 % interval {Interval(first)}), all stages and needs taken together {population}.{(telling.Count == 1 ? "" : $" Also: {string.Join(", ", telling.Skip(1).Select(driver => $"{driver.Name} {Ratio(driver)}"))}.")}";
    }

    public static IReadOnlyList<ForestRow> Rows(LeavingAnswer answer) =>
        [
            .. answer
                .Drivers.OrderBy(driver => driver.IsNeed)
                .ThenByDescending(driver => driver.Coefficient.State == CoefficientState.Ok ? driver.Coefficient.Estimate : double.NegativeInfinity)
                .Select(driver => new ForestRow(
                    driver.Name,
                    driver.Coefficient.Ratio,
                    driver.Coefficient.RatioInterval.Low,
                    driver.Coefficient.RatioInterval.High,
                    driver.Coefficient.State == CoefficientState.Ok ? AnalysisText.Ratio(driver.Coefficient.Ratio, driver.Coefficient.RatioInterval) : ""
                )
                {
                    Detail = driver.IsNeed ? "spoke of this need" : "ten points less",
                    Strong = driver.Coefficient.P <= 0.05,
                    Missing =
                        driver.Coefficient.State == CoefficientState.Ok ? null
                        : driver.Coefficient.State == CoefficientState.Aliased ? "told by the others, left out"
                        : "separates those who left; no number",
                }),
        ];

    public static IReadOnlyList<Check> Checks(LeavingAnswer answer)
    {
        var off = answer.Drivers.Where(driver => driver.Proportional.P <= 0.05).Select(driver => driver.Name).ToList();
        return
        [
            new(
                true,
                $"Scores and needs are those of the {answer.Lookback} days up to {AnalysisText.Day(answer.Landmark!.Value)}, leaving is what came after it; segments are strata, the time one has been a customer is held equal."
            ),
            new(
                off.Count == 0,
                off.Count == 0
                    ? $"Everything matters alike at all times after the landmark (test of proportional hazards, p {AnalysisText.P(answer.Proportional.P)} for all together)."
                    : $"Not alike at all times after the landmark: {string.Join(", ", off)}. The ratio is a mean over the window; look at the curves."
            ),
            new(answer.Seen.Out.Count == 0, $"Only customers heard in all stages that are in it count; nothing that is missing is made up. Enough are {answer.Seen.Rule}."),
            new(
                answer.Concordance >= TellingConcordance,
                $"By its risk one can tell in {Numbers.Share(answer.Concordance)} of pairs who left first (half would be chance, from {Numbers.Share(TellingConcordance)} on it tells something)."
            ),
        ];
    }

    public static string Answer(CurvesAnswer answer)
    {
        var known = answer.Groups.Where(group => group.AtEnd.State == SurvivalState.Ok).ToList();
        if (answer.Test is not { State: RegressionState.Ok } test || known.Count < 2)
            return $"Not enough data for curves by {answer.Name ?? "stage"}: two groups of at least {KaplanMeier.MinimumSubjects} customers and {LogRank.MinimumEvents} who left are needed.";
        var shares = string.Join(
            ", ",
            known.Select(group => $"{group.Name}: {Numbers.Share(group.AtEnd.Estimate)} ({Numbers.Share(group.AtEnd.Interval.Low)} to {Numbers.Share(group.AtEnd.Interval.High)})")
        );
        return $"{answer.Name}. Still there {answer.Window} days after {AnalysisText.Day(answer.Landmark!.Value)}: {shares}. The groups {(test.Test.P <= 0.05 ? "leave at different rates" : "are not shown to leave at different rates")} (log-rank p {AnalysisText.P(test.Test.P)}).";
    }

    public static IReadOnlyList<SurvivalCurve> Curves(CurvesAnswer answer) =>
        [
            .. answer.Groups.Select(group => new SurvivalCurve(
                group.Name,
                $"{Numbers.Counted(group.Staying.N, "customer")}, {Numbers.Count(group.Staying.Events)} left",
                [.. group.Staying.Steps.Select(step => new SurvivalPoint(step.Days, step.Estimate, step.Interval.Low, step.Interval.High))]
            )),
        ];

    public static string Answer(SharesAnswer answer)
    {
        if (answer.State != RegressionState.Ok)
            return answer.Measure is null ? "Not enough data: no measure was heard."
                : answer.Rows >= DriversAnalysis.RowsForShares
                    ? $"Not enough data: the {Numbers.Counted(answer.Rows, "customer")} who answered “{answer.MeasureName}” and were heard in two stages do not differ in it."
                : $"Not enough data: {DriversAnalysis.RowsForShares} customers who answered “{answer.MeasureName}” and were heard in the same two stages are needed; there are {Numbers.Count(answer.Rows)}, {Numbers.Count(DriversAnalysis.RowsForShares - answer.Rows)} more would be enough to begin with.";
        var first = answer.Drivers[0];
        return $"The stages explain {Explained(answer)} of how customers differ in “{answer.MeasureName}” ({Numbers.Counted(answer.Rows, "customer")}). The largest part goes with {first.Name}: {Share(first.Share.Share)} of all that differs (95 % interval {Share(first.Share.Interval.Low)} to {Share(first.Share.Interval.High)}).";
    }

    public static IReadOnlyList<ForestRow> Rows(SharesAnswer answer) =>
        [
            .. answer.Drivers.Select(
                (driver, at) =>
                    new ForestRow(
                        driver.Name,
                        100 * driver.Share.Share,
                        100 * driver.Share.Interval.Low,
                        100 * driver.Share.Interval.High,
                        $"{Share(driver.Share.Share)} ({Points(driver.Share.Interval.Low)} to {Points(driver.Share.Interval.High)})"
                    )
                    {
                        Strong = at == 0,
                        Detail = $"importance {driver.Importance.ToString("0.##", CultureInfo.InvariantCulture)}",
                    }
            ),
        ];

    /// <summary>R² with how far it can be trusted: many stages among few customers explain something by chance alone.</summary>
    public static string Explained(SharesAnswer answer) =>
        $"{Numbers.Share(answer.RSquared)}{(answer.RSquaredInterval.Exists ? $" (95 % interval {Numbers.Share(answer.RSquaredInterval.Low)} to {Numbers.Share(answer.RSquaredInterval.High)}; " : " (")}{Numbers.Share(Math.Max(0, answer.AdjustedRSquared))} adjusted for what {answer.Drivers.Count} stages explain by chance)";

    public static string Share(double share) => double.IsFinite(share) ? $"{Points(share)} %" : "–";

    private static string Points(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Ratio(HazardDriver driver) => AnalysisText.Ratio(driver.Coefficient.Ratio);

    private static string Interval(HazardDriver driver) =>
        $"{AnalysisText.Ratio(driver.Coefficient.RatioInterval.Low)} to {AnalysisText.Ratio(driver.Coefficient.RatioInterval.High)}";
}
