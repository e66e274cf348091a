using System.CommandLine;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Web.Features.ActualJourneys;
using Redthread.Web.Ui;

namespace Redthread.Web.Commands;

/// <summary>Event logs for the pages of actual journeys: brought in, gone on with, listed.</summary>
internal static class LogsCommand
{
    private const string Forms = "XES, OCEL 2.0 JSON, or a table (CSV, TSV, Excel, JSON) with a row for each event; also .gz";
    private static readonly Argument<string> FileArgument = new("FILE") { Description = Forms };
    private static readonly Option<string?> Name = new("--name") { Description = "What the log is of. Default: the name of the file" };
    private static readonly Option<string> Log = new("--log") { Description = "The log: its number, or its name", Required = true };
    private static readonly (Option<string?> Option, Func<ColumnNames, string?, ColumnNames> Set)[] Columns =
    [
        (Column("--case", "the case"), (columns, value) => columns with { Case = value }),
        (Column("--activity", "the activity"), (columns, value) => columns with { Activity = value }),
        (Column("--time", "when it happened, or started"), (columns, value) => columns with { Time = value }),
        (Column("--end", "when it ended"), (columns, value) => columns with { End = value }),
        (Column("--lifecycle", "the step of the life cycle"), (columns, value) => columns with { Lifecycle = value }),
        (Column("--resource", "who did it"), (columns, value) => columns with { Resource = value }),
        (Column("--channel", "the channel"), (columns, value) => columns with { Channel = value }),
        (Column("--customer", "the customer"), (columns, value) => columns with { Customer = value }),
        (Column("--segment-column", "the segment of the customer"), (columns, value) => columns with { Segment = value }),
        (new("--case-type") { Description = "Of OCEL: the type of object whose objects are the cases" }, (columns, value) => columns with { CaseType = value }),
        (new("--order") { Description = "Order of day, month and year where the dates do not show it: dmy, mdy or ymd" }, (columns, value) => columns with { Order = value }),
        (new("--zone") { Description = "The zone of times that name none, such as Europe/Amsterdam" }, (columns, value) => columns with { Zone = value }),
    ];

    public static Command Make()
    {
        var import = new Command("import", "Bring an event log in, to see actual journeys in it") { FileArgument, Name, CommonOptions.Json };
        foreach (var (option, _) in Columns)
            import.Options.Add(option);
        import.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => ImportAsync(parsed, services, stop), cancel));
        var add = new Command("add", "Add a further file to a log, read as the log is; what it has already counts once, and what is followed in it is read again")
        {
            FileArgument,
            Log,
            CommonOptions.Json,
        };
        add.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => AddAsync(parsed, services, stop), cancel));
        var list = new Command("list", "The event logs there are") { CommonOptions.Json };
        list.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => ListAsync(parsed, services, stop), cancel));
        return new Command("logs", "Event logs for the pages of actual journeys") { import, add, list };
    }

    private static Option<string?> Column(string name, string what) => new(name) { Description = $"The column (of XES: the key) that says {what}. Default: guessed by name" };

    private static async Task<int> ImportAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var path = parsed.GetValue(FileArgument)!;
        if (!File.Exists(path))
            return CommonOptions.Fail($"There is no file {path}.");
        var columns = Columns.Aggregate(new ColumnNames(), (all, one) => one.Set(all, parsed.GetValue(one.Option)));
        await using var content = File.OpenRead(path);
        var kept = await services.GetRequiredService<KeepLog>().UploadAsync(Actor.Operator, Path.GetFileName(path), parsed.GetValue(Name), columns.ToMapping(), content, cancel);
        if (kept.Error is { } error)
            return CommonOptions.Fail(error.Message);
        await OpenPages.TellAsync(services, cancel);
        var row = kept.Value;
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(LogApi.LogResource.Of(row));
        }
        else if (row.Problem is null)
        {
            Console.WriteLine(
                $"{row.Name}, log {row.Number}: {Numbers.Counted(row.Cases, "case")}, {Numbers.Counted(row.Events, "event")}, {(row.Activities == 1 ? "1 activity" : $"{Numbers.Count(row.Activities)} activities")}"
            );
            foreach (var note in row.Notes.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                Console.WriteLine(note);
        }

        return row.Problem is null ? 0 : CommonOptions.Fail($"Log {row.Number} is kept, but it cannot be read yet. {row.Problem}");
    }

    private static async Task<int> AddAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var path = parsed.GetValue(FileArgument)!;
        if (!File.Exists(path))
            return CommonOptions.Fail($"There is no file {path}.");
        var found = Find(await services.GetRequiredService<LogQueries>().ReadAllAsync(cancel), parsed.GetValue(Log)!);
        if (found.Error is { } missing)
            return CommonOptions.Fail(missing.Message);
        await using var content = File.OpenRead(path);
        var added = await services.GetRequiredService<AddToLog>().HandleAsync(Actor.Operator, found.Value.Number, path, content, cancel);
        if (added.Error is { } error)
            return CommonOptions.Fail(error.Message);
        if (added.Value.File.Accepted > 0)
            await OpenPages.TellAsync(services, cancel);
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(LogApi.AddedResource.Of(added.Value));
        else
            Console.WriteLine($"{added.Value.File.FileName}: {added.Value.Counts.Sum} {added.Value.Counts.Rest}");
        return 0;
    }

    private static async Task<int> ListAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var rows = await services.GetRequiredService<LogQueries>().ReadAllAsync(cancel);
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(rows.ConvertAll(LogApi.LogResource.Of));
        else
            foreach (var row in rows)
                Console.WriteLine(
                    $"{row.Number}: {row.Name}, {Numbers.Counted(row.Cases, "case")}, {Numbers.Counted(row.Events, "event")}{(row.ArchivedAt is null ? "" : ", archived")}"
                );
        return 0;
    }

    // Two logs can have one name; then only its number says which.
    private static Result<UploadedLog> Find(List<UploadedLog> rows, string asked)
    {
        if (int.TryParse(asked, out var number) && rows.Find(row => row.Number == number) is { } numbered)
            return numbered;
        return rows.FindAll(row => string.Equals(row.Name, asked, StringComparison.OrdinalIgnoreCase)) switch
        {
            [var one] => one,
            [] => Error.Invalid("log-missing", $"There is no event log “{asked}”; “redthread logs list” tells which there are."),
            var several => Error.Invalid(
                "log-ambiguous",
                $"Several event logs are called “{asked}”: name the number, {string.Join(" or ", several.Select(row => row.Number).Order())}."
            ),
        };
    }
}
