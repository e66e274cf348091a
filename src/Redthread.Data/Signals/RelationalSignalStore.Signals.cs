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
        var (at, from, where) = Matching(query);
        var sql = $"""
            SELECT s.id, s.source_id, s.external_id, s.occurred_at, s.customer_id, s.account_id, s.segments_id, s.channel_id, s.weight, s.verbatim, s.language, s.waiting, s.readings,
                {(at == "u" ? "u.score" : "NULL")}
            FROM {from}
            WHERE {where}
            ORDER BY {(query.AfterId is null ? $"{at}.occurred_at DESC, s.id DESC" : "s.id")} LIMIT {query.Limit} OFFSET {query.Offset}
            """;
        return await ReadSignalsAsync(connection, sql, cancel);
    }

    public async Task<int> CountSignalsAsync(SignalQuery query, int most, CancellationToken cancel)
    {
        await using var snapshot = await BeginReadAsync(cancel);
        var (_, from, where) = Matching(query);
        return await snapshot.Connection.ExecuteScalarAsync<int>($"SELECT COUNT(*) FROM (SELECT 1 FROM {from} WHERE {where} LIMIT {most}) AS found");
    }

    /// <summary>The alias that filters read, what is read from, and the condition.</summary>
    private (string At, string From, string Where) Matching(SignalQuery query)
    {
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
        if (query.From is { } since)
            where.Add($"{at}.occurred_at >= {Milliseconds(since)}");
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
        if (query.Customers is { } customers)
            where.Add($"s.customer_id IN ({(customers.Count == 0 ? "-1" : string.Join(',', customers))})");
        if (query.ExternalId is { } external)
            where.Add($"s.external_id = '{external.Replace("'", "''", StringComparison.Ordinal)}'");
        if (query is { ScoredOnly: true, StageId: not null })
            where.Add("u.score IS NOT NULL");
        if (query.AfterId is { } after)
            where.Add($"s.id > {after}");
        return (at, fromUnits ? "stage_units u JOIN signals s ON s.id = u.signal_id" : "signals s", string.Join(" AND ", where));
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
        var placed = await connection.QueryAsync<(long Signal, string Kind, long Target, string Origin, string? By, double? Confidence)>(
            $"SELECT signal_id, kind, target_id, origin, placed_by, confidence FROM placements WHERE signal_id IN ({ids}) AND origin <> '{Refused}' ORDER BY signal_id, kind, target_id"
        );
        var bySignal = placed.ToLookup(
            row => row.Signal,
            row => new StoredPlacement(Enum.Parse<PlacementKind>(row.Kind), dimensions.IdOf((int)row.Target), Enum.Parse<PlacementOrigin>(row.Origin), row.By, row.Confidence)
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

    private static long Milliseconds(DateTime at) => new DateTimeOffset(at.ToUniversalTime(), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
