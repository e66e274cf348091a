using System.Runtime.InteropServices;
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
    private long lastDay = long.MinValue;
    private Periods last;

    public Periods Of(long milliseconds)
    {
        var day = Math.DivRem(milliseconds, 86_400_000, out var rest) - (rest < 0 ? 1 : 0);
        if (day == lastDay)
            return last;
        lastDay = day;
        if (known.TryGetValue(day, out last))
            return last;
        var at = DateTime.UnixEpoch.AddDays(day);
        return known[day] = last =
            new Periods(
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
    private const int MostMixes = 64;
    private readonly Dictionary<int, Func<double, double?>?> scores = [];
    private readonly Dictionary<(int Stage, int Measure), double> weights = [];
    private readonly Dictionary<int, int> singleMixes = [];
    private readonly List<(int[] Measures, int Mix)> mixes = [];
    private readonly List<Open> open = [];
    private int opened;

    /// <summary>A unit being added up; used again for the next signal.</summary>
    private sealed class Open
    {
        public int Stage;
        public double Weight,
            Sum;
        public readonly List<int> Measures = [];
    }

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
        opened = 0;
        foreach (var reading in readings)
        {
            if (reading.Stage == 0)
                continue;
            var unit = OpenOf(reading.Stage);
            var weight = Weight(reading.Stage, reading.Measure);
            if (weight <= 0 || Score(reading.Measure, reading.Value) is not { } score)
                continue;
            unit.Weight += weight;
            unit.Sum += weight * score;
            if (!unit.Measures.Contains(reading.Measure))
                unit.Measures.Add(reading.Measure);
        }

        for (var index = 0; index < opened; index++)
        {
            var unit = open[index];
            into.Add(unit.Weight > 0 ? new Unit(unit.Stage, MixOf(unit.Measures), unit.Sum / unit.Weight) : new Unit(unit.Stage, 0, null));
        }
    }

    private Open OpenOf(int stage)
    {
        for (var index = 0; index < opened; index++)
        {
            if (open[index].Stage == stage)
                return open[index];
        }

        if (opened == open.Count)
            open.Add(new Open());
        var unit = open[opened++];
        (unit.Stage, unit.Weight, unit.Sum) = (stage, 0, 0);
        unit.Measures.Clear();
        return unit;
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
            var sorted = CollectionsMarshal.AsSpan(measures);
            // Few differ within a batch, so a look through them is cheaper than a text each.
            foreach (var (known, number) in mixes)
            {
                if (sorted.SequenceEqual(known))
                    return number;
            }

            var made = mixOf(string.Join(',', measures));
            if (mixes.Count < MostMixes)
                mixes.Add(([.. measures], made));
            return made;
        }

        if (!singleMixes.TryGetValue(measures[0], out var mix))
            singleMixes[measures[0]] = mix = mixOf(measures[0].ToString(System.Globalization.CultureInfo.InvariantCulture));
        return mix;
    }
}
