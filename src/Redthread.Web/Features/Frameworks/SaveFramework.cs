using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Frameworks;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Frameworks;

/// <summary>
/// Makes the draft be what a file says, or makes a draft where there is none: the one way in for forms, files and API.
/// What is agreed never changes; a change of the draft takes its signatures away, for they were given to something else.
/// </summary>
public sealed class SaveFramework(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    public const string DraftExists = "draft-exists";

    /// <param name="Revision">The revision of the draft the change was made on, 0 where there was none; null for a file, which counts on none.</param>
    public sealed record Request(FrameworkFile File, int? Revision);

    public sealed record Saved(int Number, int Revision, bool Changed, bool IsNew, int SignaturesRemoved);

    public async Task<Result<Saved>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditMeasures) is { } denied)
            return denied;
        if (request.File.Check() is { } invalid)
            return invalid;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var draft = await FrameworkStore.DraftAsync(context, cancel);
        if (request.Revision is { } revision && revision != (draft?.Revision ?? 0))
            return Error.Stale;
        return await SaveAsync(context, actor, draft, request.File, cancel);
    }

    /// <summary>A draft to work on: a copy of what is agreed, or the usual values for all live stages.</summary>
    public async Task<Result<Saved>> StartAsync(Actor actor, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditMeasures) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await FrameworkStore.DraftAsync(context, cancel) is { } draft)
            return Error.Conflict(DraftExists, $"There is a draft already, version {draft.Number}. Change that one, or discard it first.");
        var names = await FrameworkNames.LoadAsync(context, cancel);
        var agreed = await FrameworkStore.AgreedAsync(context, cancel);
        return await SaveAsync(context, actor, null, agreed is null ? Usual(names) : Live(names.FileOf(agreed), names), cancel);
    }

    public async Task<Result<Done>> DiscardAsync(Actor actor, int? revision, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditMeasures) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await FrameworkStore.DraftAsync(context, cancel) is not { } draft)
            return Error.NotFound("draft");
        if (revision is not null && revision != draft.Revision)
            return Error.Stale;
        context.Frameworks.Remove(draft);
        context.Activities.Add(Activity.Of(actor, Now, "framework.discarded", draft.Id, $"Discarded the draft of framework {draft.Number}, {draft.Name}"));
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : Done.It;
    }

    private async Task<Result<Saved>> SaveAsync(RedthreadContext context, Actor actor, Framework? draft, FrameworkFile file, CancellationToken cancel)
    {
        var names = await FrameworkNames.LoadAsync(context, cancel);
        var isNew = draft is null;
        var before = isNew ? null : names.FileOf(draft!).ToYaml();
        draft ??= new Framework { Number = await FrameworkStore.NextNumberAsync(context, cancel), CreatedAt = Now };
        if (FrameworkFill.Fill(draft, file, names) is { } error)
            return error;
        if (isNew)
            context.Frameworks.Add(draft);
        else if (names.FileOf(draft).ToYaml() == before)
            return new Saved(draft.Number, draft.Revision, false, false, 0);
        else
            draft.Revision++;
        var removed = draft.Teams.RemoveSignatures();
        var summary = isNew ? $"Made a draft of framework {draft.Number}, {draft.Name}" : $"Changed the draft of framework {draft.Number}, {draft.Name}";
        context.Activities.Add(
            Activity.Of(actor, Now, isNew ? "framework.drafted" : "framework.changed", draft.Id, removed == 0 ? summary : $"{summary}; {removed} signatures fell away")
        );
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : new Saved(draft.Number, draft.Revision, true, isNew, removed);
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private static FrameworkFile Usual(FrameworkNames names) =>
        new()
        {
            Framework = "Experience framework",
            CutPoints = [30, 45, 60, 75],
            NorthStar = (
                names.Journeys.FirstOrDefault(journey => journey is { Level: JourneyLevel.Lifecycle, IsLive: true }) ?? names.Journeys.FirstOrDefault(journey => journey.IsLive)
            )?.Key,
            Stages = names
                .Places.Where(place => place.IsLive && place.Journey.Level != JourneyLevel.Lifecycle)
                .ToDictionary(place => place.Key, _ => new FrameworkFile.StageEntry()),
        };

    // What was archived since the agreement has no place in the next one, and what was agreed is no proposal any more.
    private static FrameworkFile Live(FrameworkFile file, FrameworkNames names) =>
        file with
        {
            NorthStar = names.Journeys.Any(journey => journey.Key == file.NorthStar && journey.IsLive) ? file.NorthStar : null,
            Teams = [.. file.Teams.Where(team => names.Teams[team].ArchivedAt is null)],
            Stages = file
                .Stages.Where(stage => names.ByKey[stage.Key].IsLive)
                .ToDictionary(
                    stage => stage.Key,
                    stage => stage.Value with { Proposal = null, Weights = stage.Value.Weights.Where(weight => names.Measures[weight.Key].ArchivedAt is null).ToDictionary() }
                ),
        };
}
