using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Decisions;

/// <summary>Decisions taken elsewhere, by external id: they count as made. The same id again changes nothing.</summary>
public sealed class ImportDecisions(ThreadStore store, LedgerSource ledgers, LandscapeSource landscapes)
{
    public sealed record Entry
    {
        public string? ExternalId { get; init; }
        public string? Title { get; init; }
        public DecisionType? Type { get; init; }
        public string? Question { get; init; }
        public string? Choice { get; init; }
        public DateOnly? MadeOn { get; init; }
        public string? MadeBy { get; init; }
        public DateOnly? ReviewOn { get; init; }

        /// <summary>journey/stage, by keys.</summary>
        public string[]? Stages { get; init; }

        /// <summary>Insights as I-12.</summary>
        public string[]? UsedFor { get; init; }
        public string[]? UsedAgainst { get; init; }
    }

    /// <param name="Name">D-7, when it was or is already there.</param>
    public sealed record Imported(string? ExternalId, string? Name, bool Added, string? Reason);

    public async Task<Result<IReadOnlyList<Imported>>> HandleAsync(Actor actor, IReadOnlyList<Entry> entries, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.Decide) is { } denied)
            return denied;
        if (entries.Count > 1000)
            return new Error(ErrorKind.TooLarge, "too-many", "At most 1,000 decisions at once. Nothing was changed; send them in parts.");
        var landscape = await landscapes.ReadAsync(cancel);
        var done = new List<Imported>();
        foreach (var entry in entries)
            done.Add(await ImportAsync(actor, entry, landscape, cancel));
        return done;
    }

    private async Task<Imported> ImportAsync(Actor actor, Entry entry, Landscape landscape, CancellationToken cancel)
    {
        Imported Rejected(string reason) => new(entry.ExternalId, null, false, reason);
        if (string.IsNullOrWhiteSpace(entry.ExternalId) || entry.ExternalId.Length > 200)
            return Rejected("It needs an external id of 1 to 200 characters.");
        if (entry.MadeOn is not { } madeOn)
            return Rejected("It needs the day it was made on, as 2026-05-03.");
        var stages = (entry.Stages ?? []).Select(path => (path, Found: landscape.FindStage(path))).ToList();
        if (stages.Find(stage => stage.Found is null).path is { } unknown)
            return Rejected($"There is no stage “{unknown}”.");
        var external = entry.ExternalId.Trim();
        await using (var context = await store.OpenAsync(cancel))
        {
            if (await context.Decisions.Where(row => row.ExternalId == external).Select(row => (int?)row.Number).SingleOrDefaultAsync(cancel) is { } known)
                return new Imported(external, ThreadName.Of(ThreadKind.Decision, known), false, null);
        }

        var used = await ledgers.ReadAsync(
            ledger =>
                (entry.UsedFor ?? [])
                    .Select(name => (name, Kind: LinkKind.UsedFor))
                    .Concat((entry.UsedAgainst ?? []).Select(name => (name, Kind: LinkKind.UsedAgainst)))
                    .Select(one => (one.name, one.Kind, Insight: ledger.Find(one.name) as Insight))
                    .ToList(),
            cancel
        );
        if (used.Find(one => one.Insight is null).name is { } nameless)
            return Rejected($"There is no insight “{nameless}”.");
        var links = stages.Select(stage => (From: (Guid?)null, Kind: LinkKind.OnStage, To: (Guid?)stage.Found!.Value.Stage.Id));
        var all = links.Concat(used.Select(one => (From: (Guid?)one.Insight!.Id, one.Kind, To: (Guid?)null))).Distinct().ToList();
        var made = await store.CreateAsync<Decision>(
            actor,
            Permission.Decide,
            (context, row, _) =>
            {
                Fill(row, entry with { ExternalId = external }, madeOn, actor);
                foreach (var (from, kind, to) in all)
                    context.Links.Add(
                        new Link
                        {
                            FromId = from ?? row.Id,
                            Kind = kind,
                            ToId = to ?? row.Id,
                            CreatedAt = store.Now,
                            CreatedBy = actor.Name,
                        }
                    );
                return Task.FromResult<Error?>(null);
            },
            cancel
        );
        return made.Error is { } error ? Rejected(error.Message) : new Imported(external, ThreadStore.Name(made.Value), true, null);
    }

    private static void Fill(Decision row, Entry entry, DateOnly madeOn, Actor actor)
    {
        (row.ExternalId, row.Title, row.Type) = (entry.ExternalId, entry.Title ?? "", entry.Type ?? DecisionType.Direction);
        (row.Question, row.Choice, row.ReviewOn) = (entry.Question, entry.Choice, entry.ReviewOn);
        row.MadeAt = madeOn.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        row.MadeBy = string.IsNullOrWhiteSpace(entry.MadeBy) ? actor.Name : entry.MadeBy.Trim();
    }
}
