namespace Redthread.Web.Features.Samples;

/// <summary>When what happens in the sample organisation, relative to the day it is loaded. The document of the sample names these weeks.</summary>
public sealed record SampleCalendar
{
    private const int YoungQuarterDays = 14;

    public SampleCalendar(DateOnly asOf)
    {
        AsOf = asOf;
        var at = asOf.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var quarter = Domain.Signals.Period.Of(Domain.Signals.PeriodKind.Quarter, at).Start;
        // In a quarter of a few days nothing could be judged; then the quarter before is the one to look at.
        End = (at - quarter).TotalDays < YoungQuarterDays ? quarter : at;
        Start = End.AddYears(-2);
    }

    public DateOnly AsOf { get; }

    /// <summary>The first instant without signals.</summary>
    public DateTime End { get; }

    public DateTime Start { get; }

    /// <summary>From here on the survey's second wave, with other column names.</summary>
    public DateTime SecondWave => End.AddYears(-1);

    /// <summary>The new phone menu; from here on its score falls week by week.</summary>
    public DateTime NewMenu => WeeksBefore(40);

    /// <summary>Since then a plan can only be changed in the app.</summary>
    public DateTime AppOnly => WeeksBefore(34);

    /// <summary>A third layer in the phone menu: the fall goes on, faster.</summary>
    public DateTime ThirdLayer => WeeksBefore(14);

    /// <summary>Agents may settle cases themselves; being understood rises for ten weeks and stays up.</summary>
    public DateTime AuthorityRule => WeeksBefore(52);

    /// <summary>Visits are booked in windows of two hours.</summary>
    public DateTime ShortWindows => WeeksBefore(8);

    /// <summary>Nobody asks about moving house any more.</summary>
    public DateTime MoveHouseSilent => WeeksBefore(10);

    public DateTime PriceLetter => WeeksBefore(9);

    public DateTime WeeksBefore(int weeks) => End.AddDays(-7 * weeks);

    /// <summary>0 before the first instant, 1 after the second, straight between.</summary>
    public static double Along(DateTime from, DateTime to, DateTime at) => Math.Clamp((at - from) / (to - from), 0, 1);
}
