using Redthread.Domain.Signals;

namespace Redthread.Domain.Goals;

/// <summary>A planning quarter, kept as its first day; addresses write 2026-Q4, pages Q4 2026.</summary>
public static class Cycle
{
    public static Period PeriodOf(DateOnly cycle) => Period.Of(PeriodKind.Quarter, cycle.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));

    public static DateOnly Of(Period quarter) => DateOnly.FromDateTime(quarter.Start);

    public static DateOnly At(DateTime now) => Of(Period.Of(PeriodKind.Quarter, now));

    public static DateOnly Shift(DateOnly cycle, int by) => cycle.AddMonths(3 * by);

    public static string Address(DateOnly cycle) => PeriodOf(cycle).ToString();

    public static string Label(DateOnly cycle) => PeriodOf(cycle) is var period ? $"Q{period.Index} {period.Year}" : "";

    /// <returns>Null for what is no quarter, and outside of 1990 to 2100, where nobody plans.</returns>
    public static DateOnly? Parse(string? text) => Period.TryParse(text, out var period) && period is { Kind: PeriodKind.Quarter, Year: >= 1990 and <= 2100 } ? Of(period) : null;
}
