namespace Redthread.Web.Ui;

/// <param name="Share">Still there, 0 to 1, from this day on; bounds are NaN where there are none.</param>
public readonly record struct SurvivalPoint(double Days, double Share, double Low, double High);

public sealed record SurvivalCurve(string Name, string Detail, IReadOnlyList<SurvivalPoint> Points);
