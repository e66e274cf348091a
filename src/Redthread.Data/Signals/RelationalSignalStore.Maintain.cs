using System.Data.Common;
using Dapper;
using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

public sealed partial class RelationalSignalStore
{
    private const int SignalsAtOnce = 20_000;
    private const int CustomersAtOnce = 5_000;
    private static readonly string[] Rollups = ["stage_rollups", "stage_pairs", "stage_crosses", "stage_customers", "touchpoint_rollups", "stage_latest", "stage_units"];

    public Task<RebuildOutcome> RebuildAsync(ScoringRules rules, CancellationToken cancel) =>
        WriteAsync(
            async (connection, transaction) =>
            {
                await dimensions.LoadAsync(connection, transaction);
                return (await RebuildAsync(connection, transaction, rules, cancel), (DimensionWriter?)null);
            },
            cancel
        );

    /// <summary>
    /// Two passes over the signals side by side: in id order for sums, in customer order for pairs and distinct
    /// customers. The second reads on a connection of its own, for which it must be the first thing its transaction
    /// does with signals; nobody else changes them meanwhile, because this transaction holds the turn to write.
    /// </summary>
    private async Task<RebuildOutcome> RebuildAsync(DbConnection connection, DbTransaction transaction, ScoringRules rules, CancellationToken cancel)
    {
        await dialect.OverwriteDeletedAsync(connection, false);
        try
        {
            foreach (var rollup in Rollups)
                await connection.ExecuteAsync($"DELETE FROM {rollup}", transaction: transaction);
        }
        finally
        {
            await dialect.OverwriteDeletedAsync(connection, true);
        }

        var numbers = await DimensionWriter.BeginAsync(dimensions, connection, transaction);
        var numbered = new NumberedRules(rules, numbers.IdOf, mix => numbers.Number(DimensionKind.Mix, mix));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var pairs = Task.Run(() => SumPairsAsync(rules, stop.Token), stop.Token);
        RebuildOutcome outcome;
        try
        {
            outcome = await RebuildSumsAsync(connection, numbered, cancel);
            await FlushAsync(connection, await pairs, cancel);
        }
        finally
        {
            await stop.CancelAsync();
            await pairs.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await dialect.InsertAsync(connection, numbers.Rows, cancel);
        await AddPlacedUnitsAsync(connection, transaction);
        await connection.ExecuteAsync(
            """
            UPDATE store_state SET version = version + 1, framework_id = @framework, signals = (SELECT COUNT(*) FROM signals),
                first_at = (SELECT MIN(occurred_at) FROM signals), newest_at = (SELECT MAX(occurred_at) FROM signals)
            """,
            new { framework = rules.FrameworkId?.ToString("N") },
            transaction
        );
        // The numbers made here are not told to the others: they read them from the table when they next load.
        return outcome;
    }

    private async Task<RebuildOutcome> RebuildSumsAsync(DbConnection connection, NumberedRules rules, CancellationToken cancel)
    {
        var (last, signals, readingCount, unitCount) = (0L, 0L, 0L, 0L);
        var readings = new List<PackedReading>();
        var units = new List<Unit>();
        var deltas = new RollupDeltas();
        while (true)
        {
            var rows = await dialect.ReadSignalsAsync(connection, $"id > @last ORDER BY id LIMIT {SignalsAtOnce}", cancel, ("last", last));
            if (rows.Count == 0)
                break;
            var unitRows = new UnitRows();
            foreach (var row in rows)
            {
                PackedReadings.Unpack(row.Readings, readings);
                rules.UnitsOf(readings, units);
                deltas.AddReadings(row, readings, rules);
                deltas.AddSignal(row);
                foreach (var unit in units)
                {
                    unitRows.Add(row, unit.Stage, unit.Score);
                    deltas.AddUnit(row, unit);
                }

                if (row.Customer is null)
                    deltas.AddWithin(row, units);
                readingCount += readings.Count;
                unitCount += units.Count;
            }

            await dialect.InsertAsync(connection, unitRows.ToRows(), cancel);
            (last, signals) = (rows[^1].Id, signals + rows.Count);
        }

        await FlushAsync(connection, deltas, cancel);
        return new RebuildOutcome(signals, readingCount, unitCount);
    }

    private async Task<RollupDeltas> SumPairsAsync(ScoringRules rules, CancellationToken cancel)
    {
        await using var snapshot = await BeginReadAsync(cancel);
        var connection = snapshot.Connection;
        // Pairs do not ask by which measures a unit was scored, so no mix needs a number here.
        var numbered = new NumberedRules(rules, dimensions.IdOf, _ => 0);
        var newest = await connection.ExecuteScalarAsync<long?>("SELECT MAX(id) FROM customers", transaction: snapshot.Transaction) ?? 0;
        var deltas = new RollupDeltas();
        for (var from = 0L; from < newest; from += CustomersAtOnce)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = await dialect.ReadSignalsAsync(
                connection,
                "customer_id > @from AND customer_id <= @to ORDER BY customer_id, occurred_at",
                cancel,
                ("from", from),
                ("to", from + CustomersAtOnce)
            );
            AddPairs(rows, numbered, deltas);
        }

        return deltas;
    }

