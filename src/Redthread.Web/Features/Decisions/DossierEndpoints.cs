using System.Text;
using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Decisions;

/// <summary>The dossier as a page, as Markdown, and for programs.</summary>
public static class DossierEndpoints
{
    public sealed record RemovalForm(long? Signal);

    /// <param name="Uncited">Sentences that cite nothing, or nothing that is there.</param>
    public sealed record DossierResource(string Decision, string? Situation, string? Complication, string? Question, string? Answer, int Uncited, bool Frozen, int Version);

    public static DossierResource Resource(DecisionView view)
    {
        var sections = DossierSections.Of(view.Decision);
        return new DossierResource(
            view.Object.Name,
            sections.Situation,
            sections.Complication,
            sections.Question,
            sections.Answer,
            DossierText.Uncited(sections.All.Select(section => section.Text), view.Citable.Contains),
            view.Decision.MadeAt is not null,
            view.Decision.Version
        );
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/decisions/{number:int}").ExcludeFromDescription();
        pages
            .MapGet(
                "/dossier",
                (HttpContext http, int number, DecisionQueries queries, DraftDossier drafts, CancellationToken cancel) =>
                    PageAsync(http, number, queries, drafts, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages.MapGet("/dossier.md", MarkdownAsync).Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "/dossier",
                (HttpContext http, int number, [FromForm] SaveDossier.Request form, SaveDossier use, DecisionQueries queries, DraftDossier drafts, CancellationToken cancel) =>
                    BackAsync(http, number, queries, drafts, use.HandleAsync(http.Actor(), number, form, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/dossier/drafts",
                (HttpContext http, int number, [FromForm] SaveDossier.DraftRequest form, SaveDossier use, DecisionQueries queries, DraftDossier drafts, CancellationToken cancel) =>
                    BackAsync(http, number, queries, drafts, use.DraftAsync(http.Actor(), number, form, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages.MapPost("/quotations/removal", RemoveAsync).Needs(Permission.ErasePeople);
        routes
            .MapGet(
                "/api/decisions/{number:int}/dossier",
                async (int number, DecisionQueries queries, CancellationToken cancel) => (await queries.ReadAsync(number, cancel)).ToApi(view => TypedResults.Ok(Resource(view)))
            )
            .Needs(Permission.ViewThreads)
            .WithTags("Decisions")
            .WithSummary("The dossier of a decision: Situation, Complication, Question, Answer, and how many sentences cite nothing.")
            .Produces<DossierResource>();
    }

    private static async Task<IResult> PageAsync(HttpContext http, int number, DecisionQueries queries, DraftDossier drafts, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(number, cancel);
        if (view.Error is { } error)
            return http.ErrorPage(error);
        var asked = http.Request.Query["draft"] == "1" && view.Value.Decision.MadeAt is null;
        return Pages.Page<DossierPage>(
            new
            {
                Frame = http.Frame($"Dossier of {view.Value.Object.Name}", "decisions"),
                Model = view.Value,
                Form = form,
                Draft = asked ? await drafts.HandleAsync(view.Value.Decision, cancel) : null,
                Removed = int.TryParse(http.Request.Query["removed"], out var removed) ? removed : 0,
                Edit = http.Request.Query["edit"] == "1" || form.Error is not null,
                MayEdit = http.Actor().Can(Permission.EditThreads) && view.Value.Decision.MadeAt is null,
                MayErase = http.Actor().Can(Permission.ErasePeople),
            },
            form.Error?.Status() ?? 200
        );
    }

    private static Task<IResult> BackAsync(HttpContext http, int number, DecisionQueries queries, DraftDossier drafts, Task<Result<Decision>> change, CancellationToken cancel) =>
        http.AfterFormAsync(change, $"/decisions/{number}/dossier", form => PageAsync(http, number, queries, drafts, form, cancel));

    private static async Task<IResult> RemoveAsync(
        HttpContext http,
        int number,
        [FromForm] RemovalForm form,
        EraseQuotes use,
        DecisionQueries queries,
        DraftDossier drafts,
        CancellationToken cancel
    )
    {
        var result = form.Signal is { } signal
            ? await use.HandleAsync(http.Actor(), [signal], cancel)
            : Error.Invalid("signal-missing", "Give the number of the signal that is quoted. Nothing was changed.");
        if (result is { Error: null, Value: 0 })
            result = Error.Invalid("not-quoted", $"No decision quotes signal {form.Signal}. Nothing was changed.");
        return await http.AfterFormAsync(result, count => $"/decisions/{number}/dossier?removed={count}", again => PageAsync(http, number, queries, drafts, again, cancel));
    }

    private static async Task<IResult> MarkdownAsync(HttpContext http, int number, DecisionQueries queries, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(number, cancel);
        return view.Error is { } error
            ? http.ErrorPage(error)
            : TypedResults.File(
                Encoding.UTF8.GetBytes(SaveDossier.Markdown(view.Value.Decision, DossierSections.Of(view.Value.Decision))),
                "text/markdown; charset=utf-8",
                $"{view.Value.Object.Name}.md"
            );
    }
}
