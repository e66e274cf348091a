using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Decisions;

/// <summary>Plans a decision and changes what is planned; once made, it is frozen.</summary>
public sealed class SaveDecision(ThreadStore store, LedgerSource ledgers, LandscapeSource landscapes)
{
    // Properties, not parameters: a form binds only when it holds every parameter of a constructor.
    public sealed record Request
    {
        public string? Title { get; init; }
        public DecisionType? Type { get; init; }
        public string? Question { get; init; }

        /// <summary>Markdown.</summary>
        public string? Detail { get; init; }
        public DateOnly? DueOn { get; init; }
        public DateOnly? ReviewOn { get; init; }

        /// <summary>The id of the person who decides.</summary>
        public Guid? Decider { get; init; }

        /// <summary>The id of the team that owns it.</summary>
        public Guid? Team { get; init; }
        public string? Expected { get; init; }

        /// <summary>journey/stage, by keys, whose score it should move.</summary>
        public string? ExpectedStage { get; init; }
        public double? ExpectedPoints { get; init; }

        /// <summary>For a new decision: its stages, journey/stage by keys.</summary>
        public string[]? Stages { get; init; }

        /// <summary>For a new decision: the opportunity it is about, as O-3.</summary>
        public string? From { get; init; }

        /// <summary>The version the change was made on.</summary>
        public int? Version { get; init; }
    }

    public static Error Frozen(Decision decision) =>
        Error.Conflict("decision-frozen", $"{ThreadStore.Name(decision)} is made: title, question, options, evidence and dossier stay as they were. Nothing was changed.");

    public async Task<Result<Decision>> CreateAsync(Actor actor, Request request, CancellationToken cancel)
    {
        var opportunity = string.IsNullOrWhiteSpace(request.From) ? null : await ledgers.ReadAsync(ledger => ledger.Find(request.From.Trim()), cancel);
        if (!string.IsNullOrWhiteSpace(request.From) && opportunity?.Kind != ThreadKind.Opportunity)
            return Error.Invalid("opportunity-unknown", $"There is no opportunity “{request.From}”. Nothing was saved.");
        var landscape = await landscapes.ReadAsync(cancel);
        var stages = new List<Guid>();
        foreach (var path in (request.Stages ?? []).Where(path => !string.IsNullOrWhiteSpace(path)))
        {
            if (landscape.FindStage(path.Trim()) is not { } found)
                return Error.Invalid("stage-unknown", $"There is no stage “{path}”; write journey/stage by their keys. Nothing was saved.");
            stages.Add(found.Stage.Id);
        }

        // A decision about an opportunity is about its stages too.
        if (opportunity is not null && stages.Count == 0)
            stages.AddRange(await ledgers.ReadAsync(ledger => ledger.StagesOf(opportunity.Id).ToList(), cancel));
        var made = await store.CreateAsync<Decision>(
            actor,
            Permission.EditThreads,
            async (context, row, stop) =>
            {
                if (await FillAsync(context, row, request, landscape, stop) is { } error)
                    return error;
                foreach (var stage in stages.Distinct())
                    context.Links.Add(store.NewLink(actor, row.Id, LinkKind.OnStage, stage));
                if (opportunity is not null)
                    context.Links.Add(store.NewLink(actor, opportunity.Id, LinkKind.DecidedIn, row.Id));
                return null;
            },
            cancel
        );
        // Its number, which the message names, is known only now.
        if (made is { Ok: true, Value.DeciderId: not null })
        {
            await using var context = await store.OpenAsync(cancel);
            TellDecider(context, actor, made.Value, null);
            await store.SaveAsync(context, cancel);
        }

        return made;
    }

    public Task<Result<Decision>> ChangeAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync<Decision>(
            actor,
            Permission.EditThreads,
            number,
            request.Version,
            async (context, row, stop) =>
            {
                if (row.MadeAt is not null)
                    return Frozen(row);
                var before = row.DeciderId;
                if (await FillAsync(context, row, request, await landscapes.ReadAsync(stop), stop) is { } error)
                    return error;
                TellDecider(context, actor, row, before);
                return ("changed", $"Changed {ThreadStore.Name(row)}: {row.Title}");
            },
            cancel
        );

