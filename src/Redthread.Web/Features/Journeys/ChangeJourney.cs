using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;

namespace Redthread.Web.Features.Journeys;

/// <summary>The single changes a page offers, each told as an edit of the journey's file.</summary>
public sealed class ChangeJourney(JourneyQueries queries, SaveJourney save)
{
    public sealed record NewRequest(string? Name, JourneyLevel Level, string? Parent);

    public sealed record DetailsRequest(int Version, string? Name, JourneyLevel Level, string? Parent, string? Goal, string? Description, string? Team, string? Person);

    public sealed record StageRequest(int Version, string? Name, string? Intent, string? Team);

    public sealed record TouchpointRequest(int Version, string? Name, string? Step, string? Channel);

    public sealed record StepRequest(int Version, string? Name, string? Doing, string? Thinking, string? Feeling, string? Backstage, string? Systems);

    /// <param name="By">−1 earlier, +1 later.</param>
    public sealed record MoveRequest(int Version, int By);

    public sealed record VersionRequest(int Version);

    public async Task<Result<SaveJourney.Saved>> CreateAsync(Actor actor, NewRequest request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        if (string.IsNullOrWhiteSpace(request.Name))
            return Error.Invalid("name-missing", "A journey needs a name: what the customer tries to get done.");
        var taken = (await queries.ReadAtlasAsync(cancel)).Select(entry => entry.Journey.Key);
        var file = new JourneyFile
        {
            Journey = Key.Free(request.Name, taken.Concat(JourneyFile.ReservedKeys)),
            Name = request.Name,
            Level = request.Level,
            Parent = Blank(request.Parent),
        };
        return await save.HandleAsync(actor, new SaveJourney.Request(file, 0), cancel);
    }

    public Task<Result<SaveJourney.Saved>> SetDetailsAsync(Actor actor, string key, DetailsRequest request, CancellationToken cancel) =>
        EditAsync(
            actor,
            key,
            request.Version,
            "Changed what the journey is and who owns it",
            file =>
                file with
                {
                    Name = request.Name ?? "",
                    Level = request.Level,
                    Parent = Blank(request.Parent),
                    Goal = request.Goal,
                    Description = request.Description,
                    Owner = new JourneyFile.OwnerEntry { Team = Blank(request.Team), Person = Blank(request.Person) },
                },
            cancel
        );

    public Task<Result<SaveJourney.Saved>> SetArchivedAsync(Actor actor, string key, int version, bool archived, CancellationToken cancel) =>
        EditAsync(actor, key, version, archived ? "Archived the journey" : "Restored the journey", file => file with { Archived = archived }, cancel);

    /// <summary>From then on it stands on the Picture and counts.</summary>
    public async Task<Result<SaveJourney.Saved>> PublishAsync(Actor actor, string key, int? version, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        var view = await queries.ReadAsync(key, cancel);
        if (view.Error is { } missing)
            return missing;
        var (journey, file) = (view.Value.Journey, view.Value.File);
        if (!file.Draft)
            return new SaveJourney.Saved(journey.Id, journey.Key, journey.Version, false);
        if (!file.Stages.Exists(stage => !stage.Archived))
            return Error.Conflict("stages-missing", "A journey without a stage has nothing to stand on the Picture with. Add its first stage, then publish it.");
        return await save.HandleAsync(actor, new SaveJourney.Request(file with { Draft = false }, version ?? journey.Version, $"Published the journey {journey.Name}"), cancel);
    }

    public Task<Result<SaveJourney.Saved>> AddStageAsync(Actor actor, string key, StageRequest request, CancellationToken cancel) =>
        EditAsync(
            actor,
            key,
            request.Version,
            $"Added the stage {request.Name}",
            file =>
                file with
                {
                    Stages =
                    [
                        .. file.Stages,
                        new JourneyFile.StageEntry
                        {
                            Key = Key.Free(request.Name ?? "", file.Stages.Select(stage => stage.Key)),
                            Name = request.Name ?? "",
                            Intent = request.Intent,
                            Team = Blank(request.Team),
                        },
                    ],
                },
            cancel
        );

    public Task<Result<SaveJourney.Saved>> SetStageAsync(Actor actor, string key, string stage, StageRequest request, CancellationToken cancel) =>
        EditStageAsync(
            actor,
            key,
            stage,
            request.Version,
            "Changed the stage",
            entry => entry with { Name = request.Name ?? "", Intent = request.Intent, Team = Blank(request.Team) },
            cancel
        );

