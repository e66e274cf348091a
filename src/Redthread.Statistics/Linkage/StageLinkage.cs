namespace Redthread.Statistics;

/// <summary>How an outcome of customers is put beside their score.</summary>
public enum LinkageOutcome
{
    /// <summary>The rate at which customers leave after the landmark: proportional hazards, segments as strata.</summary>
    Leaving,

    /// <summary>Whether customers left within the window: logistic regression; all must have been followed to its end.</summary>
    LeftInWindow,

    /// <summary>What customers spent within the window: least squares with errors HC3.</summary>
    Spending,
}

/// <summary>What may be said of one stage.</summary>
public enum LinkageState
{
    /// <summary>Too few events or customers, or scores without spread: no effect is given.</summary>
    NotEnoughData,

    /// <summary>The score goes with the outcome: adjusted p of at most 0.05.</summary>
    Shown,

    /// <summary>Not shown, and an effect worth knowing is not ruled out either.</summary>
    Undecided,

    /// <summary>Not shown, and the whole interval is smaller than an effect worth knowing.</summary>
    NoneWorth,
}

/// <summary>The customers heard in one stage before the landmark, one row each.</summary>
/// <param name="Name">Of the stage.</param>
/// <param name="Scores">0–100, the customer's mean up to the landmark.</param>
/// <param name="Outcome">Time from the landmark to the event or the last look; for spending, what was spent in the window.</param>
/// <param name="Events">Whether the customer left; all false for spending.</param>
/// <param name="Segments">A number for each customer's segment.</param>
/// <param name="Controls">Other columns to hold equal, such as the time one has been a customer.</param>
public sealed record LinkageRows(string Name, double[] Scores, double[] Outcome, bool[] Events, int[] Segments, IReadOnlyList<Covariate> Controls);

/// <summary>What one stage shows.</summary>
/// <param name="Name">Of the stage.</param>
/// <param name="State">What may be said.</param>
/// <param name="N">Customers.</param>
/// <param name="Events">Customers who left; 0 for spending.</param>
/// <param name="Deviation">Standard deviation of the scores, in points.</param>
/// <param name="Effect">Of ten points more: a ratio of rates or odds, or an amount; NaN without enough data.</param>
/// <param name="Interval">95 %, in the effect's unit.</param>
/// <param name="P">Two-sided, 0..1, of this stage alone.</param>
/// <param name="Adjusted">The same over all stages looked at, see <see cref="FalseDiscovery"/>.</param>
/// <param name="EnoughEvents">Events that would show an effect worth knowing with a probability of 80 %; NaN for spending.</param>
/// <param name="EnoughCustomers">Customers for the same, at the share that left; infinite when scores have no spread.</param>
public sealed record LinkageResult(
    string Name,
    LinkageState State,
    int N,
    int Events,
    double Deviation,
    double Effect,
    Interval Interval,
    double P,
    double Adjusted,
    double EnoughEvents,
    double EnoughCustomers
)
{
    /// <summary>p of the test that ten points matter alike at all times after the landmark, see <see cref="ProportionalHazards"/>; NaN for other outcomes.</summary>
    public double ProportionalP { get; init; } = double.NaN;
}

