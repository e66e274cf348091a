using System.CommandLine;
using Redthread.Domain;
using Redthread.Web.Features.Samples;

namespace Redthread.Web.Commands;

internal static class SampleCommand
{
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "The day its two years end, as 2026-06-30; default: today" };

    public static Command Make()
    {
        var command = new Command("sample", "Fill an empty store with the sample organisation; all of it is made up") { AsOf, CommonOptions.Json };
        command.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => RunAsync(parsed, services, stop), cancel));
        return command;
    }

    /// <summary>For <c>serve --sample</c>: what to print once the pages can be reached, or null when the store has something in it.</summary>
    public static async Task<Result<string>?> LoadIfEmptyAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var sample = scope.ServiceProvider.GetRequiredService<SampleOrganisation>();
        if (!await sample.IsEmptyAsync(cancel))
            return null;
        var loaded = await sample.LoadAsync(null, cancel);
        return loaded.Ok ? Text(loaded.Value) : loaded.Error!;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        DateOnly? asOf = null;
        if (parsed.GetValue(AsOf) is { } text)
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day))
                return CommonOptions.Fail($"“{text}” is no day; write it as 2026-06-30.");
            asOf = day;
        }

        var loaded = await services.GetRequiredService<SampleOrganisation>().LoadAsync(asOf, cancel);
        if (!loaded.Ok)
            return CommonOptions.Fail(loaded.Error!.Message);
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(loaded.Value);
        else
            Console.WriteLine(Text(loaded.Value));
        return 0;
    }

    private static string Text(SampleOrganisation.Loaded loaded) =>
        $"""
            The sample organisation is loaded: {loaded.Signals:N0} signals of {loaded.Customers:N0} made-up customers, in {loaded.Seconds:0.0} s.
            Sign in as {loaded.Email} with the password {loaded.Password} (shown only now).
            """;
}
