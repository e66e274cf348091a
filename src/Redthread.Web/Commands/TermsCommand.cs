using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain;
using Redthread.Web.Features.Language;

namespace Redthread.Web.Commands;

internal static class TermsCommand
{
    private static readonly Argument<string?> Target = new("file")
    {
        Description = "Where to write: .csv a table, .md for reading, else JSON that imports again whole; without it JSON is printed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Make()
    {
        var export = new Command("export", "Write the terms of the shared language as a file") { Target };
        export.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => ExportAsync(parsed, services, stop), cancel));
        var command = NotesCommand.Importing(
            "terms",
            "Terms of the shared language",
            TermFile.Columns,
            (services, text, cancel) => services.GetRequiredService<ImportTerms>().HandleAsync(Actor.Operator, text, cancel),
            "CSV or JSON"
        );
        command.Subcommands.Add(export);
        return command;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var entries = await services.GetRequiredService<LanguageQueries>().ReadEntriesAsync(emails: true, cancel);
        var text = Path.GetExtension(parsed.GetValue(Target) ?? "").ToLowerInvariant() switch
        {
            ".csv" => TermFile.ToCsv(entries),
            ".md" => TermFile.ToMarkdown("Language", entries),
            _ => TermFile.ToJson(entries),
        };
        if (parsed.GetValue(Target) is { } path)
            await File.WriteAllTextAsync(path, text, cancel);
        else
            Console.Write(text);
        return 0;
    }
}
