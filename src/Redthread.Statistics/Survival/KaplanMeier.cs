namespace Redthread.Statistics;

/// <summary>One step of a survival curve.</summary>
/// <param name="Days">A time at which somebody had the event; the numbers hold from here to before the next step.</param>
/// <param name="AtRisk">Subjects at risk just before.</param>
/// <param name="Events">Events at this time.</param>
/// <param name="Estimate">S, the share still without the event, 0..1.</param>
/// <param name="Variance">Greenwood's; 0 when S has reached 0, where it does not exist.</param>
/// <param name="Interval">95 %, log(−log), within 0..1; none where S is 0.</param>
public readonly record struct SurvivalStep(double Days, int AtRisk, int Events, double Estimate, double Variance, Interval Interval);

/// <summary>
/// The share still without an event as time goes by, when some are not followed to the end: Kaplan and Meier, JASA 53 (1958).
/// Every cause counts as the event; where causes compete, use <see cref="CumulativeIncidence"/>. An event comes before a
/// censoring at the same time. Censoring must say nothing about what comes after.
/// </summary>
public sealed class KaplanMeier
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "S(t) = product of (1 − events ÷ at risk) over times up to t (Kaplan–Meier); SE by Greenwood, S·√Σ events ÷ (at risk·(at risk − events)); "
        + "interval S^exp(±1.96·SE ÷ (S·ln S))";

    /// <summary>What pages print beside the median.</summary>
    public const string MedianFormula =
        "median = first time at which S is ½ or less; its interval holds the times at which the interval of S holds ½ (Brookmeyer and Crowley 1982)";

    /// <summary>Fewest subjects about whom anything is said.</summary>
    public const int MinimumSubjects = EventTimes.MinimumSubjects;

    private readonly EventTimes times;

    private KaplanMeier(EventTimes times, IReadOnlyList<SurvivalStep> steps) => (this.times, Steps) = (times, steps);

    /// <summary>Not enough data with fewer than five subjects. The steps are there all the same.</summary>
    public SurvivalState State =>
        N < MinimumSubjects ? SurvivalState.NotEnoughData
        : Events == 0 ? SurvivalState.NoEvents
        : SurvivalState.Ok;

    /// <summary>Number of subjects.</summary>
    public int N => times.N;

    /// <summary>Number of subjects who had an event.</summary>
    public int Events => Steps.Sum(step => step.Events);

    /// <summary>In the order of time; empty when nobody had the event. Before the first step S is 1.</summary>
    public IReadOnlyList<SurvivalStep> Steps { get; }

    /// <summary>First time at which S is ½ or less. Nothing reached without <see cref="SurvivalState.Ok"/>.</summary>
    public MedianTime Median =>
        State == SurvivalState.Ok ? new(First(step => step.Estimate), First(step => step.Interval.Low), First(step => step.Interval.High)) : new(null, null, null);

    /// <summary>The curve.</summary>
    /// <param name="spans">One for each subject, in any order.</param>
    /// <exception cref="ArgumentException">A time is negative or not finite, or a cause is negative.</exception>
    public static KaplanMeier Of(IEnumerable<FollowUp> spans)
    {
        var times = new EventTimes(spans, _ => true);
        var steps = new List<SurvivalStep>(times.Times.Count);
        double survival = 1,
            sum = 0;
        foreach (var (days, atRisk, events, _) in times.Times)
        {
            survival = atRisk == events ? 0 : survival * (atRisk - events) / atRisk;
            sum += atRisk == events ? 0 : events / ((double)atRisk * (atRisk - events));
            var variance = survival * survival * sum;
            steps.Add(new(days, atRisk, events, survival, variance, StepReading.LogLog(survival, variance)));
        }

        return new(times, steps);
    }

    /// <summary>
    /// S at a time. Not enough data when the state of fewer than five subjects is known at that time, or when it lies
    /// beyond the last follow-up of somebody who never had the event: the curve ends there.
    /// </summary>
    /// <param name="days">0 or more.</param>
    public ShareAtTime At(double days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        int atRisk = times.AtRisk(days),
            known = times.Known(days),
            index = StepReading.IndexAt(Steps, days, step => step.Days);
        var ended = days > times.Last && (Steps.Count == 0 || Steps[^1].Estimate > 0);
        if (known < MinimumSubjects || ended)
        {
            return new(SurvivalState.NotEnoughData, days, double.NaN, double.NaN, Interval.None, atRisk, known);
        }

        return index < 0
            ? new(SurvivalState.NoEvents, days, 1, 0, Interval.None, atRisk, known)
            : new(SurvivalState.Ok, days, Steps[index].Estimate, Math.Sqrt(Steps[index].Variance), Steps[index].Interval, atRisk, known);
    }

    /// <summary>The first time at which a curve has come down to ½. A bound that does not exist is passed over.</summary>
    private double? First(Func<SurvivalStep, double> curve)
    {
        foreach (var step in Steps)
        {
            if (curve(step) <= 0.5 + StepReading.Tolerance)
            {
                return step.Days;
            }
        }

        return null;
    }
}
