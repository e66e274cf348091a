using Redthread.Domain;
using Redthread.Domain.Conversations;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Conversations;

/// <summary>Conversations for programs. No words of a conversation leave by it without consent to quotations.</summary>
public static class ConversationApi
{
    private const int PageSize = 100;
    private const int MostInFile = 100_000;

    public sealed record Made(Guid Id, int Conversation, long? Signal);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/conversations").WithTags("Conversations");
        api.MapGet("", ListAsync)
            .Needs(Permission.ViewEvidence)
            .WithSummary("Conversations, latest first, 100 a page; with format=csv all that match as a table, without any words of them.")
            .WithDescription("Filter by state, with, segment, stage, team, interviewer, consent, cycle and words of the title, as on the page.")
            .Produces<ConversationPageResource>();
        api.MapGet(
                "/{number:int}",
                async (HttpContext http, int number, ConversationQueries queries, CancellationToken cancel) =>
                    (await queries.ReadAsync(http.Actor(), number, cancel)).ToApi(view => TypedResults.Ok(ConversationResource.Of(view.Line, view.Highlights)))
            )
            .Needs(Permission.ViewEvidence)
            .WithSummary("One conversation; its notes and the words of its highlights only with consent to quotations.")
            .Produces<ConversationResource>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost(
                "",
                (HttpContext http, SaveConversation.Request request, SaveConversation use, ConversationQueries queries, CancellationToken cancel) =>
                    AnswerAsync(http, use.PlanAsync(http.Actor(), request, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Plan a conversation.")
            .Produces<ConversationResource>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapPut(
                "/{number:int}",
                (HttpContext http, int number, SaveConversation.Request request, SaveConversation use, ConversationQueries queries, CancellationToken cancel) =>
                    AnswerAsync(http, use.ChangeAsync(http.Actor(), number, request, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Change it. With a version it is refused as 409 if another came first.")
            .Produces<ConversationResource>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        MapStates(api);
        MapWords(api);
        MapCoverage(api);
    }

    private static void MapStates(RouteGroupBuilder api)
    {
        foreach (var (path, hold, word) in new[] { ("holding", true, "was held"), ("cancellation", false, "is cancelled") })
        {
            Task<Result<Conversation>> Settle(HttpContext http, int number, SettleConversation use, bool set, CancellationToken cancel) =>
                hold
                    ? use.HoldAsync(http.Actor(), number, new SettleConversation.Request(null), set, cancel)
                    : use.CancelAsync(http.Actor(), number, new SettleConversation.Request(null), set, cancel);
            api.MapPost(
                    $"/{{number:int}}/{path}",
                    (HttpContext http, int number, SettleConversation use, ConversationQueries queries, CancellationToken cancel) =>
                        AnswerAsync(http, Settle(http, number, use, true, cancel), queries, cancel)
                )
                .Needs(Permission.EditThreads)
                .WithSummary($"Say that it {word}.")
                .Produces<ConversationResource>();
            api.MapDelete(
                    $"/{{number:int}}/{path}",
                    (HttpContext http, int number, SettleConversation use, ConversationQueries queries, CancellationToken cancel) =>
                        AnswerAsync(http, Settle(http, number, use, false, cancel), queries, cancel)
                )
                .Needs(Permission.EditThreads)
                .WithSummary($"Take back that it {word}.")
                .Produces<ConversationResource>();
        }
    }

    private static void MapWords(RouteGroupBuilder api)
    {
        api.MapPut(
                "/{number:int}/notes",
                (HttpContext http, int number, WriteNotes.Request request, WriteNotes use, ConversationQueries queries, CancellationToken cancel) =>
                    AnswerAsync(http, use.HandleAsync(http.Actor(), number, request, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Write the notes; refused without consent to notes.")
            .Produces<ConversationResource>();
        api.MapPut(
                "/{number:int}/consent",
                (HttpContext http, int number, RecordConsent.Request request, RecordConsent use, ConversationQueries queries, CancellationToken cancel) =>
                    AnswerAsync(http, use.GiveAsync(http.Actor(), number, request, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Record the consent; with consent to quotations its highlights become signals.")
            .Produces<ConversationResource>();
        api.MapPost(
                "/{number:int}/consent/withdrawal",
                (HttpContext http, int number, RecordConsent.WithdrawRequest request, RecordConsent use, ConversationQueries queries, CancellationToken cancel) =>
                    AnswerAsync(http, use.WithdrawAsync(http.Actor(), number, request, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Withdraw the consent: quotations are removed everywhere, for good, and leave a mark.")
            .Produces<ConversationResource>();
        api.MapPost(
                "/{number:int}/highlights",
                async (HttpContext http, int number, MakeHighlight.Request request, MakeHighlight use, CancellationToken cancel) =>
                    (await use.HandleAsync(http.Actor(), number, request, cancel)).ToApi(row =>
                        TypedResults.Created($"/api/conversations/{number}", new Made(row.Id, number, row.SignalId))
                    )
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Highlight a quotation that stands in the notes, as evidence of an insight if one is named.")
            .Produces<Made>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapDelete(
                "/{number:int}/highlights/{id:guid}",
                async (HttpContext http, int number, Guid id, MakeHighlight use, CancellationToken cancel) =>
                    (await use.RemoveAsync(http.Actor(), number, id, cancel)).ToApi(_ => TypedResults.NoContent())
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Remove a highlight with its signal and evidence; one that a decision quotes stays.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static void MapCoverage(RouteGroupBuilder api)
    {
        api.MapGet(
                "/coverage",
                async (string? cycle, string? format, CoverageQueries queries, CancellationToken cancel) =>
                {
                    var model = await queries.ReadAsync(Cycle.Parse(cycle), cancel);
                    return CsvAnswer.IsAsked(format)
                        ? CsvAnswer.Of(
                            "coverage.csv",
                            ["cycle", "stage", "segment", "conversations", "ratings", "heard"],
                            model.Rows.SelectMany(row =>
                                row.Cells.Select(cell =>
                                    (IReadOnlyList<object?>)[Cycle.Address(model.Cycle), row.Path, cell.Segment, cell.Conversations, cell.Ratings, cell.Heard ? "yes" : "no"]
                                )
                            )
                        )
                        : TypedResults.Ok(model);
                }
            )
            .Needs(Permission.ViewEvidence)
            .WithSummary("Targets of a cycle, conversations by segment and stage, and teams never interviewed.")
            .Produces<CoverageModel>();
        api.MapPut(
                "/targets",
                async (HttpContext http, SetTargets.Request request, SetTargets use, CancellationToken cancel) =>
                    (await use.HandleAsync(http.Actor(), request, cancel)).ToApi(_ => TypedResults.NoContent())
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Set how many conversations a cycle shall have.")
            .Produces(StatusCodes.Status204NoContent);
        api.MapGet("/guides", async (GuideQueries queries, CancellationToken cancel) => TypedResults.Ok(await queries.ReadAsync(cancel)))
            .Needs(Permission.ViewEvidence)
            .WithSummary("Guides for conversations, in Markdown.");
        api.MapPut(
                "/guides/{key}",
                async (HttpContext http, string key, SaveGuide.Request request, SaveGuide use, CancellationToken cancel) =>
                    (await use.HandleAsync(http.Actor(), key, request, cancel)).ToApi()
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Change a guide. Conversations keep the copy they were given.")
            .Produces<GuideLine>();
    }

    public static IResult Csv(ConversationList list) =>
        CsvAnswer.Of(
            "conversations.csv",
            ["number", "title", "state", "with", "segment", "team", "startsAt", "minutes", "stages", "interviewers", "consent", "withdrawnAt", "highlights"],
            list.Rows.Select(line =>
                (IReadOnlyList<object?>)
                    [
                        line.Row.Number,
                        line.Row.Title,
                        line.Row.State.ToString(),
                        line.Row.With.ToString(),
                        line.Segment?.Key,
                        line.Team?.Key,
                        line.Row.StartsAt,
                        line.Row.Minutes,
                        string.Join(' ', line.Stages.Select(stage => stage.Path)),
                        string.Join(", ", line.Interviewers.Select(person => person.Name)),
                        line.Row.Consent.ToString(),
                        line.Row.WithdrawnAt,
                        line.Row.Highlights.Count,
                    ]
            )
        );

    private static async Task<IResult> ListAsync([AsParameters] ConversationFilter filter, string? format, ConversationQueries queries, CancellationToken cancel)
    {
        if (CsvAnswer.IsAsked(format))
            return Csv(await queries.ReadListAsync(filter with { Page = 1 }, MostInFile, cancel));
        var list = await queries.ReadListAsync(filter, PageSize, cancel);
        return TypedResults.Ok(new ConversationPageResource(list.Total, filter.Number, [.. list.Rows.Select(line => ConversationResource.Of(line))]));
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, Task<Result<Conversation>> change, ConversationQueries queries, CancellationToken cancel)
    {
        var changed = await change;
        return changed.Error is { } error
            ? error.ToProblem()
            : (await queries.ReadAsync(http.Actor(), changed.Value.Number, cancel)).ToApi(view => TypedResults.Ok(ConversationResource.Of(view.Line, view.Highlights)));
    }
}
