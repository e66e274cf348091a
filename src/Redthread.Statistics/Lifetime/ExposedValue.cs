namespace Redthread.Statistics;

/// <summary>That a customer was heard in a stage.</summary>
/// <param name="Stage">Its number, from 0.</param>
/// <param name="Weak">Whether the customer's score lies below what counts as weak there.</param>
public readonly record struct HeardAt(int Stage, bool Weak);

/// <summary>A customer whose value to come is known.</summary>
/// <param name="Value">0 or more, any currency.</param>
/// <param name="Heard">Each stage once.</param>
public readonly record struct ValuedCustomer(double Value, IReadOnlyList<HeardAt> Heard);

/// <summary>All customers of known value and where they were heard, to ask what is at risk at any set of stages.</summary>
public sealed class ExposedValue
{
    private const double Z = Quantiles.Normal975;
    private readonly Group[] groups;
    private readonly Stage[] stages;

    private ExposedValue(Group[] groups, Stage[] stages, int customers, double total) => (this.groups, this.stages, Customers, Total) = (groups, stages, customers, total);

    /// <summary>Customers of known value.</summary>
    public int Customers { get; }

    /// <summary>What they are worth together.</summary>
    public double Total { get; }

    // Customers heard in the same stages with the same outcome differ in their value only.
    private sealed record Group(IReadOnlyList<HeardAt> Heard, int Count, double Value, double Squares);

    /// <param name="Passed">Share of those not heard who passed.</param>
    /// <param name="Weak">Share of value with a weak score among those heard.</param>
    private readonly record struct Stage(int Heard, double Passed, double Weak, Interval WeakInterval, bool LowerBound);

    /// <param name="customers">All of known value, also those never heard.</param>
    /// <param name="busiest">For each stage, how many customers passed in its busiest month; null when unknown.</param>
    /// <exception cref="ArgumentException">A value or the traffic is negative or not finite.</exception>
    public static ExposedValue Of(IReadOnlyList<ValuedCustomer> customers, IReadOnlyList<double?> busiest)
    {
        if (customers.Any(one => !(one.Value >= 0 && double.IsFinite(one.Value))) || busiest.Any(one => one is { } passed && !(passed >= 0 && double.IsFinite(passed))))
        {
            throw new ArgumentException("Values and traffic are finite and 0 or more.", nameof(customers));
        }

        var groups = customers
            .GroupBy(one => string.Join(' ', one.Heard.OrderBy(at => at.Stage).Select(at => at.Weak ? $"{at.Stage}w" : $"{at.Stage}")))
            .Select(group => new Group(group.First().Heard, group.Count(), group.Sum(one => one.Value), group.Sum(one => one.Value * one.Value)))
            .ToArray();
        var stages = busiest.Select((traffic, stage) => StageOf(stage, groups, customers.Count, traffic)).ToArray();
        return new(groups, stages, customers.Count, groups.Sum(group => group.Value));
    }

    /// <summary>At risk in one of the stages: O(stages · kinds of customers by where they were heard).</summary>
    /// <param name="set">Numbers of stages; one that comes twice counts once.</param>
    public ValueAtRisk At(IEnumerable<int> set)
    {
        var asked = set.Distinct().ToArray();
        int heard = 0,
            weak = 0;
        double passed = 0,
            counted = 0;
        foreach (var group in groups)
        {
            var here = group.Heard.Where(at => asked.Contains(at.Stage)).ToList();
            heard += here.Count > 0 ? group.Count : 0;
            weak += here.Exists(at => at.Weak) ? group.Count : 0;
            counted += here.Exists(at => at.Weak) ? group.Value : 0;
            passed += group.Count * (here.Count > 0 ? 1 : 1 - asked.Aggregate(1.0, (stay, stage) => stay * (1 - stages[stage].Passed)));
        }

        var lowerBound = asked.Any(stage => stages[stage].LowerBound);
        if (heard < ValueAtRisk.MinimumCustomers)
        {
            return new(RegressionState.NotEnoughData, heard, weak, passed, double.NaN, Interval.None, lowerBound);
        }

        var (value, variance) = Sum(asked, stage => stage.Weak);
        var low = value - Math.Sqrt(Math.Pow(value - Sum(asked, stage => stage.WeakInterval.Low).Value, 2) + (Z * Z * variance));
        var high = value + Math.Sqrt(Math.Pow(Sum(asked, stage => stage.WeakInterval.High).Value - value, 2) + (Z * Z * variance));
        return new(
            RegressionState.Ok,
            heard,
            weak,
            passed,
            value,
            new(Math.Clamp(low, Math.Min(counted, value), value), Math.Clamp(high, value, Math.Max(value, Total))),
            lowerBound
        )
        {
            Overlapping = Math.Min(value, groups.Sum(group => group.Value * asked.Max(stage => Chance(group, stage, stages[stage].Weak)))),
        };
    }

    /// <summary>The sum over customers, and its variance by whom among those not heard a weak score falls on.</summary>
    private (double Value, double Variance) Sum(int[] asked, Func<Stage, double> weakShare)
    {
        var (value, variance) = (0.0, 0.0);
        foreach (var group in groups)
        {
            var well = 1.0;
            foreach (var stage in asked)
            {
                well *= 1 - Chance(group, stage, weakShare(stages[stage]));
            }

            value += (1 - well) * group.Value;
            variance += (1 - well) * well * group.Squares;
        }

        // What is added up in another order may be a hair more than all together.
        return (Math.Min(value, Total), variance);
    }

    private double Chance(Group group, int stage, double weakShare)
    {
        foreach (var at in group.Heard)
        {
            if (at.Stage == stage)
            {
                return at.Weak ? 1 : 0;
            }
        }

        return stages[stage].Passed * weakShare;
    }

    private static Stage StageOf(int stage, Group[] groups, int customers, double? traffic)
    {
        var (heard, value, squares, weak, residual) = (0, 0.0, 0.0, 0.0, 0.0);
        var here = groups.Where(group => group.Heard.Any(at => at.Stage == stage)).ToList();
        foreach (var group in here)
        {
            heard += group.Count;
            value += group.Value;
            squares += group.Squares;
            weak += IsWeak(group, stage) ? group.Value : 0;
        }

        var share = value > 0 ? weak / value : 0;
        foreach (var group in here)
        {
            residual += group.Squares * Math.Pow((IsWeak(group, stage) ? 1 : 0) - share, 2);
        }

        var few = heard < ValueAtRisk.MinimumCustomers || value <= 0;
        var passed = few || traffic is null || customers == heard ? 0 : Math.Clamp((traffic.Value - heard) / (customers - heard), 0, 1);
        return new(heard, passed, share, few ? new(share, share) : Wilson(share, EffectiveCount(share, value, squares, residual)), few || traffic is null);
    }

    private static bool IsWeak(Group group, int stage) => group.Heard.Any(at => at.Stage == stage && at.Weak);

    // Where weak customers are worth more than others or less, the share is known less well than Kish's number says.
    private static double EffectiveCount(double share, double value, double squares, double residual)
    {
        var kish = value * value / squares;
        return share is <= 0 or >= 1 || residual <= 0 ? kish : Math.Min(kish, share * (1 - share) * value * value / residual);
    }

    private static Interval Wilson(double share, double n)
    {
        var center = (share + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        var half = Z / (1 + (Z * Z / n)) * Math.Sqrt((share * (1 - share) / n) + (Z * Z / (4 * n * n)));
        return new(Math.Clamp(center - half, 0, share), Math.Clamp(center + half, share, 1));
    }
}
