namespace Redthread.Statistics;

/// <summary>The score of one period.</summary>
/// <param name="Period">Index of the period on the calendar: whole steps of one period; missing periods are left out, which keeps their gap.</param>
/// <param name="Value">The score, any finite number.</param>
public readonly record struct TrendPoint(int Period, double Value);
