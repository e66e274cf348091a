namespace Redthread.Statistics;

/// <summary>How what was done differs from what was planned.</summary>
public enum DeviationKind
{
    /// <summary>A step that must be done was not.</summary>
    Skipped,

    /// <summary>An activity that the plan does not know.</summary>
    Unplanned,

    /// <summary>An activity of a step that the case had done, or did later, as planned.</summary>
    Repeated,

    /// <summary>An activity of a step that the case did not do where the plan has it.</summary>
    OutOfOrder,
}

/// <summary>One way of deviating, over all cases.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Step">The step of the plan; −1 for an unplanned activity.</param>
/// <param name="Activity">The activity; −1 for a skipped step.</param>
/// <param name="Count">How often.</param>
/// <param name="Cases">In how many cases.</param>
/// <param name="Customers">Of how many customers; cases where customers are not known.</param>
public readonly record struct Deviation(DeviationKind Kind, int Step, int Activity, int Count, int Cases, int Customers);

/// <summary>Actual journeys laid beside a planned one, by optimal alignment.</summary>
public sealed class Conformance
{
    private readonly Dictionary<int, Alignment> byExample;
    private readonly Dictionary<(DeviationKind, int, int), HashSet<int>> casesOf = [];

    private Conformance(Variants variants, PlannedSequence plan, Dictionary<int, Alignment> byExample)
    {
        (Variants, Plan, this.byExample) = (variants, plan, byExample);
        Deviations = Rank();
    }

    /// <summary>What was laid beside the plan: each variant once.</summary>
    public Variants Variants { get; }

    /// <summary>The plan.</summary>
    public PlannedSequence Plan { get; }

    /// <summary>From the most customers affected on, then by cases and by how often.</summary>
    public IReadOnlyList<Deviation> Deviations { get; }

    /// <summary>Share of cases that follow the plan in all, its interval between customers.</summary>
    public Proportion Fitting =>
        ClusteredProportion.Of([
            .. Variants
                .Ranked.SelectMany(variant => Variants.CasesOf(variant).Select(one => (Customer: Variants.Log.CustomerOf(one), Fits: byExample[variant.Example].Cost == 0)))
                .GroupBy(one => one.Customer)
                .Select(customer => (customer.Count(one => one.Fits), customer.Count())),
        ]);

    /// <summary>Mean fitness of the cases, 0..1; NaN without cases.</summary>
    public double Fitness => Variants.Log.CaseCount == 0 ? double.NaN : Variants.Ranked.Sum(one => one.Cases * FitnessOf(one)) / Variants.Log.CaseCount;

    /// <summary>Lays every variant beside the plan.</summary>
    public static Conformance Of(Variants variants, PlannedSequence plan) =>
        new(variants, plan, variants.Ranked.ToDictionary(one => one.Example, one => plan.Align(variants.Log.ActivitiesOf(one.Example))));

    /// <summary>How a variant was laid beside the plan.</summary>
    public Alignment Of(Variant variant) => byExample[variant.Example];

    /// <summary>1 − cost ÷ the most it could cost, 0..1; 1 for an empty plan and no events.</summary>
    public double FitnessOf(Variant variant)
    {
        var most = Variants.Log.ActivitiesOf(variant.Example).Length + Plan.Required;
        return most == 0 ? 1 : 1 - ((double)byExample[variant.Example].Cost / most);
    }

    /// <summary>The cases that deviate in this way.</summary>
    public IEnumerable<int> CasesWith(Deviation deviation) => casesOf[(deviation.Kind, deviation.Step, deviation.Activity)].Order();

    private IReadOnlyList<Deviation> Rank()
    {
        var counts = new Dictionary<(DeviationKind, int, int), int>();
        foreach (var variant in Variants.Ranked)
        {
            var own = Deviating(variant).CountBy(one => one).ToList();
            if (own.Count == 0)
            {
                continue;
            }

            var cases = Variants.CasesOf(variant).ToList();
            foreach (var (what, times) in own)
            {
                counts[what] = counts.GetValueOrDefault(what) + (times * cases.Count);
                casesOf.TryAdd(what, []);
                casesOf[what].UnionWith(cases);
            }
        }

        var log = Variants.Log;
        return
        [
            .. counts
                .Select(one => new Deviation(one.Key.Item1, one.Key.Item2, one.Key.Item3, one.Value, casesOf[one.Key].Count, casesOf[one.Key].DistinctBy(log.CustomerOf).Count()))
                .OrderByDescending(one => one.Customers)
                .ThenByDescending(one => one.Cases)
                .ThenByDescending(one => one.Count)
                .ThenBy(one => (one.Kind, one.Step))
                .ThenBy(one => one.Activity < 0 ? "" : log.Activities[one.Activity], StringComparer.Ordinal),
        ];
    }

    private IEnumerable<(DeviationKind Kind, int Step, int Activity)> Deviating(Variant variant)
    {
        var moves = byExample[variant.Example].Moves;
        var sequence = Variants.Log.ActivitiesOf(variant.Example).ToArray();
        var done = moves.Where(move => move.Kind == Move.Together).Select(move => move.Step).ToHashSet();
        foreach (var move in moves)
        {
            if (move.Kind == Move.Skipped)
            {
                yield return (DeviationKind.Skipped, move.Step, -1);
            }
            else if (move.Kind == Move.Extra)
            {
                yield return Extra(sequence[move.Position], done);
            }
        }
    }

    private (DeviationKind, int, int) Extra(int activity, HashSet<int> done)
    {
        var steps = Enumerable.Range(0, Plan.Steps.Count).Where(step => Plan.Steps[step].Activities.Contains(activity)).ToList();
        return steps.Count == 0 ? (DeviationKind.Unplanned, -1, activity)
            : steps.FindIndex(done.Contains) is >= 0 and var at ? (DeviationKind.Repeated, steps[at], activity)
            : (DeviationKind.OutOfOrder, steps[0], activity);
    }
}