    /// <summary>The rows come sorted by customer.</summary>
    private static void AddPairs(List<SignalRow> rows, NumberedRules rules, RollupDeltas deltas)
    {
        var readings = new List<PackedReading>();
        var units = new List<Unit>();
        var known = new List<CustomerUnit>();
        long? current = null;
        void Add(CustomerUnit unit)
        {
            deltas.AddOfCustomer(unit, known);
            known.Add(unit);
        }

        foreach (var row in rows)
        {
            if (row.Customer != current)
                known.Clear();
            current = row.Customer;
            PackedReadings.Unpack(row.Readings, readings);
            rules.UnitsOf(readings, units);
            Add(SignalRows.Whole(row, deltas.PeriodsOf(row)));
            foreach (var unit in units)
            {
                if (unit.Score is { } score)
                    Add(SignalRows.OfCustomer(row, unit.Stage, score, deltas.PeriodsOf(row)));
            }
        }
    }

    private async Task FlushAsync(DbConnection connection, RollupDeltas deltas, CancellationToken cancel)
    {
        foreach (var rows in deltas.ToRows())
            await dialect.InsertAsync(connection, rows, cancel);
    }

    private static async Task AddPlacedUnitsAsync(DbConnection connection, DbTransaction transaction)
    {
        await connection.ExecuteAsync(
            """
            INSERT INTO stage_units (stage_id, occurred_at, signal_id, segments_id, channel_id, source_id, score)
            SELECT p.target_id, s.occurred_at, s.id, s.segments_id, s.channel_id, s.source_id, NULL
            FROM placements p JOIN signals s ON s.id = p.signal_id WHERE p.kind = 'Stage' AND p.origin <> 'Refused'
            ON CONFLICT (stage_id, occurred_at, signal_id) DO NOTHING
            """,
            transaction: transaction
        );
        await connection.ExecuteAsync("DELETE FROM stage_latest", transaction: transaction);
        await connection.ExecuteAsync(
            "INSERT INTO stage_latest (stage_id, segments_id, occurred_at) SELECT stage_id, segments_id, MAX(occurred_at) FROM stage_units GROUP BY stage_id, segments_id",
            transaction: transaction
        );
    }

    public async Task ForgetWritesAsync(CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        await dialect.ForgetWritesAsync(connection, cancel);
    }

    public Task<EraseOutcome> EraseAsync(byte[] customer, ScoringRules rules, CancellationToken cancel) =>
        WriteAsync(
            async (connection, transaction) =>
            {
                await FollowFrameworkAsync(connection, transaction, rules, cancel);
                await dimensions.LoadAsync(connection, transaction);
                var found = await dialect.FindCustomersAsync(connection, [customer], cancel);
                return found.TryGetValue(customer, out var id)
                    ? (await EraseAsync(connection, transaction, id, rules, cancel), (DimensionWriter?)null)
                    : (new EraseOutcome(0, 0), null);
            },
            cancel
        );

    private async Task<EraseOutcome> EraseAsync(DbConnection connection, DbTransaction transaction, long customer, ScoringRules rules, CancellationToken cancel)
    {
        var erased = await TakeAwayAsync(connection, transaction, table => $"{table}customer_id = {customer}", rules, cancel);
        // Somebody whose every signal was known already from another is a customer without signals.
        await connection.ExecuteAsync("DELETE FROM customers WHERE id = @customer", new { customer }, transaction);
        return erased;
    }

    /// <param name="which">The condition on signals, given the name they go by; of numbers only.</param>
    private static async Task ForgetAsync(DbConnection connection, DbTransaction transaction, Func<string, string> which, int signals)
    {
        // By stage, time and signal, because that is how units lie: a search by signal alone would read them all.
        var theirUnits = $"""
            FROM dimensions d CROSS JOIN signals s JOIN stage_units u ON u.stage_id = d.id AND u.occurred_at = s.occurred_at AND u.signal_id = s.id
            WHERE d.kind = 'Stage' AND {which("s.")}
            """;
        var units = await connection.QueryAsync<(long Stage, long At, long Signal, long Segments)>(
            $"SELECT u.stage_id, u.occurred_at, u.signal_id, u.segments_id {theirUnits}",
            transaction: transaction
        );
        var touched = new HashSet<(long Stage, long Segments)>();
        foreach (var (stage, at, signal, segments) in units.ToList())
        {
            touched.Add((stage, segments));
            await connection.ExecuteAsync(
                "DELETE FROM stage_units WHERE stage_id = @stage AND occurred_at = @at AND signal_id = @signal",
                new
                {
                    stage,
                    at,
                    signal,
                },
                transaction
            );
        }

        await connection.ExecuteAsync($"DELETE FROM placements WHERE signal_id IN (SELECT id FROM signals WHERE {which("")})", transaction: transaction);
        await connection.ExecuteAsync($"DELETE FROM signals WHERE {which("")}", transaction: transaction);
        foreach (var (stage, segments) in touched)
        {
            await connection.ExecuteAsync("DELETE FROM stage_latest WHERE stage_id = @stage AND segments_id = @segments", new { stage, segments }, transaction);
            await connection.ExecuteAsync(
                """
                INSERT INTO stage_latest (stage_id, segments_id, occurred_at) SELECT stage_id, segments_id, occurred_at FROM stage_units
                WHERE stage_id = @stage AND segments_id = @segments ORDER BY occurred_at DESC LIMIT 1
                """,
                new { stage, segments },
                transaction
            );
        }

        await connection.ExecuteAsync(
            "UPDATE store_state SET version = version + 1, signals = signals - @signals, first_at = (SELECT MIN(occurred_at) FROM signals), newest_at = (SELECT MAX(occurred_at) FROM signals)",
            new { signals },
            transaction
        );
    }
}
