using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Priorities;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Opportunities;

public sealed record OpportunityList(
    OpportunityAddress Address,
    Portfolio Portfolio,
    Landscape Landscape,
    IReadOnlyList<SelectOption> Teams,
    IReadOnlyList<PortfolioLine> Lines,
    int Total,
    int All
)
{
    public int First => Total == 0 ? 0 : ((Address.Page - 1) * OpportunityQueries.PageSize) + 1;
    public int Last => First + Lines.Count - (Total == 0 ? 0 : 1);
}

/// <param name="Votes">Of all; empty while the round is open, whoever asks.</param>
public sealed record RoundView(
    Guid Id,
    DateTime OpenedAt,
    string OpenedBy,
    DateTime? RevealedAt,
    int Voted,
    int? OwnVote,
    string? OwnReason,
    IReadOnlyList<VoteLine> Votes,
    double? Agreement
);

public sealed record VoteLine(string Person, int Value, string? Reason);

public sealed record OpportunityModel(ObjectView View, PortfolioLine Line, Portfolio Portfolio, IReadOnlyList<RoundView> Rounds, LoudnessLine? Loudness, int Heard)
{
    public Opportunity Row => Line.Candidate.Row;
}

/// <summary>Reads the ranking, and one opportunity with all that its page shows.</summary>
public sealed class OpportunityQueries(
    IDbContextFactory<RedthreadContext> contexts,
    PortfolioSource portfolios,
    LandscapeSource landscapes,
    ObjectQueries objects,
    KeyResultValues results
)
{
    public const int PageSize = 50;

    /// <param name="whole">All lines instead of a page of them, for exports.</param>
    public async Task<OpportunityList> ReadListAsync(OpportunityAddress address, bool whole, CancellationToken cancel)
    {
        var portfolio = await portfolios.ReadAsync(address.Lambda, cancel);
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context
            .Teams.AsNoTracking()
            .Where(row => row.ArchivedAt == null)
            .OrderBy(row => row.Name)
            .Select(row => new
            {
                row.Id,
                row.Key,
                row.Name,
            })
            .ToListAsync(cancel);
        var stages = StagesAt(landscape, address["stage"]);
        var team = teams.Find(row => row.Key == address["team"])?.Id;
        var found = portfolio
            .Lines.Where(line =>
                (address.Show == OpportunityState.All || StateOf(line.Candidate.Row) == address.Show)
                && (stages is null || line.Candidate.Stages.Any(stages.Contains))
                && (address["team"].Length == 0 || (team is { } id && line.Candidate.Teams.Contains(id)))
                && Matches(line.Candidate.Row, address["q"])
            )
            .ToList();
        var ranked = found.OrderBy(line => (address.ByRice ? line.RiceRank : line.Priority.Rank) ?? int.MaxValue).ThenByDescending(line => line.Candidate.Row.Number);
        return new OpportunityList(
            address,
            portfolio,
            landscape,
            [.. teams.Select(row => new SelectOption(row.Key, row.Name))],
            [.. whole ? ranked : ranked.Skip((address.Page - 1) * PageSize).Take(PageSize)],
            found.Count,
            portfolio.Lines.Count
        );
    }

    public async Task<Result<OpportunityModel>> ReadAsync(Actor actor, int number, double lambda, CancellationToken cancel)
    {
        var view = await objects.ReadAsync(ThreadKind.Opportunity, number, await results.MovedAsync(cancel), cancel);
        if (view.Error is { } error)
            return error;
        var portfolio = await portfolios.ReadAsync(lambda, cancel);
        var loudness = await portfolios.ReadLoudnessAsync(cancel);
        // One that was merged away stands in no portfolio; its survivor does.
        var line = portfolio.Find(number) ?? Portfolio.Of([Alone(view.Value)], portfolio.Board, lambda).Lines[0];
        return new OpportunityModel(
            view.Value,
            line,
            portfolio,
            await ReadRoundsAsync(actor, view.Value.Row.Id, cancel),
            loudness.FirstOrDefault(row => row.Candidate.Row.Number == number),
            loudness.Count
        );
    }

    public async Task<Result<IReadOnlyList<RoundView>>> ReadRoundsAsync(Actor actor, int number, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var id = await context.Opportunities.Where(row => row.Number == number).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancel);
        return id is null ? Error.NotFound("opportunity") : await ReadRoundsAsync(actor, id.Value, cancel);
    }

    public static OpportunityState StateOf(Opportunity row) =>
        row.ArchivedAt is not null ? OpportunityState.Archived
        : row.ClosedAt is not null ? OpportunityState.Closed
        : OpportunityState.Open;

    private async Task<List<RoundView>> ReadRoundsAsync(Actor actor, Guid opportunity, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rounds = await context.ScoringRounds.AsNoTracking().Where(row => row.OpportunityId == opportunity).OrderByDescending(row => row.OpenedAt).ToListAsync(cancel);
        var ids = rounds.ConvertAll(round => round.Id);
        var votes = await context
            .ScoreVotes.AsNoTracking()
            .Where(vote => ids.Contains(vote.RoundId))
            .Select(vote => new { Vote = vote, Person = context.People.Where(person => person.Id == vote.PersonId).Select(person => person.Name).FirstOrDefault() })
            .ToListAsync(cancel);
        return
        [
            .. rounds.Select(round =>
            {
                var cast = votes.FindAll(row => row.Vote.RoundId == round.Id);
                var own = cast.Find(row => row.Vote.PersonId == actor.PersonId)?.Vote;
                var shown = round.RevealedAt is null ? [] : cast;
                var agreement = AgreementIndex.OfVotes(shown.Select(row => row.Vote.Value), ScoreOpportunity.Lowest, ScoreOpportunity.Highest);
                return new RoundView(
                    round.Id,
                    round.OpenedAt,
                    round.OpenedBy,
                    round.RevealedAt,
                    cast.Count,
                    own?.Value,
                    own?.Reason,
                    [
                        .. shown
                            .OrderByDescending(row => row.Vote.Value)
                            .ThenBy(row => row.Person, StringComparer.Ordinal)
                            .Select(row => new VoteLine(row.Person ?? "somebody", row.Vote.Value, row.Vote.Reason)),
                    ],
                    agreement.HasValue ? agreement.Value : null
                );
            }),
        ];
    }

    private static Candidate Alone(ObjectView view)
    {
        var ledger = new Ledger();
        return Candidate.Of(ledger, (Opportunity)view.Row, view.Row.CreatedAt);
    }

    private static HashSet<Guid>? StagesAt(Landscape landscape, string place) =>
        place.Length == 0 ? null
        : landscape.FindStage(place) is { } one ? [one.Stage.Id]
        : [.. landscape.LiveStages.Where(entry => entry.Journey.Key == place).Select(entry => entry.Stage.Id)];

    private static bool Matches(Opportunity row, string text) =>
        text.Length == 0
        || row.Title.Contains(text, StringComparison.OrdinalIgnoreCase)
        || row.Detail?.Contains(text, StringComparison.OrdinalIgnoreCase) == true
        || ThreadStore.Name(row).Equals(text, StringComparison.OrdinalIgnoreCase);
}
