using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Redthread.Tests.Support;

/// <summary>The program as a process of its own, so that it can really be killed.</summary>
public static partial class RedthreadProgram
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "redthread.dll");

    public static Process Start(string folder, string? postgres, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path, .. arguments, "--data", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["REDTHREAD_POSTGRES"] = postgres ?? "";
        return Process.Start(start)!;
    }

    public static async Task<(int Code, string Output, string Error)> RunAsync(string folder, string? postgres, params string[] arguments)
    {
        using var process = Start(folder, postgres, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Serves on a free port and answers with the address once it listens.</summary>
    public static async Task<(Process Process, Uri Address)> ServeAsync(string folder, string? postgres, params string[] arguments)
    {
        var process = Start(folder, postgres, ["serve", "--urls", "http://127.0.0.1:0", .. arguments]);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
                return (process, new Uri(match.Value));
        }

        throw new InvalidOperationException($"The server did not start: {await process.StandardError.ReadToEndAsync()}");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