    public Task<Result<SaveJourney.Saved>> MoveStageAsync(Actor actor, string key, string stage, MoveRequest request, CancellationToken cancel) =>
        EditAsync(
            actor,
            key,
            request.Version,
            $"Moved the stage {stage}",
            file => file with { Stages = Order.Moved(file.Stages, entry => entry.Key == stage, entry => entry.Archived, request.By) },
            cancel
        );

    public Task<Result<SaveJourney.Saved>> SetStageArchivedAsync(Actor actor, string key, string stage, int version, bool archived, CancellationToken cancel) =>
        EditStageAsync(actor, key, stage, version, archived ? "Archived the stage" : "Restored the stage", entry => entry with { Archived = archived }, cancel);

    public Task<Result<SaveJourney.Saved>> AddTouchpointAsync(Actor actor, string key, string stage, TouchpointRequest request, CancellationToken cancel) =>
        EditStageAsync(
            actor,
            key,
            stage,
            request.Version,
            $"Added the touchpoint {request.Name} to",
            entry =>
                entry with
                {
                    Touchpoints =
                    [
                        .. entry.Touchpoints,
                        new JourneyFile.TouchpointEntry
                        {
                            Key = Key.Free(request.Name ?? "", entry.Touchpoints.Select(touchpoint => touchpoint.Key)),
                            Name = request.Name ?? "",
                            Step = Blank(request.Step),
                            Channel = Blank(request.Channel),
                        },
                    ],
                },
            cancel
        );

    public Task<Result<SaveJourney.Saved>> SetTouchpointAsync(Actor actor, string key, string stage, string touchpoint, TouchpointRequest request, CancellationToken cancel) =>
        EditTouchpointAsync(
            actor,
            key,
            stage,
            touchpoint,
            request.Version,
            "Changed",
            entry => entry with { Name = request.Name ?? "", Step = Blank(request.Step), Channel = Blank(request.Channel) },
            cancel
        );

    public Task<Result<SaveJourney.Saved>> SetTouchpointArchivedAsync(
        Actor actor,
        string key,
        string stage,
        string touchpoint,
        int version,
        bool archived,
        CancellationToken cancel
    ) => EditTouchpointAsync(actor, key, stage, touchpoint, version, archived ? "Archived" : "Restored", entry => entry with { Archived = archived }, cancel);

    public Task<Result<SaveJourney.Saved>> MoveTouchpointAsync(Actor actor, string key, string stage, string touchpoint, MoveRequest request, CancellationToken cancel) =>
        EditStageAsync(
            actor,
            key,
            stage,
            request.Version,
            $"Moved the touchpoint {touchpoint} of",
            entry => entry with { Touchpoints = Order.Moved(entry.Touchpoints, row => row.Key == touchpoint, row => row.Archived, request.By) },
            cancel
        );

    public Task<Result<SaveJourney.Saved>> AddStepAsync(Actor actor, string key, string stage, StepRequest request, CancellationToken cancel) =>
        EditStageAsync(
            actor,
            key,
            stage,
            request.Version,
            $"Added the step {request.Name} to",
            entry =>
                entry with
                {
                    Steps =
                    [
                        .. entry.Steps,
                        new JourneyFile.StepEntry
                        {
                            Key = Key.Free(request.Name ?? "", entry.Steps.Select(step => step.Key)),
                            Name = request.Name ?? "",
                            Lanes = LanesOf(request),
                        },
                    ],
                },
            cancel
        );

    public Task<Result<SaveJourney.Saved>> SetStepAsync(Actor actor, string key, string stage, string step, StepRequest request, CancellationToken cancel) =>
        EditStepAsync(actor, key, stage, step, request.Version, "Changed", entry => entry with { Name = request.Name ?? "", Lanes = LanesOf(request) }, cancel);

    public Task<Result<SaveJourney.Saved>> SetStepArchivedAsync(Actor actor, string key, string stage, string step, int version, bool archived, CancellationToken cancel) =>
        EditStepAsync(actor, key, stage, step, version, archived ? "Archived" : "Restored", entry => entry with { Archived = archived }, cancel);

