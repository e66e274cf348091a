using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Goals;

/// <summary>Makes and changes an objective: what teams want to reach in a cycle, together.</summary>
public sealed class SaveObjective(ThreadStore store)
{
    public sealed record Request
    {
        public string? Title { get; init; }

        /// <summary>Markdown.</summary>
        public string? Detail { get; init; }

        /// <summary>2026-Q4.</summary>
        public string? Cycle { get; init; }

        /// <summary>The id of the team that owns it.</summary>
        public Guid? Team { get; init; }

        /// <summary>Ids of the teams that share it; null leaves them as they are.</summary>
        public Guid[]? With { get; init; }
        public int? Version { get; init; }
    }

    public Task<Result<Objective>> CreateAsync(Actor actor, Request request, CancellationToken cancel) =>
        store.CreateAsync<Objective>(actor, Permission.EditThreads, (context, row, stop) => FillAsync(context, actor, row, request, stop), cancel);

    public Task<Result<Objective>> ChangeAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync<Objective>(
            actor,
            Permission.EditThreads,
            number,
            request.Version,
            async (context, row, stop) => await FillAsync(context, actor, row, request, stop) is { } error ? error : ("changed", $"Changed {ThreadStore.Name(row)}: {row.Title}"),
            cancel
        );

    public Task<Result<Objective>> SetArchivedAsync(Actor actor, int number, int? version, bool archived, CancellationToken cancel) =>
        store.ArchiveAsync<Objective>(actor, number, version, archived, cancel);

    private async Task<Error?> FillAsync(RedthreadContext context, Actor actor, Objective row, Request request, CancellationToken cancel)
    {
        if (Cycle.Parse(request.Cycle) is not { } cycle)
            return Error.Invalid("cycle-invalid", $"“{request.Cycle}” is no cycle; write it as 2026-Q4. Nothing was saved.");
        var shared = (request.With ?? []).Where(id => id != request.Team).Distinct().ToList();
        var named = shared.Concat(request.Team is { } owner ? [owner] : []).ToList();
        if (await context.Teams.CountAsync(team => named.Contains(team.Id), cancel) != named.Count)
            return Error.NotFound("team");
        (row.Title, row.Detail, row.Cycle, row.OwnerTeamId) = (request.Title ?? "", string.IsNullOrWhiteSpace(request.Detail) ? null : request.Detail.Trim(), cycle, request.Team);
        if (request.With is null)
            return null;
        var links = await context.Links.Where(link => link.FromId == row.Id && link.Kind == LinkKind.ByTeam).ToListAsync(cancel);
        context.Links.RemoveRange(links.Where(link => !shared.Contains(link.ToId)));
        foreach (var team in shared.Where(id => links.TrueForAll(link => link.ToId != id)))
            context.Links.Add(store.NewLink(actor, row.Id, LinkKind.ByTeam, team));
        return null;
    }
}
