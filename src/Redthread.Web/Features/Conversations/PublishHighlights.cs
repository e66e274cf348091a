using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Conversations;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Decisions;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Signals;
using Redthread.Web.Ingestion.Text;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Conversations;

/// <summary>
/// Turns highlights that may be quoted into signals, which is what makes them evidence, and takes them out of everything again.
/// Both may run twice: a highlight's id is its signal's external id.
/// </summary>
public sealed class PublishHighlights(
    ConversationStore store,
    AppendSignals append,
    ISignalStore signals,
    ScoringRulesSource rules,
    ChangeEvidence evidence,
    EraseEvidence erase,
    EraseQuotes quotes,
    ChangeFeed feed
)
{
    /// <summary>Two sources, so that what colleagues say is never counted as what customers say without being seen.</summary>
    public const string CustomerSource = "conversations";
    public const string InternalSource = "internal-conversations";

    public async Task<Error?> HandleAsync(Actor actor, Guid conversation, CancellationToken cancel)
    {
        await using var context = await store.OpenAsync(cancel);
        var row = await ConversationStore.Whole(context).SingleAsync(one => one.Id == conversation, cancel);
        var waiting = row.MayBeQuoted ? row.Highlights.FindAll(one => one.Quotation is not null && one.SignalId is null) : [];
        if (waiting.Count == 0)
            return null;
        foreach (var highlight in waiting)
            highlight.SentAt ??= store.Now;
        if (await store.SaveAsync(context, cancel) is { } stale)
            return stale;
        var source = await SourceAsync(context, row.With, cancel);
        await append.HandleAsync(new SignalBatch(source, [.. waiting.Select(highlight => Signal(row, highlight))], store.Now), cancel);
        foreach (var highlight in waiting)
            highlight.SignalId = await FindAsync(source, highlight.Id, cancel);
        if (await store.SaveAsync(context, cancel) is { } failed)
            return failed;
        foreach (var highlight in waiting)
        {
            if (await AddEvidenceAsync(context, actor, highlight, cancel) is { } refused)
                return refused;
        }

        // The consent may have been withdrawn, or the customer erased, while this wrote.
        await using var again = await store.OpenAsync(cancel);
        var ids = waiting.Select(one => one.Id).ToList();
        var stillMay = await again.Conversations.SingleAsync(one => one.Id == conversation, cancel);
        var left = await again.Highlights.CountAsync(one => ids.Contains(one.Id) && one.Quotation != null, cancel);
        if (stillMay.MayBeQuoted && left == ids.Count)
            return null;
        var refusal = await TakeBackAsync(actor, conversation, ids, cancel);
        await signals.ForgetWritesAsync(cancel);
        return refusal;
    }

    /// <summary>Evidence, quotations in decisions and the signals of these highlights; a decision keeps a mark where it quoted one.</summary>
    public async Task<Error?> TakeBackAsync(Actor actor, Guid conversation, IReadOnlyList<Guid> highlights, CancellationToken cancel)
    {
        await using var context = await store.OpenAsync(cancel);
        var row = await context.Conversations.AsNoTracking().SingleAsync(one => one.Id == conversation, cancel);
        var source = await SourceAsync(context, row.With, cancel);
        var numbers = new List<long>();
        foreach (var highlight in highlights)
        {
            if (await FindAsync(source, highlight, cancel) is { } number)
                numbers.Add(number);
        }

        if (numbers.Count > 0)
        {
            await erase.OfSignalsAsync(actor, numbers, "Lost evidence: a quotation was removed", cancel);
            // Who may record a withdrawal may see it through, whatever else they may not erase.
            var through = actor with
            {
                Allowed = [.. actor.Allowed, Permission.ErasePeople],
            };
            if ((await quotes.HandleAsync(through, numbers, cancel)).Error is { } kept)
                return kept;
            await signals.RemoveAsync(numbers, await rules.ReadAsync(cancel), cancel);
            await erase.OfSignalsAsync(actor, numbers, "Lost evidence: a quotation was removed", cancel);
        }

        await context.Highlights.Where(one => highlights.Contains(one.Id)).ExecuteUpdateAsync(set => set.SetProperty(one => one.SignalId, (long?)null), cancel);
        feed.Announce();
        return null;
    }

    private async Task<Error?> AddEvidenceAsync(RedthreadContext context, Actor actor, Highlight highlight, CancellationToken cancel)
    {
        if (highlight is not { InsightId: { } wanted, SignalId: { } signal })
            return null;
        var insight = await context.Insights.AsNoTracking().SingleOrDefaultAsync(one => one.Id == wanted, cancel);
        while (insight?.MergedIntoId is { } survivor)
            insight = await context.Insights.AsNoTracking().SingleOrDefaultAsync(one => one.Id == survivor, cancel);
        if (insight is null)
            return null;
        return (await evidence.AddAsync(actor, insight.Number, new ChangeEvidence.Request { Signals = [signal], Stance = highlight.Stance }, cancel)).Error;
    }

    private static NewSignal Signal(Conversation row, Highlight highlight) =>
        new()
        {
            ExternalId = highlight.Id.ToString(),
            OccurredAt = row.StartsAt,
            Customer = row.Customer,
            Account = row.Account,
            SegmentIds = row.SegmentId is { } segment ? [segment] : [],
            Verbatim = highlight.Quotation,
            Language = LanguageGuess.Of(highlight.Quotation!),
            Placements = [.. highlight.Stages.Select(stage => new NewPlacement(PlacementKind.Stage, stage.StageId, PlacementOrigin.Hand))],
        };

    private async Task<long?> FindAsync(Guid source, Guid highlight, CancellationToken cancel) =>
        (
            await signals.ReadSignalsAsync(
                new SignalQuery
                {
                    SourceId = source,
                    ExternalId = highlight.ToString(),
                    Limit = 1,
                },
                cancel
            )
        )
            is [var found]
            ? found.Id
            : null;

    private async Task<Guid> SourceAsync(RedthreadContext context, ConversationWith with, CancellationToken cancel)
    {
        var (key, name) = with == ConversationWith.Customer ? (CustomerSource, "Conversations") : (InternalSource, "Internal conversations");
        if (await context.Sources.AsNoTracking().SingleOrDefaultAsync(one => one.Key == key, cancel) is { } known)
            return known.Id;
        await using var making = await store.OpenAsync(cancel);
        making.Sources.Add(
            new Source
            {
                Key = key,
                Name = name,
                Kind = SourceKind.Conversation,
                CreatedAt = store.Now,
            }
        );
        // Another may have made it just now; either way it is there.
        await store.SaveAsync(making, cancel);
        return await context.Sources.Where(one => one.Key == key).Select(one => one.Id).SingleAsync(cancel);
    }
}
