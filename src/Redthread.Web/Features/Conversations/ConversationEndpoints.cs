using Redthread.Domain;
using Redthread.Domain.Conversations;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Conversations;

/// <summary>Pages and forms of conversations.</summary>
public static class ConversationEndpoints
{
    private const int MostInFile = 100_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/conversations").ExcludeFromDescription();
        pages.MapGet("", ListAsync).Needs(Permission.ViewEvidence);
        pages
            .MapGet("/new", (HttpContext http, ConversationQueries queries, CancellationToken cancel) => NewAsync(http, queries, FormState.Empty, cancel))
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "",
                (HttpContext http, IFormCollection form, SaveConversation use, ConversationQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(
                        use.PlanAsync(http.Actor(), form.ToConversation(), cancel),
                        row => $"/conversations/{row.Number}",
                        again => NewAsync(http, queries, again, cancel)
                    )
            )
            .Needs(Permission.EditThreads);
        pages
            .MapGet(
                "/{number:int}",
                (HttpContext http, int number, string? edit, ConversationQueries queries, CancellationToken cancel) =>
                    PageAsync(http, queries, number, edit, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewEvidence);
        pages
            .MapGet(
                "/{number:int}/invitation.ics",
                async (HttpContext http, int number, Invitations invitations, CancellationToken cancel) =>
                    (await invitations.WriteAsync(number, $"{http.Request.Scheme}://{http.Request.Host}", cancel)) is var written && written.Ok
                        ? TypedResults.Text(written.Value, Calendar.ContentType)
                        : http.ErrorPage(written.Error!)
            )
            .Needs(Permission.ViewEvidence);
        MapForms(pages);
        MapConsent(pages);
        MapHighlights(pages);
        GuideEndpoints.Map(pages);
    }

