using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Shell;
using Saved = Redthread.Domain.Result<Redthread.Web.Features.Journeys.SaveJourney.Saved>;

namespace Redthread.Web.Features.Journeys;

/// <summary>The forms of the editing page for stages, steps and touchpoints.</summary>
public static class StageEndpoints
{
    /// <summary>What every handler here is given: where the form stands and what it needs to answer.</summary>
    public sealed record Call(HttpContext Http, string Key, string? Stage, string? Step, string? Touchpoint, ChangeJourney Change, JourneyQueries Queries, CancellationToken Cancel)
    {
        public Actor Actor => Http.Actor();

        public static ValueTask<Call> BindAsync(HttpContext http) =>
            ValueTask.FromResult(
                new Call(
                    http,
                    (string)http.Request.RouteValues["key"]!,
                    http.Request.RouteValues.GetValueOrDefault("stage") as string,
                    http.Request.RouteValues.GetValueOrDefault("step") as string,
                    http.Request.RouteValues.GetValueOrDefault("touchpoint") as string,
                    http.RequestServices.GetRequiredService<ChangeJourney>(),
                    http.RequestServices.GetRequiredService<JourneyQueries>(),
                    http.RequestAborted
                )
            );
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var stages = routes.MapGroup("/journeys/{key}/stages").Needs(Permission.EditJourneys).ExcludeFromDescription();
        stages.MapPost("", (Call call, [FromForm] ChangeJourney.StageRequest request) => BackAsync(call, call.Change.AddStageAsync(call.Actor, call.Key, request, call.Cancel)));
        var stage = stages.MapGroup("/{stage}");
        stage.MapPost(
            "",
            (Call call, [FromForm] ChangeJourney.StageRequest request) => BackAsync(call, call.Change.SetStageAsync(call.Actor, call.Key, call.Stage!, request, call.Cancel))
        );
        stage.MapPost(
            "/position",
            (Call call, [FromForm] ChangeJourney.MoveRequest request) =>
                BackAsync(call, call.Change.MoveStageAsync(call.Actor, call.Key, call.Stage!, request, call.Cancel), stays: false)
        );
        stage.MapPost(
            "/archive",
            (Call call, [FromForm] ChangeJourney.VersionRequest request) =>
                BackAsync(call, call.Change.SetStageArchivedAsync(call.Actor, call.Key, call.Stage!, request.Version, true, call.Cancel), stays: false)
        );
        stage.MapPost(
            "/restoration",
            (Call call, [FromForm] ChangeJourney.VersionRequest request) =>
                BackAsync(call, call.Change.SetStageArchivedAsync(call.Actor, call.Key, call.Stage!, request.Version, false, call.Cancel))
        );
        MapSteps(stage.MapGroup("/steps"));
        MapTouchpoints(stage.MapGroup("/touchpoints"));
    }

    private static void MapSteps(RouteGroupBuilder steps)
    {
        steps.MapPost(
            "",
            (Call call, [FromForm] ChangeJourney.StepRequest request) => BackAsync(call, call.Change.AddStepAsync(call.Actor, call.Key, call.Stage!, request, call.Cancel))
        );
        steps.MapPost(
            "/{step}",
            (Call call, [FromForm] ChangeJourney.StepRequest request) =>
                BackAsync(call, call.Change.SetStepAsync(call.Actor, call.Key, call.Stage!, call.Step!, request, call.Cancel))
        );
        steps.MapPost(
            "/{step}/position",
            (Call call, [FromForm] ChangeJourney.MoveRequest request) =>
                BackAsync(call, call.Change.MoveStepAsync(call.Actor, call.Key, call.Stage!, call.Step!, request, call.Cancel))
        );
        steps.MapPost(
            "/{step}/archive",
            (Call call, [FromForm] ChangeJourney.VersionRequest request) =>
                BackAsync(call, call.Change.SetStepArchivedAsync(call.Actor, call.Key, call.Stage!, call.Step!, request.Version, true, call.Cancel))
        );
        steps.MapPost(
            "/{step}/restoration",
            (Call call, [FromForm] ChangeJourney.VersionRequest request) =>
                BackAsync(call, call.Change.SetStepArchivedAsync(call.Actor, call.Key, call.Stage!, call.Step!, request.Version, false, call.Cancel))
        );
    }

    private static void MapTouchpoints(RouteGroupBuilder touchpoints)
    {
        touchpoints.MapPost(
            "",
            (Call call, [FromForm] ChangeJourney.TouchpointRequest request) =>
                BackAsync(call, call.Change.AddTouchpointAsync(call.Actor, call.Key, call.Stage!, request, call.Cancel))
        );
        touchpoints.MapPost(
            "/{touchpoint}",
            (Call call, [FromForm] ChangeJourney.TouchpointRequest request) =>
                BackAsync(call, call.Change.SetTouchpointAsync(call.Actor, call.Key, call.Stage!, call.Touchpoint!, request, call.Cancel))
        );
        touchpoints.MapPost(
            "/{touchpoint}/position",
            (Call call, [FromForm] ChangeJourney.MoveRequest request) =>
                BackAsync(call, call.Change.MoveTouchpointAsync(call.Actor, call.Key, call.Stage!, call.Touchpoint!, request, call.Cancel))
        );
        touchpoints.MapPost(
            "/{touchpoint}/archive",
            (Call call, [FromForm] ChangeJourney.VersionRequest request) =>
                BackAsync(call, call.Change.SetTouchpointArchivedAsync(call.Actor, call.Key, call.Stage!, call.Touchpoint!, request.Version, true, call.Cancel))
        );
        touchpoints.MapPost(
            "/{touchpoint}/restoration",
            (Call call, [FromForm] ChangeJourney.VersionRequest request) =>
                BackAsync(call, call.Change.SetTouchpointArchivedAsync(call.Actor, call.Key, call.Stage!, call.Touchpoint!, request.Version, false, call.Cancel))
        );
    }

    /// <param name="stays">Whether the stage is open afterwards.</param>
    private static Task<IResult> BackAsync(Call call, Task<Saved> change, bool stays = true)
    {
        var stage = call.Stage;
        var query = stays && stage is not null ? $"?stage={stage}{(call.Step is null ? "" : $"&step={call.Step}")}" : "";
        return call.Http.AfterFormAsync(
            change,
            $"/journeys/{call.Key}/edit{query}{(stage is null ? "#stages" : $"#stage-{stage}")}",
            form => JourneyEndpoints.EditPageAsync(call.Http, call.Queries, call.Key, call.Stage, call.Step, form, call.Cancel)
        );
    }
}