/// <summary>
/// Whether customers' scores in a stage go with what they do later: one row a customer and stage, scores up to a landmark, outcome after
/// it, so that nobody's score can come after the outcome. Customers' own scores, as averages of stages over periods would hide who
/// left. An association among those who were heard: it does not say that another score would have kept anybody.
/// </summary>
public static class StageLinkage
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "effect of ten points = e^(10·β) (spending: 10·β), β of the customer's mean score up to the landmark on what happens after it, within segments, other columns equal; Benjamini–Hochberg over all stages tested";

    /// <summary>What pages print beside every result.</summary>
    public const string Limits =
        "It says that the two go together among the customers who were heard, not that raising the score would keep anybody: those who score low may differ in ways that nobody recorded.";

    /// <summary>A ratio of rates or odds for ten points that is worth knowing, unless said otherwise.</summary>
    public const double WorthRatio = 1.2;

    /// <summary>A share of mean spending for ten points that is worth knowing, unless said otherwise.</summary>
    public const double WorthShare = 0.05;

    /// <summary>Events a column must have (the rarer outcome for odds): Peduzzi, Concato, Feinstein and Holford, Journal of Clinical Epidemiology 48 (1995). Customers for spending.</summary>
    public const int EventsPerColumn = 10;

    private const double Points = 10;
    private const string Score = "\0score";

    /// <summary>All stages of one question: what is adjusted is adjusted over those that could be tested.</summary>
    /// <param name="outcome">What the rows hold.</param>
    /// <param name="stages">One each.</param>
    /// <param name="worth">The smallest effect of ten points worth knowing: a ratio above 1, or for spending a share of the mean above 0; the default when null.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite.</exception>
    public static IReadOnlyList<LinkageResult> Of(LinkageOutcome outcome, IReadOnlyList<LinkageRows> stages, double? worth = null)
    {
        var single = stages.Select(stage => Of(outcome, stage, worth)).ToList();
        var adjusted = FalseDiscovery.Adjust([.. single.Select(result => result.State == LinkageState.NotEnoughData ? double.NaN : result.P)]);
        return
        [
            .. single.Select(
                (result, at) =>
                    result.State == LinkageState.NotEnoughData
                        ? result
                        : result with
                        {
                            Adjusted = adjusted[at],
                            State = adjusted[at] <= FalseDiscovery.Rate ? LinkageState.Shown : result.State,
                        }
            ),
        ];
    }

    private static LinkageResult Of(LinkageOutcome outcome, LinkageRows rows, double? worth)
    {
        var n = rows.Scores.Length;
        if (rows.Outcome.Length != n || rows.Events.Length != n || rows.Segments.Length != n)
        {
            throw new ArgumentException("Scores, outcomes, events and segments have one entry a customer.", nameof(rows));
        }

        var events = rows.Events.Count(left => left);
        var score = new Covariate(Score, Array.ConvertAll(rows.Scores, value => value / Points));
        var segments = Levels(rows.Segments);
        var model = outcome == LinkageOutcome.Leaving ? Hazard(rows, score) : Regression(outcome, rows, [score, .. segments, .. rows.Controls]);
        var (enoughEvents, enough) = Enough(outcome, rows, score, [.. segments, .. rows.Controls], events, model.Error, worth);
        var columns = 1 + rows.Controls.Count + (outcome == LinkageOutcome.Leaving ? 0 : segments.Count);
        var information = outcome switch
        {
            LinkageOutcome.Spending => n,
            LinkageOutcome.LeftInWindow => Math.Min(events, n - events),
            _ => events,
        };
        var deviation = Deviation(rows.Scores);
        if (information < EventsPerColumn * columns || !(deviation > 0) || model.Score is not { State: CoefficientState.Ok, Interval.Exists: true } found)
        {
            return new(rows.Name, LinkageState.NotEnoughData, n, events, deviation, double.NaN, Interval.None, double.NaN, double.NaN, enoughEvents, enough);
        }

        var ratio = outcome != LinkageOutcome.Spending;
        var (effect, interval) = ratio ? (found.Ratio, found.RatioInterval) : (found.Estimate, found.Interval);
        var limit = Worth(outcome, rows, worth);
        var within = ratio ? interval.IsAbove(1 / limit) && interval.IsBelow(limit) : interval.IsAbove(-limit) && interval.IsBelow(limit);
        var state = within ? LinkageState.NoneWorth : LinkageState.Undecided;
        return new(rows.Name, state, n, events, deviation, effect, interval, found.P, double.NaN, enoughEvents, enough) { ProportionalP = model.Proportional };
    }

    private static double Worth(LinkageOutcome outcome, LinkageRows rows, double? worth) =>
        outcome != LinkageOutcome.Spending ? worth ?? WorthRatio : (worth ?? WorthShare) * (rows.Outcome.Length == 0 ? double.NaN : rows.Outcome.Average());

    private static (Coefficient? Score, double Error, double Proportional) Hazard(LinkageRows rows, Covariate score)
    {
        var model = CoxModel.Of(new CoxData(rows.Outcome, rows.Events, [score, .. rows.Controls]) { Strata = rows.Segments });
        return model.State == RegressionState.Ok && model.Convergence != Convergence.NotConverged
            ? (model.Coefficients[0], double.NaN, ProportionalHazards.Of(model).Columns[0].Test.P)
            : (null, double.NaN, double.NaN);
    }

    private static (Coefficient? Score, double Error, double Proportional) Regression(LinkageOutcome outcome, LinkageRows rows, IReadOnlyList<Covariate> columns)
    {
        if (outcome == LinkageOutcome.Spending)
        {
            var linear = LinearModel.Of(rows.Outcome, columns);
            return linear.State == RegressionState.Ok ? (linear.Coefficients[1], linear.Coefficients[1].StandardError, double.NaN) : (null, double.NaN, double.NaN);
        }

        var logistic = LogisticModel.Of(rows.Events, columns);
        return logistic.State == RegressionState.Ok && logistic.Convergence != Convergence.NotConverged
            ? (logistic.Coefficients[1], double.NaN, double.NaN)
            : (null, double.NaN, double.NaN);
    }

    private static (double Events, double Customers) Enough(
        LinkageOutcome outcome,
        LinkageRows rows,
        Covariate score,
        IReadOnlyList<Covariate> others,
        int events,
        double error,
        double? worth
    )
    {
        var n = score.Values.Length;
        var deviation = Deviation(score.Values);
        var overlap = n < 3 || others.Count == 0 || !(deviation > 0) ? 0 : LinearModel.Of(score.Values, others).RSquared;
        overlap = double.IsNaN(overlap) ? 0 : overlap;
        var share = n == 0 ? double.NaN : events / (double)n;
        var effect = outcome == LinkageOutcome.Spending ? Worth(outcome, rows, worth) : Math.Log(Worth(outcome, rows, worth));
        switch (outcome)
        {
            case LinkageOutcome.Leaving:
                var needed = LinkagePower.HazardEvents(effect, deviation, overlap);
                return (needed, events == 0 ? double.PositiveInfinity : Math.Ceiling(needed / share));
            case LinkageOutcome.LeftInWindow:
                var customers = LinkagePower.OddsCustomers(effect, deviation, share, overlap);
                return (Math.Ceiling(customers * share), customers);
            default:
                // What the robust error says of the residuals where the score lies, which need not spread alike everywhere.
                var residual = error * deviation * Math.Sqrt(n * (1 - overlap));
                return (double.NaN, LinkagePower.SpendCustomers(effect, deviation, residual, overlap));
        }
    }

    private static List<Covariate> Levels(int[] segments) =>
        [.. segments.Distinct().Order().Skip(1).Select(level => new Covariate($"\0segment {level}", Array.ConvertAll(segments, segment => segment == level ? 1.0 : 0)))];

    private static double Deviation(double[] values)
    {
        if (values.Length < 2)
        {
            return 0;
        }

        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
