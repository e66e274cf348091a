using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Conversations;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Decisions;
using Redthread.Web.Features.Insights;
using Redthread.Web.Ingestion.Text;

namespace Redthread.Web.Features.Conversations;

/// <summary>Makes a highlight of a quotation that stands in the notes, and perhaps evidence of an insight, new or there already.</summary>
public sealed class MakeHighlight(
    ConversationStore store,
    SaveConversation conversations,
    SaveInsight insights,
    PublishHighlights publish,
    EraseQuotes quotes,
    ISignalStore signals
)
{
    public const int Longest = 2_000;

    public sealed record Request
    {
        /// <summary>Word for word from the notes.</summary>
        public string? Quotation { get; init; }

        /// <summary>About where in the notes it begins, if it stands there more than once.</summary>
        public int? Position { get; init; }

        /// <summary>journey/stage, by keys; at least one.</summary>
        public IReadOnlyList<string>? Stages { get; init; }

        /// <summary>The insight it is evidence of, as I-12.</summary>
        public string? Insight { get; init; }

        /// <summary>Statement of a new insight it is the first evidence of, instead.</summary>
        public string? NewInsight { get; init; }
        public InsightType? Type { get; init; }
        public Stance? Stance { get; init; }
    }

    public async Task<Result<Highlight>> HandleAsync(Actor actor, int number, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await store.OpenAsync(cancel);
        if (await ConversationStore.Whole(context).SingleOrDefaultAsync(one => one.Number == number, cancel) is not { } row)
            return Error.NotFound("conversation");
        var drawn = await DrawAsync(row, request, cancel);
        if (drawn.Error is { } error)
            return error;
        var highlight = drawn.Value;
        highlight.CreatedBy = actor.Name;
        var insight = await InsightAsync(context, actor, row, highlight, request, cancel);
        if (insight.Error is { } unknown)
            return unknown;
        highlight.InsightId = insight.Value?.Id;
        context.Highlights.Add(highlight);
        store.Record(context, actor, row, "highlighted", $"Highlighted in {ConversationStore.Name(row)}");
        if (await store.SaveAsync(context, cancel) is { } failed)
            return failed;
        return await publish.HandleAsync(actor, row.Id, cancel) is { } unpublished ? unpublished : highlight;
    }

    private async Task<Result<Highlight>> DrawAsync(Conversation row, Request request, CancellationToken cancel)
    {
        if (row.State != ConversationState.Held)
            return Error.Conflict("not-held", "Highlights are made of a conversation that was held. Say so first; nothing was saved.");
        if (!row.MayBeNoted)
            return Error.Conflict("consent-missing", "There is no consent to notes, so nothing of it is kept. Nothing was saved.");
        if (string.IsNullOrWhiteSpace(request.Quotation) || request.Quotation.Length > Longest)
            return Error.Invalid("quotation-missing", $"Give the quotation, in up to {Longest:N0} characters. Nothing was saved.");
        var quotation = NoteText.Plain(TextMask.Mask(request.Quotation));
        if (NoteText.Find(row.Notes, quotation, request.Position ?? 0) is not { } position)
            return Error.Invalid("not-in-notes", "These words do not stand in the notes as they are saved. Save the notes, or quote word for word. Nothing was saved.");
        if (row.Highlights.Exists(one => one.Quotation == quotation && one.Position == position))
            return Error.Conflict("highlighted-already", "This is a highlight already. Nothing was saved.");
        var places = await conversations.PlacesAsync(request.Stages ?? [], cancel);
        if (places.Error is { } error)
            return error;
        if (places.Value.Count == 0)
            return Error.Invalid("stage-missing", "Choose the stage the quotation speaks of. Nothing was saved.");
        var highlight = new Highlight
        {
            ConversationId = row.Id,
            Quotation = quotation,
            Position = position,
            Stance = request.Stance ?? Stance.For,
            CreatedAt = store.Now,
        };
        highlight.Stages.AddRange(places.Value.Select(id => new HighlightStage { HighlightId = highlight.Id, StageId = id }));
        return highlight;
    }

    private async Task<Result<Insight?>> InsightAsync(RedthreadContext context, Actor actor, Conversation row, Highlight highlight, Request request, CancellationToken cancel)
    {
        if (!string.IsNullOrWhiteSpace(request.NewInsight))
        {
            // A statement may be the customer's own words only where these may be quoted.
            if (!row.MayBeQuoted && NoteText.Plain(request.NewInsight).Contains(highlight.Quotation!, StringComparison.OrdinalIgnoreCase))
                return Error.Conflict("consent-missing", "The statement repeats the quotation, to which there is no consent. Put it into your own words; nothing was saved.");
            var made = await insights.CreateAsync(
                actor,
                new SaveInsight.Request
                {
                    Title = request.NewInsight.Trim(),
                    Type = request.Type ?? InsightType.Friction,
                    Stages = request.Stages,
                },
                cancel
            );
            return made.Ok ? (Result<Insight?>)made.Value : made.Error!;
        }

        if (string.IsNullOrWhiteSpace(request.Insight))
            return (Insight?)null;
        var name = ThreadName.Parse(request.Insight.Trim());
        var known = name is { Kind: ThreadKind.Insight } ? await context.Insights.AsNoTracking().SingleOrDefaultAsync(one => one.Number == name.Value.Number, cancel) : null;
        return known is null ? Error.Invalid("insight-unknown", $"There is no insight “{request.Insight.Trim()}”; name it as I-12. Nothing was saved.") : known;
    }

    /// <summary>Takes a highlight back, with its signal and evidence. One that a decision quotes stays, since the decision rests on it.</summary>
    public async Task<Result<Done>> RemoveAsync(Actor actor, int number, Guid id, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await store.OpenAsync(cancel);
        var row = await context.Conversations.SingleOrDefaultAsync(one => one.Number == number, cancel);
        var highlight = row is null ? null : await context.Highlights.SingleOrDefaultAsync(one => one.Id == id && one.ConversationId == row.Id, cancel);
        if (row is null || highlight is null)
            return Error.NotFound("highlight");
        if (highlight.SignalId is { } signal && await quotes.CountAsync([signal], cancel) > 0)
            return Error.Conflict(
                "quoted-in-decision",
                "A decision quotes this highlight, so it stays. If the customer wants it removed, withdraw the consent. Nothing was changed."
            );
        if (highlight.SentAt is not null && await publish.TakeBackAsync(actor, row.Id, [id], cancel) is { } failed)
            return failed;
        context.Highlights.Remove(highlight);
        store.Record(context, actor, row, "highlight-removed", $"Removed a highlight of {ConversationStore.Name(row)}");
        if (await store.SaveAsync(context, cancel) is { } stale)
            return stale;
        await signals.ForgetWritesAsync(cancel);
        return Done.It;
    }
}
