using Redthread.Domain;

namespace Redthread.Web.Features.Language;

/// <summary>What an organisation may start its language from: the words Redthread itself uses. They are nobody's until somebody takes them over.</summary>
public sealed class StarterTerms(SaveTerm save, LanguageQueries queries)
{
    public static readonly IReadOnlyList<(string Word, string Definition)> All =
    [
        ("Journey", "The end-to-end experience of a customer pursuing a goal, from the customer's side."),
        ("Stage", "A major part of a journey, marking a shift of the customer's intent."),
        ("Touchpoint", "An interaction at a step of a journey, over a channel."),
        ("Segment", "A group of customers with a known share of the customer base."),
        ("Signal", "One dated piece of evidence from one customer, or from none known: a survey answer, ticket, review, call or event."),
        ("Measured score", "0–100 per stage and period, computed from readings under a framework version, always with n, interval and freshness."),
        ("Agreed score", "An integer from −2 broken to +2 excellent per stage and cycle, set by teams' blind votes with reasons."),
        ("Experience gap", "Target minus measured score, with its interval."),
        ("Need", "What a customer tries to get done, in their words."),
        ("Insight", "One approved statement about the experience: friction, unmet need or strength, resting on evidence."),
        ("Pressure", "An internal force that keeps a friction alive."),
        ("Opportunity", "A need, friction or desire worth acting on, in problem language, across teams."),
        ("Solution", "A change for one or more opportunities, of kind product, process, policy or training."),
        ("Decision", "A choice on stages, with its question, options, evidence for and against, and a review date."),
        ("Reach", "The share of insights that reached a decision within a window: used in it, not merely listed."),
        ("Steward", "The named person who keeps the picture coherent; always someone, with a hand-over."),
    ];

    /// <summary>Takes over those whose word is not there yet, and says how many.</summary>
    public async Task<Result<int>> TakeAsync(Actor actor, CancellationToken cancel)
    {
        var known = (await queries.ReadListAsync(null, false, cancel)).Lines.Select(line => line.Term.Word).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var taken = 0;
        foreach (var (word, definition) in All.Where(entry => !known.Contains(entry.Word)))
        {
            var made = await save.CreateAsync(
                actor,
                new SaveTerm.Request
                {
                    Word = word,
                    Definition = definition,
                    Reason = "Taken over from the words of Redthread",
                },
                cancel
            );
            if (made.Error is { } error)
                return error;
            taken++;
        }

        return taken;
    }
}
