using System.Data.Common;
using Dapper;
using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

/// <summary>What append, erase and rebuild share about the rows of a signal.</summary>
internal static class SignalRows
{
    private const string Columns = "id, occurred_at, customer_id, segments_id, channel_id, source_id, weight, readings";

    /// <summary>By hand, because the numbers come as 64 bits and the row keeps them as 32.</summary>
    public static async Task<List<SignalRow>> QueryAsync(DbConnection connection, DbTransaction? transaction, string where, object parameters)
    {
        var rows = new List<SignalRow>();
        await using var reader = await connection.ExecuteReaderAsync($"SELECT {Columns} FROM signals WHERE {where}", parameters, transaction);
        while (await reader.ReadAsync())
            rows.Add(
                new SignalRow(
                    reader.GetInt64(0),
                    reader.GetInt64(1),
                    reader.IsDBNull(2) ? null : reader.GetInt64(2),
                    (int)reader.GetInt64(3),
                    (int)reader.GetInt64(4),
                    (int)reader.GetInt64(5),
                    reader.GetDouble(6),
                    (byte[])reader[7]
                )
            );
        return rows;
    }

    public static CustomerUnit OfCustomer(SignalRow row, int stage, double score, Periods periods) => new(stage, periods, row.Segments, row.Channel, row.Source, row.Weight, score);

    /// <summary>The customer in stage 0, which only counts who was heard at all.</summary>
    public static CustomerUnit Whole(SignalRow row, Periods periods) => OfCustomer(row, 0, 0, periods);

    public static void AddUnitRow(Rows units, SignalRow row, int stage, double? score)
    {
        units[0].Add((long)stage);
        units[1].Add(row.OccurredAt);
        units[2].Add(row.Id);
        units[3].Add((long)row.Segments);
        units[4].Add((long)row.Channel);
        units[5].Add((long)row.Source);
        units[6].Add(score);
    }

    public static Task CountUpAsync(DbConnection connection, DbTransaction transaction, long signals, long? first, long? newest) =>
        connection.ExecuteAsync(
            """
            UPDATE store_state SET version = version + 1, signals = signals + @signals,
                first_at = CASE WHEN first_at IS NULL OR @first < first_at THEN COALESCE(@first, first_at) ELSE first_at END,
                newest_at = CASE WHEN newest_at IS NULL OR @newest > newest_at THEN COALESCE(@newest, newest_at) ELSE newest_at END
            """,
            new
            {
                signals,
                first,
                newest,
            },
            transaction
        );
}
