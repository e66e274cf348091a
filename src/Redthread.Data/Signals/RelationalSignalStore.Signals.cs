using System.Data.Common;
using Dapper;
using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

public sealed partial class RelationalSignalStore
{
    public async Task<IReadOnlyList<StoredSignal>> ReadSignalsAsync(SignalQuery query, CancellationToken cancel)
    {
        await using var snapshot = await BeginReadAsync(cancel);
        var connection = snapshot.Connection;
        var fromUnits = query.StageId is not null;
        var at = fromUnits ? "u" : "s";
        var where = new List<string> { "1 = 1" };
        if (query.StageId is { } stage)
            where.Add($"u.stage_id = {dimensions.Find(DimensionKind.Stage, stage)}");
        if (query.SegmentId is { } segment)
            where.Add($"{at}.segments_id IN ({In(dimensions.Holding(segment))})");
        if (query.ChannelId is { } channel)
            where.Add($"{at}.channel_id = {OrNone(dimensions.Find(DimensionKind.Channel, channel))}");
        if (query.SourceId is { } source)
            where.Add($"{at}.source_id = {OrNone(dimensions.Find(DimensionKind.Source, source))}");
        if (query.From is { } from)
            where.Add($"{at}.occurred_at >= {Milliseconds(from)}");
        if (query.Before is { } before)
            where.Add($"{at}.occurred_at < {Milliseconds(before)}");
        if (query.VerbatimOnly)
            where.Add("s.verbatim IS NOT NULL");
        if (query.WaitingOnly)
            where.Add("s.waiting = 1");
        if (query.SignalId is { } id)
            where.Add($"s.id = {id}");
        if (query.SignalIds is { } ids)
            where.Add($"s.id IN ({(ids.Count == 0 ? "-1" : string.Join(',', ids))})");
        if (query.ExternalId is { } external)
            where.Add($"s.external_id = '{external.Replace("'", "''", StringComparison.Ordinal)}'");
        if (query.AfterId is { } after)
            where.Add($"s.id > {after}");
        var sql = $"""
            SELECT s.id, s.source_id, s.external_id, s.occurred_at, s.customer_id, s.account_id, s.segments_id, s.channel_id, s.weight, s.verbatim, s.language, s.waiting, s.readings,
                {(fromUnits ? "u.score" : "NULL")}
            FROM {(fromUnits ? "stage_units u JOIN signals s ON s.id = u.signal_id" : "signals s")}
            WHERE {string.Join(" AND ", where)}
            ORDER BY {(query.AfterId is null ? $"{at}.occurred_at DESC, s.id DESC" : "s.id")} LIMIT {query.Limit} OFFSET {query.Offset}
            """;
        return await ReadSignalsAsync(connection, sql, cancel);
    }

    public async Task<long?> FindCustomerAsync(byte[] customer, CancellationToken cancel)
    {
        await using var snapshot = await BeginReadAsync(cancel);
        return (await dialect.FindCustomersAsync(snapshot.Connection, [customer], cancel)).TryGetValue(customer, out var number) ? number : null;
    }

    private async Task<IReadOnlyList<StoredSignal>> ReadSignalsAsync(DbConnection connection, string sql, CancellationToken cancel)
    {
        var signals = new List<StoredSignal>();
        await using (var reader = await QueryAsync(connection, sql, cancel))
        {
            while (await reader.ReadAsync(cancel))
                signals.Add(Signal(reader));
        }

        if (signals.Count == 0)
            return signals;
        var ids = string.Join(',', signals.Select(signal => signal.Id));
        var placed = await connection.QueryAsync<(long Signal, string Kind, long Target, string Origin, string? By)>(
            $"SELECT signal_id, kind, target_id, origin, placed_by FROM placements WHERE signal_id IN ({ids}) ORDER BY signal_id, kind, target_id"
        );
        var bySignal = placed.ToLookup(
            row => row.Signal,
            row => new StoredPlacement(Enum.Parse<PlacementKind>(row.Kind), dimensions.IdOf((int)row.Target), Enum.Parse<PlacementOrigin>(row.Origin), row.By)
        );
        return signals.ConvertAll(signal => signal with { Placements = [.. bySignal[signal.Id]] });
    }

    private StoredSignal Signal(DbDataReader reader)
    {
        var packed = new List<PackedReading>();
        PackedReadings.Unpack((byte[])reader[12], packed);
        return new StoredSignal(
            reader.GetInt64(0),
            dimensions.IdOf(Int(reader, 1)),
            reader.GetString(2),
            Instant(reader.GetInt64(3))!.Value,
            !reader.IsDBNull(4),
            reader.IsDBNull(4) ? null : reader.GetInt64(4),
            Int(reader, 5) == 0 ? null : dimensions.ValueOf(Int(reader, 5)),
            dimensions.IdsOf(Int(reader, 6)),
            dimensions.OptionalIdOf(Int(reader, 7)),
            reader.GetDouble(8),
            reader.IsDBNull(9) ? null : reader.GetString(9),
            reader.IsDBNull(10) ? null : reader.GetString(10),
            Int(reader, 11) == 1,
            packed.ConvertAll(reading => new NewReading(
                dimensions.IdOf(reading.Measure),
                dimensions.IdOf(reading.Stage),
                dimensions.OptionalIdOf(reading.Touchpoint),
                reading.Value
            )),
            [],
            reader.IsDBNull(13) ? null : reader.GetDouble(13)
        );
    }

    public Task<bool> PlaceAsync(long signalId, NewPlacement placement, string placedBy, bool remove, CancellationToken cancel) =>
        WriteAsync(
            async (connection, transaction) =>
            {
                var rows = await dialect.ReadSignalsAsync(connection, "id = @signal", cancel, ("signal", signalId));
                if (rows.Count == 0)
                    return (false, (DimensionWriter?)null);
                var numbers = await DimensionWriter.BeginAsync(dimensions, connection, transaction);
                var target = numbers.Number(placement.Kind == PlacementKind.Stage ? DimensionKind.Stage : DimensionKind.Need, placement.TargetId);
                await dialect.InsertAsync(connection, numbers.Rows, cancel);
                if (remove)
                    await TakeBackAsync(connection, transaction, rows[0], placement.Kind, target);
                else
                    await PlaceAsync(connection, transaction, rows[0], placement, target, placedBy, cancel);
                await connection.ExecuteAsync("UPDATE store_state SET version = version + 1", transaction: transaction);
                return (true, numbers);
            },
            cancel
        );

    private async Task PlaceAsync(DbConnection connection, DbTransaction transaction, SignalRow row, NewPlacement placement, int target, string placedBy, CancellationToken cancel)
    {
        await connection.ExecuteAsync(
            """
            INSERT INTO placements (signal_id, kind, target_id, origin, placed_by) VALUES (@signal, @kind, @target, @origin, @placedBy)
            ON CONFLICT (signal_id, kind, target_id) DO UPDATE SET origin = excluded.origin, placed_by = excluded.placed_by
            """,
            new
            {
                signal = row.Id,
                kind = placement.Kind.ToString(),
                target = (long)target,
                origin = placement.Origin.ToString(),
                placedBy,
            },
            transaction
        );
        if (placement.Kind != PlacementKind.Stage)
            return;
        await connection.ExecuteAsync("UPDATE signals SET waiting = 0 WHERE id = @id", new { id = row.Id }, transaction);
        var units = new UnitRows();
        units.Add(row, target, null);
        await dialect.InsertAsync(connection, units.ToRows(), cancel);
        await connection.ExecuteAsync(
            """
            INSERT INTO stage_latest (stage_id, segments_id, occurred_at) VALUES (@stage, @segments, @at)
            ON CONFLICT (stage_id, segments_id) DO UPDATE SET occurred_at = excluded.occurred_at WHERE excluded.occurred_at > stage_latest.occurred_at
            """,
            new
            {
                stage = (long)target,
                segments = (long)row.Segments,
                at = row.OccurredAt,
            },
            transaction
        );
    }

    private static async Task TakeBackAsync(DbConnection connection, DbTransaction transaction, SignalRow row, PlacementKind kind, int target)
    {
        await connection.ExecuteAsync(
            "DELETE FROM placements WHERE signal_id = @signal AND kind = @kind AND target_id = @target",
            new
            {
                signal = row.Id,
                kind = kind.ToString(),
                target = (long)target,
            },
            transaction
        );
        if (kind != PlacementKind.Stage)
            return;
        // The unit stays where a reading speaks of the stage too.
        var readings = new List<PackedReading>();
        PackedReadings.Unpack(row.Readings, readings);
        if (!readings.Exists(reading => reading.Stage == target))
            await connection.ExecuteAsync(
                "DELETE FROM stage_units WHERE stage_id = @stage AND occurred_at = @at AND signal_id = @signal",
                new
                {
                    stage = (long)target,
                    at = row.OccurredAt,
                    signal = row.Id,
                },
                transaction
            );
        await connection.ExecuteAsync(
            "UPDATE signals SET waiting = 1 WHERE id = @id AND NOT EXISTS (SELECT 1 FROM placements WHERE signal_id = @id AND kind = 'Stage')",
            new { id = row.Id },
            transaction
        );
    }

    public Task<bool> SetWaitingAsync(long signalId, bool waiting, CancellationToken cancel) =>
        WriteAsync(
            async (connection, transaction) =>
            {
                var changed = await connection.ExecuteAsync(
                    "UPDATE signals SET waiting = @waiting WHERE id = @signalId AND verbatim IS NOT NULL",
                    new { waiting = waiting ? 1L : 0L, signalId },
                    transaction
                );
                await connection.ExecuteAsync("UPDATE store_state SET version = version + 1", transaction: transaction);
                return (changed == 1, (DimensionWriter?)null);
            },
            cancel
        );

    private static long Milliseconds(DateTime at) => new DateTimeOffset(at.ToUniversalTime(), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
