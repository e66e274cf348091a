using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Agreement;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Search;

/// <summary>The titles of rituals, rounds, terms, claims and conversations, kept until a plan changes; of a conversation never more than its title.</summary>
public sealed class TitleQueries(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    private const int MostConversations = 5_000;

    private sealed record Titles(IReadOnlyList<SearchFeature.Hit> Open, IReadOnlyList<SearchFeature.Hit> Conversations);

    private readonly KeptReading<Titles> kept = new(time, () => feed.PlanStamp);

    /// <summary>Those that the actor may see.</summary>
    public async Task<IEnumerable<SearchFeature.Hit>> ReadAsync(Actor actor, CancellationToken cancel)
    {
        if (!actor.Can(Permission.ViewThreads))
            return [];
        var titles = await kept.ReadAsync(() => LoadAsync(cancel));
        return actor.Can(Permission.ViewEvidence) ? titles.Open.Concat(titles.Conversations) : titles.Open;
    }

    private async Task<Titles> LoadAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rituals = await context.Rituals.OrderBy(row => row.Number).Select(row => new { row.Number, row.Name }).ToListAsync(cancel);
        var rounds = await context.AgreementRounds.OrderByDescending(row => row.Number).Select(row => new { row.Number, row.Cycle }).ToListAsync(cancel);
        var conversations = await context
            .Conversations.OrderByDescending(row => row.StartsAt)
            .Take(MostConversations)
            .Select(row => new { row.Number, row.Title })
            .ToListAsync(cancel);
        var terms = await context
            .Terms.OrderBy(row => row.Word)
            .Select(row => new
            {
                row.Key,
                row.Word,
                row.Avoid,
            })
            .ToListAsync(cancel);
        var claims = await context.Claims.OrderBy(row => row.Number).Select(row => new { row.Number, row.Text }).ToListAsync(cancel);
        return new Titles(
            [
                .. rituals.Select(row => new SearchFeature.Hit(row.Name, "Ritual", $"/rhythm/{row.Number}")),
                .. rounds.Select(row => new SearchFeature.Hit(
                    $"{AgreementRound.NameOf(row.Number)} Agreed scores of {Cycle.Label(row.Cycle)}",
                    "Round",
                    $"/agreed-scores/{row.Number}"
                )),
                .. terms.Select(row => new SearchFeature.Hit(
                    string.IsNullOrWhiteSpace(row.Avoid) ? row.Word : $"{row.Word} (not: {row.Avoid.ReplaceLineEndings(", ")})",
                    "Term",
                    $"/language/{row.Key}"
                )),
                .. claims.Select(row => new SearchFeature.Hit($"CL-{row.Number} {row.Text}", "Claim", $"/claims/{row.Number}")),
            ],
            [.. conversations.Select(row => new SearchFeature.Hit(row.Title, "Conversation", $"/conversations/{row.Number}"))]
        );
    }
}
