using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

/// <summary>
/// What a batch adds to the rollups, summed in memory, so that the store sees one upsert a cell. With sign −1 it takes
/// the same away again.
/// </summary>
internal sealed class RollupDeltas(int sign = 1)
{
    private static readonly PeriodKind[] RollupGrains = [PeriodKind.Week, PeriodKind.Month];
    private static readonly PeriodKind[] PairGrains = [PeriodKind.Week, PeriodKind.Month, PeriodKind.Quarter, PeriodKind.Year];

    private readonly record struct StageKey(int Grain, int Period, int Stage, int Segments, int Channel, int Source, int Mix);

    private readonly record struct CustomersKey(int Grain, int Period, int Stage, int Dimension, int Value);

    private readonly record struct TouchpointKey(int Period, int Stage, int Touchpoint, int Measure, int Segments);

    private sealed class Sums
    {
        public long N,
            Known;
        public double X,
            W,
            Ww,
            Wx,
            Wxx,
            S,
            Ws,
            Wss,
            Wwx,
            Wwxx;
        public readonly long[] Bins = new long[10];
    }

    private readonly Dictionary<StageKey, Sums> stages = [];
    private readonly Dictionary<StageKey, Sums> pairs = [];
    private readonly Dictionary<CustomersKey, long> customers = [];
    private readonly Dictionary<TouchpointKey, Sums> touchpoints = [];
    private readonly Dictionary<(int Stage, int Segments), long> latest = [];
    private readonly PeriodsByDay periodsByDay = new();

    public int Cells => stages.Count + touchpoints.Count;

    public Periods PeriodsOf(SignalRow signal) => periodsByDay.Of(signal.OccurredAt);

    public void AddReadings(SignalRow signal, List<PackedReading> readings, NumberedRules rules)
    {
        var month = PeriodsOf(signal).Month;
        var w = signal.Weight;
        foreach (var reading in readings)
        {
            var sums = Of(touchpoints, new TouchpointKey(month, reading.Stage, reading.Touchpoint, reading.Measure, signal.Segments));
            sums.N++;
            sums.X += reading.Value;
            sums.W += w;
            sums.Ww += w * w;
            sums.Wx += w * reading.Value;
            sums.Wxx += w * reading.Value * reading.Value;
            if (rules.Score(reading.Measure, reading.Value) is not { } score)
                continue;
            sums.S += score;
            sums.Ws += w * score;
            sums.Wss += w * score * score;
            sums.Wwx += w * w * score;
            sums.Wwxx += w * w * score * score;
            sums.Bins[Bin(score)]++;
        }
    }

    /// <summary>Stage 0 counts every signal once, whatever it speaks of.</summary>
    public void AddSignal(SignalRow signal)
    {
        var periods = PeriodsOf(signal);
        foreach (var grain in RollupGrains)
        {
            var sums = Of(stages, new StageKey((int)grain, periods.At(grain), 0, signal.Segments, signal.Channel, signal.Source, 0));
            sums.N++;
            sums.Known += signal.Customer is null ? 0 : 1;
        }
    }

    public void AddUnit(SignalRow signal, Unit unit)
    {
        var segments = (unit.Stage, signal.Segments);
        latest[segments] = Math.Max(latest.GetValueOrDefault(segments, long.MinValue), signal.OccurredAt);
        if (unit.Score is not { } x)
            return;
        var w = signal.Weight;
        var periods = PeriodsOf(signal);
        foreach (var grain in RollupGrains)
        {
            var sums = Of(stages, new StageKey((int)grain, periods.At(grain), unit.Stage, signal.Segments, signal.Channel, signal.Source, unit.Mix));
            sums.N++;
            sums.Known += signal.Customer is null ? 0 : 1;
            sums.W += w;
            sums.Ww += w * w;
            sums.Wx += w * x;
            sums.Wxx += w * x * x;
            sums.Wwx += w * w * x;
            sums.Wwxx += w * w * x * x;
            sums.Bins[Bin(x)]++;
        }
    }

    /// <summary>Pairs a unit with the customer's earlier-known units, and counts the customer where they are new. O(known).</summary>
    public void AddOfCustomer(CustomerUnit unit, List<CustomerUnit> known)
    {
        foreach (var grain in PairGrains)
        {
            var period = unit.Periods.At(grain);
            bool any = false,
                segments = false,
                channel = false,
                source = false;
            foreach (var other in known)
            {
                if (other.Stage != unit.Stage || other.Periods.At(grain) != period)
                    continue;
                any = true;
                segments |= other.Segments == unit.Segments;
                channel |= other.Channel == unit.Channel;
                source |= other.Source == unit.Source;
                if (unit.Stage != 0)
                    AddPair((int)grain, period, unit, other);
            }

            Count(any, grain, period, unit.Stage, 0, 0);
            Count(segments, grain, period, unit.Stage, 1, unit.Segments);
            Count(channel, grain, period, unit.Stage, 2, unit.Channel);
            Count(source, grain, period, unit.Stage, 3, unit.Source);
        }
    }

    private void AddPair(int grain, int period, CustomerUnit a, CustomerUnit b)
    {
        var key = new StageKey(grain, period, a.Stage, a.Segments == b.Segments ? a.Segments : 0, a.Channel == b.Channel ? a.Channel : 0, a.Source == b.Source ? a.Source : 0, 0);
        var sums = Of(pairs, key);
        var ww = a.Weight * b.Weight;
        sums.N++;
        sums.Ww += ww;
        sums.Wwx += ww * (a.Score + b.Score);
        sums.Wwxx += ww * a.Score * b.Score;
    }

