using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Redthread.Data;

public enum Provider
{
    Sqlite,
    Postgres,
}

/// <summary>Which database, and how to open it. The default is one SQLite file in the data folder.</summary>
public sealed record Store(Provider Provider, string ConnectionString)
{
    public static Store Of(string dataFolder, string? postgres) =>
        string.IsNullOrWhiteSpace(postgres)
            ? new Store(Provider.Sqlite, new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataFolder, "redthread.db"), DefaultTimeout = 60 }.ToString())
            : new Store(Provider.Postgres, postgres);

    /// <summary>The SQLite file, or null on PostgreSQL.</summary>
    public string? File => Provider == Provider.Sqlite ? new SqliteConnectionStringBuilder(ConnectionString).DataSource : null;

    public DbConnection NewConnection() => Provider == Provider.Sqlite ? new SqliteConnection(ConnectionString) : new NpgsqlConnection(ConnectionString);

    public async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = NewConnection();
        try
        {
            await connection.OpenAsync(cancel);
            if (connection is SqliteConnection sqlite)
                Pragmas.Apply(sqlite);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public void Configure(DbContextOptionsBuilder options)
    {
        if (Provider == Provider.Sqlite)
            options.UseSqlite(ConnectionString).AddInterceptors(Pragmas.Interceptor);
        else
            options.UseNpgsql(ConnectionString);
    }
}
