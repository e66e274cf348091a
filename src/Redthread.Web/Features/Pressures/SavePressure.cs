using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Pressures;

/// <summary>Names a pressure, changes it, and says when it is resolved or back.</summary>
public sealed class SavePressure(ThreadStore store, LedgerSource ledgers, LandscapeSource landscapes)
{
    public sealed record Request
    {
        public PressureType? Type { get; init; }

        /// <summary>What the force is, in one sentence.</summary>
        public string? Title { get; init; }

        /// <summary>Markdown.</summary>
        public string? Detail { get; init; }

        /// <summary>journey/stage, by keys; only for a new pressure.</summary>
        public string? Stage { get; init; }

        /// <summary>The insight it keeps alive, as I-12; only for a new pressure.</summary>
        public string? KeepsAlive { get; init; }
        public Guid? OwnerTeamId { get; init; }
        public Guid? OwnerPersonId { get; init; }

        /// <summary>Only for a new pressure.</summary>
        public string? ExternalId { get; init; }
        public int? Version { get; init; }
    }

    public async Task<Result<Pressure>> CreateAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        if (request.Type is null)
            return Error.Invalid("type-missing", "Say what kind of force it is. Nothing was saved.");
        var ends = await EndsAsync(request, cancel);
        return ends.Error is { } error
            ? error
            : await store.CreateAsync<Pressure>(
                actor,
                Permission.EditThreads,
                async (context, pressure, stop) =>
                {
                    pressure.ExternalId = string.IsNullOrWhiteSpace(request.ExternalId) ? null : request.ExternalId.Trim();
                    if (pressure.ExternalId is not null && await context.Pressures.AnyAsync(row => row.ExternalId == pressure.ExternalId, stop))
                        return Error.Conflict("external-id-taken", $"There is already a pressure “{pressure.ExternalId}” from elsewhere. Nothing was saved.");
                    foreach (var (kind, id) in ends.Value)
                        context.Links.Add(store.NewLink(actor, pressure.Id, kind, id));
                    return await FillAsync(context, pressure, request, stop);
                },
                cancel
            );
    }

    public Task<Result<Pressure>> ChangeAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync<Pressure>(
            actor,
            Permission.EditThreads,
            number,
            request.Version,
            async (context, pressure, stop) =>
                await FillAsync(context, pressure, request, stop) is { } wrong ? wrong : ("changed", $"Changed {ThreadStore.Name(pressure)}: {pressure.Title.Trim()}"),
            cancel
        );

    public Task<Result<Pressure>> ResolveAsync(Actor actor, int number, bool resolved, CancellationToken cancel) =>
        store.ChangeAsync<Pressure>(
            actor,
            Permission.EditThreads,
            number,
            null,
            (_, pressure, _) =>
            {
                pressure.ResolvedAt = resolved ? pressure.ResolvedAt ?? store.Now : null;
                var (verb, word) = resolved ? ("resolved", "Resolved") : ("reopened", "Reopened");
                return Task.FromResult<Result<(string, string)>>((verb, $"{word} {ThreadStore.Name(pressure)}: {pressure.Title}"));
            },
            cancel
        );

    public Task<Result<Pressure>> ArchiveAsync(Actor actor, int number, bool archived, CancellationToken cancel) =>
        store.ArchiveAsync<Pressure>(actor, number, null, archived, cancel);

    private async Task<Result<List<(LinkKind Kind, Guid To)>>> EndsAsync(Request request, CancellationToken cancel)
    {
        var ends = new List<(LinkKind, Guid)>();
        if (!string.IsNullOrWhiteSpace(request.Stage))
        {
            if ((await landscapes.ReadAsync(cancel)).FindStage(request.Stage) is not { } found)
                return Error.Invalid("stage-unknown", $"There is no stage “{request.Stage}”. Nothing was saved.");
            ends.Add((LinkKind.OnStage, found.Stage.Id));
        }

        if (!string.IsNullOrWhiteSpace(request.KeepsAlive))
        {
            if (await ledgers.ReadAsync(ledger => ledger.Find(request.KeepsAlive.Trim()), cancel) is not Insight insight)
                return Error.Invalid("insight-unknown", $"“{request.KeepsAlive}” is no insight. Write it as I-12. Nothing was saved.");
            ends.Add((LinkKind.KeepsAlive, insight.Id));
        }

        return ends;
    }

    private static async Task<Error?> FillAsync(RedthreadContext context, Pressure pressure, Request request, CancellationToken cancel)
    {
        if (request.OwnerTeamId is { } team && !await context.Teams.AnyAsync(row => row.Id == team, cancel))
            return Error.NotFound("team");
        if (request.OwnerPersonId is { } person && !await context.People.AnyAsync(row => row.Id == person, cancel))
            return Error.NotFound("person");
        pressure.Type = request.Type ?? pressure.Type;
        pressure.Title = request.Title ?? "";
        pressure.Detail = string.IsNullOrWhiteSpace(request.Detail) ? null : request.Detail.Trim();
        (pressure.OwnerTeamId, pressure.OwnerPersonId) = (request.OwnerTeamId, request.OwnerPersonId);
        return null;
    }
}
