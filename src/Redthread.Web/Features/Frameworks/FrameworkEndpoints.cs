using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Frameworks;
using Redthread.Domain.People;
using Redthread.Web.Features.Measures;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Frameworks;

public static class FrameworkEndpoints
{
    public sealed record RevisionForm(int? Revision);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var frameworks = routes.MapGroup("/frameworks").ExcludeFromDescription();
        frameworks
            .MapGet("", (HttpContext http, FrameworkQueries queries, CancellationToken cancel) => ListAsync(http, queries, FormState.Empty, cancel))
            .Needs(Permission.ViewPicture);
        frameworks.MapPost("", StartAsync).Needs(Permission.EditMeasures);
        frameworks.MapPost("/file", ImportAsync).Needs(Permission.EditMeasures);
        frameworks.MapPost("/scores", RefreshAsync).Needs(Permission.EditMeasures);
        frameworks
            .MapGet(
                "/draft",
                async (HttpContext http, FrameworkQueries queries, CancellationToken cancel) =>
                    await WithDraftAsync(http, queries, draft => Answers.SeeOther($"/frameworks/{draft.Framework.Number}"), cancel)
            )
            .Needs(Permission.ViewPicture);
        frameworks
            .MapGet(
                "/draft/edit",
                async (HttpContext http, FrameworkQueries queries, CancellationToken cancel) =>
                    await WithDraftAsync(http, queries, draft => FormPage(http, draft, FormState.Empty), cancel)
            )
            .Needs(Permission.EditMeasures);
        frameworks.MapPost("/draft", SaveAsync).Needs(Permission.EditMeasures);
        frameworks.MapPost("/draft/discard", DiscardAsync).Needs(Permission.EditMeasures);
        frameworks.MapPost("/draft/agreement", AgreeAsync).Needs(Permission.EditMeasures);
        frameworks
            .MapGet(
                "/{number:int}",
                (HttpContext http, int number, FrameworkQueries queries, CancellationToken cancel) => ViewAsync(http, number, queries, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewPicture);
        frameworks.MapGet("/{number:int}/file", ExportAsync).Needs(Permission.ViewPicture);
        frameworks.MapPost("/{number:int}/signatures", SignAsync).Needs(Permission.SignFrameworks);
        frameworks.MapPost("/{number:int}/signatures/{team}/withdrawal", WithdrawAsync).Needs(Permission.SignFrameworks);
    }