    public Task<Result<Decision>> SetArchivedAsync(Actor actor, int number, int? version, bool archived, CancellationToken cancel) =>
        store.ArchiveAsync<Decision>(actor, number, version, archived, cancel);

    /// <summary>Who looked for evidence against and found none; taken back with <paramref name="found"/>.</summary>
    public Task<Result<Decision>> SetNothingAgainstAsync(Actor actor, int number, bool found, CancellationToken cancel) =>
        store.ChangeAsync<Decision>(
            actor,
            Permission.EditThreads,
            number,
            null,
            (_, row, _) =>
            {
                if (row.MadeAt is not null)
                    return Task.FromResult<Result<(string, string)>>(Frozen(row));
                row.NothingAgainstBy = found ? null : actor.Name;
                row.NothingAgainstAt = found ? null : store.Now;
                return Task.FromResult<Result<(string, string)>>(
                    found ? ("looked", "Took back that nothing speaks against it") : ("looked", $"{actor.Name} looked for evidence against and found none")
                );
            },
            cancel
        );

    private async Task<Error?> FillAsync(RedthreadContext context, Decision row, Request request, Landscape landscape, CancellationToken cancel)
    {
        if (request.Decider is { } person && person != row.DeciderId && !await context.People.AnyAsync(one => one.Id == person && one.DeactivatedAt == null, cancel))
            return Error.NotFound("person");
        if (request.Team is { } team && team != row.OwnerTeamId && !await context.Teams.AnyAsync(one => one.Id == team, cancel))
            return Error.NotFound("team");
        Guid? stage = null;
        if (!string.IsNullOrWhiteSpace(request.ExpectedStage))
        {
            if (landscape.FindStage(request.ExpectedStage.Trim()) is not { } found)
                return Error.Invalid("stage-unknown", $"There is no stage “{request.ExpectedStage}”; write journey/stage by their keys. Nothing was saved.");
            stage = found.Stage.Id;
        }

        if (request.ExpectedPoints is { } points && !(Math.Abs(points) <= 100))
            return Error.Invalid("points-invalid", "Expected points lie between −100 and 100. Nothing was saved.");
        if (CheckDates(row, request) is { } wrong)
            return wrong;
        if (new[] { request.Question, request.Expected }.Any(text => text?.Length > 5000))
            return Error.Invalid("text-too-long", "Question and expectation have at most 5,000 characters each. Nothing was saved.");
        row.Title = request.Title ?? "";
        row.Type = request.Type ?? row.Type;
        (row.Question, row.Detail, row.Expected) = (Blank(request.Question), Blank(request.Detail), Blank(request.Expected));
        (row.DueOn, row.ReviewOn, row.DeciderId, row.OwnerTeamId) = (request.DueOn, request.ReviewOn, request.Decider, request.Team);
        (row.ExpectedStageId, row.ExpectedPoints) = (stage, request.ExpectedPoints);
        return null;
    }

    // What is stored already may have come from elsewhere, or have passed by meanwhile; only what is typed anew is judged against today.
    private Error? CheckDates(Decision row, Request request)
    {
        var today = DateOnly.FromDateTime(store.Now);
        return request.DueOn is { } due && due != row.DueOn && due < today
                ? Error.Invalid("due-past", $"{due:d MMM yyyy} is past already; a decision that is planned is due today or later. Nothing was saved.")
            : request.ReviewOn is { } past && past != row.ReviewOn && past < today
                ? Error.Invalid("review-past", $"{past:d MMM yyyy} is past already; a review lies ahead. Nothing was saved.")
            : request is { DueOn: { } decided, ReviewOn: { } review } && (decided, review) != (row.DueOn, row.ReviewOn) && review < decided
                ? Error.Invalid("review-before-due", $"The review on {review:d MMM yyyy} comes before the decision is due on {decided:d MMM yyyy}. Nothing was saved.")
            : null;
    }

    private void TellDecider(RedthreadContext context, Actor actor, Decision row, Guid? before)
    {
        if (row.DeciderId is { } person && person != before && person != actor.PersonId)
            store.Tell(context, person, NotificationType.Assigned, row, $"{actor.Name} asks you to decide: {row.Title}");
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
