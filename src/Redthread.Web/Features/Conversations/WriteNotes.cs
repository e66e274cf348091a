using Redthread.Domain;
using Redthread.Domain.Conversations;
using Redthread.Web.Ingestion.Text;

namespace Redthread.Web.Features.Conversations;

/// <summary>Writes the notes of a conversation, as far as the consent goes.</summary>
public sealed class WriteNotes(ConversationStore store)
{
    public const int Longest = 100_000;

    public sealed record Request
    {
        /// <summary>Markdown; e-mail addresses, phone and card numbers are masked.</summary>
        public string? Notes { get; init; }
        public int? Version { get; init; }
    }

    public Task<Result<Conversation>> HandleAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync(actor, number, request.Version, (_, row, _) => Task.FromResult(Write(row, request)), cancel);

    private static Result<(string, string)> Write(Conversation row, Request request)
    {
        if (!row.MayBeNoted)
            return Error.Conflict("consent-missing", "There is no consent to notes, so none are kept. Record the consent first; what you typed is below.");
        if (row.CancelledAt is not null)
            return Error.Conflict("cancelled", "It was cancelled; plan it again first. Nothing was saved.");
        if (request.Notes?.Length > Longest)
            return Error.Invalid("notes-too-long", $"Notes have at most {Longest:N0} characters. Nothing was saved.");
        row.Notes = string.IsNullOrWhiteSpace(request.Notes) ? null : TextMask.Mask(request.Notes.ReplaceLineEndings("\n").Trim());
        return ("noted", $"Wrote the notes of {ConversationStore.Name(row)}");
    }
}
