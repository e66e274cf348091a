using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Journeys;

/// <summary>
/// Makes a journey be what a file says: the one way in for forms, files, API and undo. What a file leaves out is
/// archived, never deleted, so that past scores keep their place. Every save keeps the whole file as a version.
/// </summary>
public sealed class SaveJourney(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    /// <param name="Version">The version the change was made on; null for a file from outside, which counts on none.</param>
    public sealed record Request(JourneyFile File, int? Version, string? Summary = null);

    public sealed record Saved(Guid Id, string Key, int Version, bool Changed);

    public async Task<Result<Saved>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        if (request.File.Check() is { } invalid)
            return invalid;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var journey = await JourneyQueries.Whole(context).SingleOrDefaultAsync(row => row.Key == request.File.Journey, cancel);
        if (request.Version is { } version && version != (journey?.Version ?? 0))
            return Error.Stale;
        var isNew = journey is null;
        var names = await JourneyNames.LoadAsync(context, cancel);
        var before = isNew ? null : JourneyFiles.Of(journey!, names).ToYaml();
        var wasDraft = journey?.DraftedAt is not null;
        journey ??= new Journey
        {
            Key = request.File.Journey,
            Version = 0,
            Position = await context.Journeys.CountAsync(cancel),
        };
        if (Fill(context, journey, request.File, names) is { } error)
            return error;
        if (isNew)
            context.Journeys.Add(journey);
        var after = JourneyFiles.Of(journey, names).ToYaml();
        if (after == before)
            return new Saved(journey.Id, journey.Key, journey.Version, false);
        return await SaveAsync(
            context,
            actor,
            journey,
            after,
            request.Summary ?? (isNew ? $"Made the journey {journey.Name}" : $"Changed the journey {journey.Name} from a file"),
            isNew ? "journey.created"
                : wasDraft && journey.DraftedAt is null ? "journey.published"
                : "journey.changed",
            cancel
        );
    }

    private async Task<Result<Saved>> SaveAsync(RedthreadContext context, Actor actor, Journey journey, string yaml, string summary, string kind, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        journey.Version++;
        context.JourneyVersions.Add(
            new JourneyVersion
            {
                JourneyId = journey.Id,
                Version = journey.Version,
                Yaml = yaml,
                Summary = summary,
                ActorName = actor.Name,
                At = now,
            }
        );
        context.Activities.Add(Activity.Of(actor, now, kind, journey.Id, summary));
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : new Saved(journey.Id, journey.Key, journey.Version, true);
    }

    private Error? Fill(RedthreadContext context, Journey journey, JourneyFile file, JourneyNames names)
    {
        if (file.Parent is not null && (!names.Journeys.TryGetValue(file.Parent, out var parent) || parent == journey.Id))
            return Error.Invalid("parent-unknown", $"There is no journey “{file.Parent}” to stand above {file.Journey}. Import it first, or leave the parent out.");
        if (file.Parent is not null && names.IsUnder(names.Journeys[file.Parent], journey.Id))
            return Error.Invalid("parent-circle", $"{file.Parent} lies under {file.Journey}; the two cannot stand above each other.");
        if (names.TeamOf(file.Owner?.Team, out var team) is { } noTeam)
            return noTeam;
        if (names.PersonOf(file.Owner?.Person, out var person) is { } nobody)
            return nobody;
        journey.Name = file.Name.Trim();
        journey.Level = file.Level;
        journey.ParentId = file.Parent is null ? null : names.Journeys[file.Parent];
        (journey.Goal, journey.Description) = (Blank(file.Goal), Blank(file.Description));
        (journey.OwnerTeamId, journey.OwnerPersonId) = (team, person);
        journey.ArchivedAt = Since(journey.ArchivedAt, file.Archived);
        journey.DraftedAt = Since(journey.DraftedAt, file.Draft);
        foreach (var gone in journey.Stages.Where(stage => !file.Stages.Exists(entry => entry.Key == stage.Key)))
            gone.ArchivedAt ??= Now;
        for (var position = 0; position < file.Stages.Count; position++)
        {
            var entry = file.Stages[position];
            var stage = journey.Stages.Find(row => row.Key == entry.Key);
            if (stage is null)
                journey.Stages.Add(stage = new Stage { Key = entry.Key, JourneyId = journey.Id });
            stage.Position = position;
            if (Fill(context, stage, entry, names) is { } error)
                return error;
        }

        return null;
    }

    private Error? Fill(RedthreadContext context, Stage stage, JourneyFile.StageEntry entry, JourneyNames names)
    {
        if (names.TeamOf(entry.Team, out var team) is { } noTeam)
            return noTeam;
        (stage.Name, stage.Intent, stage.OwnerTeamId) = (entry.Name.Trim(), Blank(entry.Intent), team);
        stage.ArchivedAt = Since(stage.ArchivedAt, entry.Archived);
        foreach (var gone in stage.Steps.Where(step => !entry.Steps.Exists(row => row.Key == step.Key)))
            gone.ArchivedAt ??= Now;
        for (var position = 0; position < entry.Steps.Count; position++)
            FillStep(context, stage, entry.Steps[position], position);
        foreach (var gone in stage.Touchpoints.Where(touchpoint => !entry.Touchpoints.Exists(row => row.Key == touchpoint.Key)))
            gone.ArchivedAt ??= Now;
        for (var position = 0; position < entry.Touchpoints.Count; position++)
            FillTouchpoint(context, stage, entry.Touchpoints[position], position, names);
        return null;
    }

    private void FillStep(RedthreadContext context, Stage stage, JourneyFile.StepEntry entry, int position)
    {
        var step = stage.Steps.Find(row => row.Key == entry.Key);
        if (step is null)
            stage.Steps.Add(step = new Step { Key = entry.Key, StageId = stage.Id });
        (step.Name, step.Position) = (entry.Name.Trim(), position);
        step.ArchivedAt = Since(step.ArchivedAt, entry.Archived);
        var wanted = entry.Lanes.OrderBy(lane => lane.Key).SelectMany(lane => lane.Value.Select((text, index) => (lane.Key, text, index))).ToList();
        if (step.Lanes.OrderBy(item => item.Lane).ThenBy(item => item.Position).Select(item => (item.Lane, item.Text, item.Position)).SequenceEqual(wanted))
            return;
        context.LaneItems.RemoveRange(step.Lanes);
        step.Lanes.Clear();
        step.Lanes.AddRange(
            wanted.Select(item => new LaneItem
            {
                StepId = step.Id,
                Lane = item.Key,
                Text = item.text,
                Position = item.index,
            })
        );
    }

    private void FillTouchpoint(RedthreadContext context, Stage stage, JourneyFile.TouchpointEntry entry, int position, JourneyNames names)
    {
        var touchpoint = stage.Touchpoints.Find(row => row.Key == entry.Key);
        if (touchpoint is null)
            stage.Touchpoints.Add(touchpoint = new Touchpoint { Key = entry.Key, StageId = stage.Id });
        (touchpoint.Name, touchpoint.Position) = (entry.Name.Trim(), position);
        touchpoint.StepId = entry.Step is null ? null : stage.Steps.Single(step => step.Key == entry.Step).Id;
        touchpoint.ChannelId = names.ChannelOf(context, entry.Channel);
        touchpoint.ArchivedAt = Since(touchpoint.ArchivedAt, entry.Archived);
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private DateTime? Since(DateTime? before, bool holds) => holds ? before ?? Now : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.ReplaceLineEndings("\n").Trim();
}
