using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Insights;

/// <summary>Makes an insight, by hand or from signals, and changes its statement.</summary>
public sealed class SaveInsight(ThreadStore store, InsightEvidence evidence, LandscapeSource landscapes)
{
    public sealed record Request
    {
        public InsightType? Type { get; init; }

        /// <summary>The statement, one sentence.</summary>
        public string? Title { get; init; }

        /// <summary>Markdown.</summary>
        public string? Detail { get; init; }

        /// <summary>journey/stage, by keys; counts only for a new insight, later the links say it.</summary>
        public IReadOnlyList<string>? Stages { get; init; }

        /// <summary>Keys of needs; only for a new insight.</summary>
        public IReadOnlyList<string>? Needs { get; init; }

        /// <summary>Numbers of signals that speak for it; only for a new insight.</summary>
        public IReadOnlyList<long>? Signals { get; init; }
        public Guid? OwnerTeamId { get; init; }
        public Guid? OwnerPersonId { get; init; }

        /// <summary>The id in the system it comes from; only for a new insight.</summary>
        public string? ExternalId { get; init; }

        /// <summary>The version the change was made on; without one it counts on none.</summary>
        public int? Version { get; init; }
    }

    public async Task<Result<Insight>> CreateAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        var places = await PlacesAsync(request, cancel);
        if (places.Error is { } unplaced)
            return unplaced;
        var rows = await evidence.OfAsync(actor, request.Signals ?? [], Stance.For, cancel);
        if (rows.Error is { } error)
            return error;
        return await store.CreateAsync<Insight>(
            actor,
            Permission.EditThreads,
            async (context, insight, stop) =>
            {
                insight.ExternalId = string.IsNullOrWhiteSpace(request.ExternalId) ? null : request.ExternalId.Trim();
                if (insight.ExternalId is not null && await context.Insights.AnyAsync(row => row.ExternalId == insight.ExternalId, stop))
                    return Error.Conflict("external-id-taken", $"There is already an insight “{insight.ExternalId}” from elsewhere. Nothing was saved.");
                if (await FillAsync(context, insight, request, stop) is { } wrong)
                    return wrong;
                foreach (var (kind, place) in places.Value)
                    context.Links.Add(store.NewLink(actor, insight.Id, kind, place));
                foreach (var row in rows.Value)
                    context.Evidence.Add(InsightEvidenceRow.For(insight.Id, row));
                return null;
            },
            cancel
        );
    }

    public Task<Result<Insight>> ChangeAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync<Insight>(
            actor,
            Permission.EditThreads,
            number,
            request.Version,
            async (context, insight, stop) =>
                await FillAsync(context, insight, request, stop) is { } wrong ? wrong : ("changed", $"Changed {ThreadStore.Name(insight)}: {insight.Title.Trim()}"),
            cancel
        );

    private async Task<Result<List<(LinkKind Kind, Guid Place)>>> PlacesAsync(Request request, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var places = new List<(LinkKind, Guid)>();
        foreach (var path in (request.Stages ?? []).Where(path => !string.IsNullOrWhiteSpace(path)).Distinct())
        {
            if (landscape.FindStage(path) is not { } found)
                return Error.Invalid("stage-unknown", $"There is no stage “{path}”. Nothing was saved.");
            places.Add((LinkKind.OnStage, found.Stage.Id));
        }

        foreach (var key in (request.Needs ?? []).Where(key => !string.IsNullOrWhiteSpace(key)).Distinct())
        {
            if (landscape.Needs.FirstOrDefault(row => row.Key == key) is not { } need)
                return Error.Invalid("need-unknown", $"There is no need “{key}”. Nothing was saved.");
            places.Add((LinkKind.OfNeed, need.Id));
        }

        return places;
    }

    private static async Task<Error?> FillAsync(RedthreadContext context, Insight insight, Request request, CancellationToken cancel)
    {
        if (request.OwnerTeamId is { } team && team != Guid.Empty && !await context.Teams.AnyAsync(row => row.Id == team, cancel))
            return Error.NotFound("team");
        if (request.OwnerPersonId is { } person && person != Guid.Empty && !await context.People.AnyAsync(row => row.Id == person, cancel))
            return Error.NotFound("person");
        insight.Type = request.Type ?? insight.Type;
        insight.Title = request.Title ?? "";
        insight.Detail = string.IsNullOrWhiteSpace(request.Detail) ? null : request.Detail.Trim();
        insight.OwnerTeamId = request.OwnerTeamId == Guid.Empty ? null : request.OwnerTeamId;
        insight.OwnerPersonId = request.OwnerPersonId == Guid.Empty ? null : request.OwnerPersonId;
        return null;
    }
}

/// <summary>A row of evidence as another insight keeps it: everything but the insight stays.</summary>
internal static class InsightEvidenceRow
{
    public static Evidence For(Guid insight, Evidence row) =>
        new()
        {
            InsightId = insight,
            SignalId = row.SignalId,
            Stance = row.Stance,
            Customer = row.Customer,
            Account = row.Account,
            SourceId = row.SourceId,
            Segments = row.Segments,
            OccurredAt = row.OccurredAt,
            AddedBy = row.AddedBy,
            AddedAt = row.AddedAt,
        };
}
