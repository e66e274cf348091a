using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.Insights;
using Redthread.Domain.Signals;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Insights;

/// <summary>What the use cases of insights share: evidence made from signals, and deciders told of it.</summary>
public sealed class InsightEvidence(ISignalStore signals, LandscapeSource landscapes, LedgerSource ledgers, ThreadStore store)
{
    public const int MostAtOnce = 500;

    /// <summary>The rows for the signals that the insight does not rest on yet. What confidence needs is copied from the signal.</summary>
    public async Task<Result<IReadOnlyList<Evidence>>> OfAsync(Actor actor, IReadOnlyList<long> numbers, Stance stance, CancellationToken cancel)
    {
        if (numbers.Count > MostAtOnce)
            return Error.Invalid("too-many-signals", $"At most {MostAtOnce} signals are added at once. Nothing was saved.");
        if (numbers.Count == 0)
            return new List<Evidence>();
        var found = await signals.ReadSignalsAsync(new SignalQuery { SignalIds = numbers, Limit = numbers.Count }, cancel);
        if (numbers.Except(found.Select(signal => signal.Id)).ToList() is { Count: > 0 } missing)
            return Error.Invalid("signal-unknown", $"There is no signal {string.Join(", ", missing.Take(5))}. Nothing was saved.");
        var segments = (await landscapes.ReadAsync(cancel)).Segments.ToDictionary(row => row.Id, row => row.Key);
        return found.Select(signal => Row(actor, signal, stance, segments)).ToList();
    }

    private Evidence Row(Actor actor, StoredSignal signal, Stance stance, Dictionary<Guid, string> segments) =>
        new()
        {
            SignalId = signal.Id,
            Stance = stance,
            Customer = signal.CustomerNumber,
            Account = signal.Account,
            SourceId = signal.SourceId,
            Segments = string.Join(',', signal.SegmentIds.Where(segments.ContainsKey).Select(id => segments[id])),
            OccurredAt = signal.OccurredAt,
            AddedBy = actor.Name,
            AddedAt = store.Now,
        };

    /// <summary>Tells whoever decides on the insight's stages, while the decision is only planned. Their page lists the insight.</summary>
    public async Task TellDecidersAsync(RedthreadContext context, Actor actor, Insight insight, string what, CancellationToken cancel)
    {
        var placed = await context.Links.Where(link => link.FromId == insight.Id && link.Kind == LinkKind.OnStage).Select(link => link.ToId).ToListAsync(cancel);
        var decisions = await ledgers.ReadAsync(
            ledger => ledger.StagesOf(insight.Id).Concat(placed).Distinct().SelectMany(stage => ledger.At<Decision>(stage, LinkKind.OnStage)).Distinct().ToList(),
            cancel
        );
        foreach (var decision in decisions.Where(row => row.MadeAt is null && row.DeciderId is not null && row.DeciderId != actor.PersonId))
            store.Tell(context, decision.DeciderId!.Value, NotificationType.NewEvidence, decision, $"{what} {ThreadStore.Name(insight)}: {insight.Title}");
    }

    /// <summary>The insight and all merged into it: their evidence is its evidence.</summary>
    public Task<List<Guid>> MembersAsync(Guid insight, CancellationToken cancel) => ledgers.ReadAsync(ledger => ledger.Members(insight).ToList(), cancel);
}
