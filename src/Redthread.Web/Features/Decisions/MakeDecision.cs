using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.People;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Decisions;

/// <summary>Makes a decision, from when on it is frozen, and reviews it.</summary>
public sealed class MakeDecision(ThreadStore store, LedgerSource ledgers, DraftDossier drafts)
{
    public sealed record Request
    {
        /// <summary>The choice in words; needed when there are no options.</summary>
        public string? Choice { get; init; }
        public int? Version { get; init; }
    }

    public sealed record ReviewRequest
    {
        /// <summary>What happened, in words.</summary>
        public string? Actual { get; init; }
        public int? Version { get; init; }
    }

    public Task<Result<Decision>> HandleAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync<Decision>(
            actor,
            Permission.Decide,
            number,
            request.Version,
            async (context, row, stop) =>
            {
                if (row.MadeAt is not null)
                    return SaveDecision.Frozen(row);
                if (row.ArchivedAt is not null)
                    return Error.Conflict("decision-archived", $"{ThreadStore.Name(row)} is archived; restore it before it is made. Nothing was changed.");
                if (request.Choice?.Length > 5000)
                    return Error.Invalid("text-too-long", "The choice has at most 5,000 characters. Nothing was saved.");
                var insights = await ledgers.ReadAsync(ledger => DecisionGate.Insights(ledger, row, store.Now), stop);
                var missing = DecisionGate.Missing(row, insights, request.Choice);
                if (missing.Count > 0)
                    return Error.Invalid("decision-incomplete", $"It cannot be made yet. {string.Join(" ", missing.Select(piece => piece.Text))} Nothing was changed.");
                var chosen = row.Options.Find(option => option.Chosen)?.Title;
                row.Choice = string.IsNullOrWhiteSpace(request.Choice) ? row.Choice ?? chosen : request.Choice.Trim();
                context.WeighedEvidence.AddRange(DecisionGate.Freeze(row, insights));
                (row.MadeAt, row.MadeBy) = (store.Now, actor.Name);
                // Whoever reads it later finds what it rested on, though nobody wrote a dossier.
                if (DossierSections.Of(row).IsEmpty)
                    (await drafts.HandleAsync(row, stop)).WriteTo(row);
                return ("decided", $"Made the decision {ThreadStore.Name(row)}: {row.Choice}");
            },
            cancel
        );

    public Task<Result<Decision>> ReviewAsync(Actor actor, int number, ReviewRequest request, CancellationToken cancel) =>
        store.ChangeAsync<Decision>(actor, Permission.Decide, number, request.Version, (_, row, _) => Task.FromResult(Review(actor, row, request)), cancel);

    private Result<(string Verb, string Summary)> Review(Actor actor, Decision row, ReviewRequest request)
    {
        if (row.MadeAt is null)
            return Error.Conflict("decision-not-made", $"{ThreadStore.Name(row)} is not made yet, so there is nothing to review. Nothing was changed.");
        if (string.IsNullOrWhiteSpace(request.Actual) || request.Actual.Length > 5000)
            return Error.Invalid("actual-missing", "Say what happened, in 1 to 5,000 characters. Nothing was saved.");
        (row.Actual, row.ReviewedAt, row.ReviewedBy) = (request.Actual.Trim(), store.Now, actor.Name);
        return ("reviewed", $"Reviewed {ThreadStore.Name(row)}");
    }
}
