using Redthread.Domain;
using Redthread.Domain.Conversations;

namespace Redthread.Web.Features.Conversations;

/// <summary>Says that a conversation was held or cancelled, and takes either back.</summary>
public sealed class SettleConversation(ConversationStore store)
{
    public sealed record Request(int? Version);

    public Task<Result<Conversation>> HoldAsync(Actor actor, int number, Request request, bool held, CancellationToken cancel) =>
        store.ChangeAsync(
            actor,
            number,
            request.Version,
            (_, row, _) =>
            {
                if (held && row.StartsAt > store.Now)
                    return Answer(Error.Invalid("not-begun", "It has not begun yet: correct the time if it was held earlier. Nothing was saved."));
                if (held && row.CancelledAt is not null)
                    return Answer(Error.Conflict("cancelled", "It was cancelled; plan it again first. Nothing was saved."));
                if (!held && row.Highlights.Count > 0)
                    return Answer(Error.Conflict("highlighted", "It has highlights, so it was held. Nothing was saved."));
                row.HeldAt = held ? row.HeldAt ?? store.Now : null;
                return Answer(held ? ("held", $"Held {ConversationStore.Name(row)}") : ("planned-again", $"Planned {ConversationStore.Name(row)} again"));
            },
            cancel
        );

    public Task<Result<Conversation>> CancelAsync(Actor actor, int number, Request request, bool cancelled, CancellationToken cancel) =>
        store.ChangeAsync(
            actor,
            number,
            request.Version,
            (_, row, _) =>
            {
                if (cancelled && row.HeldAt is not null)
                    return Answer(Error.Conflict("held", "It was held, so it cannot be cancelled. Nothing was saved."));
                row.CancelledAt = cancelled ? row.CancelledAt ?? store.Now : null;
                row.Sequence++;
                return Answer(cancelled ? ("cancelled", $"Cancelled {ConversationStore.Name(row)}") : ("planned-again", $"Planned {ConversationStore.Name(row)} again"));
            },
            cancel
        );

    private static Task<Result<(string Verb, string Summary)>> Answer(Result<(string Verb, string Summary)> answer) => Task.FromResult(answer);
}
