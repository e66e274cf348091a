using Redthread.Domain;
using Redthread.Domain.Conversations;
using Redthread.Domain.Signals;

namespace Redthread.Web.Features.Conversations;

/// <summary>
/// Keeps what the person spoken with allowed, and enforces it: highlights become signals only with consent to quotations, and leave
/// every page, export and decision when it is withdrawn.
/// </summary>
public sealed class RecordConsent(ConversationStore store, PublishHighlights publish, ISignalStore signals)
{
    public sealed record Request
    {
        public Consent? Consent { get; init; }

        /// <summary>The day it was given.</summary>
        public DateOnly? On { get; init; }

        /// <summary>How it was given: in writing, spoken on the recording …</summary>
        public string? How { get; init; }
        public int? Version { get; init; }
    }

    public sealed record WithdrawRequest
    {
        /// <summary>What stays allowed: the notes, or nothing.</summary>
        public Consent? Remains { get; init; }
        public int? Version { get; init; }
    }

    public async Task<Result<Conversation>> GiveAsync(Actor actor, int number, Request request, CancellationToken cancel)
    {
        var given = await store.ChangeAsync(actor, number, request.Version, (_, row, _) => Task.FromResult(Give(actor, row, request)), cancel);
        return given.Ok && await publish.HandleAsync(actor, given.Value.Id, cancel) is { } failed ? failed : given;
    }

    private Result<(string, string)> Give(Actor actor, Conversation row, Request request)
    {
        if (row.ErasedAt is not null)
            return Error.Conflict("erased", "The customer of this conversation was erased. Nothing was saved.");
        if (request.Consent is not { } consent || !Enum.IsDefined(consent))
            return Error.Invalid("consent-missing", "Say what was allowed: none, notes or quotations. Nothing was saved.");
        if (consent < row.Consent)
            return Error.Conflict("withdraw-instead", "Less is allowed than before: withdraw the consent, so that what was taken from it is removed. Nothing was saved.");
        if (consent != Consent.None && (string.IsNullOrWhiteSpace(request.How) || request.How.Length > 300))
            return Error.Invalid("how-missing", "Say how it was given, in up to 300 characters: in writing, spoken on the recording … Nothing was saved.");
        var today = DateOnly.FromDateTime(store.Now);
        if (request.On > today)
            return Error.Invalid("date-future", "Consent is given on a day that has come. Nothing was saved.");
        (row.Consent, row.ConsentOn, row.ConsentHow, row.ConsentBy) = (consent, request.On ?? today, request.How?.Trim(), actor.Name);
        (row.WithdrawnAt, row.WithdrawnBy) = (null, null);
        return ("consent", $"Recorded the consent of {ConversationStore.Name(row)}: {Words(consent)}");
    }

    /// <summary>
    /// First what is allowed, so that nothing more gets out; then what got out. A crash in between is made good by the next start, which
    /// looks for highlights out of conversations that may not be quoted.
    /// </summary>
    public async Task<Result<Conversation>> WithdrawAsync(Actor actor, int number, WithdrawRequest request, CancellationToken cancel)
    {
        var withdrawn = await store.ChangeAsync(actor, number, request.Version, (_, row, _) => Task.FromResult(Withdraw(actor, row, request)), cancel);
        if (!withdrawn.Ok)
            return withdrawn;
        var failed = await publish.TakeBackAsync(actor, withdrawn.Value.Id, [.. withdrawn.Value.Highlights.Select(row => row.Id)], cancel);
        // Quotations and notes are overwritten in the tables, but not yet in what the store wrote ahead.
        await signals.ForgetWritesAsync(cancel);
        return failed is null ? withdrawn : failed;
    }

    private Result<(string, string)> Withdraw(Actor actor, Conversation row, WithdrawRequest request)
    {
        var remains = request.Remains == Consent.Notes && row.Consent != Consent.None ? Consent.Notes : Consent.None;
        if (row.Consent == Consent.None)
            return Error.Conflict("no-consent", "There is no consent to withdraw. Nothing was changed.");
        if (remains == row.Consent)
            return Error.Invalid("nothing-withdrawn", "Only notes were allowed; withdraw these too, or nothing. Nothing was changed.");
        (row.Consent, row.WithdrawnAt, row.WithdrawnBy) = (remains, store.Now, actor.Name);
        if (remains == Consent.None)
            row.Notes = null;
        foreach (var highlight in row.Highlights)
            (highlight.Quotation, highlight.RemovedAt) = (null, highlight.RemovedAt ?? store.Now);
        return ("consent-withdrawn", $"The consent of {ConversationStore.Name(row)} was withdrawn{(remains == Consent.Notes ? " to quotations" : "")}");
    }

    public static string Words(Consent consent) =>
        consent switch
        {
            Consent.Quotations => "to quotations",
            Consent.Notes => "to notes",
            _ => "none",
        };
}
