using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Opportunities;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Solutions;

/// <summary>Makes a solution, changes what is said of it, archives and restores it.</summary>
public sealed class ChangeSolution(ThreadStore store, LedgerSource ledgers, PlanLock planning)
{
    private const int LongestText = 20_000;

    public sealed record Request
    {
        public string? Title { get; init; }

        /// <summary>Markdown.</summary>
        public string? Detail { get; init; }
        public SolutionType? Type { get; init; }
        public SolutionState? State { get; init; }
        public Horizon? Horizon { get; init; }

        /// <summary>The planning quarter, as 2026-Q4.</summary>
        public string? Cycle { get; init; }

        /// <summary>Person-weeks, above 0.</summary>
        public double? Effort { get; init; }

        /// <summary>In the organisation's currency, 0 or more.</summary>
        public double? Cost { get; init; }
        public string? TestPlan { get; init; }

        /// <summary>Address of the item in the tracker; http or https.</summary>
        public string? TrackerUrl { get; init; }

        /// <summary>Key or id of a team.</summary>
        public string? OwnerTeam { get; init; }

        /// <summary>Id of a person.</summary>
        public Guid? OwnerPerson { get; init; }

        /// <summary>Opportunities it is for, as O-3, and decisions that chose it, as D-7; read only when it is made. Their stages become its own.</summary>
        public IReadOnlyList<string>? For { get; init; }

        /// <summary>The version the change was made on; null counts on none.</summary>
        public int? Version { get; init; }
    }

    public sealed record StateRequest
    {
        public int? Version { get; init; }
    }

    public async Task<Result<Solution>> CreateAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        var (reasons, stages) = await ledgers.ReadAsync(
            ledger =>
            {
                var found = (request.For ?? []).Select(name => (name, Row: ledger.Find(name.Trim()))).ToList();
                return (found, found.Where(pair => pair.Row is not null).SelectMany(pair => ledger.StagesOf(pair.Row!.Id)).Distinct().ToList());
            },
            cancel
        );
        if (reasons.Find(pair => pair.Row is not (Opportunity or Domain.Decisions.Decision)) is { name: { } unknown })
            return Error.Invalid("opportunity-unknown", $"There is no opportunity or decision “{unknown}”. Write them as O-3 or D-7. Nothing was saved.");
        return await store.CreateAsync<Solution>(
            actor,
            Permission.EditThreads,
            async (context, row, stop) =>
            {
                if (await FillAsync(context, row, request, stop) is { } error)
                    return error;
                // An idea for later may be written down at any time; it plans nothing yet.
                if ((row.Horizon, row.Cycle, row.State) != (Horizon.Later, null, SolutionState.Idea) && await planning.RefusalAsync(actor, stop) is { } locked)
                    return locked;
                row.Position = await LastAsync(context, row.Horizon, stop) + 1;
                foreach (var reason in reasons.Select(pair => pair.Row!).Distinct())
                    context.Links.Add(store.NewLink(actor, reason.Id, reason is Opportunity ? LinkKind.SolvedBy : LinkKind.Chooses, row.Id));
                foreach (var stage in stages)
                    context.Links.Add(store.NewLink(actor, row.Id, LinkKind.OnStage, stage));
                return null;
            },
            cancel
        );
    }

    public Task<Result<Solution>> SetAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync<Solution>(
            actor,
            Permission.EditThreads,
            number,
            request.Version,
            async (context, row, stop) =>
            {
                var (before, planned) = (row.Horizon, (row.Horizon, row.Cycle, row.State));
                if (await FillAsync(context, row, request, stop) is { } error)
                    return error;
                if (planned != (row.Horizon, row.Cycle, row.State) && await planning.RefusalAsync(actor, stop) is { } locked)
                    return locked;
                if (row.Horizon != before)
                    row.Position = await LastAsync(context, row.Horizon, stop) + 1;
                return ("changed", $"Changed {ThreadStore.Name(row)}: {row.Title}");
            },
            cancel
        );

    /// <summary>What is archived is off the board, so a locked plan holds it too.</summary>
    public async Task<Result<Solution>> ArchiveAsync(Actor actor, int number, StateRequest request, bool archived, CancellationToken cancel) =>
        await planning.RefusalAsync(actor, cancel) is { } locked ? locked : await store.ArchiveAsync<Solution>(actor, number, request.Version, archived, cancel);

    /// <summary>The last place of a column of the board; 0 when it is empty.</summary>
    internal static async Task<double> LastAsync(RedthreadContext context, Horizon horizon, CancellationToken cancel) =>
        await context.Solutions.Where(row => row.Horizon == horizon).MaxAsync(row => (double?)row.Position, cancel) ?? 0;

    /// <summary>The day it shipped is the day somebody said so; taking the state back takes it away.</summary>
    internal static void SetState(Solution row, SolutionState state, DateTime now)
    {
        row.State = state;
        row.ShippedAt = state == SolutionState.Shipped ? row.ShippedAt ?? now : null;
    }

    internal static bool IsAddress(string text) =>
        text.Length <= 2000 && Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private async Task<Error?> FillAsync(RedthreadContext context, Solution row, Request request, CancellationToken cancel)
    {
        if (Check(request) is { } wrong)
            return wrong;
        var team = await TeamNames.FindAsync(context, request.OwnerTeam, cancel);
        if (team.Error is { } unknown)
            return unknown;
        if (request.OwnerPerson is { } person && !await context.People.AnyAsync(one => one.Id == person, cancel))
            return Error.NotFound("person");
        row.Title = request.Title ?? "";
        (row.Detail, row.TestPlan, row.TrackerUrl) = (Blank(request.Detail), Blank(request.TestPlan), Blank(request.TrackerUrl));
        (row.Type, row.Horizon) = (request.Type ?? row.Type, request.Horizon ?? row.Horizon);
        SetState(row, request.State ?? row.State, store.Now);
        (row.Cycle, row.Effort, row.Cost) = (Cycle.Parse(Blank(request.Cycle)), request.Effort, request.Cost);
        (row.OwnerTeamId, row.OwnerPersonId) = (team.Value.Id, request.OwnerPerson);
        return null;
    }

    private static Error? Check(Request request) =>
        request.Effort is { } effort && !(effort > 0 && double.IsFinite(effort)) ? Error.Invalid("effort-invalid", "An effort is above 0 person-weeks. Nothing was saved.")
        : request.Cost is { } cost && !(cost >= 0 && double.IsFinite(cost)) ? Error.Invalid("cost-invalid", "A cost is 0 or more. Nothing was saved.")
        : Blank(request.Cycle) is { } cycle && Cycle.Parse(cycle) is null
            ? Error.Invalid("cycle-invalid", $"“{cycle}” is no planning quarter; write it as 2026-Q4. Nothing was saved.")
        : Blank(request.TrackerUrl) is { } url && !IsAddress(url) ? Error.Invalid("url-invalid", "The tracker's address begins with http:// or https://. Nothing was saved.")
        : request.TestPlan?.Length > LongestText ? Error.Invalid("test-plan-long", "The test plan has at most 20,000 characters. Nothing was saved.")
        : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
