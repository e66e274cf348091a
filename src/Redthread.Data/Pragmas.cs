using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Redthread.Data;

/// <summary>
/// What every SQLite connection sets. FULL, because a signal is acknowledged only when it is on disk; secure_delete,
/// because who is erased is gone from the file too.
/// </summary>
internal static class Pragmas
{
    public const int CacheKibibytes = 65_536;
    public const int SmallCacheKibibytes = 2_048;

    private static readonly string Sql =
        $"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=60000; PRAGMA foreign_keys=ON; PRAGMA cache_size=-{CacheKibibytes}; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;";

    public static DbConnectionInterceptor Interceptor { get; } = new OnOpen();

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<object, object> Applied = [];

    /// <summary>Once for each connection of the pool: the pool hands out the same handle, and a handle keeps its pragmas.</summary>
    public static void Apply(SqliteConnection connection)
    {
        if (connection.Handle is not { } handle || !Applied.TryAdd(handle, handle))
            return;
        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.ExecuteNonQuery();
    }

    private sealed class OnOpen : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply((SqliteConnection)connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Apply((SqliteConnection)connection);
            return Task.CompletedTask;
        }
    }
}
