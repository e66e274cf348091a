using System.Data.Common;
using Dapper;
using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

public sealed partial class RelationalSignalStore
{
    /// <summary>The origin of a row that says where a verbatim does not belong; the target 0 is any.</summary>
    private const string Refused = "Refused";

    private const int PlacedAtOnce = 500;

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
                    await TakeBackAsync(connection, transaction, rows[0], placement.Kind, target, placedBy);
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
            INSERT INTO placements (signal_id, kind, target_id, origin, placed_by, confidence) VALUES (@signal, @kind, @target, @origin, @placedBy, @confidence)
            ON CONFLICT (signal_id, kind, target_id) DO UPDATE SET origin = excluded.origin, placed_by = excluded.placed_by, confidence = excluded.confidence
            """,
            new
            {
                signal = row.Id,
                kind = placement.Kind.ToString(),
                target = (long)target,
                origin = placement.Origin.ToString(),
                placedBy,
                confidence = placement.Confidence,
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

    private static async Task TakeBackAsync(DbConnection connection, DbTransaction transaction, SignalRow row, PlacementKind kind, int target, string takenBy)
    {
        await connection.ExecuteAsync(
            $"""
            DELETE FROM placements WHERE signal_id = @signal AND kind = @kind AND target_id = @target AND origin = '{PlacementOrigin.Hand}';
            UPDATE placements SET origin = '{Refused}', placed_by = @takenBy, confidence = NULL WHERE signal_id = @signal AND kind = @kind AND target_id = @target;
            """,
            new
            {
                signal = row.Id,
                kind = kind.ToString(),
                target = (long)target,
                takenBy,
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
            $"UPDATE signals SET waiting = 1 WHERE id = @id AND NOT EXISTS (SELECT 1 FROM placements WHERE signal_id = @id AND kind = 'Stage' AND origin <> '{Refused}')",
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
                // Of no stage at all: remembered, so that the classifier leaves it alone and learns from it.
                await connection.ExecuteAsync(
                    waiting
                        ? "DELETE FROM placements WHERE signal_id = @signalId AND kind = 'Stage' AND target_id = 0"
                        : $"INSERT INTO placements (signal_id, kind, target_id, origin) SELECT id, 'Stage', 0, '{Refused}' FROM signals WHERE id = @signalId AND verbatim IS NOT NULL ON CONFLICT (signal_id, kind, target_id) DO NOTHING",
                    new { signalId },
                    transaction
                );
                await connection.ExecuteAsync("UPDATE store_state SET version = version + 1", transaction: transaction);
                return (changed == 1, (DimensionWriter?)null);
            },
            cancel
        );

    public Task<int> PlaceAllAsync(IReadOnlyList<SignalPlacement> placements, string placedBy, CancellationToken cancel) =>
        WriteAsync(
            async (connection, transaction) =>
            {
                var numbers = await DimensionWriter.BeginAsync(dimensions, connection, transaction);
                var wanted = placements
                    .Select(row =>
                        (
                            row.SignalId,
                            row.Placement,
                            Target: numbers.Number(row.Placement.Kind == PlacementKind.Stage ? DimensionKind.Stage : DimensionKind.Need, row.Placement.TargetId)
                        )
                    )
                    .DistinctBy(row => (row.SignalId, row.Placement.Kind, row.Target))
                    .ToList();
                await dialect.InsertAsync(connection, numbers.Rows, cancel);
                var placed = 0;
                foreach (var chunk in wanted.Chunk(PlacedAtOnce))
                    placed += await PlaceAllAsync(connection, transaction, chunk, placedBy, cancel);
                if (placed > 0)
                    await connection.ExecuteAsync("UPDATE store_state SET version = version + 1", transaction: transaction);
                return (placed, numbers);
            },
            cancel
        );

    private async Task<int> PlaceAllAsync(
        DbConnection connection,
        DbTransaction transaction,
        IReadOnlyList<(long SignalId, NewPlacement Placement, int Target)> wanted,
        string placedBy,
        CancellationToken cancel
    )
    {
        var ids = string.Join(',', wanted.Select(row => row.SignalId).Distinct());
        var signals = (await dialect.ReadSignalsAsync(connection, $"id IN ({ids})", cancel)).ToDictionary(row => row.Id);
        var known = (
            await connection.QueryAsync<(long Signal, string Kind, long Target, string Origin)>(
                $"SELECT signal_id, kind, target_id, origin FROM placements WHERE signal_id IN ({ids})",
                transaction: transaction
            )
        ).ToList();
        var there = known.Select(row => (row.Signal, row.Kind, row.Target)).ToHashSet();
        var confirmed = known.Where(row => row.Origin == nameof(PlacementOrigin.Hand) || row.Target == 0).Select(row => (row.Signal, row.Kind)).ToHashSet();
        var placed = wanted
            .Where(row => signals.ContainsKey(row.SignalId))
            .Where(row => !confirmed.Contains((row.SignalId, $"{row.Placement.Kind}")) && !there.Contains((row.SignalId, $"{row.Placement.Kind}", row.Target)))
            .ToList();
        foreach (var (id, placement, target) in placed)
            await PlaceAsync(connection, transaction, signals[id], placement, target, placedBy, cancel);
        return placed.Count;
    }

    public async Task<PlacedVerbatims> ReadPlacedAsync(PlacedQuery query, CancellationToken cancel)
    {
        await using var snapshot = await BeginReadAsync(cancel);
        var confirmed = await ReadPlacedAsync(
            snapshot.Connection,
            $"SELECT DISTINCT signal_id FROM placements WHERE origin IN ('{PlacementOrigin.Hand}', '{Refused}') ORDER BY signal_id DESC LIMIT {query.Confirmed}"
        );
        var given = new List<PlacedVerbatim>();
        foreach (var (kind, id) in query.Targets)
        {
            if (dimensions.Find(kind == PlacementKind.Stage ? DimensionKind.Stage : DimensionKind.Need, id) is not (> 0 and var target))
                continue;
            given.AddRange(
                await ReadPlacedAsync(
                    snapshot.Connection,
                    $"""
                    SELECT signal_id FROM placements WHERE kind = '{kind}' AND target_id = {target} AND origin IN ('{PlacementOrigin.Mapping}', '{PlacementOrigin.Rule}')
                    ORDER BY signal_id DESC LIMIT {query.EachTarget}
                    """
                )
            );
        }

        var known = confirmed.Select(row => row.SignalId).ToHashSet();
        return new(confirmed, [.. given.Where(row => !known.Contains(row.SignalId)).DistinctBy(row => row.SignalId).OrderBy(row => row.SignalId)]);
    }

    private async Task<List<PlacedVerbatim>> ReadPlacedAsync(DbConnection connection, string which)
    {
        var rows = await connection.QueryAsync<(long Signal, string Verbatim, string Kind, long Target, string Origin, string? By)>(
            $"""
            SELECT s.id, s.verbatim, p.kind, p.target_id, p.origin, p.placed_by
            FROM ({which}) c JOIN signals s ON s.id = c.signal_id JOIN placements p ON p.signal_id = s.id
            WHERE s.verbatim IS NOT NULL AND p.origin <> '{PlacementOrigin.Classifier}' ORDER BY s.id, p.kind, p.target_id
            """
        );
        return
        [
            .. rows.GroupBy(row => (row.Signal, row.Verbatim))
                .Select(signal => new PlacedVerbatim(
                    signal.Key.Signal,
                    signal.Key.Verbatim,
                    [
                        .. signal
                            .Where(row => row.Origin != Refused)
                            .Select(row => new StoredPlacement(
                                Enum.Parse<PlacementKind>(row.Kind),
                                dimensions.IdOf((int)row.Target),
                                Enum.Parse<PlacementOrigin>(row.Origin),
                                row.By
                            )),
                    ],
                    [.. signal.Where(row => row.Origin == Refused && row.Target != 0).Select(row => dimensions.IdOf((int)row.Target))],
                    signal.Any(row => row.Target == 0)
                )),
        ];
    }
}