    private static void MapForms(RouteGroupBuilder pages)
    {
        pages
            .MapPost(
                "/{number:int}",
                (HttpContext http, int number, IFormCollection form, SaveConversation use, ConversationQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, number, "", use.ChangeAsync(http.Actor(), number, form.ToConversation(), cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/{number:int}/notes",
                (HttpContext http, int number, IFormCollection form, WriteNotes use, ConversationQueries queries, CancellationToken cancel) =>
                    BackAsync(
                        http,
                        queries,
                        number,
                        "#notes",
                        use.HandleAsync(http.Actor(), number, new WriteNotes.Request { Notes = form["notes"], Version = ConversationForms.Version(form) }, cancel),
                        cancel
                    )
            )
            .Needs(Permission.EditThreads);
        foreach (
            var (path, hold, set) in new[] { ("holding", true, true), ("holding/removal", true, false), ("cancellation", false, true), ("cancellation/removal", false, false) }
        )
        {
            pages
                .MapPost(
                    $"/{{number:int}}/{path}",
                    (HttpContext http, int number, IFormCollection form, SettleConversation use, ConversationQueries queries, CancellationToken cancel) =>
                    {
                        var request = new SettleConversation.Request(ConversationForms.Version(form));
                        var settled = hold ? use.HoldAsync(http.Actor(), number, request, set, cancel) : use.CancelAsync(http.Actor(), number, request, set, cancel);
                        return BackAsync(http, queries, number, "", settled, cancel);
                    }
                )
                .Needs(Permission.EditThreads);
        }
    }

    private static void MapConsent(RouteGroupBuilder pages)
    {
        pages
            .MapPost(
                "/{number:int}/consent",
                (HttpContext http, int number, IFormCollection form, RecordConsent use, ConversationQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, number, "#consent", use.GiveAsync(http.Actor(), number, form.ToConsent(), cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/{number:int}/consent/withdrawal",
                (HttpContext http, int number, IFormCollection form, RecordConsent use, ConversationQueries queries, CancellationToken cancel) =>
                    BackAsync(
                        http,
                        queries,
                        number,
                        "#consent",
                        use.WithdrawAsync(
                            http.Actor(),
                            number,
                            new RecordConsent.WithdrawRequest { Remains = ConversationForms.ConsentOf(form["remains"]), Version = ConversationForms.Version(form) },
                            cancel
                        ),
                        cancel
                    )
            )
            .Needs(Permission.EditThreads);
    }

    private static void MapHighlights(RouteGroupBuilder pages)
    {
        pages
            .MapPost(
                "/{number:int}/highlights",
                (HttpContext http, int number, IFormCollection form, MakeHighlight use, ConversationQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, number, "#highlights", use.HandleAsync(http.Actor(), number, form.ToHighlight(), cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/{number:int}/highlights/{id:guid}/removal",
                (HttpContext http, int number, Guid id, IFormCollection _, MakeHighlight use, ConversationQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, number, "#highlights", use.RemoveAsync(http.Actor(), number, id, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapGet(
                "/coverage",
                (HttpContext http, string? cycle, CoverageQueries queries, CancellationToken cancel) => CoverageAsync(http, queries, cycle, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewEvidence);
        pages
            .MapPost(
                "/targets",
                (HttpContext http, IFormCollection form, SetTargets use, CoverageQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(
                        use.HandleAsync(http.Actor(), form.ToTargets(), cancel),
                        $"/conversations/coverage?cycle={Uri.EscapeDataString(form["cycle"].ToString())}",
                        again => CoverageAsync(http, queries, form["cycle"], again, cancel)
                    )
            )
            .Needs(Permission.EditThreads);
    }

    private static async Task<IResult> ListAsync(HttpContext http, [AsParameters] ConversationFilter filter, string? format, ConversationQueries queries, CancellationToken cancel)
    {
        if (CsvAnswer.IsAsked(format))
            return ConversationApi.Csv(await queries.ReadListAsync(filter with { Page = 1 }, MostInFile, cancel));
        return Pages.Page<ConversationsPage>(
            new
            {
                Frame = http.Frame("Conversations", "conversations"),
                Filter = filter,
                Model = await queries.ReadListAsync(filter, ConversationQueries.PageSize, cancel),
                MayEdit = http.Actor().Can(Permission.EditThreads),
            }
        );
    }

    private static async Task<IResult> NewAsync(HttpContext http, ConversationQueries queries, FormState form, CancellationToken cancel) =>
        Pages.Page<NewConversationPage>(
            new
            {
                Frame = http.Frame("Plan a conversation", "conversations"),
                Choices = await queries.ReadChoicesAsync(cancel),
                Guides = await queries.ReadGuidesAsync(cancel),
                Form = form,
                Picked = http.Request.HasFormContentType ? http.Request.Form.ToConversation() : Asked(http),
            },
            form.Error?.Status() ?? 200
        );

    // A gap in the coverage leads here with its segment, stage or team chosen.
    private static SaveConversation.Request Asked(HttpContext http) =>
        new()
        {
            With = ConversationForms.With(http.Request.Query["with"]) ?? ConversationWith.Customer,
            Segment = http.Request.Query["segment"],
            Team = http.Request.Query["team"],
            Stages = [.. http.Request.Query["stage"].OfType<string>()],
            Interviewers = http.Actor().PersonId is { } person ? [person] : [],
        };

    private static async Task<IResult> PageAsync(HttpContext http, ConversationQueries queries, int number, string? edit, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(http.Actor(), number, cancel);
        return view.Error is { } missing
            ? http.ErrorPage(missing)
            : Pages.Page<ConversationPage>(
                new
                {
                    Frame = http.Frame(view.Value.Line.Row.Title, "conversations"),
                    Model = view.Value,
                    Form = form,
                    Picked = form["form"] is "edit" or "highlight" ? http.Request.Form.ToConversation() : null,
                    Open = form["form"] ?? edit,
                    MayEdit = http.Actor().Can(Permission.EditThreads),
                },
                form.Error?.Status() ?? 200
            );
    }

    private static Task<IResult> BackAsync<T>(HttpContext http, ConversationQueries queries, int number, string part, Task<Result<T>> change, CancellationToken cancel) =>
        http.AfterFormAsync(change, $"/conversations/{number}{part}", form => PageAsync(http, queries, number, null, form, cancel));

    private static async Task<IResult> CoverageAsync(HttpContext http, CoverageQueries queries, string? cycle, FormState form, CancellationToken cancel) =>
        Pages.Page<CoveragePage>(
            new
            {
                Frame = http.Frame("Coverage of conversations", "coverage"),
                Model = await queries.ReadAsync(Cycle.Parse(cycle), cancel),
                Form = form,
                MayEdit = http.Actor().Can(Permission.EditThreads),
            },
            form.Error?.Status() ?? 200
        );
}
