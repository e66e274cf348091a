namespace Redthread.Statistics;

/// <summary>One step of a cumulative incidence.</summary>
/// <param name="Days">A time at which somebody had an event of any cause; the numbers hold from here to before the next step.</param>
/// <param name="AtRisk">Subjects at risk just before.</param>
/// <param name="Events">Events of this cause at this time; 0 when only competing events happened.</param>
/// <param name="Estimate">F, the share that has had the event of this cause, 0..1.</param>
/// <param name="Variance">Delta method, of F.</param>
/// <param name="Interval">95 %, log(−log), within 0..1; none where F is 0 or 1.</param>
public readonly record struct IncidenceStep(double Days, int AtRisk, int Events, double Estimate, double Variance, Interval Interval);

/// <summary>
/// The share that has had an event of one cause as time goes by, when other causes can prevent it and some subjects are
/// not followed to the end. Aalen and Johansen, Scandinavian Journal of Statistics 5 (1978), for competing risks. One minus
/// Kaplan–Meier, which treats competing events as censored, is larger than the truth. An event comes before a censoring at
/// the same time. Censoring must say nothing about what comes after; competing events may.
/// </summary>
public sealed class CumulativeIncidence
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "F(t) = sum of S before × events of this cause ÷ at risk, over times up to t, S = share without any event (Aalen–Johansen); "
        + "SE by the delta method (Greenwood's variance when nothing competes); interval F^exp(±1.96·SE ÷ (F·ln F))";

    /// <summary>What pages print beside the median.</summary>
    public const string MedianFormula = "median = first time at which F is ½ or more";

    /// <summary>What pages print beside the median of those who had the event.</summary>
    public const string MedianAmongEventsFormula = "median of those who had it = first time at which F is half of its last value or more";

    /// <summary>Fewest subjects about whom anything is said.</summary>
    public const int MinimumSubjects = EventTimes.MinimumSubjects;

    private readonly EventTimes times;
    private readonly double eventFree;

    private CumulativeIncidence(int cause, EventTimes times, IReadOnlyList<IncidenceStep> steps, double eventFree) =>
        (Cause, this.times, Steps, this.eventFree) = (cause, times, steps, eventFree);

    /// <summary>The cause, 1 or above.</summary>
    public int Cause { get; }

    /// <summary>Not enough data with fewer than five subjects. The steps are there all the same.</summary>
    public SurvivalState State =>
        N < MinimumSubjects ? SurvivalState.NotEnoughData
        : Events == 0 ? SurvivalState.NoEvents
        : SurvivalState.Ok;

    /// <summary>Number of subjects.</summary>
    public int N => times.N;

    /// <summary>Number of subjects who had an event of this cause.</summary>
    public int Events => Steps.Sum(step => step.Events);

    /// <summary>In the order of time, one for every time with an event of any cause. Before the first step F is 0.</summary>
    public IReadOnlyList<IncidenceStep> Steps { get; }

    /// <summary>First time at which F is ½ or more; null when it is never reached or without <see cref="SurvivalState.Ok"/>.</summary>
    public double? Median => FirstAt(0.5);

    /// <summary>
    /// First time at which F is half of its last value: the median of those who had the event. It looks short while follow-up
    /// is short, as late events are still to come. Null without <see cref="SurvivalState.Ok"/>.
    /// </summary>
    public double? MedianAmongEvents => Steps.Count == 0 ? null : FirstAt(Steps[^1].Estimate / 2);

    /// <summary>The incidence of one cause, all others competing with it.</summary>
    /// <param name="spans">One for each subject, in any order.</param>
    /// <param name="cause">1 or above.</param>
    /// <exception cref="ArgumentException">A time is negative or not finite, or a cause is negative.</exception>
    public static CumulativeIncidence Of(IEnumerable<FollowUp> spans, int cause)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cause);
        var times = new EventTimes(spans, other => other == cause);
        var sums = default(DeltaSums);
        double survival = 1,
            incidence = 0;
        var steps = new List<IncidenceStep>(times.Times.Count);
        foreach (var time in times.Times)
        {
            incidence = Math.Min(1, incidence + (survival * time.OfCause / time.AtRisk));
            sums = sums.And(time, survival, incidence);
            survival = time.AtRisk == time.Events ? 0 : survival * (time.AtRisk - time.Events) / time.AtRisk;
            var variance = sums.VarianceAt(incidence);
            steps.Add(new(time.Days, time.AtRisk, time.OfCause, incidence, variance, StepReading.LogLog(incidence, variance)));
        }

        return new(cause, times, steps, survival);
    }

    /// <summary>The incidence of every cause that occurs, by cause.</summary>
    /// <param name="spans">One for each subject, in any order.</param>
    /// <exception cref="ArgumentException">A time is negative or not finite, or a cause is negative.</exception>
    public static IReadOnlyDictionary<int, CumulativeIncidence> OfAll(IReadOnlyCollection<FollowUp> spans) =>
        spans.Select(span => span.Cause).Where(cause => cause > FollowUp.Censored).Distinct().Order().ToDictionary(cause => cause, cause => Of(spans, cause));

    /// <summary>
    /// F at a time. Not enough data when the state of fewer than five subjects is known at that time (all are younger), or when
    /// it lies beyond the last follow-up of somebody without any event: the curve ends there. No events when nobody had the
    /// event by then: F is 0, without an interval.
    /// </summary>
    /// <param name="days">0 or more: 90 for the share within 90 days.</param>
    public ShareAtTime At(double days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        int atRisk = times.AtRisk(days),
            known = times.Known(days),
            index = StepReading.IndexAt(Steps, days, step => step.Days);
        if (known < MinimumSubjects || (days > times.Last && eventFree > 0))
        {
            return new(SurvivalState.NotEnoughData, days, double.NaN, double.NaN, Interval.None, atRisk, known);
        }

        return index < 0 || Steps[index].Estimate == 0
            ? new(SurvivalState.NoEvents, days, 0, 0, Interval.None, atRisk, known)
            : new(SurvivalState.Ok, days, Steps[index].Estimate, Math.Sqrt(Steps[index].Variance), Steps[index].Interval, atRisk, known);
    }

    private double? FirstAt(double share)
    {
        if (State != SurvivalState.Ok)
        {
            return null;
        }

        foreach (var step in Steps)
        {
            if (step.Estimate >= share - StepReading.Tolerance)
            {
                return step.Days;
            }
        }

        return null;
    }
}
