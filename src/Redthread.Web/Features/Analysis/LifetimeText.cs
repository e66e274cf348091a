using System.Globalization;
using Redthread.Statistics;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Analysis;

internal static class LifetimeText
{
    public const string Question = "What are customers worth in the time to come, and how much of it is at risk in which stage?";

    public static string Answer(LifetimeAnswer answer)
    {
        var parts = new List<string>();
        if (answer.Contract is { Value.State: RegressionState.Ok } contract)
            parts.Add(
                $"A customer with a contract is worth {AnalysisText.Amount(contract.Value.Value)} in the time to come (95 % interval {Range(contract.Value.Interval)}; {Numbers.Counted(contract.Customers, "customer")}): {AnalysisText.Amount(contract.Margin)} a month, of whom {Percent(contract.Retention.Value)} stay from month to month.{(answer.Segments.Count > 1 ? " That is the mean over the customers, each by the share of their own segment that stays." : "")}"
            );
        if (answer.Purchases is { Readable: true } bought && double.IsFinite(bought.Mean))
            parts.Add(
                $"Somebody who buys is expected to spend {AnalysisText.Amount(bought.Mean)} in the next three years, discounted ({(bought.Interval.Exists ? $"95 % interval {Range(bought.Interval)}" : "without interval")}; {Numbers.Counted(bought.Customers, "customer")})."
            );
        if (parts.Count == 0)
            return "Not enough data: margins of at least five customers looked at in the last year, or purchases of at least five customers who bought again, are needed.";
        if (answer.Stages.Where(stage => stage.Risk.State == RegressionState.Ok && stage.Risk.Weak > 0).MaxBy(stage => stage.Risk.Value) is { } most)
            parts.Add(
                $"The largest part at risk is at {most.Stage}: {(most.Risk.LowerBound ? "at least " : "")}{AnalysisText.Amount(most.Risk.Value)} (95 % interval {Range(most.Risk.Interval)})."
            );
        if (answer.Known > 0 && answer.Risks.All is { State: RegressionState.Ok } all)
            parts.Add(
                $"At all stages together, each customer once, it is {(all.LowerBound ? "at least " : "")}{AnalysisText.Amount(all.Value)} (95 % interval {Range(all.Interval)}) of the {AnalysisText.Amount(answer.Total)} that {Numbers.Counted(answer.Known, "customer")} of known value are worth. That takes what happens at one stage to say nothing of another; if the same customers suffer at all of them, it is {AnalysisText.Amount(all.Overlapping)}, which is the conservative figure."
            );
        return string.Join(' ', parts);
    }

    public static string Range(Interval interval) => interval.Exists ? $"{AnalysisText.Amount(interval.Low)} to {AnalysisText.Amount(interval.High)}" : "unknown";

    public static string Percent(double share) => $"{(100 * share).ToString("0.0", CultureInfo.InvariantCulture)} %";

    public static IReadOnlyList<ForestRow> Rows(LifetimeAnswer answer)
    {
        var most = answer.Stages.Where(stage => stage.Risk.State == RegressionState.Ok).MaxBy(stage => stage.Risk.Value);
        return
        [
            .. answer
                .Stages.OrderByDescending(stage => double.IsNaN(stage.Risk.Value) ? -1 : stage.Risk.Value)
                .Select(stage => new ForestRow(stage.Stage, stage.Risk.Value, stage.Risk.Interval.Low, stage.Risk.Interval.High, Row(stage.Risk))
                {
                    Detail = stage.Journey,
                    Href = $"/?stage={Uri.EscapeDataString(stage.Path)}",
                    Strong = stage == most,
                    Missing =
                        stage.Risk.State == RegressionState.Ok
                            ? null
                            : $"not enough data: {Numbers.Count(stage.Risk.Heard)} heard whose value is known; {ValueAtRisk.MinimumCustomers} would be enough",
                }),
        ];
    }

    public static IReadOnlyList<Check> Checks(LifetimeAnswer answer)
    {
        var checks = new List<Check>
        {
            new(
                true,
                $"At risk is what customers with a weak score are worth, not what will be lost: many of them stay. Weak is the framework’s threshold; heard are those of the last {answer.Lookback} days."
            ),
            new(
                true,
                $"Each customer counts once, however often one passes and whatever the number of stages; at most the {Numbers.Counted(answer.Known, "customer")} whose value is known count. Who passed is taken from the busiest month: months are not added up."
            ),
            new(
                false,
                "Somebody who was not heard counts as much as those heard suggest, and at several stages as if what happens at one said nothing of another; where the same customers suffer at both, less is at risk."
            ),
        };
        if (answer.Contract is not null)
            checks.Add(
                new(
                    false,
                    "By contract: one share renews every month whatever the age of the contract, by segment. Those who stay long are more loyal than that, so it undervalues them."
                )
            );
        if (answer.Purchases is { Readable: true } bought)
        {
            if (bought.HoldoutWeeks > 0)
                checks.Add(SetAside(bought));
            checks.Add(
                new(
                    Math.Abs(bought.Spending.Correlation) < 0.2,
                    $"Spending does not go with how often one buys: their correlation is {AnalysisText.Signed(bought.Spending.Correlation)}."
                )
            );
            checks.Add(
                new(
                    true,
                    $"Of {Numbers.Counted(bought.Customers, "customer")} who bought, {bought.Active:N0} are expected to be active still. Amounts count as they were told: if they are revenue, so is the value."
                )
            );
        }
        else if (answer.Purchases is { } few)
            checks.Add(
                new(
                    false,
                    $"Purchases: not enough data, or the models found no maximum ({Numbers.Counted(few.Customers, "customer")}, {Numbers.Counted(few.Purchases, "purchase")})."
                )
            );
        if (answer.Stages.Any(stage => stage.Risk is { State: RegressionState.Ok, LowerBound: true }))
            checks.Add(new(false, "Of stages without traffic, or where fewer than five were heard, only those heard are counted: at least so much is at risk there."));
        return checks;
    }

    /// <summary>Whether the model foretold a time that it had not seen.</summary>
    private static Check SetAside(PurchaseAnswer bought)
    {
        var (expected, actual, ratio) = (bought.Holdout.Sum(line => line.Expected), bought.Holdout.Sum(line => line.Bought), bought.HoldoutRatio);
        var told = $"Set aside: of the last {bought.HoldoutWeeks} weeks, unseen, the model expected {expected:N0} purchases; there were {actual:N0}";
        return !ratio.Exists
            ? new Check(false, $"{told}: not enough data to say whether that is more than chance.")
            : new Check(
                ratio.Contains(1),
                $"{told}, {Third(actual / expected)} times as many (95 % interval {Third(ratio.Low)} to {Third(ratio.High)}, over samples of customers, refitted): {(ratio.Contains(1) ? "as many as the model allows for" : "the model is off by more than chance")}."
            );
    }

    private static string Third(double ratio) => ratio.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Row(ValueAtRisk risk) => risk.State == RegressionState.Ok ? $"{(risk.LowerBound ? "≥ " : "")}{AnalysisText.Amount(risk.Value, risk.Interval)}" : "";
}
