using Microsoft.AspNetCore.Mvc;
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
        int Version
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
                row.Version
            );
    }

    public sealed record GraphResource(int Cases, int Events, int Variants, IReadOnlyList<NodeResource> Nodes, IReadOnlyList<EdgeResource> Edges, RepeatResource Repeats);

    public sealed record NodeResource(string Activity, int Events, int Cases, int Starts, int Ends);

    public sealed record EdgeResource(string From, string To, int Count, int Cases, double MedianSeconds, double MeanSeconds, double P90Seconds);

    /// <param name="Cost">Of all repeats, when the address names the cost of one contact.</param>
    public sealed record RepeatResource(int WithinDays, IReadOnlyList<string> ContactActivities, int Contacts, int Repeats, int Customers, int CustomersRepeating, double? Cost);

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
                "What follows what, how often and after how long, with repeat contacts; narrowed as its page is (from, to, channel, ends, window, cost, contact); with format=csv the edges."
            )
            .Produces<GraphResource>();
        api.MapPost("", UploadAsync)
            .Needs(Permission.ImportSignals)
            .WithMetadata(new RequestSizeLimitAttribute(settings.MaxUploadBytes))
            .WithSummary(
                "Upload an event log as the body: CSV, TSV, XES, OCEL JSON, each also as .gz; file names it, name says what it is called. Columns are guessed unless named."
            )
            .Produces<LogResource>();
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
        var read = await logs.ReadableAsync(number, cancel);
        if (read.Error is { } error)
            return error.ToProblem();
        var view = new LogView(read.Value.Row, read.Value.Read, LogFilter.Of(http.Request.Query));
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
        var repeats = view.Repeats;
        return new(
            view.Log.CaseCount,
            view.Log.EventCount,
            view.Variants.Count,
            [
                .. view
                    .Graph.Nodes.Where(node => node.Events > 0)
                    .OrderByDescending(node => node.Events)
                    .Select(node => new NodeResource(view.Name(node.Activity), node.Events, node.Cases, node.Starts, node.Ends)),
            ],
            edges,
            new(
                repeats.Window,
                repeats.Contacts,
                repeats.Repeats.Contacts,
                repeats.Repeats.Repeats.Count,
                repeats.Repeats.Customers,
                repeats.Repeats.CustomersRepeating,
                repeats.Total
            )
        );
    }

    private static EdgeResource Of(LogView view, FollowEdge edge) =>
        new(view.Name(edge.From), view.Name(edge.To), edge.Count, edge.Cases, edge.MedianSeconds, edge.MeanSeconds, edge.P90Seconds);

    private static async Task<IResult> UploadAsync(HttpContext http, [AsParameters] UploadQuery query, KeepLog keep, CancellationToken cancel) =>
        (await keep.UploadAsync(http.Actor(), query.File ?? "event-log", query.Name, query.ToMapping(), http.Request.Body, cancel)).ToApi(row =>
            TypedResults.Ok(LogResource.Of(row))
        );

    public sealed record UploadQuery : ColumnNames
    {
        public string? File { get; init; }
        public string? Name { get; init; }
    }
}
