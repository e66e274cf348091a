using Redthread.Statistics;

namespace Redthread.Web.Features.Analysis;

/// <param name="Key">journey/stage or the need's key.</param>
/// <param name="Coefficient">Log ratio of rates: of ten points less for a stage, of having spoken of it for a need.</param>
/// <param name="Proportional">Whether it matters alike at all times.</param>
public sealed record HazardDriver(string Key, string Name, bool IsNeed, Coefficient Coefficient, ChiSquareTest Proportional);

/// <param name="Rows">Customers heard in all stages that were kept.</param>
/// <param name="Seen">Which stages are in it, and which are not and why.</param>
public sealed record LeavingAnswer(
    DateOnly? Landmark,
    int Window,
    int Lookback,
    int Members,
    int Left,
    int Rows,
    int Events,
    RegressionState State,
    double Concordance,
    ChiSquareTest Proportional,
    IReadOnlyList<HazardDriver> Drivers,
    StagesSeen Seen
);

/// <param name="Staying">The share still there, from the landmark on.</param>
public sealed record CurveGroup(string Name, KaplanMeier Staying, ShareAtTime AtEnd);

/// <param name="By">journey/stage, or need: and its key.</param>
public sealed record CurvesAnswer(DateOnly? Landmark, int Window, int Lookback, string? By, string? Name, bool IsNeed, IReadOnlyList<CurveGroup> Groups, LogRank? Test);

/// <param name="Key">journey/stage.</param>
public sealed record SharedDriver(Guid Stage, string Key, string Name, DriverShare Share, double Importance);

/// <param name="Measure">Its key; null when no measure was heard.</param>
/// <param name="Partial">What would be expected at scores of the largest driver, all else as it is.</param>
public sealed record SharesAnswer(
    string? Measure,
    string? MeasureName,
    IReadOnlyList<(string Key, string Name)> Measures,
    DateOnly? Until,
    int Lookback,
    int Rows,
    RegressionState State,
    double RSquared,
    IReadOnlyList<SharedDriver> Drivers,
    IReadOnlyList<PartialEffect> Partial,
    StagesSeen Seen
)
{
    /// <summary>R² less what as many stages would explain by chance.</summary>
    public double AdjustedRSquared { get; init; } = double.NaN;

    public Interval RSquaredInterval { get; init; } = Interval.None;
}
