using System.Data.Common;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Redthread.Data.Signals;

/// <summary>Sends each column as one array; appends take turns by an advisory lock, so ids and rollups never race.</summary>
internal sealed class PostgresDialect : Dialect
{
    private const long AppendLock = 7_305_114_002;

    public override async Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancel)
    {
        var transaction = await connection.BeginTransactionAsync(cancel);
        await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({AppendLock})", transaction: transaction);
        return transaction;
    }

    public override async Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancel) =>
        await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);

    public override async Task InsertAsync(DbConnection connection, Rows rows, CancellationToken cancel)
    {
        if (rows.Count == 0)
            return;
        await using var command = Command(connection, rows, "");
        await command.ExecuteNonQueryAsync(cancel);
    }

    public override async Task InsertNewAsync(DbConnection connection, Rows rows, bool[] inserted, Action<int> marked, CancellationToken cancel)
    {
        if (rows.Count == 0)
            return;
        var first = rows[0].Integers[0];
        await using var command = Command(connection, rows, "RETURNING id");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        // Ids of a batch are consecutive, so an id says which row it was.
        while (await reader.ReadAsync(cancel))
            inserted[reader.GetInt64(0) - first] = true;
        marked(rows.Count);
    }

    public override async Task<Dictionary<byte[], long>> FindCustomersAsync(DbConnection connection, IReadOnlyCollection<byte[]> pseudonyms, CancellationToken cancel)
    {
        var found = new Dictionary<byte[], long>(pseudonyms.Count, BytesComparer.It);
        await using var command = new NpgsqlCommand("SELECT pseudonym, id FROM customers WHERE pseudonym = ANY($1)", (NpgsqlConnection)connection);
        command.Parameters.Add(new NpgsqlParameter { Value = pseudonyms.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            found[(byte[])reader[0]] = reader.GetInt64(1);
        return found;
    }

    public override async Task<List<SignalRow>> ReadSignalsAsync(DbConnection connection, string where, CancellationToken cancel, params (string Name, long Value)[] values)
    {
        await using var command = new NpgsqlCommand($"SELECT {SignalRows.Columns} FROM signals s WHERE {where}", (NpgsqlConnection)connection);
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return await ReadAllAsync(command, cancel);
    }

    public override async Task<List<SignalRow>> ReadSpansAsync(DbConnection connection, IReadOnlyList<CustomerSpan> spans, CancellationToken cancel)
    {
        const string sql = $"""
            SELECT {SignalRows.Columns} FROM unnest($1, $2, $3) AS span (customer, from_at, to_at)
            JOIN signals s ON s.customer_id = span.customer AND s.occurred_at >= span.from_at AND s.occurred_at < span.to_at
            """;
        await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)connection);
        foreach (var values in new[] { spans.Select(span => span.Customer), spans.Select(span => span.From), spans.Select(span => span.To) })
            command.Parameters.Add(new NpgsqlParameter { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        return await ReadAllAsync(command, cancel);
    }

    private static async Task<List<SignalRow>> ReadAllAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var rows = new List<SignalRow>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
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

    private static NpgsqlCommand Command(DbConnection connection, Rows rows, string returning)
    {
        var arrays = string.Join(", ", rows.Columns.Select((_, index) => $"${index + 1}"));
        var command = new NpgsqlCommand($"INSERT INTO {rows.Table} ({rows.Names}) SELECT * FROM unnest({arrays}) {rows.Conflict} {returning}", (NpgsqlConnection)connection);
        foreach (var column in rows.Columns)
            command.Parameters.Add(Parameter(column));
        return command;
    }

    private static NpgsqlParameter Parameter(Column column) =>
        column.Type switch
        {
            ColumnType.Integer => new()
            {
                Value = column.Integers.Select((value, row) => column.Nulls[row] ? (long?)null : value).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
            },
            ColumnType.Real => new()
            {
                Value = column.Reals.Select((value, row) => column.Nulls[row] ? (double?)null : value).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double,
            },
            ColumnType.Text => new() { Value = column.Texts.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            _ => new() { Value = column.Blobs.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
        };
}
