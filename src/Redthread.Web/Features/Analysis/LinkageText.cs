using Redthread.Statistics;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Analysis;

/// <summary>What a linkage shows, in words: always for ten points less, as it is the bad time one asks about.</summary>
public static class LinkageText
{
    public static string Question(LinkageOutcome outcome) =>
        outcome == LinkageOutcome.Spending ? "Do customers who have a bad time in a stage spend less afterwards?" : "Do customers who have a bad time in a stage leave afterwards?";

    /// <summary>What the figures measure, to be told apart from those of drivers.</summary>
    public static string Measures(LinkageOutcome outcome) =>
        $"Each stage is taken by itself, among all customers who were heard there: {(outcome == LinkageOutcome.Spending ? "how much less those with a lower score spend" : outcome == LinkageOutcome.LeftInWindow ? "how much higher the odds of leaving are of those with a lower score" : "how much faster those with a lower score leave")}, whatever they met in other stages.";

    /// <summary>The effect of ten points less: the ratio turned round, or the amount with the other sign.</summary>
    public static (double Effect, Interval Interval) Less(LinkageOutcome outcome, LinkageResult result) =>
        outcome == LinkageOutcome.Spending
            ? (-result.Effect, new Interval(-result.Interval.High, -result.Interval.Low))
            : (1 / result.Effect, new Interval(1 / result.Interval.High, 1 / result.Interval.Low));

    public static string Effect(LinkageOutcome outcome, LinkageResult result)
    {
        var (effect, interval) = Less(outcome, result);
        return outcome == LinkageOutcome.Spending ? AnalysisText.Amount(effect, interval) : AnalysisText.Ratio(effect, interval);
    }

    public static string Answer(LinkageAnswer answer)
    {
        var shown = answer.In(LinkageState.Shown).OrderBy(stage => stage.Result.P).ToList();
        if (answer.Stages.All(stage => stage.Result.State == LinkageState.NotEnoughData))
            return $"Not enough data: {Population(answer)}, and in no stage were enough of them heard before. {Enough(answer)}";
        if (shown.Count == 0)
            return $"No stage is shown to go with {What(answer.Outcome)} afterwards, among {Numbers.Counted(answer.Stages.Count(stage => stage.Result.State != LinkageState.NotEnoughData), "stage")} that could be looked at.";
        var strongest = shown[0];
        var rest = shown.Count == 1 ? "It is the only stage of which this is shown." : $"The same is shown of {string.Join(", ", shown.Skip(1).Select(stage => stage.Stage))}.";
        return $"{Sentence(answer.Outcome, strongest)} {rest}";
    }

    /// <summary>Of one stage, with interval and numbers.</summary>
    public static string Sentence(LinkageOutcome outcome, StageLink stage)
    {
        var (effect, interval) = Less(outcome, stage.Result);
        var than = $"Customers whose score at {stage.Stage} was ten points lower";
        var numbers = $"{Numbers.Counted(stage.Result.N, "customer")}{(outcome == LinkageOutcome.Spending ? "" : $", {Numbers.Count(stage.Result.Events)} left")}";
        return outcome switch
        {
            LinkageOutcome.Spending =>
                $"{than} spent {AnalysisText.Amount(Math.Abs(effect))} {(effect < 0 ? "less" : "more")} afterwards (95 % interval {AnalysisText.Amount(interval.Low)} to {AnalysisText.Amount(interval.High)}; {numbers}).",
            LinkageOutcome.LeftInWindow =>
                $"{than} had {AnalysisText.Ratio(effect)} times the odds of leaving afterwards (95 % interval {AnalysisText.Ratio(interval.Low)} to {AnalysisText.Ratio(interval.High)}; {numbers}).",
            _ =>
                $"{than} left at {AnalysisText.Ratio(effect)} times the rate afterwards (95 % interval {AnalysisText.Ratio(interval.Low)} to {AnalysisText.Ratio(interval.High)}; {numbers}).",
        };
    }

    public static string State(LinkageOutcome outcome, LinkageResult result) =>
        result.State switch
        {
            LinkageState.Shown => "shown",
            LinkageState.NoneWorth => "none worth knowing",
            LinkageState.Undecided => "undecided",
            _ => $"{AnalysisText.EnoughText}: {Missing(outcome, result)}",
        };

    /// <summary>How much would be enough to see an effect worth knowing.</summary>
    public static string Missing(LinkageOutcome outcome, LinkageResult result) =>
        result.N == 0 ? "nobody of them was heard here"
        : outcome == LinkageOutcome.Spending ? $"{Numbers.Count(result.N)} customers; about {AnalysisText.Count(result.EnoughCustomers)} would be enough"
        : result.Events == 0 ? $"nobody of {Numbers.Count(result.N)} left"
        : $"{Numbers.Count(result.Events)} left; about {AnalysisText.Count(result.EnoughEvents)} would be enough";

    public static string Population(LinkageAnswer answer) =>
        $"{Numbers.Counted(answer.Members, "customer")} on {AnalysisText.Day(answer.Landmark!.Value)}, of whom {Numbers.Count(answer.Left)} left within {answer.Window} days";

