using Dapper;
using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

public sealed partial class RelationalSignalStore
{
    public async Task<CustomerVoices> ReadCustomerVoicesAsync(CustomerVoiceQuery query, CancellationToken cancel)
    {
        await using var snapshot = await BeginReadAsync(cancel);
        var (from, before) = (Milliseconds(query.From), Milliseconds(query.Before));
        var numbers = new Dictionary<byte[], long>(BytesComparer.It);
        await using (var reader = await QueryAsync(snapshot.Connection, "SELECT id, pseudonym FROM customers", cancel))
        {
            while (await reader.ReadAsync(cancel))
                numbers[(byte[])reader[1]] = Long(reader, 0);
        }

        var scores = new List<CustomerStageScore>();
        foreach (var stage in query.Stages)
        {
            if (dimensions.Find(DimensionKind.Stage, stage) is not (> 0 and var number))
                continue;
            var sql = $"""
                SELECT s.customer_id, AVG(u.score), COUNT(*) FROM stage_units u JOIN signals s ON s.id = u.signal_id
                WHERE u.stage_id = {number} AND u.occurred_at >= {from} AND u.occurred_at < {before} AND u.score IS NOT NULL AND s.customer_id IS NOT NULL
                GROUP BY s.customer_id ORDER BY s.customer_id
                """;
            await using var reader = await QueryAsync(snapshot.Connection, sql, cancel);
            while (await reader.ReadAsync(cancel))
                scores.Add(new CustomerStageScore(Long(reader, 0), stage, reader.GetDouble(1), (int)Long(reader, 2)));
        }

        var needs = new List<CustomerNeed>();
        var placed = $"""
            SELECT DISTINCT p.target_id, s.customer_id FROM placements p JOIN signals s ON s.id = p.signal_id
            WHERE p.kind = '{PlacementKind.Need}' AND s.occurred_at >= {from} AND s.occurred_at < {before} AND s.customer_id IS NOT NULL
            """;
        await using (var reader = await QueryAsync(snapshot.Connection, placed, cancel))
        {
            while (await reader.ReadAsync(cancel))
                needs.Add(new CustomerNeed(Long(reader, 1), dimensions.IdOf((int)Long(reader, 0))));
        }

        return new CustomerVoices(numbers, scores, needs);
    }

    public async Task<IReadOnlyDictionary<long, double>> ReadCustomerReadingsAsync(Guid measureId, DateTime from, DateTime before, CancellationToken cancel)
    {
        await using var snapshot = await BeginReadAsync(cancel);
        var sums = new Dictionary<long, (double Sum, int N)>();
        if (dimensions.Find(DimensionKind.Measure, measureId) is not (> 0 and var measure))
            return new Dictionary<long, double>();
        var rows = await dialect.ReadSignalsAsync(
            snapshot.Connection,
            "customer_id IS NOT NULL AND occurred_at >= @from AND occurred_at < @before ORDER BY id",
            cancel,
            ("from", Milliseconds(from)),
            ("before", Milliseconds(before))
        );
        var readings = new List<PackedReading>();
        foreach (var row in rows)
        {
            PackedReadings.Unpack(row.Readings, readings);
            foreach (var reading in readings.Where(reading => reading.Measure == measure))
            {
                var (sum, n) = sums.GetValueOrDefault(row.Customer!.Value);
                sums[row.Customer.Value] = (sum + reading.Value, n + 1);
            }
        }

        return sums.ToDictionary(entry => entry.Key, entry => entry.Value.Sum / entry.Value.N);
    }
}
