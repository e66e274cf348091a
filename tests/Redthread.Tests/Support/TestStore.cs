using Microsoft.EntityFrameworkCore;
using Redthread.Data;

namespace Redthread.Tests.Support;

/// <summary>An empty, migrated store of its own for one test, on the provider asked for.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private TestStore(Store store, string folder) => (Store, Folder) = (store, folder);

    public Store Store { get; }
    public string Folder { get; }

    public static async Task<TestStore> NewAsync(PostgresServer postgres, Provider provider)
    {
        var folder = Directory.CreateTempSubdirectory("redthread-test-").FullName;
        var store = Store.Of(folder, provider == Provider.Postgres ? await postgres.NewDatabaseAsync() : null);
        await new Migrator(store, TimeProvider.System).MigrateAsync(CancellationToken.None);
        return new TestStore(store, folder);
    }

    public RedthreadContext Context()
    {
        var options = new DbContextOptionsBuilder<RedthreadContext>();
        Store.Configure(options);
        return new RedthreadContext(options.Options);
    }

    public ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
