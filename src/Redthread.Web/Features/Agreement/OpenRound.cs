using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Agreement;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Agreement;

/// <summary>Opens a round of blind votes on the agreed scores of some stages.</summary>
public sealed class OpenRound(IDbContextFactory<RedthreadContext> contexts, LandscapeSource landscapes, ChangeFeed feed, TimeProvider time)
{
    public const int LongestPurpose = 4_000;
    private const int Attempts = 8;

    public sealed record Request
    {
        /// <summary>2026-Q4; the present quarter when left out.</summary>
        public string? Cycle { get; init; }

        /// <summary>Journeys, by key: all live stages of each and of those below it.</summary>
        public IReadOnlyList<string>? Journeys { get; init; }

        /// <summary>Single stages, as journey/stage. With neither journeys nor stages all live stages are meant.</summary>
        public IReadOnlyList<string>? Stages { get; init; }

        /// <summary>Keys of the teams that vote, two at least.</summary>
        public IReadOnlyList<string>? Teams { get; init; }
        public string? Purpose { get; init; }
    }

    public async Task<Result<AgreementRound>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.RunRhythm) is { } denied)
            return denied;
        var now = time.GetUtcNow().UtcDateTime;
        if (!string.IsNullOrEmpty(request.Cycle) && Cycle.Parse(request.Cycle) is null)
            return Error.Invalid("cycle-invalid", $"“{request.Cycle}” is no cycle. Write 2026-Q4. Nothing was opened.");
        var cycle = Cycle.Parse(request.Cycle) ?? Cycle.At(now);
        if (request.Purpose?.Length > LongestPurpose)
            return Error.Invalid("purpose-too-long", $"The purpose has at most {LongestPurpose:N0} characters. Nothing was opened.");
        var stages = StagesOf(await landscapes.ReadAsync(cancel), request);
        if (stages.Error is { } unknown)
            return unknown;
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var made = await MakeAsync(context, actor, request, cycle, stages.Value, now, cancel);
            if (made.Error is { } error)
                return error;
            // Two that open at once ask for the same number; the later one looks again and finds what the other opened.
            if (await feed.SaveAsync(context, cancel) is not { } failed)
                return made;
            if (attempt == Attempts)
                return failed;
        }
    }

    private static Result<IReadOnlyList<Guid>> StagesOf(Landscape landscape, Request request)
    {
        var chosen = new HashSet<Guid>();
        foreach (var key in request.Journeys ?? [])
        {
            if (landscape.LiveJourneys.FirstOrDefault(row => row.Key == key) is not { } journey)
                return Error.NotFound($"journey “{key}”");
            chosen.UnionWith(landscape.StagesUnder(journey.Id));
        }

        foreach (var path in request.Stages ?? [])
        {
            if (landscape.FindStage(path) is not { } found)
                return Error.NotFound($"stage “{path}”");
            chosen.Add(found.Stage.Id);
        }

        if (request.Journeys is not { Count: > 0 } && request.Stages is not { Count: > 0 })
            chosen.UnionWith(landscape.LiveStages.Select(row => row.Stage.Id));
        return chosen.Count == 0 ? Error.Invalid("no-stage", "There is no stage to vote on. Draw a journey first, or choose others. Nothing was opened.") : chosen.ToList();
    }

    private static async Task<Result<AgreementRound>> MakeAsync(
        RedthreadContext context,
        Actor actor,
        Request request,
        DateOnly cycle,
        IReadOnlyList<Guid> stages,
        DateTime now,
        CancellationToken cancel
    )
    {
        var keys = (request.Teams ?? []).Distinct().ToList();
        var teams = await context.Teams.Where(team => keys.Contains(team.Key) && team.ArchivedAt == null).ToListAsync(cancel);
        if (keys.Find(key => teams.TrueForAll(team => team.Key != key)) is { } missing)
            return Error.NotFound($"team “{missing}”");
        if (teams.Count < 2)
            return Error.Invalid("teams-missing", "Name at least two teams: what one team says alone is no agreement. Nothing was opened.");
        // Before what is open is looked at: a round that comes between the two takes this number, and this one then looks again.
        var number = 1 + (await context.AgreementRounds.MaxAsync(row => (int?)row.Number, cancel) ?? 0);
        var open = await context
            .AgreementRounds.Where(round => round.Cycle == cycle && round.RevealedAt == null && round.CancelledAt == null && round.Stages.Any(row => stages.Contains(row.StageId)))
            .Select(round => (int?)round.Number)
            .FirstOrDefaultAsync(cancel);
        if (open is { } other)
            return Error.Conflict("round-open", $"{AgreementRound.NameOf(other)} is open on some of these stages. Reveal or cancel it first. Nothing was opened.");
        var round = new AgreementRound
        {
            Number = number,
            Cycle = cycle,
            Purpose = string.IsNullOrWhiteSpace(request.Purpose) ? null : request.Purpose.Trim(),
            OpenedAt = now,
            OpenedBy = actor.Name,
        };
        round.Stages.AddRange(stages.Select(id => new AgreementStage { RoundId = round.Id, StageId = id }));
        round.Teams.AddRange(teams.Select(team => new AgreementTeam { RoundId = round.Id, TeamId = team.Id }));
        context.AgreementRounds.Add(round);
        var about = $"{AgreementRound.NameOf(round.Number)}, {Numbers.Counted(stages.Count, "stage")} for {Cycle.Label(cycle)}";
        context.Activities.Add(
            Activity.Of(actor, now, "agreement.opened", round.Id, $"Opened {about}, with {string.Join(", ", teams.Select(team => team.Name).Order(StringComparer.Ordinal))}")
        );
        await AgreementNews.TellTeamsAsync(context, actor, round, now, $"{actor.Name} asks your team to vote in {about}", cancel);
        return round;
    }
}
