using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Duplicates;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Insights;

/// <summary>Pages of insights.</summary>
public static class InsightEndpoints
{
    public sealed record ApprovalForm
    {
        public string? Reason { get; init; }
        public int? Version { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/insights").ExcludeFromDescription();
        pages.MapGet("", ListAsync).Needs(Permission.ViewThreads);
        pages.MapGet("/new", NewAsync).Needs(Permission.EditThreads);
        pages.MapPost("", CreateAsync).Needs(Permission.EditThreads);
        pages.MapPost("/selection", SelectAsync).Needs(Permission.EditThreads);
        pages
            .MapGet(
                "/{number:int}",
                (HttpContext http, int number, int? page, string? edit, InsightQueries queries, CancellationToken cancel) =>
                    PageAsync(http, queries, number, page ?? 1, edit, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages.MapPost("/{number:int}", ChangeAsync).Needs(Permission.EditThreads);
        pages.MapPost("/{number:int}/evidence", AddAsync).Needs(Permission.EditThreads);
        pages.MapPost("/{number:int}/evidence/selection", ChangeEvidenceAsync).Needs(Permission.EditThreads);
        pages.MapPost("/{number:int}/approval", ApproveAsync).Needs(Permission.ApproveInsights);
        pages.MapPost("/{number:int}/approval/removal", DisapproveAsync).Needs(Permission.ApproveInsights);
        pages
            .MapPost(
                "/{number:int}/archive",
                async (HttpContext http, int number, IFormCollection _, ArchiveInsight archive, InsightQueries queries, CancellationToken cancel) =>
                    await BackAsync(http, queries, number, "", await archive.HandleAsync(http.Actor(), number, true, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/{number:int}/restoration",
                async (HttpContext http, int number, IFormCollection _, ArchiveInsight archive, InsightQueries queries, CancellationToken cancel) =>
                    await BackAsync(http, queries, number, "", await archive.HandleAsync(http.Actor(), number, false, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages.MapPost("/{number:int}/merge", MergeAsync).Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/{number:int}/merge/removal",
                async (HttpContext http, int number, IFormCollection _, MergeInsights merge, InsightQueries queries, CancellationToken cancel) =>
                    await BackAsync(http, queries, number, "", await merge.TakeBackAsync(http.Actor(), number, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
    }

    private static async Task<IResult> ListAsync(HttpContext http, [AsParameters] InsightFilter filter, InsightQueries queries, CancellationToken cancel) =>
        Pages.Page<InsightsPage>(
            new
            {
                Frame = http.Frame("Insights", "insights"),
                Filter = filter,
                Model = await queries.ReadListAsync(filter, InsightQueries.PageSize, cancel),
                MayEdit = http.Actor().Can(Permission.EditThreads),
            }
        );

    private static async Task<IResult> PageAsync(HttpContext http, InsightQueries queries, int number, int page, string? edit, FormState form, CancellationToken cancel)
    {
        var actor = http.Actor();
        var view = await queries.ReadAsync(actor, number, page, cancel);
        return view.Error is { } missing
            ? http.ErrorPage(missing)
            : Pages.Page<InsightPage>(
                new
                {
                    Frame = http.Frame(view.Value.Insight.Title, "insights"),
                    Model = view.Value,
                    Form = form,
                    Open = form["form"] ?? edit,
                    MayEdit = actor.Can(Permission.EditThreads),
                    MayApprove = actor.Can(Permission.ApproveInsights),
                    MayRead = actor.Can(Permission.ViewEvidence),
                },
                form.Error?.Status() ?? 200
            );
    }

    private static Task<IResult> NewAsync(
        HttpContext http,
        [FromQuery] string[] signals,
        string? stage,
        string? need,
        string? type,
        NewInsightQueries queries,
        CancellationToken cancel
    ) => NewPageAsync(http, queries, InsightText.Signals(signals) ?? [], stage, need, InsightText.TypeOf(type), FormState.Empty, cancel);

    private static async Task<IResult> NewPageAsync(
        HttpContext http,
        NewInsightQueries queries,
        IReadOnlyList<long> signals,
        string? stage,
        string? need,
        InsightType? type,
        FormState form,
        CancellationToken cancel,
        IReadOnlyList<Alike>? alike = null
    ) =>
        Pages.Page<NewInsightPage>(
            new
            {
                Frame = http.Frame("New insight", "insights"),
                Model = await queries.ReadAsync(http.Actor(), signals, stage, need, cancel),
                Type = type,
                Form = form,
                Alike = alike ?? [],
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> CreateAsync(
        HttpContext http,
        IFormCollection form,
        SaveInsight save,
        NewInsightQueries queries,
        DuplicateQueries duplicates,
        CancellationToken cancel
    )
    {
        var signals = InsightText.Signals(form["signals"]);
        var request = new SaveInsight.Request
        {
            Type = InsightText.TypeOf(form["type"]) ?? InsightType.Friction,
            Title = form["title"],
            Detail = form["detail"],
            Stages = [.. form["stages"].OfType<string>()],
            Needs = [.. form["needs"].OfType<string>()],
            Signals = signals,
            OwnerTeamId = Id(form["ownerTeamId"]),
            OwnerPersonId = Id(form["ownerPersonId"]),
        };
        if (await duplicates.UnseenAsync(http, ThreadKind.Insight, request.Title, request.Detail, cancel) is { Count: > 0 } alike)
            return await NewPageAsync(http, queries, signals ?? [], null, null, request.Type, FormState.Of(http, AskOnce.Question(alike)), cancel, alike);
        var saved = signals is null
            ? Error.Invalid("signals-not-numbers", "Signals are given by their numbers: 12, 15. Nothing was saved.")
            : await save.CreateAsync(http.Actor(), request, cancel);
        return saved.Error is { } error
            ? await NewPageAsync(http, queries, signals ?? [], null, null, request.Type, FormState.Of(http, error), cancel)
            : Answers.SeeOther($"/insights/{saved.Value.Number}");
    }

    /// <summary>What is done with signals chosen elsewhere: a new insight, or evidence of one there is.</summary>
    private static async Task<IResult> SelectAsync(HttpContext http, IFormCollection form, ChangeEvidence change, CancellationToken cancel)
    {
        var signals = InsightText.Signals(form["signals"]) ?? [];
        if (form["do"] != "add")
        {
            var stage = form["stage"].ToString();
            return Answers.SeeOther($"/insights/new?signals={string.Join(',', signals)}{(stage.Length > 0 ? $"&stage={Uri.EscapeDataString(stage)}" : "")}");
        }

        var name = form["insight"].ToString().Trim();
        var number = name.StartsWith("I-", StringComparison.OrdinalIgnoreCase) ? name[2..] : name;
        if (!int.TryParse(number, out var known))
            return http.ErrorPage(
                Error.Invalid("insight-missing", "Say which insight the signals are evidence of, as I-12. Nothing was changed; go back, your choice is still there.")
            );
        var stance = form["stance"] == "Against" ? Stance.Against : Stance.For;
        var added = await change.AddAsync(http.Actor(), known, new ChangeEvidence.Request { Signals = signals, Stance = stance }, cancel);
        return added.Ok ? Answers.SeeOther($"/insights/{known}#evidence") : http.ErrorPage(added.Error!);
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, int number, IFormCollection form, SaveInsight save, InsightQueries queries, CancellationToken cancel)
    {
        var request = new SaveInsight.Request
        {
            Type = InsightText.TypeOf(form["type"]),
            Title = form["title"],
            Detail = form["detail"],
            OwnerTeamId = Id(form["ownerTeamId"]),
            OwnerPersonId = Id(form["ownerPersonId"]),
            Version = int.TryParse(form["version"], out var version) ? version : null,
        };
        return await BackAsync(http, queries, number, "", await save.ChangeAsync(http.Actor(), number, request, cancel), cancel);
    }

    private static async Task<IResult> AddAsync(HttpContext http, int number, IFormCollection form, ChangeEvidence change, InsightQueries queries, CancellationToken cancel)
    {
        var request = new ChangeEvidence.Request { Signals = InsightText.Signals(form["signals"]), Stance = form["stance"] == "Against" ? Stance.Against : Stance.For };
        return await BackAsync(http, queries, number, "#evidence", await change.AddAsync(http.Actor(), number, request, cancel), cancel);
    }

    private static async Task<IResult> ChangeEvidenceAsync(
        HttpContext http,
        int number,
        IFormCollection form,
        ChangeEvidence change,
        SplitInsight split,
        InsightQueries queries,
        CancellationToken cancel
    )
    {
        var signals = InsightText.Signals(form["signals"]);
        if (form["do"] == "split")
        {
            var made = await split.HandleAsync(http.Actor(), number, new SplitInsight.Request { Signals = signals, Title = form["title"] }, cancel);
            return made.Ok ? Answers.SeeOther($"/insights/{made.Value.Number}") : await BackAsync(http, queries, number, "", made, cancel);
        }

        var request = new ChangeEvidence.Request { Signals = signals, Stance = form["do"] == "against" ? Stance.Against : Stance.For };
        var changed = form["do"] == "remove" ? await change.RemoveAsync(http.Actor(), number, request, cancel) : await change.TurnAsync(http.Actor(), number, request, cancel);
        return await BackAsync(http, queries, number, "#evidence", changed, cancel);
    }

    private static async Task<IResult> ApproveAsync(
        HttpContext http,
        int number,
        [FromForm] ApprovalForm form,
        ApproveInsight approve,
        InsightQueries queries,
        CancellationToken cancel
    ) =>
        await BackAsync(
            http,
            queries,
            number,
            "",
            await approve.ApproveAsync(http.Actor(), number, new ApproveInsight.Request { Reason = form.Reason, Version = form.Version }, cancel),
            cancel
        );

    private static async Task<IResult> DisapproveAsync(HttpContext http, int number, IFormCollection _, ApproveInsight approve, InsightQueries queries, CancellationToken cancel) =>
        await BackAsync(http, queries, number, "", await approve.TakeBackAsync(http.Actor(), number, new ApproveInsight.Request(), cancel), cancel);

    private static async Task<IResult> MergeAsync(
        HttpContext http,
        int number,
        [FromForm] MergeInsights.Request request,
        MergeInsights merge,
        InsightQueries queries,
        CancellationToken cancel
    ) => await BackAsync(http, queries, number, "", await merge.MergeAsync(http.Actor(), number, request, cancel), cancel);

    private static async Task<IResult> BackAsync(HttpContext http, InsightQueries queries, int number, string fragment, Result<Insight> result, CancellationToken cancel) =>
        result.Error is { } error ? await PageAsync(http, queries, number, 1, null, FormState.Of(http, error), cancel) : Answers.SeeOther($"/insights/{number}{fragment}");

    private static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;
}