    public static IReadOnlyList<ForestRow> Rows(LinkageAnswer answer) =>
        [
            .. answer
                .Stages.OrderBy(stage =>
                    stage.Result.State switch
                    {
                        LinkageState.Shown => 0,
                        LinkageState.NotEnoughData => 2,
                        _ => 1,
                    }
                )
                .ThenByDescending(stage =>
                    stage.Result.State == LinkageState.NotEnoughData ? stage.Result.Events : Less(answer.Outcome, stage.Result).Effect * Sign(answer.Outcome)
                )
                .Select(stage => Row(answer.Outcome, stage)),
        ];

    public static IReadOnlyList<Check> Checks(LinkageAnswer answer)
    {
        var checks = new List<Check>
        {
            new(
                true,
                $"Scores come before outcomes: scores from {AnalysisText.Day(answer.Landmark!.Value.AddDays(-answer.Lookback))} up to {AnalysisText.Day(answer.Landmark.Value)}, what customers did in the {answer.Window} days after it. Who had left by then is not in it."
            ),
            new(
                true,
                $"Segments and the time one has been a customer are held equal; {Numbers.Counted(answer.Stages.Count(stage => stage.Result.State != LinkageState.NotEnoughData), "stage")} were tested, and of those shown at most one in twenty is expected to be there by chance (Benjamini–Hochberg)."
            ),
        };
        if (answer.HeardTest is { State: RegressionState.Ok } test)
        {
            var (heard, not) = (test.Groups.FirstOrDefault(group => group.Group == "heard"), test.Groups.FirstOrDefault(group => group.Group == "not heard"));
            checks.Add(
                new(
                    test.Test.P > 0.05,
                    $"{Numbers.Count(answer.Heard)} of {Numbers.Count(answer.Members)} were heard. Of those heard {Share(heard)} left, of the others {Share(not)} (log-rank p {AnalysisText.P(test.Test.P)}){(test.Test.P > 0.05 ? ": they do not visibly differ." : ": who is heard differs from who is not, so it need not hold for all.")}"
                )
            );
        }

        var shown = answer.In(LinkageState.Shown).ToList();
        var again = shown.Where(stage => stage.Earlier is not null).ToList();
        if (shown.Count > 0)
        {
            var same = again.Count(stage => Math.Sign(On(answer.Outcome, stage.Earlier!)) == Math.Sign(On(answer.Outcome, stage.Result)));
            checks.Add(
                again.Count == 0
                    ? new(false, $"At an earlier landmark, {AnalysisText.Day(answer.EarlierLandmark!.Value)}, there is not enough data to see whether it was so before.")
                    : new(
                        same == again.Count,
                        $"At an earlier landmark, {AnalysisText.Day(answer.EarlierLandmark!.Value)}, {same} of {Numbers.Counted(again.Count, "stage")} points the same way."
                    )
            );
        }

        foreach (var stage in shown.Where(stage => stage.Result.ProportionalP <= 0.05))
            checks.Add(
                new(
                    false,
                    $"{stage.Stage}: the score does not matter alike at all times after the landmark (p {AnalysisText.P(stage.Result.ProportionalP)}); the ratio is a mean over the window."
                )
            );
        if (answer.Outcome == LinkageOutcome.Leaving && shown.Count > 0 && !shown.Exists(stage => stage.Result.ProportionalP <= 0.05))
            checks.Add(new(true, "What is shown matters alike at all times after the landmark (test of proportional hazards, p above 0.05)."));
        return checks;
    }

    private static string What(LinkageOutcome outcome) => outcome == LinkageOutcome.Spending ? "spending" : "leaving";

    private static string Enough(LinkageAnswer answer)
    {
        var least = answer.Stages.Where(stage => double.IsFinite(stage.Result.EnoughCustomers)).OrderBy(stage => stage.Result.EnoughCustomers).FirstOrDefault();
        return least is null
            ? "Import customer facts and signals that carry the same customer keys."
            : $"About {AnalysisText.Count(least.Result.EnoughCustomers)} customers heard in a stage would be enough, as {least.Stage} looks today.";
    }

    private static string Share(LogRankGroup group) => group.N == 0 ? "none" : $"{100.0 * group.Events / group.N:0.0} %";

    private static double On(LinkageOutcome outcome, LinkageResult result) => outcome == LinkageOutcome.Spending ? result.Effect : Math.Log(result.Effect);

    private static int Sign(LinkageOutcome outcome) => outcome == LinkageOutcome.Spending ? -1 : 1;

    private static ForestRow Row(LinkageOutcome outcome, StageLink stage)
    {
        var result = stage.Result;
        var href = $"/?stage={Uri.EscapeDataString(stage.Path)}";
        if (result.State == LinkageState.NotEnoughData)
            return new ForestRow(stage.Stage, double.NaN, double.NaN, double.NaN, "")
            {
                Detail = stage.Journey,
                Href = href,
                Missing = $"not enough data: {Missing(outcome, result)}",
            };
        var (effect, interval) = Less(outcome, result);
        return new ForestRow(stage.Stage, effect, interval.Low, interval.High, Effect(outcome, result))
        {
            Detail = stage.Journey,
            Href = href,
            Strong = result.State == LinkageState.Shown,
        };
    }
}

/// <param name="Holds">False: to look at.</param>
public sealed record Check(bool Holds, string Text);
