using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Redthread.Data;

/// <summary>
/// Brings the schema up to date: numbered SQL files, one transaction each. SQLite is copied aside first; PostgreSQL
/// takes an advisory lock, so that two nodes starting together do not both migrate.
/// </summary>
public sealed class Migrator(Store store, TimeProvider time)
{
    private const long AdvisoryLock = 7_305_114_001;

    public sealed record Outcome(int From, int To, string? Backup);

    /// <exception cref="InvalidOperationException">The schema is newer than this program.</exception>
    public async Task<Outcome> MigrateAsync(CancellationToken cancel)
    {
        await using var connection = store.NewConnection();
        if (connection is SqliteConnection && store.File is { } file)
            CreateFile(file);
        await connection.OpenAsync(cancel);
        if (connection is SqliteConnection sqlite)
            Pragmas.Apply(sqlite);
        else
            await connection.ExecuteAsync($"SELECT pg_advisory_lock({AdvisoryLock})");
        try
        {
            return await MigrateAsync(connection, cancel);
        }
        finally
        {
            if (connection is not SqliteConnection)
                await connection.ExecuteAsync($"SELECT pg_advisory_unlock({AdvisoryLock})");
        }
    }

    private async Task<Outcome> MigrateAsync(DbConnection connection, CancellationToken cancel)
    {
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)");
        var from = await connection.ExecuteScalarAsync<int?>("SELECT MAX(version) FROM schema_versions") ?? 0;
        var files = Files();
        var newest = files[^1].Version;
        if (from > newest)
            throw new InvalidOperationException(
                $"The store's schema is version {from}, newer than this program knows ({newest}). Nothing was changed. Use the newer program, or restore a backup made before the upgrade."
            );
        var due = files.Where(file => file.Version > from).ToList();
        var backup = due.Count > 0 && from > 0 ? CopyAside(connection, from) : null;
        foreach (var (version, name, sql) in due)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await connection.ExecuteAsync(sql, transaction: transaction);
            await connection.ExecuteAsync(
                "INSERT INTO schema_versions (version, name, applied_at) VALUES (@version, @name, @at)",
                new
                {
                    version,
                    name,
                    at = time.GetUtcNow().UtcDateTime.ToString("o", CultureInfo.InvariantCulture),
                },
                transaction
            );
            await transaction.CommitAsync(cancel);
        }

        return new Outcome(from, newest, backup);
    }

    private static void CreateFile(string file)
    {
        if (File.Exists(file))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        // The page size can only be chosen before the first table, and before WAL.
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        connection.Execute("PRAGMA page_size=8192; PRAGMA journal_mode=WAL; VACUUM;");
    }

    private string? CopyAside(DbConnection connection, int version)
    {
        if (connection is not SqliteConnection || store.File is not { } file)
            return null;
        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var copy = $"{file}.before-upgrade-from-{version}-{stamp}";
        connection.Execute("VACUUM INTO @copy", new { copy });
        return copy;
    }

    private List<(int Version, string Name, string Sql)> Files()
    {
        var assembly = typeof(Migrator).Assembly;
        var prefix = $"Redthread.Data.Migrations.{store.Provider}.";
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                var file = name[prefix.Length..];
                return (int.Parse(file[..4], CultureInfo.InvariantCulture), file[5..^4], reader.ReadToEnd());
            })
            .ToList();
    }
}
