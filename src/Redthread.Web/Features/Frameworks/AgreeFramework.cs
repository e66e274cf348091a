using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Frameworks;
using Redthread.Domain.People;

namespace Redthread.Web.Features.Frameworks;

/// <summary>
/// Makes a draft count. Where teams are named only their signatures can do that, the last of which calls in here; a
/// draft that names none is agreed by a steward.
/// </summary>
public sealed class AgreeFramework(IDbContextFactory<RedthreadContext> contexts, RefreshScores refresh, TimeProvider time)
{
    /// <param name="Fingerprint">What was read, as the page or the API gave it; null agrees whatever the draft says.</param>
    public sealed record Request(string? Fingerprint);

    public sealed record Agreed(int Number, RefreshScores.Refreshed Scores);

    public async Task<Result<Agreed>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditMeasures) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await FrameworkStore.DraftAsync(context, cancel) is not { } draft)
            return Error.NotFound("draft");
        if (draft.Teams.Count > 0)
            return Error.Conflict(
                "signatures-missing",
                $"Framework {draft.Number} is agreed by the signatures of its teams: {string.Join(", ", draft.Teams.Where(team => team.SignedAt is null).Select(team => team.Team!.Name))} must still sign. Nobody can sign for them."
            );
        var names = await FrameworkNames.LoadAsync(context, cancel);
        if (request.Fingerprint is { } fingerprint && fingerprint != names.FingerprintOf(draft))
            return Error.Stale;
        if (CheckReady(draft, names) is { } unready)
            return unready;
        await TakeEffectAsync(context, actor, draft, time.GetUtcNow().UtcDateTime, cancel);
        if (await context.TrySaveAsync(cancel) is { } stale)
            return stale;
        return new Agreed(draft.Number, await refresh.AfterAgreementAsync(actor));
    }

    /// <summary>Why a draft cannot be agreed yet.</summary>
    internal static Error? CheckReady(Framework draft, FrameworkNames names)
    {
        if (draft.Weights.Count == 0)
            return Error.Conflict("no-weights", "No stage has a measure with a weight yet, so nothing would be measured. Give at least one.");
        if (names.Journeys.FirstOrDefault(journey => journey.Id == draft.NorthStarJourneyId) is not { IsLive: true })
            return Error.Conflict("no-north-star", "The framework has no north star: choose the journey against whose score decisions are weighed.");
        if (draft.Weights.Find(weight => names.Measures[names.MeasureById[weight.MeasureId].Key].ArchivedAt is not null) is { } archived)
            return Error.Conflict("measure-archived", $"{names.MeasureById[archived.MeasureId].Name} has a weight but is archived. Take it out, or restore it.");
        return draft.Stages.Find(stage => !names.ByStage[stage.StageId].IsLive) is { } gone
            ? Error.Conflict("stage-archived", $"{names.ByStage[gone.StageId].Key} is archived. Save the draft again without it.")
            : null;
    }

    /// <summary>Agrees the draft, retires the one before and locks what it weighs, all within the caller's transaction.</summary>
    internal static async Task TakeEffectAsync(RedthreadContext context, Actor actor, Framework draft, DateTime now, CancellationToken cancel)
    {
        foreach (var before in await context.Frameworks.Where(row => row.AgreedAt != null && row.RetiredAt == null).ToListAsync(cancel))
        {
            before.RetiredAt = now;
            before.Revision++;
            context.Activities.Add(Activity.Of(actor, now, "framework.retired", before.Id, $"Retired framework {before.Number}, {before.Name}, for {draft.Number}, {draft.Name}"));
        }

        draft.AgreedAt = now;
        draft.Revision++;
        context.Activities.Add(Activity.Of(actor, now, "framework.agreed", draft.Id, $"Agreed framework {draft.Number}, {draft.Name}"));
        var weighed = draft.Weights.Select(weight => weight.MeasureId).Distinct().ToList();
        foreach (var measure in await context.Measures.Where(row => weighed.Contains(row.Id) && row.LockedAt == null).ToListAsync(cancel))
        {
            measure.LockedAt = now;
            measure.Revision++;
        }
    }
}
