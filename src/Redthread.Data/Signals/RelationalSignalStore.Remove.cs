using System.Data.Common;
using Dapper;
using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

public sealed partial class RelationalSignalStore
{
    public Task<int> RemoveAsync(IReadOnlyCollection<long> signals, ScoringRules rules, CancellationToken cancel) =>
        signals.Count == 0
            ? Task.FromResult(0)
            : WriteAsync(
                async (connection, transaction) =>
                {
                    await FollowFrameworkAsync(connection, transaction, rules, cancel);
                    await dimensions.LoadAsync(connection, transaction);
                    var ids = string.Join(',', signals.Distinct());
                    return ((await TakeAwayAsync(connection, transaction, table => $"{table}id IN ({ids})", rules, cancel)).Signals, (DimensionWriter?)null);
                },
                cancel
            );

    /// <summary>Takes signals away and corrects every cell they are in; a customer of whom nothing is left goes too.</summary>
    /// <param name="which">The condition on signals, given the name they go by; of numbers only.</param>
    private async Task<EraseOutcome> TakeAwayAsync(DbConnection connection, DbTransaction transaction, Func<string, string> which, ScoringRules rules, CancellationToken cancel)
    {
        var rows = await dialect.ReadSignalsAsync(connection, $"{which("s.")} ORDER BY s.id", cancel);
        var numbered = new NumberedRules(rules, dimensions.IdOf, mix => dimensions.Find(DimensionKind.Mix, mix));
        var (away, again) = (new RollupDeltas(-1), new RollupDeltas());
        var readings = new List<PackedReading>();
        var units = new List<Unit>();
        foreach (var row in rows)
        {
            PackedReadings.Unpack(row.Readings, readings);
            numbered.UnitsOf(readings, units);
            away.AddReadings(row, readings, numbered);
            away.AddSignal(row);
            foreach (var unit in units)
                away.AddUnit(row, unit);
            if (row.Customer is null)
                away.AddWithin(row, units);
        }

        var gone = rows.Select(row => row.Id).ToHashSet();
        var customers = rows.Where(row => row.Customer is not null).Select(row => row.Customer!.Value).Distinct().ToList();
        foreach (var customer in customers)
        {
            // Pairs and distinct customers come from all that a customer said: taken away whole, and what stays counted anew.
            var theirs = await dialect.ReadSignalsAsync(connection, "customer_id = @customer ORDER BY occurred_at", cancel, ("customer", customer));
            AddPairs(theirs, numbered, away);
            AddPairs(theirs.FindAll(row => !gone.Contains(row.Id)), numbered, again);
        }

        await FlushAsync(connection, away, cancel);
        await FlushAsync(connection, again, cancel);
        foreach (var table in new[] { "stage_rollups", "stage_pairs", "stage_crosses", "stage_customers", "touchpoint_rollups" })
            await connection.ExecuteAsync($"DELETE FROM {table} WHERE n = 0", transaction: transaction);
        await ForgetAsync(connection, transaction, which, rows.Count);
        foreach (var customer in customers)
            await connection.ExecuteAsync(
                "DELETE FROM customers WHERE id = @customer AND NOT EXISTS (SELECT 1 FROM signals WHERE customer_id = @customer)",
                new { customer },
                transaction
            );
        return new EraseOutcome(rows.Count, away.Cells);
    }
}