    private void Count(bool seen, PeriodKind grain, int period, int stage, int dimension, int value)
    {
        if (seen)
            return;
        var key = new CustomersKey((int)grain, period, stage, dimension, value);
        customers[key] = customers.GetValueOrDefault(key) + 1;
    }

    public static int Bin(double score) => Math.Clamp((int)(score / 10), 0, 9);

    private static Sums Of<TKey>(Dictionary<TKey, Sums> cells, TKey key)
        where TKey : notnull
    {
        if (!cells.TryGetValue(key, out var sums))
            cells[key] = sums = new Sums();
        return sums;
    }

    /// <summary>The upserts, in key order, so that neighbours in the store are written together.</summary>
    public IEnumerable<Rows> ToRows()
    {
        yield return StageRows();
        yield return PairRows();
        yield return CustomerRows();
        yield return TouchpointRows();
        if (sign > 0)
            yield return LatestRows();
    }

    private Rows StageRows()
    {
        const string keys = "grain period stage_id segments_id channel_id source_id mix_id";
        const string counts = "n known h0 h1 h2 h3 h4 h5 h6 h7 h8 h9";
        const string reals = "w ww wx wxx wwx wwxx";
        var rows = new Rows("stage_rollups", AddOnConflict("stage_rollups", keys, $"{counts} {reals}"), $"{keys} {counts}", reals);
        foreach (var (key, sums) in stages.OrderBy(cell => cell.Key.Grain).ThenBy(cell => cell.Key.Period).ThenBy(cell => cell.Key.Stage))
        {
            Add(rows, 0, key.Grain, key.Period, key.Stage, key.Segments, key.Channel, key.Source, key.Mix, sums.N * sign, sums.Known * sign);
            AddBins(rows, 9, sums);
            AddReals(rows, 19, sums.W, sums.Ww, sums.Wx, sums.Wxx, sums.Wwx, sums.Wwxx);
        }

        return rows;
    }

    private Rows PairRows()
    {
        const string keys = "grain period stage_id segments_id channel_id source_id";
        var rows = new Rows("stage_pairs", AddOnConflict("stage_pairs", keys, "n ww wwx wwxx"), $"{keys} n", "ww wwx wwxx");
        foreach (var (key, sums) in pairs)
        {
            Add(rows, 0, key.Grain, key.Period, key.Stage, key.Segments, key.Channel, key.Source, sums.N * sign);
            AddReals(rows, 7, sums.Ww, sums.Wwx, sums.Wwxx);
        }

        return rows;
    }

    private Rows CustomerRows()
    {
        const string keys = "grain period stage_id dimension value_id";
        var rows = new Rows("stage_customers", AddOnConflict("stage_customers", keys, "n"), $"{keys} n");
        foreach (var (key, n) in customers)
            Add(rows, 0, key.Grain, key.Period, key.Stage, key.Dimension, key.Value, n * sign);
        return rows;
    }

    private Rows TouchpointRows()
    {
        const string keys = "period stage_id touchpoint_id measure_id segments_id";
        const string counts = "n h0 h1 h2 h3 h4 h5 h6 h7 h8 h9";
        const string reals = "x w ww wx wxx s ws wss wws wwss";
        var rows = new Rows("touchpoint_rollups", AddOnConflict("touchpoint_rollups", keys, $"{counts} {reals}"), $"{keys} {counts}", reals);
        foreach (var (key, sums) in touchpoints.OrderBy(cell => cell.Key.Period).ThenBy(cell => cell.Key.Stage).ThenBy(cell => cell.Key.Touchpoint))
        {
            Add(rows, 0, key.Period, key.Stage, key.Touchpoint, key.Measure, key.Segments, sums.N * sign);
            AddBins(rows, 6, sums);
            AddReals(rows, 16, sums.X, sums.W, sums.Ww, sums.Wx, sums.Wxx, sums.S, sums.Ws, sums.Wss, sums.Wwx, sums.Wwxx);
        }

        return rows;
    }

    private Rows LatestRows()
    {
        const string conflict = "ON CONFLICT (stage_id, segments_id) DO UPDATE SET occurred_at = excluded.occurred_at WHERE excluded.occurred_at > stage_latest.occurred_at";
        var rows = new Rows("stage_latest", conflict, "stage_id segments_id occurred_at");
        foreach (var ((stage, segments), at) in latest)
            Add(rows, 0, stage, segments, at);
        return rows;
    }

    private static string AddOnConflict(string table, string keys, string sums) =>
        $"ON CONFLICT ({keys.Replace(' ', ',')}) DO UPDATE SET {string.Join(", ", sums.Split(' ').Select(sum => $"{sum} = {table}.{sum} + excluded.{sum}"))}";

    private static void Add(Rows rows, int first, params ReadOnlySpan<long> values)
    {
        for (var i = 0; i < values.Length; i++)
            rows[first + i].Add(values[i]);
    }

    private void AddBins(Rows rows, int first, Sums sums)
    {
        for (var i = 0; i < 10; i++)
            rows[first + i].Add(sums.Bins[i] * sign);
    }

    private void AddReals(Rows rows, int first, params ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
            rows[first + i].Add(values[i] * sign);
    }
}
