using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

/// <summary>
/// What a batch adds to the rollups, summed in memory, so that the store sees one upsert a cell. With sign −1 it takes
/// the same away again.
/// </summary>
internal sealed class RollupDeltas(int sign = 1)
{
    private static readonly PeriodKind[] RollupGrains = [PeriodKind.Week, PeriodKind.Month];

    /// <summary>Weeks and months take their quarter's: who answers about two stages hardly changes within one.</summary>
    private static readonly PeriodKind[] CrossGrains = [PeriodKind.Quarter, PeriodKind.Year];
    private static readonly PeriodKind[] PairGrains = [PeriodKind.Week, PeriodKind.Month, PeriodKind.Quarter, PeriodKind.Year];

    /// <summary>A cell's primary key, its columns in their order in the table; what a table lacks is 0.</summary>
    private readonly record struct CellKey(int A, int B, int C, int D, int E, int F = 0, int G = 0) : IComparable<CellKey>
    {
        public int CompareTo(CellKey other)
        {
            var order = A.CompareTo(other.A);
            order = order != 0 ? order : B.CompareTo(other.B);
            order = order != 0 ? order : C.CompareTo(other.C);
            order = order != 0 ? order : D.CompareTo(other.D);
            order = order != 0 ? order : E.CompareTo(other.E);
            order = order != 0 ? order : F.CompareTo(other.F);
            return order != 0 ? order : G.CompareTo(other.G);
        }
    }

