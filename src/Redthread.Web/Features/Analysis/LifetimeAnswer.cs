using Redthread.Statistics;

namespace Redthread.Web.Features.Analysis;

/// <summary>Customers with a contract, of one segment or all.</summary>
/// <param name="Name">Of the segment.</param>
/// <param name="Customers">Still there, with a known margin.</param>
/// <param name="Due">Months of customers looked at in the last year.</param>
/// <param name="Renewed">Of these, not ended.</param>
/// <param name="Margin">Mean of a month.</param>
/// <param name="Value">Of a customer; of all together the mean over segments, so that times the customers it is what they are worth together.</param>
public sealed record ContractLine(string Name, int Customers, double Due, double Renewed, double Margin, ValueEstimate Value)
{
    public Proportion Retention => Proportion.Of(Renewed, Due);
}

/// <summary>Customers by how often they had bought again, what the model expected of them in a time it had not seen, and what they did.</summary>
public sealed record HoldoutLine(string Repeats, int Customers, double Expected, double Bought);

/// <param name="Mean">Value to come of a customer.</param>
/// <param name="Interval">Percentiles over samples of customers, refitted each time; none for more customers than <see cref="PurchaseAnalysis.MostForSamples"/>.</param>
/// <param name="HoldoutWeeks">0 when the time was too short to set some aside.</param>
/// <param name="HoldoutRatio">Interval of bought ÷ expected in that time; none where too few bought to say.</param>
public sealed record PurchaseAnswer(
    PurchaseModel Model,
    SpendingModel Spending,
    int Customers,
    int Purchases,
    double Active,
    double Mean,
    Interval Interval,
    int HoldoutWeeks,
    IReadOnlyList<HoldoutLine> Holdout,
    Interval HoldoutRatio
)
{
    public bool Readable => Model is { State: RegressionState.Ok, Converged: true } && Spending is { State: RegressionState.Ok, Converged: true };
}

public sealed record StageValue(Guid Id, string Path, string Stage, string Journey, ValueAtRisk Risk);

/// <param name="Known">Customers whose value to come is known.</param>
/// <param name="ByContract">Of these, from a contract; the others from purchases.</param>
/// <param name="Total">The sum of their values.</param>
/// <param name="Risks">Of any set of stages.</param>
public sealed record LifetimeAnswer(
    DateOnly? LatestOn,
    IReadOnlyList<ContractLine> Segments,
    ContractLine? Contract,
    PurchaseAnswer? Purchases,
    int Known,
    int ByContract,
    double Total,
    int Lookback,
    IReadOnlyList<StageValue> Stages,
    StageRisks Risks
)
{
    public StageValue? Find(Guid stage) => Stages.FirstOrDefault(row => row.Id == stage && row.Risk.State == RegressionState.Ok);
}
