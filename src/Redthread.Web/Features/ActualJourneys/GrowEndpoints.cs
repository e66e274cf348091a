using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>A log goes on with another file, and is laid beside a planned journey.</summary>
internal static class GrowEndpoints
{
    public sealed record AddRequest
    {
        public IFormFile? File { get; init; }
    }

    public sealed record CompareRequest
    {
        public string? Journey { get; init; }
        public int Version { get; init; }
    }

    public static void Map(RouteGroupBuilder pages, HostSettings settings)
    {
        pages
            .MapPost("/{number:int}/files", AddAsync)
            .Needs(Permission.ImportSignals)
            .WithMetadata(new RequestSizeLimitAttribute(settings.MaxUploadBytes + (1 << 20)))
            .WithFormOptions(multipartBodyLengthLimit: settings.MaxUploadBytes);
        pages
            .MapGet(
                "/{number:int}/conformance",
                (HttpContext http, int number, string? journey, LogQueries logs, ComparisonQueries comparisons, LandscapeSource landscapes, CancellationToken cancel) =>
                    ComparedAsync(http, number, journey, logs, comparisons, landscapes, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewEvidence);
        pages.MapPost("/{number:int}/conformance", KeepAsync).Needs(Permission.EditJourneys);
    }

    private static async Task<IResult> AddAsync(
        HttpContext http,
        int number,
        [FromForm] AddRequest form,
        AddToLog add,
        LogQueries logs,
        LogFiles files,
        LandscapeSource landscapes,
        CancellationToken cancel
    )
    {
        Task<IResult> Again(FormState state) =>
            LogEndpoints.OneAsync(http, number, logs, files, landscapes, state with { Values = new Dictionary<string, string> { ["form"] = "add" } }, cancel);
        if (form.File is not { } file)
            return await Again(FormState.Of(http, Error.Invalid("file-missing", "Choose the file to add first.")));
        if (file.Length == 0)
            return await Again(FormState.Of(http, Error.Invalid("file-empty", $"{file.FileName} is empty. Nothing was added.")));
        await using var content = file.OpenReadStream();
        return await http.AfterFormAsync(
            add.HandleAsync(http.Actor(), number, file.FileName, content, cancel),
            added => $"/actual-journeys/{number}?tab=file&added={added.Counts.ToQuery()}",
            Again
        );
    }

    private static Task<IResult> KeepAsync(
        HttpContext http,
        int number,
        [FromForm] CompareRequest form,
        KeepComparison keep,
        LogQueries logs,
        ComparisonQueries comparisons,
        LandscapeSource landscapes,
        CancellationToken cancel
    ) =>
        http.AfterFormAsync(
            keep.HandleAsync(http.Actor(), number, new(form.Journey, form.Version, journey => ComparedStage.Of(journey, name => http.Request.Form[name])), cancel),
            $"/actual-journeys/{number}/conformance?journey={Uri.EscapeDataString(form.Journey ?? "")}",
            again => ComparedAsync(http, number, form.Journey, logs, comparisons, landscapes, again, cancel)
        );

    private static async Task<IResult> ComparedAsync(
        HttpContext http,
        int number,
        string? journey,
        LogQueries logs,
        ComparisonQueries comparisons,
        LandscapeSource landscapes,
        FormState form,
        CancellationToken cancel
    )
    {
        var opened = await logs.ViewAsync(number, LogFilter.Of(http.Request.Query), cancel);
        if (opened.Error is { } error)
            return http.ErrorPage(error);
        var view = opened.Value;
        var planned = (await landscapes.ReadAsync(cancel)).PlannedJourneys.Where(row => row.LiveStages.Any()).ToList();
        var kept = await comparisons.JourneysOfAsync(view.Row.Id, cancel);
        // Whoever names no journey means the one that was compared last.
        var chosen = planned.Find(row => journey is null ? row.Id == kept.FirstOrDefault() : row.Key == journey);
        var saved = chosen is null ? null : await comparisons.FindAsync(view.Row.Id, chosen.Id, cancel);
        return Pages.Page<ConformancePage>(
            new
            {
                Frame = http.Frame($"{view.Row.Name} against a plan", "actual-journeys"),
                View = view,
                Journeys = planned,
                Kept = kept,
                Saved = saved,
                Plan = chosen is null ? null : PlanView.Of(view, chosen, SaidOf(http, chosen, saved, form)),
                Form = form,
                MayKeep = http.Actor().Can(Permission.EditJourneys),
            },
            form.Error?.Status() ?? 200
        );
    }

    private static IReadOnlyList<ComparedStage>? SaidOf(HttpContext http, Journey journey, LogComparison? saved, FormState form) =>
        form.Error is not null ? ComparedStage.Of(journey, name => http.Request.Form[name])
        : http.Request.Query.ContainsKey("mapped") ? ComparedStage.Of(journey, name => http.Request.Query[name])
        : saved is null ? null
        : ComparedStage.Parse(saved);
}
