using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Signals;

/// <summary>Where a signal came from, when it was said in a conversation, and which insights rest on it.</summary>
/// <param name="Conversation">Its number; null for other signals.</param>
/// <param name="Thread">What became of it; null for who may not see threads.</param>
public sealed record SignalTrail(int? Conversation, IReadOnlyList<SignalUse> Uses, ThreadView? Thread);

public sealed record SignalUse(string Name, string Title, string Href, Stance Stance);

/// <summary>Reads the trail of one signal: O(log n) and its insights.</summary>
public sealed class SignalTrailQueries(IDbContextFactory<RedthreadContext> contexts, LedgerSource ledgers, KeyResultValues values)
{
    public async Task<SignalTrail> ReadAsync(Actor actor, StoredSignal signal, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        // A highlight's id is its signal's external id.
        var highlight = Guid.TryParse(signal.ExternalId, out var id) ? id : Guid.Empty;
        var conversation = await context
            .Highlights.Where(row => row.Id == highlight && row.SignalId == signal.Id)
            .Join(context.Conversations, row => row.ConversationId, row => row.Id, (_, row) => (int?)row.Number)
            .SingleOrDefaultAsync(cancel);
        if (!actor.Can(Permission.ViewThreads))
            return new SignalTrail(conversation, [], null);
        var evidence = await context.Evidence.AsNoTracking().Where(row => row.SignalId == signal.Id).ToListAsync(cancel);
        var moved = await values.MovedAsync(cancel);
        return await ledgers.ReadAsync(
            ledger =>
            {
                var uses = evidence
                    .Select(row => (Insight: ledger.Survivor(row.InsightId) as Insight, row.Stance))
                    .Where(one => one.Insight is not null)
                    .DistinctBy(one => one.Insight!.Id)
                    .Select(one => (Insight: one.Insight!, one.Stance))
                    .ToList();
                var carried = uses.Where(one => one.Stance == Stance.For && Ledger.IsLive(one.Insight)).Select(one => one.Insight);
                return new SignalTrail(
                    conversation,
                    uses.ConvertAll(one => new SignalUse(ThreadStore.Name(one.Insight), one.Insight.Title, ThreadName.Address(one.Insight.Kind, one.Insight.Number), one.Stance)),
                    ThreadWalk.OfInsights(ledger, carried, moved)
                );
            },
            cancel
        );
    }
}
