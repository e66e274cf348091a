using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Commands;

internal static class FrameworksCommand
{
    private static readonly Argument<FileInfo> File = new("file") { Description = "A framework.yaml; it becomes the draft, or replaces the one there is" };

    public static readonly Option<bool> Agree = new("--agree") { Description = "Agree the framework at once; refused where it names teams, which must sign themselves" };

    private static readonly Option<int?> Number = new("--number") { Description = "Which version. Default: the draft, else the agreed one" };

    public static Command Make()
    {
        var import = new Command("import", "Make a draft from a file") { File, Agree, CommonOptions.Json };
        import.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => ImportAsync(parsed, services, stop), cancel));
        var export = new Command("export", "Print a framework as a file") { Number, CommonOptions.Json };
        export.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => ExportAsync(parsed, services, stop), cancel));
        return new Command("frameworks", "The agreement which measures count, where and how much") { import, export };
    }

    private static async Task<int> ImportAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var read = FrameworkFile.Parse(await WholeText.ReadAsync(parsed.GetRequiredValue(File).FullName, cancel));
        if (read.Error is { } unreadable)
            return CommonOptions.Fail(unreadable.Message);
        var saved = await services.GetRequiredService<SaveFramework>().HandleAsync(Actor.Operator, new SaveFramework.Request(read.Value, null), cancel);
        if (saved.Error is { } error)
            return CommonOptions.Fail(error.Message);
        var agreed = parsed.GetValue(Agree) ? await services.GetRequiredService<AgreeFramework>().HandleAsync(Actor.Operator, new AgreeFramework.Request(null), cancel) : null;
        if (agreed?.Error is { } disagreed)
            return CommonOptions.Fail($"Framework {saved.Value.Number} is a draft. It was not agreed: {disagreed.Message}");
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(new { draft = saved.Value, agreed = agreed?.Value });
            return 0;
        }

        Console.WriteLine(
            agreed is null ? $"Framework {saved.Value.Number} is a draft." : $"Framework {saved.Value.Number} is agreed; {agreed.Value.Scores.Signals:N0} signals were scored anew."
        );
        return 0;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var file = await services.GetRequiredService<FrameworkQueries>().ReadFileAsync(parsed.GetValue(Number), cancel);
        if (file.Error is { } error)
            return CommonOptions.Fail(error.Message);
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(file.Value);
            return 0;
        }

        Console.Write(file.Value.ToYaml());
        return 0;
    }
}
