using System.Data.Common;
using Dapper;
using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

public sealed partial class RelationalSignalStore
{
    private const string Bins = "SUM(h0), SUM(h1), SUM(h2), SUM(h3), SUM(h4), SUM(h5), SUM(h6), SUM(h7), SUM(h8), SUM(h9)";

    public async Task<IReadOnlyList<StageSums>> ReadStageCellsAsync(CellQuery query, CancellationToken cancel)
    {
        await using var snapshot = await BeginReadAsync(cancel);
        var connection = snapshot.Connection;
        var cells = await ReadSumsAsync(connection, query, cancel);
        await AddPairsAsync(connection, query, cells, cancel);
        await AddCustomersAsync(connection, query, cells, cancel);
        return cells.Values.Select(cell => cell.ToCell(dimensions)).ToList();
    }

    public async Task<IReadOnlyList<StageCross>> ReadStageCrossesAsync(Period period, CancellationToken cancel)
    {
        await using var snapshot = await BeginReadAsync(cancel);
        var sql = $"SELECT stage_a, stage_b, n, ww, wwa, wwb, wwab FROM stage_crosses WHERE grain = {(int)period.Kind} AND period = {period.Number}";
        var crosses = new List<StageCross>();
        await using var reader = await QueryAsync(snapshot.Connection, sql, cancel);
        while (await reader.ReadAsync(cancel))
            crosses.Add(
                new StageCross(
                    dimensions.IdOf(Int(reader, 0)),
                    dimensions.IdOf(Int(reader, 1)),
                    Long(reader, 2),
                    reader.GetDouble(3),
                    reader.GetDouble(4),
                    reader.GetDouble(5),
                    reader.GetDouble(6)
                )
            );
        return crosses;
    }

    private sealed record CellKey(Period Period, int Stage, int Segments, int Source, int Mix);

    private sealed class Cell(CellKey key)
    {
        public CellKey Key => key;
        public UnitSums Sums;
        public long Customers;
        public long[] Histogram = new long[10];

