using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Opportunities;

/// <summary>Makes an opportunity and changes what is said of it.</summary>
public sealed class ChangeOpportunity(ThreadStore store, LedgerSource ledgers, LandscapeSource landscapes)
{
    public static readonly IReadOnlyList<double> Impacts = [0.25, 0.5, 1, 2, 3];

    public sealed record Request
    {
        /// <summary>The statement, in problem language.</summary>
        public string? Title { get; init; }

        /// <summary>Markdown.</summary>
        public string? Detail { get; init; }

        /// <summary>Person-weeks, above 0; null counts the efforts of its live solutions.</summary>
        public double? Effort { get; init; }

        /// <summary>Lifetime value at risk, 0 or more.</summary>
        public double? ValueAtRisk { get; init; }

        /// <summary>Which value counts where one is stated and one computed too: stated or computed; null means stated.</summary>
        public string? ValueFrom { get; init; }

        /// <summary>Customers in a quarter; null takes the traffic of its busiest stage.</summary>
        public double? RiceReach { get; init; }

        /// <summary>0.25, 0.5, 1, 2 or 3.</summary>
        public double? RiceImpact { get; init; }

        /// <summary>0–1; null takes the confidence of its insights.</summary>
        public double? RiceConfidence { get; init; }

        /// <summary>Key or id of a team.</summary>
        public string? OwnerTeam { get; init; }

        /// <summary>Insights it comes from, as I-12; read only when it is made.</summary>
        public IReadOnlyList<string>? From { get; init; }

        /// <summary>Stages it is on, as journey/stage; read only when it is made.</summary>
        public IReadOnlyList<string>? Stages { get; init; }

        /// <summary>The version the change was made on; null counts on none.</summary>
        public int? Version { get; init; }
    }

    public async Task<Result<Opportunity>> CreateAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        var insights = await ledgers.ReadAsync(ledger => (request.From ?? []).Select(name => (name, Row: ledger.Find(name.Trim()) as Insight)).ToList(), cancel);
        if (insights.Find(pair => pair.Row is null) is { name: { } unknown })
            return Error.Invalid("insight-unknown", $"There is no insight “{unknown}”. Write it as I-12. Nothing was saved.");
        var landscape = await landscapes.ReadAsync(cancel);
        var stages = (request.Stages ?? []).Select(path => (path, Found: landscape.FindStage(path))).ToList();
        if (stages.Find(pair => pair.Found is null) is { path: { } nowhere })
            return Error.Invalid("stage-unknown", $"There is no stage “{nowhere}”. Write it as journey/stage by their keys. Nothing was saved.");
        return await store.CreateAsync<Opportunity>(
            actor,
            Permission.EditThreads,
            async (context, row, stop) =>
            {
                if (await FillAsync(context, row, request, stop) is { } error)
                    return error;
                foreach (var insight in insights.Select(pair => pair.Row!.Id).Distinct())
                    context.Links.Add(store.NewLink(actor, insight, LinkKind.FramedIn, row.Id));
                foreach (var stage in stages.Select(pair => pair.Found!.Value.Stage.Id).Distinct())
                    context.Links.Add(store.NewLink(actor, row.Id, LinkKind.OnStage, stage));
                return null;
            },
            cancel
        );
    }

    public Task<Result<Opportunity>> SetAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync<Opportunity>(
            actor,
            Permission.EditThreads,
            number,
            request.Version,
            async (context, row, stop) => await FillAsync(context, row, request, stop) is { } error ? error : ("changed", $"Changed {ThreadStore.Name(row)}: {row.Title}"),
            cancel
        );

    private static async Task<Error?> FillAsync(RedthreadContext context, Opportunity row, Request request, CancellationToken cancel)
    {
        if (Check(request) is { } wrong)
            return wrong;
        var team = await TeamNames.FindAsync(context, request.OwnerTeam, cancel);
        if (team.Error is { } unknown)
            return unknown;
        row.Title = request.Title ?? "";
        row.Detail = string.IsNullOrWhiteSpace(request.Detail) ? null : request.Detail.Trim();
        (row.Effort, row.ValueAtRisk, row.OwnerTeamId) = (request.Effort, request.ValueAtRisk, team.Value.Id);
        row.ValueFrom = request.ValueFrom == "computed" ? ValueFrom.Computed : ValueFrom.Stated;
        (row.RiceReach, row.RiceImpact, row.RiceConfidence) = (request.RiceReach, request.RiceImpact, request.RiceConfidence);
        return null;
    }

    private static Error? Check(Request request) =>
        request.Effort is { } effort && !(effort > 0 && double.IsFinite(effort))
            ? Error.Invalid("effort-invalid", "An effort is above 0 person-weeks; leave it empty to count its solutions. Nothing was saved.")
        : request.ValueAtRisk is { } value && !(value >= 0 && double.IsFinite(value)) ? Error.Invalid("value-invalid", "A value at risk is 0 or more. Nothing was saved.")
        : request.ValueFrom is not (null or "" or "stated" or "computed")
            ? Error.Invalid("value-from-invalid", $"“{request.ValueFrom}” is no way to tell which value counts; it is stated or computed. Nothing was saved.")
        : request.RiceReach is { } reach && !(reach >= 0 && double.IsFinite(reach))
            ? Error.Invalid("reach-invalid", "A reach is a number of customers, 0 or more. Nothing was saved.")
        : request.RiceImpact is { } impact && !Impacts.Contains(impact) ? Error.Invalid("impact-invalid", "An impact is 0.25, 0.5, 1, 2 or 3. Nothing was saved.")
        : request.RiceConfidence is { } confidence && !(confidence is >= 0 and <= 1) ? Error.Invalid("confidence-invalid", "A confidence lies between 0 and 1. Nothing was saved.")
        : null;
}

/// <summary>A team by its key or id, as forms and files name it.</summary>
public static class TeamNames
{
    /// <summary>No name is no team.</summary>
    public static async Task<Result<(Guid? Id, string? Name)>> FindAsync(RedthreadContext context, string? name, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(name))
            return ((Guid?)null, (string?)null);
        var text = name.Trim();
        var id = Guid.TryParse(text, out var parsed) ? parsed : Guid.Empty;
        var team = await context.Teams.AsNoTracking().Where(row => row.Key == text || row.Id == id).Select(row => new { row.Id, row.Name }).FirstOrDefaultAsync(cancel);
        return team is null ? Error.Invalid("team-unknown", $"There is no team “{text}”. Nothing was saved.") : ((Guid?)team.Id, (string?)team.Name);
    }
}
