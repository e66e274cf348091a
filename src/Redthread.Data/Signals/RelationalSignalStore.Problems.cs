using System.Data.Common;
using System.Globalization;
using Dapper;
using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

public sealed partial class RelationalSignalStore
{
    public async Task<IReadOnlyList<StageProblem>> ReadProblemsAsync(ProblemQuery query, CancellationToken cancel)
    {
        await using var snapshot = await BeginReadAsync(cancel);
        var problems = new List<StageProblem>();
        var segment = query.SegmentId is { } id ? dimensions.Holding(id) : null;
        if (segment is { Count: 0 })
            return problems;
        var within = segment is null ? "" : $" AND s.segments_id IN ({string.Join(',', segment)})";
        var (from, before) = (Milliseconds(query.From), Milliseconds(query.Before));
        foreach (var (stage, weakBelow) in query.WeakBelow)
        {
            if (dimensions.Find(DimensionKind.Stage, stage) is not (> 0 and var number))
                continue;
            var sql = $"""
                SELECT s.customer_id, COUNT(*) FROM stage_units u JOIN signals s ON s.id = u.signal_id
                WHERE u.stage_id = {number} AND u.occurred_at >= {from} AND u.occurred_at < {before} AND u.score IS NOT NULL{within}
                AND (s.customer_id IS NOT NULL OR u.score < {Text(weakBelow)})
                GROUP BY s.customer_id HAVING s.customer_id IS NULL OR AVG(u.score) < {Text(weakBelow)}
                """;
            await ReadProblemsAsync(snapshot.Connection, sql, stage, problems, cancel);
        }

        // A verbatim that waits says nothing of where; one whose own ratings are good is no problem.
        var lowest = Text(query.WeakBelow.Values.DefaultIfEmpty(50).Average());
        var waiting = $"""
            SELECT s.customer_id, COUNT(*) FROM signals s
            WHERE s.waiting = 1 AND s.occurred_at >= {from} AND s.occurred_at < {before}{within}
            AND NOT EXISTS (
                SELECT 1 FROM dimensions d JOIN stage_units u ON u.stage_id = d.id AND u.occurred_at = s.occurred_at AND u.signal_id = s.id
                WHERE d.kind = '{DimensionKind.Stage}' AND u.score >= {lowest}
            )
            GROUP BY s.customer_id
            """;
        await ReadProblemsAsync(snapshot.Connection, waiting, null, problems, cancel);
        return problems;
    }

    private async Task ReadProblemsAsync(DbConnection connection, string sql, Guid? stage, List<StageProblem> problems, CancellationToken cancel)
    {
        await using var reader = await QueryAsync(connection, sql, cancel);
        while (await reader.ReadAsync(cancel))
            problems.Add(new StageProblem(stage, reader.IsDBNull(0) ? null : Long(reader, 0), (int)Long(reader, 1)));
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