    private static async Task<IResult> ListAsync(HttpContext http, FrameworkQueries queries, FormState form, CancellationToken cancel) =>
        Pages.Page<FrameworksPage>(
            new
            {
                Frame = http.Frame("Frameworks", "frameworks"),
                Model = await queries.ReadListAsync(cancel),
                CanEdit = http.Actor().Can(Permission.EditMeasures),
                Form = form,
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> ViewAsync(HttpContext http, int number, FrameworkQueries queries, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(number, cancel);
        if (view.Error is { } error)
            return http.ErrorPage(error);
        var frame = http.Frame(view.Value.Framework.Name, "frameworks");
        return Pages.Page<FrameworkPage>(
            new
            {
                Frame = frame,
                Model = view.Value,
                Actor = http.Actor(),
                JustAgreed = http.Request.Query.ContainsKey("agreed") && view.Value.Framework.State == FrameworkState.Agreed,
                Form = form,
            },
            form.Error?.Status() ?? 200
        );
    }

    private static async Task<IResult> WithDraftAsync(HttpContext http, FrameworkQueries queries, Func<FrameworkQueries.FrameworkView, IResult> answer, CancellationToken cancel)
    {
        var view = await queries.ReadDraftAsync(cancel);
        return view.Ok ? answer(view.Value) : http.ErrorPage(view.Error!);
    }

    private static IResult FormPage(HttpContext http, FrameworkQueries.FrameworkView draft, FormState form) =>
        Pages.Page<FrameworkFormPage>(
            new
            {
                Frame = http.Frame("Change the draft", "frameworks"),
                Model = draft,
                Form = form,
            },
            form.Error?.Status() ?? 200
        );

    private static Task<IResult> StartAsync(HttpContext http, [FromForm] Nothing _, SaveFramework save, FrameworkQueries queries, CancellationToken cancel) =>
        http.AfterFormAsync(save.StartAsync(http.Actor(), cancel), "/frameworks/draft/edit", form => ListAsync(http, queries, form, cancel));

    private static async Task<IResult> SaveAsync(HttpContext http, [FromForm] RevisionForm revision, SaveFramework save, FrameworkQueries queries, CancellationToken cancel)
    {
        var file = FrameworkForm.Read(http.Request.Form);
        // The form says how much a stage weighs, not where that came from.
        if (file.Ok && await queries.ReadDraftAsync(cancel) is { Ok: true } draft)
            file = file.Value.WithProposalsOf(draft.Value.File);
        // A form without a revision was not made by this page, and must not count on none as a file may.
        var saved = file.Ok ? await save.HandleAsync(http.Actor(), new SaveFramework.Request(file.Value, revision.Revision ?? -1), cancel) : file.Error!;
        return await http.AfterFormAsync(
            saved,
            framework => $"/frameworks/{framework.Number}",
            form => WithDraftAsync(http, queries, shown => FormPage(http, shown, form), cancel)
        );
    }

    private static Task<IResult> DiscardAsync(HttpContext http, [FromForm] RevisionForm revision, SaveFramework save, FrameworkQueries queries, CancellationToken cancel) =>
        http.AfterFormAsync(save.DiscardAsync(http.Actor(), revision.Revision, cancel), "/frameworks", form => ListAsync(http, queries, form, cancel));

    private static Task<IResult> AgreeAsync(
        HttpContext http,
        [FromForm] AgreeFramework.Request request,
        AgreeFramework agree,
        FrameworkQueries queries,
        CancellationToken cancel
    ) =>
        http.AfterFormAsync(
            agree.HandleAsync(http.Actor(), request with { Fingerprint = request.Fingerprint ?? "" }, cancel),
            agreed => $"/frameworks/{agreed.Number}?agreed",
            form => ListAsync(http, queries, form, cancel)
        );

    private static Task<IResult> SignAsync(
        HttpContext http,
        int number,
        [FromForm] SignFramework.Request request,
        SignFramework sign,
        FrameworkQueries queries,
        CancellationToken cancel
    ) =>
        http.AfterFormAsync(
            sign.SignAsync(http.Actor(), number, request, cancel),
            signed => $"/frameworks/{number}{(signed.Scores is null ? "" : "?agreed")}",
            form => ViewAsync(http, number, queries, form, cancel)
        );

    private static Task<IResult> WithdrawAsync(
        HttpContext http,
        int number,
        string team,
        [FromForm] Nothing _,
        SignFramework sign,
        FrameworkQueries queries,
        CancellationToken cancel
    ) => http.AfterFormAsync(sign.WithdrawAsync(http.Actor(), number, team, cancel), $"/frameworks/{number}", form => ViewAsync(http, number, queries, form, cancel));

    private static Task<IResult> RefreshAsync(HttpContext http, [FromForm] Nothing _, RefreshScores refresh, FrameworkQueries queries, CancellationToken cancel) =>
        http.AfterFormAsync(refresh.HandleAsync(http.Actor()), "/frameworks", form => ListAsync(http, queries, form, cancel));

    private static async Task<IResult> ExportAsync(HttpContext http, int number, FrameworkQueries queries, CancellationToken cancel)
    {
        var file = await queries.ReadFileAsync(number, cancel);
        return file.Ok ? TypedResults.Text(file.Value.ToYaml(), "application/yaml") : http.ErrorPage(file.Error!);
    }

    private static async Task<IResult> ImportAsync(HttpContext http, IFormFile? file, SaveFramework save, FrameworkQueries queries, CancellationToken cancel)
    {
        var parsed = FrameworkFile.Parse(await UploadedText.ReadAsync(file, cancel));
        var saved = parsed.Ok ? await save.HandleAsync(http.Actor(), new SaveFramework.Request(parsed.Value, null), cancel) : parsed.Error!;
        return await http.AfterFormAsync(saved, framework => $"/frameworks/{framework.Number}", form => ListAsync(http, queries, form, cancel));
    }
}
