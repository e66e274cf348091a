using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Redthread.Tests.Support;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Redthread.Tests.Support;

/// <summary>
/// A real PostgreSQL in a scratch folder, for this run only. REDTHREAD_TEST_POSTGRES names a server to use instead
/// (a connection string of somebody who may create databases).
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private string? folder;
    private string? bin;
    private int next;

    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("REDTHREAD_TEST_POSTGRES") is { Length: > 0 } given)
        {
            ConnectionString = given;
            return;
        }

        bin = Bin();
        folder = Directory.CreateTempSubdirectory("redthread-pg-").FullName;
        var port = FreePort();
        if (Environment.UserName == "root")
            Run("chown", "postgres", folder);
        RunAsPostgres($"{bin}/initdb -N -A trust -U postgres --encoding=UTF8 --locale=C -D {folder}/data > {folder}/initdb.log 2>&1");
        RunAsPostgres(
            $"{bin}/pg_ctl -w -D {folder}/data -l {folder}/server.log -o '-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=600 -k {folder}' start > {folder}/start.log 2>&1"
        );
        // Each test has a database and so a pool of its own, which would keep its connections for minutes after the test.
        ConnectionString =
            $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=true;Maximum Pool Size=20;Connection Idle Lifetime=10;Connection Pruning Interval=5";
        await Task.CompletedTask;
    }

    public async Task<string> NewDatabaseAsync()
    {
        var name = $"t{Environment.ProcessId}_{Interlocked.Increment(ref next)}";
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ToString();
    }

    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (folder is not null)
        {
            RunAsPostgres($"{bin}/pg_ctl -m immediate -D {folder}/data stop > /dev/null 2>&1");
            Directory.Delete(folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    private static string Bin()
    {
        var found = new[] { "18", "17", "16", "15", "14" }.Select(version => $"/usr/lib/postgresql/{version}/bin").FirstOrDefault(Directory.Exists);
        return found
            ?? throw new InvalidOperationException(
                "PostgreSQL was not found under /usr/lib/postgresql. Install it (Debian: apt-get install postgresql) or name a server in REDTHREAD_TEST_POSTGRES; the tests run on both stores."
            );
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // initdb and postgres refuse to run as root.
    private static void RunAsPostgres(string command)
    {
        if (Environment.UserName == "root")
            Run("runuser", "-u", "postgres", "--", "sh", "-c", command);
        else
            Run("sh", "-c", command);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}."));
    }
}
