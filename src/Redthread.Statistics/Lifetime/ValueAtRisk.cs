namespace Redthread.Statistics;

/// <summary>
/// What the customers who have a bad time in a stage, or in any of several, are worth: their value to come is what is exposed, not what will be lost. Each customer
/// counts once, so no set of stages puts more at risk than all customers of known value are worth, and another stage never takes from it.
/// </summary>
/// <param name="State">Not enough data below five customers heard.</param>
/// <param name="Heard">Customers of known value heard in one of the stages.</param>
/// <param name="Weak">Of these, with a weak score in one of them.</param>
/// <param name="Customers">How many of those of known value passed one of them, each once; those heard where nothing else is known.</param>
/// <param name="Value">In the currency of the values; NaN without enough data.</param>
/// <param name="Interval">95 %, within what those heard have at risk and what all are worth; about those not heard, so where only those heard are counted it is that count.</param>
/// <param name="LowerBound">One of the stages has no traffic or too few were heard there: of it only those heard are counted.</param>
public sealed record ValueAtRisk(RegressionState State, int Heard, int Weak, double Customers, double Value, Interval Interval, bool LowerBound)
{
    /// <summary>
    /// The same if a bad time at one stage falls on the very customers on whom it falls at the others: the least that the shares of the stages allow, as
    /// the chance of any is then that of the worst. At one stage it is the value; NaN without enough data.
    /// </summary>
    public double Overlapping { get; init; } = double.NaN;

    /// <summary>What pages print of it.</summary>
    public const string OverlapFormula =
        "conservative figure = the same with, where not heard, the chance at the worst of the stages instead of 1 − Π: it takes for granted that the same customers suffer at all of them (the Fréchet bound)";

    /// <summary>What pages print.</summary>
    public const string Formula =
        "value at risk = Σ over customers of known value, each once, of value to come × chance of a weak score in one of the stages: 1 or 0 where heard, else 1 − Π over stages of (1 − share who passed × share of value with a weak score among those heard there)";

    /// <summary>What pages print of who passed.</summary>
    public const string PassedFormula =
        "who passed a stage = those heard there, or as many as in its busiest month of the last year if these are more (months are not added up: one customer may pass in several), and at most the customers of known value";

    /// <summary>What pages print of the interval.</summary>
    public const string IntervalFormula = "interval: weak shares at the ends of their Wilson intervals with effective n, and the spread of who among those not heard they fall on";

    /// <summary>Fewest customers about whom anything is said.</summary>
    public const int MinimumCustomers = 5;
}
