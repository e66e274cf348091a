using System.CommandLine;
using Redthread.Data;
using Redthread.Web.Shell;

namespace Redthread.Web.Commands;

internal static class ServeCommand
{
    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where to listen. Default: REDTHREAD_URLS, else http://127.0.0.1:5080",
        DefaultValueFactory = _ => HostSettings.Environment("URLS") ?? "http://127.0.0.1:5080",
    };

    private static readonly Option<bool> BehindTls = new("--behind-tls") { Description = "A proxy in front ends TLS: trust its forwarded headers and mark cookies secure" };

    private static readonly Option<bool> Sample = new("--sample")
    {
        Description = "Fill an empty store with the sample organisation first; a store with anything in it stays as it is",
    };

    public static Command Make()
    {
        var command = new Command("serve", "Serve the pages and the API") { Urls, BehindTls, Sample };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var settings = CommonOptions.Settings(parsed) with { Urls = parsed.GetValue(Urls)!, BehindTls = parsed.GetValue(BehindTls) };
        try
        {
            await using var app = Hosting.Build(settings);
            var migrated = await app.Services.GetRequiredService<Migrator>().MigrateAsync(cancel);
            if (migrated.Backup is not null)
                Console.WriteLine($"The store was upgraded; the one before is kept in {migrated.Backup}");
            var sample = parsed.GetValue(Sample) ? await SampleCommand.LoadIfEmptyAsync(app.Services, cancel) : null;
            if (sample?.Error is { } error)
                return CommonOptions.Fail(error.Message);
            await app.StartAsync(cancel);
            Console.WriteLine($"Redthread listens on {string.Join(' ', app.Urls)} (data in {Path.GetFullPath(settings.Data)})");
            if (sample is not null)
                Console.WriteLine(sample.Value);
            await app.WaitForShutdownAsync(cancel);
            return 0;
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or FormatException or System.Net.Sockets.SocketException)
        {
            return CommonOptions.Fail(failure.Message);
        }
    }
}

internal static class MigrateCommand
{
    public static Command Make()
    {
        var command = new Command("migrate", "Bring the store's schema up to date (every command does so by itself)") { CommonOptions.Json };
        command.SetAction(
            (parsed, cancel) =>
                CommonOptions.RunAsync(
                    parsed,
                    (_, _) =>
                    {
                        if (parsed.GetValue(CommonOptions.Json))
                            Output.Json(new { UpToDate = true });
                        else
                            Console.WriteLine("The schema is up to date.");
                        return Task.FromResult(0);
                    },
                    cancel
                )
        );
        return command;
    }
}
