using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Statistics;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Notes;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Analysis;

/// <summary>The pages of the analyses.</summary>
public static class AnalysisPages
{
    private static readonly (string Key, string Label)[] Pages_ = [("drivers", "Drivers"), ("lifetime", "Lifetime value"), ("linkage", "Linkage"), ("facts", "Customer facts")];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/analysis", OverviewAsync).Needs(Permission.ViewThreads);
        pages.MapGet("/analysis/linkage", LinkageAsync).Needs(Permission.ViewThreads);
        pages.MapGet("/analysis/lifetime", LifetimeAsync).Needs(Permission.ViewThreads);
        pages.MapGet("/analysis/drivers", DriversAsync).Needs(Permission.ViewThreads);
        pages.MapPost("/analysis/drivers/proposals", ProposeAsync).Needs(Permission.EditMeasures);
        pages
            .MapGet("/analysis/facts", (HttpContext http, FactsQueries queries, CancellationToken cancel) => FactsAsync(http, queries, FormState.Empty, null, cancel))
            .Needs(Permission.ImportSignals);
        pages.MapPost("/analysis/facts", ImportAsync).Needs(Permission.ImportSignals);
    }

    public static IReadOnlyList<LinkItem> Tabs(string active) => [.. Pages_.Select(page => new LinkItem(page.Label, $"/analysis/{page.Key}", page.Key == active))];

    private static async Task<IResult> OverviewAsync(HttpContext http, FactsQueries facts, CancellationToken cancel) =>
        Pages.Page<OverviewPage>(
            new
            {
                Frame = http.Frame("Analysis", "analysis"),
                Facts = await facts.ReadAsync(cancel),
                MayImport = http.Actor().Can(Permission.ImportSignals),
            }
        );

    private static async Task<IResult> LinkageAsync(HttpContext http, [AsParameters] LinkageQuery query, AnalysisQueries queries, CancellationToken cancel)
    {
        var asked = query.Read();
        var form = asked.Error is { } error ? FormState.OfQuery(http, error) : FormState.Empty;
        var (request, outcome) = asked.Ok ? asked.Value : (AnalysisRequest.Default, AnalysisQueries.OutcomeOf(query.Outcome) is { Ok: true } known ? known.Value : default);
        var state = asked.Ok ? await queries.LinkageAsync(request, outcome, cancel) : new(null, false, null);
        ComeBack(http, state.Running);
        return Pages.Page<LinkagePage>(
            new
            {
                Frame = http.Frame("Linkage", "linkage"),
                State = state,
                Request = request,
                Outcome = outcome,
                Form = form,
            },
            form.Error?.Status() ?? 200
        );
    }

    private static async Task<IResult> LifetimeAsync(HttpContext http, string? discount, AnalysisQueries queries, CancellationToken cancel)
    {
        var request = LifetimeRequest.Parse(discount);
        var form = request.Error is { } error ? FormState.OfQuery(http, error) : FormState.Empty;
        var state = request.Ok ? await queries.LifetimeAsync(request.Value, cancel) : new(null, false, null);
        ComeBack(http, state.Running);
        return Pages.Page<LifetimePage>(
            new
            {
                Frame = http.Frame("Lifetime value", "lifetime"),
                State = state,
                Request = request.Ok ? request.Value : LifetimeRequest.Default,
                Form = form,
            },
            form.Error?.Status() ?? 200
        );
    }

    private static async Task<IResult> DriversAsync(
        HttpContext http,
        string? view,
        string? by,
        string? measure,
        string? landmark,
        string? window,
        string? lookback,
        AnalysisQueries queries,
        LandscapeSource landscapes,
        FrameworkQueries frameworks,
        CancellationToken cancel
    )
    {
        var request = AnalysisRequest.Parse(landmark, window, lookback);
        var form = request.Error is { } error ? FormState.OfQuery(http, error) : FormState.Empty;
        var chosen = Enum.GetValues<DriversView>().FirstOrDefault(one => AnalysisText.Key(one) == view);
        // An address is anybody's; only what there is is kept as a question.
        var landscape = await landscapes.ReadAsync(cancel);
        var bys = DriversAnalysis.Groupings(landscape);
        by = bys.Exists(one => one.Value == by) ? by : null;
        measure = landscape.Measures.Any(row => row.Key == measure) ? measure : null;
        var leaving = request.Ok && chosen == DriversView.Leaving ? await queries.LeavingAsync(request.Value, cancel) : null;
        var curves = request.Ok && chosen == DriversView.Curves ? await queries.CurvesAsync(request.Value, by, cancel) : null;
        var shares = request.Ok && chosen == DriversView.Shares ? await queries.SharesAsync(measure, cancel) : null;
        // Only once the question itself is answered, since one analysis runs at a time.
        var linkage =
            leaving?.Answer is { Value: { Landmark: not null } known } && known.Seen.Out.Any(stage => stage.Heard > 0)
                ? await queries.LinkageAsync(request.Value, LinkageOutcome.Leaving, cancel)
                : null;
        ComeBack(http, leaving?.Running ?? curves?.Running ?? shares?.Running ?? false);
        return Pages.Page<DriversPage>(
            new
            {
                Frame = http.Frame("Drivers", "drivers"),
                View = chosen,
                Request = request.Ok ? request.Value : AnalysisRequest.Default,
                Form = form,
                Leaving = leaving,
                Linkage = linkage,
                Curves = curves,
                Shares = shares,
                Bys = bys,
                MayPropose = http.Actor().Can(Permission.EditMeasures),
                Draft = shares is not null ? await DraftAsync(frameworks, cancel) : null,
            },
            form.Error?.Status() ?? 200
        );
    }

    private static async Task<IResult> ProposeAsync(
        HttpContext http,
        [FromForm] ProposeImportance.Request form,
        ProposeImportance use,
        FrameworkQueries frameworks,
        CancellationToken cancel
    )
    {
        var result = await use.HandleAsync(http.Actor(), form, cancel);
        if (result.Error is not { } error)
            return Answers.SeeOther($"/frameworks/{result.Value.Number}");
        var back = new LinkItem("Back to the shares", $"/analysis/drivers?view=shares&measure={Uri.EscapeDataString(form.Measure ?? "")}");
        return http.ErrorPage(
            error,
            error.Code == SaveFramework.DraftExists && await DraftAsync(frameworks, cancel) is { } draft ? new($"Look at the draft, version {draft}", $"/frameworks/{draft}") : back
        );
    }

    private static async Task<int?> DraftAsync(FrameworkQueries frameworks, CancellationToken cancel) =>
        await frameworks.ReadDraftAsync(cancel) is { Ok: true } draft ? draft.Value.Framework.Number : null;

    // Without script nothing tells the page that the answer is there.
    private static void ComeBack(HttpContext http, bool running)
    {
        if (running)
            http.Response.Headers["Refresh"] = "3";
    }

    private static async Task<IResult> FactsAsync(HttpContext http, FactsQueries queries, FormState form, RowReport? report, CancellationToken cancel) =>
        Pages.Page<FactsPage>(
            new
            {
                Frame = http.Frame("Customer facts", "facts"),
                Model = await queries.ReadAsync(cancel),
                Form = form,
                Report = report,
            },
            form.Error?.Status() ?? 200
        );

    // The report is in this answer only, hence a page and no redirect.
    private static async Task<IResult> ImportAsync(HttpContext http, IFormFile file, ImportCustomerFacts use, FactsQueries queries, CancellationToken cancel)
    {
        await using var content = file.OpenReadStream();
        var result = await use.HandleAsync(http.Actor(), await WholeText.ReadAsync(content, cancel), cancel);
        return result.Error is { } error
            ? await FactsAsync(http, queries, FormState.Of(http, error), null, cancel)
            : await FactsAsync(http, queries, FormState.Empty, result.Value, cancel);
    }
}
