using System.Data.Common;
using Dapper;
using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

/// <summary>Signals in SQLite or PostgreSQL. One append at a time; readers never wait for it.</summary>
public sealed partial class RelationalSignalStore(Store store) : ISignalStore, IDisposable
{
    private readonly Dialect dialect = Dialect.Of(store.Provider);
    private readonly Dimensions dimensions = new();
    private readonly SemaphoreSlim oneWriter = new(1, 1);

    public void Dispose() => oneWriter.Dispose();

    public async Task<AppendOutcome> AppendAsync(SignalBatch batch, ScoringRules rules, CancellationToken cancel) =>
        await WriteAsync(
            async (connection, transaction) =>
            {
                await FollowFrameworkAsync(connection, transaction, rules, cancel);
                var writer = await DimensionWriter.BeginAsync(dimensions, connection, transaction);
                var append = new Append(dialect, store, connection, transaction, writer, rules);
                var outcome = await append.RunAsync(batch, cancel);
                return (outcome, writer);
            },
            cancel
        );

    public async Task<long> ReadVersionAsync(CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        return await connection.ExecuteScalarAsync<long>("SELECT version FROM store_state");
    }

    public async Task<Guid?> ReadFrameworkAsync(CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        var text = await connection.ExecuteScalarAsync<string?>("SELECT framework_id FROM store_state");
        return text is null ? null : Guid.Parse(text);
    }

    /// <summary>
    /// One snapshot for all that a read does: sums, pairs and the numbers' meanings then belong together, whatever other
    /// processes commit meanwhile.
    /// </summary>
    private async Task<Snapshot> BeginReadAsync(CancellationToken cancel)
    {
        var connection = await store.OpenAsync(cancel);
        try
        {
            var transaction = await dialect.BeginReadAsync(connection, cancel);
            await dimensions.LoadAsync(connection, transaction);
            return new Snapshot(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed record Snapshot(DbConnection Connection, DbTransaction Transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Transaction.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }

    /// <summary>Numbers made in a transaction are remembered only once it has committed.</summary>
    private async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<(T Outcome, DimensionWriter? Made)>> work, CancellationToken cancel)
    {
        await oneWriter.WaitAsync(cancel);
        try
        {
            await using var connection = await store.OpenAsync(cancel);
            await using var transaction = await dialect.BeginWriteAsync(connection, cancel);
            var (outcome, made) = await work(connection, transaction);
            await transaction.CommitAsync(CancellationToken.None);
            made?.Committed();
            return outcome;
        }
        catch
        {
            await ForgetUncommittedNumbersAsync();
            throw;
        }
        finally
        {
            oneWriter.Release();
        }
    }

    private async Task ForgetUncommittedNumbersAsync()
    {
        try
        {
            await using var connection = await store.OpenAsync(CancellationToken.None);
            dimensions.ForgetAfter(await connection.ExecuteScalarAsync<long?>("SELECT MAX(id) FROM dimensions") ?? 0);
        }
        catch (DbException)
        {
            // The failure that brought us here is the one to report; without a store nothing can be numbered wrongly either.
        }
    }

    private async Task FollowFrameworkAsync(DbConnection connection, DbTransaction transaction, ScoringRules rules, CancellationToken cancel)
    {
        var current = await connection.ExecuteScalarAsync<string?>("SELECT framework_id FROM store_state", transaction: transaction);
        if (current != rules.FrameworkId?.ToString("N"))
            await RebuildAsync(connection, transaction, rules, cancel);
    }
}
