using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Data;
using Redthread.Web.Shell;

namespace Redthread.Web.Commands;

/// <summary>Options that every command takes, and what it takes to run one.</summary>
internal static class CommonOptions
{
    public static readonly Option<string> Data = new("--data")
    {
        Description = "The data folder. Default: REDTHREAD_DATA_DIR, else ./data",
        Recursive = true,
        DefaultValueFactory = _ => HostSettings.Environment("DATA_DIR") ?? "data",
    };

    public static readonly Option<string?> Postgres = new("--postgres")
    {
        Description = "A PostgreSQL connection string. Default: REDTHREAD_POSTGRES, else SQLite in the data folder",
        Recursive = true,
        DefaultValueFactory = _ => HostSettings.Environment("POSTGRES"),
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON for programs instead of text for people" };

    public static HostSettings Settings(ParseResult parsed) => new() { Data = parsed.GetValue(Data)!, Postgres = parsed.GetValue(Postgres) };

    /// <summary>Opens the store, brings it up to date, and runs the work in a scope of services.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken cancel)
    {
        try
        {
            await using var services = new ServiceCollection().AddLogging().AddRedthread(Settings(parsed)).BuildServiceProvider();
            await services.GetRequiredService<Migrator>().MigrateAsync(cancel);
            await using var scope = services.CreateAsyncScope();
            return await work(scope.ServiceProvider, cancel);
        }
        catch (OperationCanceledException)
        {
            return Fail("Stopped. What was committed before is kept.");
        }
        catch (Exception failure)
            when (failure
                    is InvalidOperationException
                        or IOException
                        or UnauthorizedAccessException
                        or System.Data.Common.DbException
                        or Microsoft.EntityFrameworkCore.DbUpdateException
            )
        {
            return Fail(Failures.IsFull(failure) ? "The disk is full. Everything committed before is kept; free some space and run it again." : failure.GetBaseException().Message);
        }
    }

    /// <summary>The command was asked for something that is not there or cannot be: wrong usage, not failure.</summary>
    public static int Misused(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }

    public static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }
}
