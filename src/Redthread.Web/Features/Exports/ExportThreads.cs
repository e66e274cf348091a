using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Web.Features.Conversations;

namespace Redthread.Web.Features.Exports;

/// <summary>All objects of threads as NDJSON, one file a kind, with their links, evidence, votes, comments and outcomes: whole rows, nothing left out.</summary>
public sealed class ExportThreads(IDbContextFactory<RedthreadContext> contexts)
{
    public async Task<int> WriteAsync(string folder, JsonSerializerOptions json, CancellationToken cancel)
    {
        var to = Directory.CreateDirectory(Path.Combine(folder, "threads")).FullName;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var written = 0;
        async Task WriteAsync<T>(string name, IQueryable<T> rows)
            where T : class
        {
            await using var writer = new StreamWriter(Path.Combine(to, $"{name}.ndjson"), append: false);
            await foreach (var row in rows.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancel))
            {
                await writer.WriteLineAsync(JsonSerializer.Serialize(row, json));
                written++;
            }
        }

        await WriteAsync("insights", context.Insights.OrderBy(row => row.Number));
        await WriteAsync("evidence", context.Evidence.OrderBy(row => row.InsightId).ThenBy(row => row.SignalId));
        await WriteAsync("pressures", context.Pressures.OrderBy(row => row.Number));
        await WriteAsync("opportunities", context.Opportunities.OrderBy(row => row.Number));
        await WriteAsync("scoring-rounds", context.ScoringRounds.OrderBy(row => row.OpenedAt));
        // A vote stays its voter's until the round is revealed.
        await WriteAsync("votes", context.ScoreVotes.Where(vote => context.ScoringRounds.Any(round => round.Id == vote.RoundId && round.RevealedAt != null)));
        await WriteAsync("decisions", context.Decisions.Include(row => row.Options).OrderBy(row => row.Number));
        await WriteAsync("solutions", context.Solutions.OrderBy(row => row.Number));
        await WriteAsync("objectives", context.Objectives.OrderBy(row => row.Number));
        await WriteAsync("key-results", context.KeyResults.OrderBy(row => row.Number));
        await WriteAsync("check-ins", context.CheckIns.OrderBy(row => row.At));
        await WriteAsync("links", context.Links.OrderBy(row => row.FromId).ThenBy(row => row.ToId));
        await WriteAsync("comments", context.Comments.OrderBy(row => row.At));
        await WriteAsync("outcomes", context.Outcomes.OrderBy(row => row.Key));
        await WriteAsync("outcome-points", context.OutcomePoints.OrderBy(row => row.OutcomeId).ThenBy(row => row.On));
        await WriteAsync("agreement-rounds", context.AgreementRounds.Include(row => row.Stages).Include(row => row.Teams).OrderBy(row => row.Number).AsSplitQuery());
        await WriteAsync("agreement-votes", context.AgreementVotes.Where(vote => context.AgreementRounds.Any(round => round.Id == vote.RoundId && round.RevealedAt != null)));
        await WriteAsync("rituals", context.Rituals.Include(row => row.Audience).OrderBy(row => row.Number));
        await WriteAsync("meetings", context.Meetings.Include(row => row.Attendance).OrderBy(row => row.OccursAt));
        await WriteAsync("organisation-clocks", context.OrganisationClocks.OrderBy(row => row.Id));
        await WriteAsync("handovers", context.Handovers.Include(row => row.Items).OrderBy(row => row.Number));
        await WriteAsync("agreement-dissent", context.AgreementDissents.OrderBy(row => row.At));
        await WriteAsync("conversation-targets", context.ConversationTargets.OrderBy(row => row.Cycle));
        await WriteAsync("guides", context.Guides.OrderBy(row => row.Key));
        return written + await WriteConversationsAsync(context, Path.Combine(to, "conversations.ndjson"), json, cancel);
    }

    // Whole but for what nobody was allowed to pass on: words only with consent to quotations, and a customer's pseudonym never.
    private static async Task<int> WriteConversationsAsync(RedthreadContext context, string path, JsonSerializerOptions json, CancellationToken cancel)
    {
        var rows = await ConversationStore.Whole(context).AsNoTracking().OrderBy(row => row.Number).ToListAsync(cancel);
        await using var writer = new StreamWriter(path, append: false);
        foreach (var row in rows)
        {
            if (!row.MayBeQuoted)
            {
                row.Notes = null;
                row.Highlights.ForEach(highlight => highlight.Quotation = null);
            }

            row.Customer = null;
            await writer.WriteLineAsync(JsonSerializer.Serialize(row, json));
        }

        return rows.Count;
    }
}
