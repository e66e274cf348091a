using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

/// <summary>A stored signal as the rollups see it.</summary>
internal readonly record struct SignalRow(long Id, long OccurredAt, long? Customer, int Segments, int Channel, int Source, double Weight, byte[] Readings);

/// <summary>A signal in a stage: the mean of its readings there by the framework's weights, or no score.</summary>
internal readonly record struct Unit(int Stage, int Mix, double? Score);

/// <summary>A unit of a known customer, kept to be paired with the customer's others.</summary>
internal readonly record struct CustomerUnit(int Stage, Periods Periods, int Segments, int Channel, int Source, double Weight, double Score);

/// <summary>The numbers of the periods a day lies in.</summary>
internal readonly record struct Periods(int Week, int Month, int Quarter, int Year)
{
    public int At(PeriodKind grain) =>
        grain switch
        {
            PeriodKind.Week => Week,
            PeriodKind.Month => Month,
            PeriodKind.Quarter => Quarter,
            _ => Year,
        };
}

internal sealed class PeriodsByDay
{
    private readonly Dictionary<long, Periods> known = [];

    public Periods Of(long milliseconds)
    {
        var day = Math.DivRem(milliseconds, 86_400_000, out var rest) - (rest < 0 ? 1 : 0);
        if (known.TryGetValue(day, out var periods))
            return periods;
        var at = DateTime.UnixEpoch.AddDays(day);
        return known[day] = new Periods(
            Period.Of(PeriodKind.Week, at).Number,
            Period.Of(PeriodKind.Month, at).Number,
            Period.Of(PeriodKind.Quarter, at).Number,
            Period.Of(PeriodKind.Year, at).Number
        );
    }
}

/// <summary>The scoring rules by the store's own numbers, looked up once each.</summary>
internal sealed class NumberedRules(ScoringRules rules, Func<int, Guid> idOf, Func<string, int> mixOf)
{
    private readonly Dictionary<int, Func<double, double?>?> scores = [];
    private readonly Dictionary<(int Stage, int Measure), double> weights = [];
    private readonly Dictionary<int, int> singleMixes = [];
    private readonly List<(int Stage, double Weight, double Sum, List<int> Measures)> open = [];

    public double? Score(int measure, double value)
    {
        if (!scores.TryGetValue(measure, out var score))
            scores[measure] = score = rules.Scores.GetValueOrDefault(idOf(measure));
        return score?.Invoke(value);
    }

    /// <summary>The units of a signal: one per stage it speaks of. O(readings × stages of the signal).</summary>
    public void UnitsOf(List<PackedReading> readings, List<Unit> into)
    {
        into.Clear();
        open.Clear();
        foreach (var reading in readings)
        {
            if (reading.Stage == 0)
                continue;
            var at = open.FindIndex(entry => entry.Stage == reading.Stage);
            var entry = at >= 0 ? open[at] : (reading.Stage, 0, 0, []);
            var weight = Weight(reading.Stage, reading.Measure);
            if (weight > 0 && Score(reading.Measure, reading.Value) is { } score)
            {
                entry = (entry.Stage, entry.Weight + weight, entry.Sum + (weight * score), entry.Measures);
                if (!entry.Measures.Contains(reading.Measure))
                    entry.Measures.Add(reading.Measure);
            }

            if (at >= 0)
                open[at] = entry;
            else
                open.Add(entry);
        }

        foreach (var (stage, weight, sum, measures) in open)
            into.Add(weight > 0 ? new Unit(stage, MixOf(measures), sum / weight) : new Unit(stage, 0, null));
    }

    private double Weight(int stage, int measure)
    {
        if (!weights.TryGetValue((stage, measure), out var weight))
            weights[(stage, measure)] = weight = rules.Weights.GetValueOrDefault((idOf(stage), idOf(measure)));
        return weight;
    }

    private int MixOf(List<int> measures)
    {
        if (measures.Count > 1)
        {
            measures.Sort();
            return mixOf(string.Join(',', measures));
        }

        if (!singleMixes.TryGetValue(measures[0], out var mix))
            singleMixes[measures[0]] = mix = mixOf(measures[0].ToString(System.Globalization.CultureInfo.InvariantCulture));
        return mix;
    }
}