    public Task<Result<SaveJourney.Saved>> MoveStepAsync(Actor actor, string key, string stage, string step, MoveRequest request, CancellationToken cancel) =>
        EditStageAsync(
            actor,
            key,
            stage,
            request.Version,
            $"Moved the step {step} of",
            entry => entry with { Steps = Order.Moved(entry.Steps, row => row.Key == step, row => row.Archived, request.By) },
            cancel
        );

    /// <summary>Undo: makes the journey be what it was at an earlier version, as a new version.</summary>
    public async Task<Result<SaveJourney.Saved>> RestoreAsync(Actor actor, string key, int earlier, int version, CancellationToken cancel)
    {
        var history = await queries.ReadHistoryAsync(key, earlier, cancel);
        if (history.Error is { } missing)
            return missing;
        if (history.Value.Shown is not { } shown || shown.Version != earlier)
            return Error.NotFound("version");
        var file = JourneyFile.Parse(shown.Yaml);
        // Going back is about what the journey says. Whether it counts is decided by publishing it, once.
        return file.Error is { } error
            ? error
            : await save.HandleAsync(
                actor,
                new SaveJourney.Request(file.Value with { Draft = history.Value.Journey.DraftedAt is not null }, version, $"Went back to version {earlier} of {file.Value.Name}"),
                cancel
            );
    }

    private Task<Result<SaveJourney.Saved>> EditStageAsync(
        Actor actor,
        string key,
        string stage,
        int version,
        string did,
        Func<JourneyFile.StageEntry, JourneyFile.StageEntry> edit,
        CancellationToken cancel
    ) =>
        EditAsync(actor, key, version, $"{did} {stage}", file => Replaced(file.Stages, row => row.Key == stage, edit) is { } stages ? file with { Stages = stages } : null, cancel);

    private Task<Result<SaveJourney.Saved>> EditTouchpointAsync(
        Actor actor,
        string key,
        string stage,
        string touchpoint,
        int version,
        string did,
        Func<JourneyFile.TouchpointEntry, JourneyFile.TouchpointEntry> edit,
        CancellationToken cancel
    ) =>
        EditStageAsync(
            actor,
            key,
            stage,
            version,
            $"{did} the touchpoint {touchpoint} of",
            entry => Replaced(entry.Touchpoints, row => row.Key == touchpoint, edit) is { } rows ? entry with { Touchpoints = rows } : entry,
            cancel
        );

    private Task<Result<SaveJourney.Saved>> EditStepAsync(
        Actor actor,
        string key,
        string stage,
        string step,
        int version,
        string did,
        Func<JourneyFile.StepEntry, JourneyFile.StepEntry> edit,
        CancellationToken cancel
    ) =>
        EditStageAsync(
            actor,
            key,
            stage,
            version,
            $"{did} the step {step} of",
            entry => Replaced(entry.Steps, row => row.Key == step, edit) is { } rows ? entry with { Steps = rows } : entry,
            cancel
        );

    private async Task<Result<SaveJourney.Saved>> EditAsync(Actor actor, string key, int version, string did, Func<JourneyFile, JourneyFile?> edit, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        var view = await queries.ReadAsync(key, cancel);
        if (view.Error is { } missing)
            return missing;
        return edit(view.Value.File) is { } file
            ? await save.HandleAsync(actor, new SaveJourney.Request(file, version, $"{did} ({view.Value.Journey.Name})"), cancel)
            : Error.NotFound("stage");
    }

    private static List<T>? Replaced<T>(List<T> rows, Predicate<T> which, Func<T, T> edit)
    {
        var index = rows.FindIndex(which);
        if (index < 0)
            return null;
        var copy = rows.ToList();
        copy[index] = edit(copy[index]);
        return copy;
    }

    private static Dictionary<Lane, List<string>> LanesOf(StepRequest request) =>
        new (Lane Lane, string? Text)[]
        {
            (Lane.Doing, request.Doing),
            (Lane.Thinking, request.Thinking),
            (Lane.Feeling, request.Feeling),
            (Lane.Backstage, request.Backstage),
            (Lane.Systems, request.Systems),
        }
            .Select(lane => (lane.Lane, Lines: (lane.Text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList()))
            .Where(lane => lane.Lines.Count > 0)
            .ToDictionary(lane => lane.Lane, lane => lane.Lines);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