        public StageSums ToCell(Dimensions dimensions) =>
            new(
                key.Period,
                dimensions.OptionalIdOf(key.Stage) ?? Guid.Empty,
                dimensions.IdsOf(key.Segments),
                dimensions.OptionalIdOf(key.Source),
                key.Mix == 0
                    ? []
                    : [.. dimensions.ValueOf(key.Mix).Split(',').Select(number => dimensions.IdOf(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)))],
                Sums,
                Customers,
                Histogram
            );
    }

    // Quarters and years are sums of months; weeks have a grain of their own, because they do not nest.
    private static (PeriodKind Grain, int First, int Last, string Number) Grain(PeriodKind kind, Period from, Period to) =>
        kind == PeriodKind.Week
            ? (PeriodKind.Week, from.Number, to.Number, "period")
            : (
                PeriodKind.Month,
                from.Months.First,
                to.Months.Last,
                kind switch
                {
                    PeriodKind.Quarter => "(period / 100 * 100 + (period % 100 + 2) / 3)",
                    PeriodKind.Year => "(period / 100 * 100 + 1)",
                    _ => "period",
                }
            );

    private async Task<Dictionary<CellKey, Cell>> ReadSumsAsync(DbConnection connection, CellQuery query, CancellationToken cancel)
    {
        var (grain, first, last, number) = Grain(query.From.Kind, query.From, query.To);
        var mix = query.ByMix ? "source_id, mix_id" : "0, 0";
        var bins = query.WithHistogram ? $", {Bins}" : "";
        var sql = $"""
            SELECT {number}, stage_id, segments_id, {mix}, SUM(n), SUM(known), SUM(w), SUM(ww), SUM(wx), SUM(wxx), SUM(wwx), SUM(wwxx){bins}
            FROM stage_rollups WHERE grain = {(int)grain} AND period BETWEEN {first} AND {last}{Where(query)}
            GROUP BY 1, 2, 3, 4, 5
            """;
        var cells = new Dictionary<CellKey, Cell>();
        await using var reader = await QueryAsync(connection, sql, cancel);
        while (await reader.ReadAsync(cancel))
        {
            var cell = CellOf(cells, new CellKey(new Period(query.From.Kind, Int(reader, 0)), Int(reader, 1), Int(reader, 2), Int(reader, 3), Int(reader, 4)));
            cell.Sums = new UnitSums
            {
                N = Long(reader, 5),
                Known = Long(reader, 6),
                W = reader.GetDouble(7),
                Ww = reader.GetDouble(8),
                Wx = reader.GetDouble(9),
                Wxx = reader.GetDouble(10),
                Wwx = reader.GetDouble(11),
                Wwxx = reader.GetDouble(12),
            };
            for (var bin = 0; query.WithHistogram && bin < 10; bin++)
                cell.Histogram[bin] = Long(reader, 13 + bin);
        }

        return cells;
    }

    private async Task AddPairsAsync(DbConnection connection, CellQuery query, Dictionary<CellKey, Cell> cells, CancellationToken cancel)
    {
        var source = query.ByMix ? "source_id" : "0";
        var sql = $"""
            SELECT period, stage_id, segments_id, {source}, SUM(n), SUM(ww), SUM(wwx), SUM(wwxx) FROM stage_pairs
            WHERE grain = {(int)query.From.Kind} AND period BETWEEN {query.From.Number} AND {query.To.Number}{Where(query)}
            GROUP BY 1, 2, 3, 4
            """;
        await using var reader = await QueryAsync(connection, sql, cancel);
        while (await reader.ReadAsync(cancel))
        {
            var cell = CellOf(cells, new CellKey(new Period(query.From.Kind, Int(reader, 0)), Int(reader, 1), Int(reader, 2), Int(reader, 3), 0));
            cell.Sums.Pairs += Long(reader, 4);
            cell.Sums.PairWw += reader.GetDouble(5);
            cell.Sums.PairWwx += reader.GetDouble(6);
            cell.Sums.PairWwxx += reader.GetDouble(7);
        }
    }

    private async Task AddCustomersAsync(DbConnection connection, CellQuery query, Dictionary<CellKey, Cell> cells, CancellationToken cancel)
    {
        // Kept per single dimension; with two filters at once the number is an upper bound, of which only the degrees of freedom make use.
        var (dimension, values) = query switch
        {
            { ChannelId: { } channel } => (2, (IReadOnlyList<int>)[dimensions.Find(DimensionKind.Channel, channel)]),
            { SourceId: { } id } => (3, [dimensions.Find(DimensionKind.Source, id)]),
            { SegmentId: { } segment } => (1, dimensions.Holding(segment)),
            _ => (1, []),
        };
        var only = dimension == 1 && query.SegmentId is null ? "" : $" AND value_id IN ({In(values)})";
        var stage = query.StageId is { } stageId ? $" AND stage_id = {dimensions.Find(DimensionKind.Stage, stageId)}" : "";
        var sql = $"""
            SELECT period, stage_id, value_id, n FROM stage_customers
            WHERE grain = {(int)query.From.Kind} AND period BETWEEN {query.From.Number} AND {query.To.Number} AND dimension = {dimension}{only}{stage}
            """;
        await using var reader = await QueryAsync(connection, sql, cancel);
        while (await reader.ReadAsync(cancel))
        {
            var segments = dimension == 1 ? Int(reader, 2) : 0;
            CellOf(cells, new CellKey(new Period(query.From.Kind, Int(reader, 0)), Int(reader, 1), segments, 0, 0)).Customers += Long(reader, 3);
        }
    }

    public async Task<IReadOnlyList<TouchpointSums>> ReadTouchpointCellsAsync(TouchpointQuery query, CancellationToken cancel)
    {
        await using var snapshot = await BeginReadAsync(cancel);
        var connection = snapshot.Connection;
        var (_, first, last, number) = Grain(query.From.Kind == PeriodKind.Week ? PeriodKind.Month : query.From.Kind, query.From, query.To);
        var where = Where(new CellQuery(query.From, query.To, query.StageId, query.SegmentId));
        var sql = $"""
            SELECT {number}, stage_id, touchpoint_id, measure_id, segments_id, SUM(n), SUM(x), SUM(w), SUM(ww), SUM(wx), SUM(wxx), SUM(s), SUM(ws), SUM(wss), SUM(wws), SUM(wwss), {Bins}
            FROM touchpoint_rollups WHERE period BETWEEN {first} AND {last}{where}
            GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
            """;
        var cells = new List<TouchpointSums>();
        await using var reader = await QueryAsync(connection, sql, cancel);
        while (await reader.ReadAsync(cancel))
        {
            var real = (int column) => reader.GetDouble(column);
            cells.Add(
                new TouchpointSums(
                    new Period(query.From.Kind, Int(reader, 0)),
                    dimensions.IdOf(Int(reader, 1)),
                    dimensions.OptionalIdOf(Int(reader, 2)),
                    dimensions.IdOf(Int(reader, 3)),
                    dimensions.IdsOf(Int(reader, 4)),
                    Long(reader, 5),
                    real(6),
                    real(7),
                    real(8),
                    real(9),
                    real(10),
                    real(11),
                    real(12),
                    real(13),
                    real(14),
                    real(15),
                    [.. Enumerable.Range(16, 10).Select(column => Long(reader, column))]
                )
            );
        }

        return cells;
    }

    public async Task<StoreOverview> ReadOverviewAsync(CancellationToken cancel)
    {
        await using var snapshot = await BeginReadAsync(cancel);
        var connection = snapshot.Connection;
        var (signals, first, newest) = await connection.QuerySingleAsync<(long, long?, long?)>("SELECT signals, first_at, newest_at FROM store_state");
        var waiting = await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM signals WHERE waiting = 1");
        var customers = await connection.ExecuteScalarAsync<long?>("SELECT MAX(id) FROM customers") ?? 0;
        var latest = await connection.QueryAsync<(long Stage, long Segments, long At)>("SELECT stage_id, segments_id, occurred_at FROM stage_latest");
        return new StoreOverview(
            signals,
            customers,
            Instant(first),
            Instant(newest),
            waiting,
            [.. latest.Select(row => new StageLatest(dimensions.IdOf((int)row.Stage), dimensions.IdsOf((int)row.Segments), Instant(row.At)!.Value))]
        );
    }

    private string Where(CellQuery query)
    {
        var where = "";
        if (query.StageId is { } stage)
            where += $" AND stage_id = {dimensions.Find(DimensionKind.Stage, stage)}";
        if (query.SegmentId is { } segment)
            where += $" AND segments_id IN ({In(dimensions.Holding(segment))})";
        // −1, because 0 is the row of none or of several.
        if (query.ChannelId is { } channel)
            where += $" AND channel_id = {OrNone(dimensions.Find(DimensionKind.Channel, channel))}";
        if (query.SourceId is { } source)
            where += $" AND source_id = {OrNone(dimensions.Find(DimensionKind.Source, source))}";
        return where;
    }

    private static int OrNone(int number) => number == 0 ? -1 : number;

    private static string In(IReadOnlyList<int> numbers) => numbers.Count == 0 ? "-1" : string.Join(',', numbers);

    private static Cell CellOf(Dictionary<CellKey, Cell> cells, CellKey key)
    {
        if (!cells.TryGetValue(key, out var cell))
            cells[key] = cell = new Cell(key);
        return cell;
    }

    private static async Task<DbDataReader> QueryAsync(DbConnection connection, string sql, CancellationToken cancel) =>
        await connection.ExecuteReaderAsync(new CommandDefinition(sql, cancellationToken: cancel)) as DbDataReader
        ?? throw new InvalidOperationException("The provider gave no reader.");

    // SUM over bigint is numeric on PostgreSQL, hence the conversions.
    private static int Int(DbDataReader reader, int column) => Convert.ToInt32(reader.GetValue(column), System.Globalization.CultureInfo.InvariantCulture);

    private static long Long(DbDataReader reader, int column) => Convert.ToInt64(reader.GetValue(column), System.Globalization.CultureInfo.InvariantCulture);

    private static DateTime? Instant(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value).UtcDateTime : null;
}