    [InlineArray(10)]
    private struct Histogram
    {
        private long first;
    }

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
        public Histogram Bins;
    }

    private sealed class CrossSums
    {
        public long N;
        public double Ww,
            Wwa,
            Wwb,
            Wwab;
    }

    private readonly Dictionary<CellKey, CrossSums> crosses = [];
    private readonly Dictionary<CellKey, Sums> stages = [];
    private readonly Dictionary<CellKey, Sums> pairs = [];
    private readonly Dictionary<CellKey, long> customers = [];
    private readonly Dictionary<CellKey, Sums> touchpoints = [];
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
            var sums = Of(touchpoints, new CellKey(month, reading.Stage, reading.Touchpoint, reading.Measure, signal.Segments));
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
            var sums = Of(stages, new CellKey((int)grain, periods.At(grain), 0, signal.Segments, signal.Channel, signal.Source, 0));
            sums.N++;
            sums.Known += signal.Customer is null ? 0 : 1;
        }
    }

    public void AddUnit(SignalRow signal, Unit unit)
    {
        var segments = (unit.Stage, signal.Segments);
        ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(latest, segments, out var heard);
        at = heard ? Math.Max(at, signal.OccurredAt) : signal.OccurredAt;
        if (unit.Score is not { } x)
            return;
        var w = signal.Weight;
        var periods = PeriodsOf(signal);
        foreach (var grain in RollupGrains)
        {
            var sums = Of(stages, new CellKey((int)grain, periods.At(grain), unit.Stage, signal.Segments, signal.Channel, signal.Source, unit.Mix));
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
        foreach (ref readonly var other in CollectionsMarshal.AsSpan(known))
        {
            if (unit.Stage != 0 && other.Stage != 0 && other.Stage != unit.Stage)
                AddCrosses(unit, other);
        }

        foreach (var grain in PairGrains)
        {
            var period = unit.Periods.At(grain);
            bool any = false,
                segments = false,
                channel = false,
                source = false;
            foreach (ref readonly var other in CollectionsMarshal.AsSpan(known))
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

    /// <summary>What a signal of nobody known says of several stages is still said by one.</summary>
    public void AddWithin(SignalRow signal, List<Unit> units)
    {
        if (units.Count < 2)
            return;
        var periods = PeriodsOf(signal);
        for (var first = 0; first < units.Count; first++)
        {
            for (var second = first + 1; second < units.Count; second++)
            {
                if (units[first].Score is { } one && units[second].Score is { } other)
                    AddCrosses(SignalRows.OfCustomer(signal, units[first].Stage, one, periods), SignalRows.OfCustomer(signal, units[second].Stage, other, periods));
            }
        }
    }

    private void AddCrosses(in CustomerUnit one, in CustomerUnit other)
    {
        foreach (var grain in CrossGrains)
        {
            var period = one.Periods.At(grain);
            if (other.Periods.At(grain) != period)
                continue;
            var (a, b) = one.Stage < other.Stage ? (one, other) : (other, one);
            var sums = CollectionsMarshal.GetValueRefOrAddDefault(crosses, new CellKey((int)grain, period, a.Stage, b.Stage, 0), out _) ??= new CrossSums();
            var ww = a.Weight * b.Weight;
            sums.N++;
            sums.Ww += ww;
            sums.Wwa += ww * a.Score;
            sums.Wwb += ww * b.Score;
            sums.Wwab += ww * a.Score * b.Score;
        }
    }

    private void AddPair(int grain, int period, in CustomerUnit a, in CustomerUnit b)
    {
        var key = new CellKey(grain, period, a.Stage, a.Segments == b.Segments ? a.Segments : 0, a.Channel == b.Channel ? a.Channel : 0, a.Source == b.Source ? a.Source : 0);
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
        CollectionsMarshal.GetValueRefOrAddDefault(customers, new CellKey((int)grain, period, stage, dimension, value), out _)++;
    }

    public static int Bin(double score) => Math.Clamp((int)(score / 10), 0, 9);

    private static Sums Of(Dictionary<CellKey, Sums> cells, CellKey key) => CollectionsMarshal.GetValueRefOrAddDefault(cells, key, out _) ??= new Sums();

    private static IEnumerable<(CellKey Key, T Value)> InKeyOrder<T>(Dictionary<CellKey, T> cells)
    {
        var (keys, values) = (cells.Keys.ToArray(), cells.Values.ToArray());
        Array.Sort(keys, values);
        return keys.Zip(values);
    }

    /// <summary>The upserts, in key order, so that neighbours in the store are written together.</summary>
    public IEnumerable<Rows> ToRows()
    {
        yield return StageRows();
        yield return PairRows();
        yield return CrossRows();
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
        foreach (var (key, sums) in InKeyOrder(stages))
        {
            Add(rows, 0, key.A, key.B, key.C, key.D, key.E, key.F, key.G, sums.N * sign, sums.Known * sign);
            AddBins(rows, 9, sums);
            AddReals(rows, 19, sums.W, sums.Ww, sums.Wx, sums.Wxx, sums.Wwx, sums.Wwxx);
        }

        return rows;
    }

    private Rows PairRows()
    {
        const string keys = "grain period stage_id segments_id channel_id source_id";
        var rows = new Rows("stage_pairs", AddOnConflict("stage_pairs", keys, "n ww wwx wwxx"), $"{keys} n", "ww wwx wwxx");
        foreach (var (key, sums) in InKeyOrder(pairs))
        {
            Add(rows, 0, key.A, key.B, key.C, key.D, key.E, key.F, sums.N * sign);
            AddReals(rows, 7, sums.Ww, sums.Wwx, sums.Wwxx);
        }

        return rows;
    }

    private Rows CrossRows()
    {
        const string keys = "grain period stage_a stage_b";
        var rows = new Rows("stage_crosses", AddOnConflict("stage_crosses", keys, "n ww wwa wwb wwab"), $"{keys} n", "ww wwa wwb wwab");
        foreach (var (key, sums) in InKeyOrder(crosses))
        {
            Add(rows, 0, key.A, key.B, key.C, key.D, sums.N * sign);
            AddReals(rows, 5, sums.Ww, sums.Wwa, sums.Wwb, sums.Wwab);
        }

        return rows;
    }

    private Rows CustomerRows()
    {
        const string keys = "grain period stage_id dimension value_id";
        var rows = new Rows("stage_customers", AddOnConflict("stage_customers", keys, "n"), $"{keys} n");
        foreach (var (key, n) in InKeyOrder(customers))
            Add(rows, 0, key.A, key.B, key.C, key.D, key.E, n * sign);
        return rows;
    }

    private Rows TouchpointRows()
    {
        const string keys = "period stage_id touchpoint_id measure_id segments_id";
        const string counts = "n h0 h1 h2 h3 h4 h5 h6 h7 h8 h9";
        const string reals = "x w ww wx wxx s ws wss wws wwss";
        var rows = new Rows("touchpoint_rollups", AddOnConflict("touchpoint_rollups", keys, $"{counts} {reals}"), $"{keys} {counts}", reals);
        foreach (var (key, sums) in InKeyOrder(touchpoints))
        {
            Add(rows, 0, key.A, key.B, key.C, key.D, key.E, sums.N * sign);
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
