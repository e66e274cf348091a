using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Statistics;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.ActualJourneys;

internal static class LogApi
{
    /// <param name="Problem">Why it cannot be read as it is mapped; null when it can.</param>
    /// <param name="Notes">What was reported while the file was read.</param>
    public sealed record LogResource(
        int Number,
        string Name,
        string File,
        string Format,
        int Cases,
        int Events,
        int Activities,
        int? Customers,
        DateTime? FirstAt,
        DateTime? LastAt,
        string? Problem,
        IReadOnlyList<string> Notes,
        string UploadedBy,
        DateTime UploadedAt,
        DateTime? ArchivedAt,
        int Version,
        IReadOnlyList<FileResource> Added
    )
    {
        public static LogResource Of(UploadedLog row) =>
            new(
                row.Number,
                row.Name,
                row.FileName,
                row.Format,
                row.Cases,
                row.Events,
                row.Activities,
                row.Customers,
                row.FirstAt,
                row.LastAt,
                row.Problem,
                row.Notes.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                row.UploadedBy,
                row.UploadedAt,
                row.ArchivedAt,
                row.Version,
                [.. LogAdditions.Of(row).Select(FileResource.Of)]
            );
    }

    /// <summary>A file that was added to a log. Accepted, duplicate and left out are all that was read.</summary>
    public sealed record FileResource(string File, string AddedBy, DateTime AddedAt, long Read, long Accepted, long Duplicate, long LeftOut, int CasesNew, int CasesGoingOn)
    {
        internal static FileResource Of(LogAddition one) =>
            new(one.FileName, one.AddedBy, one.AddedAt, one.Read, one.Accepted, one.Duplicate, one.LeftOut, one.CasesNew, one.CasesGoingOn);
    }

    /// <param name="Findings">Measures saved from the log that were read again.</param>
    public sealed record AddedResource(LogResource Log, FileResource File, IReadOnlyList<FindingResource> Findings)
    {
        internal static AddedResource Of(AddToLog.Added added) =>
            new(
                LogResource.Of(added.Row),
                FileResource.Of(added.File),
                [.. added.Findings.Select(one => new FindingResource(one.Measure, one.Readings, one.New, one.Changed, one.Gone))]
            );
    }

    /// <param name="Readings">One for each case.</param>
    public sealed record FindingResource(string Measure, int Readings, int New, int Changed, int Gone);

    /// <param name="CasesWithHoles">Not counted, as an event of theirs was left out.</param>
    /// <param name="Repeats">Null where it is not told what a contact is: no activity is named one or called like one, and no customer has two cases.</param>
    /// <param name="Events">Instances, where start and complete are joined.</param>
    /// <param name="Services">How long activities take, where the log says when they end.</param>
    public sealed record GraphResource(
        int Cases,
        int CasesWithHoles,
        int Events,
        int Variants,
        IReadOnlyList<NodeResource> Nodes,
        IReadOnlyList<EdgeResource> Edges,
        IReadOnlyList<ServiceResource> Services,
        RepeatResource? Repeats
    );

    public sealed record ServiceResource(string Activity, int Count, double MedianSeconds, double MeanSeconds, double P90Seconds);

    public sealed record NodeResource(string Activity, int Events, int Cases, int Starts, int Ends);

    public sealed record EdgeResource(string From, string To, int Count, int Cases, double MedianSeconds, double MeanSeconds, double P90Seconds);

    /// <param name="Rule">What counts as a contact, and how that came about.</param>
    /// <param name="ContactActivities">None where each case is one contact, from its first event.</param>
    /// <param name="Cost">Of all repeats, when the address names the cost of one contact.</param>
    public sealed record RepeatResource(
        int WithinDays,
        string Rule,
        IReadOnlyList<string> ContactActivities,
        int Contacts,
        int Repeats,
        int Customers,
        int CustomersRepeating,
        double? Cost
    );

    public static void Map(RouteGroupBuilder api, HostSettings settings)
    {
        api.MapGet("", async (LogQueries logs, string? format, CancellationToken cancel) => List(await logs.ReadAllAsync(cancel), format))
            .Needs(Permission.ViewEvidence)
            .WithSummary("Uploaded event logs, newest first; with format=csv a table.")
            .Produces<List<LogResource>>();
        api.MapGet(
                "/{number:int}",
                async (int number, LogQueries logs, CancellationToken cancel) => (await logs.FindAsync(number, cancel)).ToApi(row => TypedResults.Ok(LogResource.Of(row)))
            )
            .Needs(Permission.ViewEvidence)
            .WithSummary("One event log with what was reported while it was read.")
            .Produces<LogResource>();
        api.MapGet("/{number:int}/graph", GraphAsync)
            .Needs(Permission.ViewEvidence)
            .WithSummary(
                "What follows what, how often and after how long, with repeat contacts; narrowed as its page is (from, to, channel, ends, segment, window, cost, contact); with join=1 start and complete of an activity are one instance, with its service time; holes=1 counts cases of which an event was left out too; with format=csv the edges."
            )
            .Produces<GraphResource>();
        api.MapPost("", UploadAsync)
            .Needs(Permission.ImportSignals)
            .WithMetadata(new RequestSizeLimitAttribute(settings.MaxUploadBytes))
            .WithSummary(
                "Upload an event log as the body: CSV, TSV, XES, OCEL JSON, each also as .gz; file names it, name says what it is called. Columns are guessed unless named."
            )
            .Produces<LogResource>();
        api.MapPost("/{number:int}/files", AddAsync)
            .Needs(Permission.ImportSignals)
            .WithMetadata(new RequestSizeLimitAttribute(settings.MaxUploadBytes))
            .WithSummary(
                "Add a further file to a log as the body, read as the log is; file names it. Cases go on by name, events that the log has already count once, and measures saved from it are read again."
            )
            .Produces<AddedResource>();
    }

