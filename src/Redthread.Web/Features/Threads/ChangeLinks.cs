using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Threads;

namespace Redthread.Web.Features.Threads;

/// <summary>Makes and takes back the link between two objects, or between an object and a stage, need or team.</summary>
public sealed class ChangeLinks(ThreadStore store, LedgerSource ledgers)
{
    public sealed record Request
    {
        /// <summary>The object the link starts from, as I-12.</summary>
        public string? From { get; init; }
        public LinkKind? Kind { get; init; }

        /// <summary>The object it leads to, as O-3, or the id of a stage, need or team.</summary>
        public string? To { get; init; }
        public string? Reason { get; init; }
    }

    public async Task<Result<Done>> LinkAsync(Actor actor, Request request, CancellationToken cancel)
    {
        var ends = await EndsAsync(actor, request, cancel);
        if (ends.Error is { } error)
            return error;
        var (from, toId, to, kind) = ends.Value;
        if (from.Id == toId)
            return Error.Invalid("link-to-itself", "An object cannot be linked to itself. Nothing was changed.");
        await using var context = await store.OpenAsync(cancel);
        if (to is null && !await PlaceExistsAsync(context, kind, toId, cancel))
            return Error.NotFound("stage, need or team");
        if (await context.Links.AnyAsync(link => link.FromId == from.Id && link.Kind == kind && link.ToId == toId, cancel))
            return Done.It;
        var place = to is null ? await PlaceNameAsync(context, kind, toId, cancel) : "";
        context.Links.Add(store.NewLink(actor, from.Id, kind, toId, string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim()));
        var summary = $"Linked {ThreadStore.Name(from)}: {Link.Words(kind).Forward} {(to is null ? place : ThreadStore.Name(to))}";
        store.Record(context, actor, from, "linked", summary);
        await store.TellWatchersAsync(context, actor, from, summary, cancel);
        if (to is not null)
            await store.TellWatchersAsync(context, actor, to, summary, cancel);
        return await store.SaveAsync(context, cancel) is { } failed ? failed : Done.It;
    }

    public async Task<Result<Done>> UnlinkAsync(Actor actor, Request request, CancellationToken cancel)
    {
        var ends = await EndsAsync(actor, request, cancel);
        if (ends.Error is { } error)
            return error;
        var (from, toId, to, kind) = ends.Value;
        await using var context = await store.OpenAsync(cancel);
        if (await context.Links.SingleOrDefaultAsync(link => link.FromId == from.Id && link.Kind == kind && link.ToId == toId, cancel) is not { } link)
            return Done.It;
        var place = to is null ? await PlaceNameAsync(context, kind, toId, cancel) : "";
        context.Links.Remove(link);
        store.Record(context, actor, from, "unlinked", $"Took back the link of {ThreadStore.Name(from)}: {Link.Words(kind).Forward} {(to is null ? place : ThreadStore.Name(to))}");
        return await store.SaveAsync(context, cancel) is { } failed ? failed : Done.It;
    }

    private async Task<Result<(ThreadObject From, Guid ToId, ThreadObject? To, LinkKind Kind)>> EndsAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        if (request.Kind is not { } kind)
            return Error.Invalid("link-kind-missing", "Say what the one is to the other. Nothing was changed.");
        var (from, to) = await ledgers.ReadAsync(ledger => (ledger.Find(request.From?.Trim()), ledger.Find(request.To?.Trim())), cancel);
        if (from is null)
            return Error.NotFound("object");
        if (to is null && !Guid.TryParse(request.To, out _))
            return Error.Invalid("link-end-unknown", $"“{request.To}” names nothing here. Write an object as I-12, O-3 or D-7. Nothing was changed.");
        if (!Link.Allows(kind, from.Kind, to?.Kind))
            return Error.Invalid(
                "link-not-allowed",
                $"{from.Kind} “{Link.Words(kind).Forward}” {to?.Kind.ToString() ?? "that"} says nothing: such a link does not exist. Nothing was changed."
            );
        // What a decision rested on is part of the record.
        return
            (to ?? from) is Domain.Decisions.Decision { MadeAt: not null } decided
            && kind is LinkKind.UsedFor or LinkKind.UsedAgainst or LinkKind.SetAside or LinkKind.DecidedIn or LinkKind.OnStage
            ? Error.Conflict("decision-frozen", $"{ThreadStore.Name(decided)} is made; what it rested on stays as it was. Nothing was changed.")
            : (from, to?.Id ?? Guid.Parse(request.To!), to, kind);
    }

    private static async Task<string> PlaceNameAsync(RedthreadContext context, LinkKind kind, Guid id, CancellationToken cancel) =>
        kind switch
        {
            LinkKind.OnStage => await context.Stages.Where(row => row.Id == id).Select(row => row.Name).SingleOrDefaultAsync(cancel),
            LinkKind.OfNeed => await context.Needs.Where(row => row.Id == id).Select(row => row.Name).SingleOrDefaultAsync(cancel),
            _ => await context.Teams.Where(row => row.Id == id).Select(row => row.Name).SingleOrDefaultAsync(cancel),
        }
            is { } name
            ? $"“{name}”"
            : "a place no longer there";

    private static Task<bool> PlaceExistsAsync(RedthreadContext context, LinkKind kind, Guid id, CancellationToken cancel) =>
        kind switch
        {
            LinkKind.OnStage => context.Stages.AnyAsync(row => row.Id == id, cancel),
            LinkKind.OfNeed => context.Needs.AnyAsync(row => row.Id == id, cancel),
            LinkKind.ByTeam => context.Teams.AnyAsync(row => row.Id == id, cancel),
            _ => Task.FromResult(false),
        };
}
