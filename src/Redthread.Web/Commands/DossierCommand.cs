using System.CommandLine;
using System.Globalization;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Decisions;

namespace Redthread.Web.Commands;

internal static class DossierCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The decision, as D-3 or 3" };

    public static Command Make()
    {
        var command = new Command("dossier", "Print a decision's dossier as Markdown") { Id, CommonOptions.Json };
        command.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => RunAsync(parsed, services, stop), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var id = parsed.GetValue(Id)!;
        var number =
            ThreadName.Parse(id) is (ThreadKind.Decision, var named) ? named
            : int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var plain) ? plain
            : 0;
        var view = await services.GetRequiredService<DecisionQueries>().ReadAsync(number, cancel);
        if (view.Error is { } error)
            return CommonOptions.Fail(error.Message);
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(DossierEndpoints.Resource(view.Value));
        else
            Console.Write(SaveDossier.Markdown(view.Value.Decision, DossierSections.Of(view.Value.Decision)));
        return 0;
    }
}