    private static IResult List(List<UploadedLog> rows, string? format) =>
        CsvAnswer.IsAsked(format)
            ? CsvAnswer.Of(
                "event-logs.csv",
                ["number", "name", "file", "format", "cases", "events", "activities", "customers", "firstAt", "lastAt", "uploadedBy", "uploadedAt", "archivedAt"],
                rows.Select(row =>
                    (IReadOnlyList<object?>)
                        [
                            row.Number,
                            row.Name,
                            row.FileName,
                            row.Format,
                            row.Cases,
                            row.Events,
                            row.Activities,
                            row.Customers,
                            row.FirstAt,
                            row.LastAt,
                            row.UploadedBy,
                            row.UploadedAt,
                            row.ArchivedAt,
                        ]
                )
            )
            : TypedResults.Ok(rows.ConvertAll(LogResource.Of));

    private static async Task<IResult> GraphAsync(HttpContext http, int number, LogQueries logs, string? format, CancellationToken cancel)
    {
        var filter = LogFilter.Of(http.Request.Query);
        if (filter.UnreadText is { } unread)
            return Error.Invalid("filter-invalid", unread).ToProblem();
        var opened = await logs.ViewAsync(number, filter, cancel);
        if (opened.Error is { } error)
            return error.ToProblem();
        var view = opened.Value;
        var edges = view.Graph.Edges.Select(edge => Of(view, edge)).ToList();
        return CsvAnswer.IsAsked(format)
            ? CsvAnswer.Of(
                $"event-log-{number}-edges.csv",
                ["from", "to", "count", "cases", "medianSeconds", "meanSeconds", "p90Seconds"],
                edges.Select(edge => (IReadOnlyList<object?>)[edge.From, edge.To, edge.Count, edge.Cases, edge.MedianSeconds, edge.MeanSeconds, edge.P90Seconds])
            )
            : TypedResults.Ok(Of(view, edges));
    }

    private static GraphResource Of(LogView view, List<EdgeResource> edges)
    {
        Parallel.Invoke(() => _ = view.Graph, () => _ = view.Variants);
        return new(
            view.Log.CaseCount,
            view.CasesWithHoles,
            view.Log.EventCount,
            view.Variants.Count,
            [
                .. view
                    .Graph.Nodes.Where(node => node.Events > 0)
                    .OrderByDescending(node => node.Events)
                    .Select(node => new NodeResource(view.Name(node.Activity), node.Events, node.Cases, node.Starts, node.Ends)),
            ],
            edges,
            [.. ServiceTimes.Of(view.Log).Select(one => new ServiceResource(view.Name(one.Activity), one.Count, one.MedianSeconds, one.MeanSeconds, one.P90Seconds))],
            view.Repeats.Known ? Of(view.Repeats) : null
        );
    }

    private static RepeatResource Of(RepeatCost cost) =>
        new(cost.Window, cost.Rule, cost.Contacts, cost.Repeats.Contacts, cost.Repeats.Repeats.Count, cost.Repeats.Customers, cost.Repeats.CustomersRepeating, cost.Total);

    private static EdgeResource Of(LogView view, FollowEdge edge) =>
        new(view.Name(edge.From), view.Name(edge.To), edge.Count, edge.Cases, edge.MedianSeconds, edge.MeanSeconds, edge.P90Seconds);

    private static async Task<IResult> UploadAsync(HttpContext http, [AsParameters] UploadQuery query, KeepLog keep, CancellationToken cancel) =>
        (await keep.UploadAsync(http.Actor(), query.File ?? "event-log", query.Name, query.ToMapping(), http.Request.Body, cancel)).ToApi(row =>
            TypedResults.Ok(LogResource.Of(row))
        );

    private static async Task<IResult> AddAsync(HttpContext http, int number, string? file, AddToLog add, CancellationToken cancel) =>
        (await add.HandleAsync(http.Actor(), number, file ?? "event-log", http.Request.Body, cancel)).ToApi(added => TypedResults.Ok(AddedResource.Of(added)));

    public sealed record UploadQuery : ColumnNames
    {
        public string? File { get; init; }
        public string? Name { get; init; }
    }
}
