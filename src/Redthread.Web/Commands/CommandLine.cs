using System.CommandLine;
using Redthread.Web.Commands.Analyse;
using Redthread.Web.Commands.Classify;

namespace Redthread.Web.Commands;

/// <summary>The one program: <c>redthread COMMAND</c>. Exit codes: 0 done, 1 failed, 2 wrong usage.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Redthread: signals in, the Picture out.");
        root.Options.Add(CommonOptions.Data);
        root.Options.Add(CommonOptions.Postgres);
        root.Subcommands.Add(ServeCommand.Make());
        root.Subcommands.Add(MigrateCommand.Make());
        root.Subcommands.Add(SampleCommand.Make());
        root.Subcommands.Add(MeasuresCommand.Make());
        root.Subcommands.Add(FrameworksCommand.Make());
        root.Subcommands.Add(TemplatesCommand.Make());
        root.Subcommands.Add(ImportCommand.Make());
        root.Subcommands.Add(PictureCommand.Make());
        root.Subcommands.Add(TouchpointsCommand.Make());
        root.Subcommands.Add(ReachCommand.Make());
        root.Subcommands.Add(ThreadCommand.Make());
        root.Subcommands.Add(MappingCommand.Make());
        root.Subcommands.Add(ExportCommand.Make());
        root.Subcommands.Add(RebuildCommand.Make());
        root.Subcommands.Add(EraseCommand.Make());
        root.Subcommands.Add(BackupCommands.MakeBackup());
        root.Subcommands.Add(BackupCommands.MakeRestore());
        root.Subcommands.Add(JourneysCommand.Make());
        root.Subcommands.Add(SegmentsCommand.Make());
        root.Subcommands.Add(NotesCommand.Make());
        root.Subcommands.Add(NotesCommand.MakeTraffic());
        root.Subcommands.Add(NotesCommand.MakeSolutions());
        root.Subcommands.Add(NotesCommand.MakeDecisions());
        root.Subcommands.Add(NotesCommand.MakeOutcomes());
        root.Subcommands.Add(NotesCommand.MakeCustomers());
        root.Subcommands.Add(DossierCommand.Make());
        root.Subcommands.Add(DuplicatesCommand.Make());
        root.Subcommands.Add(TermsCommand.Make());
        root.Subcommands.Add(AnalyseCommand.Make());
        root.Subcommands.Add(ClassifyCommand.Make());
        root.Subcommands.Add(DiscoverCommand.Make());
        root.Subcommands.Add(LogsCommand.Make());
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync();
        return code == 1 && parsed.Errors.Count > 0 ? 2 : code;
    }
}
