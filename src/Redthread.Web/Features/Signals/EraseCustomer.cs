using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.ActualJourneys;
using Redthread.Web.Features.Analysis;
using Redthread.Web.Features.Conversations;
using Redthread.Web.Features.Decisions;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Insights;
using Redthread.Web.Ingestion;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Signals;

/// <summary>Erases a customer at their request: signals, aggregates, customer facts, cases of event logs, evidence, conversations, quotations in decisions, and rejected rows that name them. The audit says that, not whom.</summary>
public sealed class EraseCustomer(
    IDbContextFactory<RedthreadContext> contexts,
    ISignalStore signals,
    ScoringRulesSource rules,
    CustomerPseudonym pseudonym,
    EraseEvidence evidence,
    EraseQuotes quotes,
    EraseConversations conversations,
    EraseCustomerFacts facts,
    EraseFromLogs logs,
    ChangeFeed feed,
    TimeProvider time
)
{
    private const int LongestKey = 200;

    public sealed record Request(string? Customer);

    public sealed record Erased(int Signals, int Rejects, int Facts, int Cases);

    public async Task<Result<Erased>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ErasePeople) is { } denied)
            return denied;
        if (Check(request.Customer) is { } invalid)
            return invalid;
        var customer = pseudonym.Of(request.Customer!);
        var number = await signals.FindCustomerAsync(customer, cancel);
        // Evidence and quotations first: a crash in between leaves the customer findable, and the same request ends the work.
        if ((await conversations.HandleAsync(actor, customer, cancel)).Error is { } noted)
            return noted;
        var known = await facts.HandleAsync(actor, customer, cancel);
        if (known.Error is { } busy)
            return busy;
        var journeys = await logs.HandleAsync(actor, request.Customer!, cancel);
        if (journeys.Error is { } unread)
            return unread;
        var insights = await evidence.EraseAsync(actor, number, cancel);
        if ((await quotes.HandleAsync(actor, await SignalsOfAsync(number, cancel), cancel)).Error is { } kept)
            return kept;
        var outcome = await signals.EraseAsync(customer, await rules.ReadAsync(cancel), cancel);
        // Once more for what was added while the signals went.
        await evidence.EraseAsync(actor, number, cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rejects = await Naming(context, request.Customer!).ExecuteDeleteAsync(cancel);
        context.Activities.Add(
            Activity.Of(
                actor,
                time.GetUtcNow().UtcDateTime,
                "customer.erased",
                null,
                $"Erased a customer: {outcome.Signals + journeys.Value.Signals:N0} signals, {known.Value:N0} customer facts, {journeys.Value.Cases:N0} cases of event logs, {rejects:N0} rejected rows, evidence of {insights:N0} insights"
            )
        );
        await context.SaveChangesAsync(cancel);
        await signals.ForgetWritesAsync(cancel);
        feed.Announce();
        return new Erased(outcome.Signals + journeys.Value.Signals, rejects, known.Value, journeys.Value.Cases);
    }

    internal static Error? Check(string? key) =>
        string.IsNullOrWhiteSpace(key) || key.Length > LongestKey
            ? Error.Invalid("customer-missing", $"Give the customer's key as the sources write it, in 1 to {LongestKey} characters.")
            : null;

    /// <summary>Rejected rows are kept as they came, so the key stands in them as it was written.</summary>
    internal static IQueryable<ImportReject> Naming(RedthreadContext context, string key)
    {
        var written = key.Trim().ToLowerInvariant();
        return context.ImportRejects.Where(reject => reject.Text.ToLower().Contains(written));
    }

    private async Task<List<long>> SignalsOfAsync(long? customer, CancellationToken cancel)
    {
        var ids = new List<long>();
        if (customer is not { } number)
            return ids;
        for (long? after = 0; after is not null; )
        {
            var page = await signals.ReadSignalsAsync(
                new SignalQuery
                {
                    Customers = [number],
                    AfterId = after,
                    Limit = 1000,
                },
                cancel
            );
            ids.AddRange(page.Select(signal => signal.Id));
            after = page.Count == 0 ? null : page[^1].Id;
        }

        return ids;
    }
}
