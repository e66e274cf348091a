using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Insights;

/// <summary>Insights for programs.</summary>
public static class InsightApi
{
    public const int PageSize = 100;
    private const int MostInFile = 100_000;

    public sealed record EvidenceEntry(
        long Signal,
        Stance Stance,
        long? Customer,
        string? Account,
        string? Source,
        string Segments,
        DateTime Time,
        string AddedBy,
        DateTime AddedAt
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        var insights = routes.MapGroup("/api/insights").WithTags("Insights");
        insights
            .MapGet("", ListAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Insights, most confident first, 100 a page; with format=csv or json all that match as a file.")
            .WithDescription("Filter by state (to-approve, approved, ageing, stale, archived, all; all unless asked), stage, journey, team, type and words, as on the page.")
            .Produces<InsightPageResource>();
        insights
            .MapGet("/{number:int}", async (int number, InsightResources resources, CancellationToken cancel) => (await resources.ReadAsync(number, cancel)).ToApi())
            .Needs(Permission.ViewThreads)
            .WithSummary("One insight with its confidence and its parts")
            .Produces<InsightResource>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        insights
            .MapPost("", CreateAsync)
            .Needs(Permission.EditThreads)
            .WithSummary("Make an insight, perhaps from signals. It waits for approval.")
            .Produces<InsightResource>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        insights
            .MapPut("/{number:int}", ChangeAsync)
            .Needs(Permission.EditThreads)
            .WithSummary("Change type, statement, detail and owners. With a version it is refused as 409 if another came first.")
            .Produces<InsightResource>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        MapStates(insights);
        MapEvidence(insights.MapGroup("/{number:int}/evidence"));
    }

    private static void MapStates(RouteGroupBuilder insights)
    {
        insights
            .MapPost(
                "/{number:int}/approval",
                (HttpContext http, int number, ApproveInsight.Request request, ApproveInsight approve, InsightResources resources, CancellationToken cancel) =>
                    AnswerAsync(approve.ApproveAsync(http.Actor(), number, request, cancel), resources, cancel)
            )
            .Needs(Permission.ApproveInsights)
            .WithSummary("Approve it: it needs a stage, and evidence or a reason.")
            .Produces<InsightResource>();
        insights
            .MapDelete(
                "/{number:int}/approval",
                (HttpContext http, int number, ApproveInsight approve, InsightResources resources, CancellationToken cancel) =>
                    AnswerAsync(approve.TakeBackAsync(http.Actor(), number, new ApproveInsight.Request(), cancel), resources, cancel)
            )
            .Needs(Permission.ApproveInsights)
            .WithSummary("Take the approval back.")
            .Produces<InsightResource>();
        foreach (var (path, archived, summary) in new[] { ("archive", true, "Archive it; its history and links stay."), ("restoration", false, "Bring it back from the archive.") })
        {
            insights
                .MapPost(
                    $"/{{number:int}}/{path}",
                    (HttpContext http, int number, ArchiveInsight archive, InsightResources resources, CancellationToken cancel) =>
                        AnswerAsync(archive.HandleAsync(http.Actor(), number, archived, cancel), resources, cancel)
                )
                .Needs(Permission.EditThreads)
                .WithSummary(summary)
                .Produces<InsightResource>();
        }

        MapJoins(insights);
    }

    private static void MapJoins(RouteGroupBuilder insights)
    {
        insights
            .MapPost(
                "/{number:int}/merge",
                (HttpContext http, int number, MergeInsights.Request request, MergeInsights merge, InsightResources resources, CancellationToken cancel) =>
                    AnswerAsync(merge.MergeAsync(http.Actor(), number, request, cancel), resources, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Merge it into another, which then collects its evidence and links.")
            .Produces<InsightResource>();
        insights
            .MapDelete(
                "/{number:int}/merge",
                (HttpContext http, int number, MergeInsights merge, InsightResources resources, CancellationToken cancel) =>
                    AnswerAsync(merge.TakeBackAsync(http.Actor(), number, cancel), resources, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Take the merge back; nothing was lost.")
            .Produces<InsightResource>();
        insights
            .MapPost(
                "/{number:int}/split",
                (HttpContext http, int number, SplitInsight.Request request, SplitInsight split, InsightResources resources, CancellationToken cancel) =>
                    AnswerAsync(split.HandleAsync(http.Actor(), number, request, cancel), resources, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Move the evidence named to a new insight, which waits for approval.")
            .Produces<InsightResource>();
    }

    private static void MapEvidence(RouteGroupBuilder evidence)
    {
        evidence
            .MapGet("", EvidenceAsync)
            .Needs(Permission.ViewEvidence)
            .WithSummary("Its evidence, newest first, 100 a page: the signals for and against it.")
            .Produces<IReadOnlyList<EvidenceEntry>>();
        evidence
            .MapPost(
                "",
                (HttpContext http, int number, ChangeEvidence.Request request, ChangeEvidence change, InsightResources resources, CancellationToken cancel) =>
                    AnswerAsync(change.AddAsync(http.Actor(), number, request, cancel), resources, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Add signals as evidence for or against; one that is evidence already takes the stance given.")
            .Produces<InsightResource>();
        evidence
            .MapDelete(
                "/{signal:long}",
                (HttpContext http, int number, long signal, ChangeEvidence change, InsightResources resources, CancellationToken cancel) =>
                    AnswerAsync(change.RemoveAsync(http.Actor(), number, new ChangeEvidence.Request { Signals = [signal] }, cancel), resources, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Take a signal out of the evidence.")
            .Produces<InsightResource>();
    }

    private static async Task<IResult> ListAsync([AsParameters] InsightFilter filter, string? format, InsightResources resources, CancellationToken cancel)
    {
        var state = AskedState.Of(filter.State, InsightFilter.States);
        if (state.Error is { } unknown)
            return AskedState.Refused(unknown);
        var asked = filter with { State = state.Value };
        if (format is not ("csv" or "json"))
            return TypedResults.Ok(await resources.ListAsync(asked, PageSize, cancel));
        var all = await resources.ListAsync(asked with { Page = 1 }, MostInFile, cancel);
        return format == "csv" ? CsvAnswer.Of("insights.csv", InsightResources.Columns, InsightResources.Rows(all)) : TypedResults.Ok(all.Items);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, SaveInsight.Request request, SaveInsight save, InsightResources resources, CancellationToken cancel)
    {
        if (request.Type is null)
            return Error.Invalid("type-missing", "Say which type it is: friction, unmetNeed or strength. Nothing was saved.").ToProblem();
        var saved = await save.CreateAsync(http.Actor(), request, cancel);
        return saved.Error is { } error
            ? error.ToProblem()
            : (await resources.ReadAsync(saved.Value.Number, cancel)).ToApi(row => TypedResults.Created($"/api/insights/{row.Number}", row));
    }

    private static Task<IResult> ChangeAsync(HttpContext http, int number, SaveInsight.Request request, SaveInsight save, InsightResources resources, CancellationToken cancel) =>
        AnswerAsync(save.ChangeAsync(http.Actor(), number, request, cancel), resources, cancel);

    private static async Task<IResult> EvidenceAsync(int number, int? page, LedgerSource ledgers, LandscapeSource landscapes, CancellationToken cancel)
    {
        var sources = (await landscapes.ReadAsync(cancel)).Sources.ToDictionary(row => row.Id, row => row.Key);
        var rows = await ledgers.ReadAsync(
            ledger =>
                ledger.Find(Domain.Threads.ThreadKind.Insight, number) is { } insight ? ledger.EvidenceOf(insight.Id).OrderByDescending(row => row.OccurredAt).ToList() : null,
            cancel
        );
        return rows is null
            ? Error.NotFound("insight").ToProblem()
            : TypedResults.Ok(
                rows.Skip((Math.Clamp(page ?? 1, 1, 100_000) - 1) * PageSize)
                    .Take(PageSize)
                    .Select(row => new EvidenceEntry(
                        row.SignalId,
                        row.Stance,
                        row.Customer,
                        row.Account,
                        sources.GetValueOrDefault(row.SourceId),
                        row.Segments,
                        row.OccurredAt,
                        row.AddedBy,
                        row.AddedAt
                    ))
            );
    }

    private static async Task<IResult> AnswerAsync(Task<Result<Insight>> change, InsightResources resources, CancellationToken cancel) =>
        (await change) is { Ok: true } changed ? (await resources.ReadAsync(changed.Value.Number, cancel)).ToApi() : (await change).Error!.ToProblem();
}
