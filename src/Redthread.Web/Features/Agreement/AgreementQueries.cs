using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Agreement;
using Redthread.Domain.Goals;
using Redthread.Domain.Journeys;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Talk;

namespace Redthread.Web.Features.Agreement;

/// <summary>
/// Reads agreed scores. A vote leaves this class for its own team only, until the round is revealed: whatever shows votes,
/// page or program, reads them here.
/// </summary>
public sealed class AgreementQueries(IDbContextFactory<RedthreadContext> contexts, LandscapeSource landscapes, BoardQueries boards, TimeProvider time)
{
    public const int PageSize = 20;

    public async Task<AgreementList> ReadListAsync(Actor actor, DateOnly? cycle, int page, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = Cycle.At(time.GetUtcNow().UtcDateTime);
        var cycles = (await context.AgreementRounds.Select(round => round.Cycle).Distinct().ToListAsync(cancel)).Append(now).Distinct().OrderDescending().ToList();
        // What was agreed last is looked at, while nothing is agreed on the running cycle.
        var chosen = cycle ?? (landscape.Agreed.Count > 0 && landscape.Agreed[^1].Cycle < now ? landscape.Agreed[^1].Cycle : now);
        var closed = context.AgreementRounds.Where(round => round.RevealedAt != null || round.CancelledAt != null);
        var past = await closed.AsNoTracking().Include(row => row.Stages).OrderByDescending(row => row.Number).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var open = await context
            .AgreementRounds.AsNoTracking()
            .Include(row => row.Stages)
            .Include(row => row.Teams)
            .Where(round => round.RevealedAt == null && round.CancelledAt == null)
            .OrderBy(row => row.Number)
            .AsSplitQuery()
            .ToListAsync(cancel);
        return new AgreementList(
            chosen,
            cycles.Contains(chosen) ? cycles : [chosen, .. cycles],
            await RowsAsync(context, landscape, chosen, cancel),
            await LinesAsync(context, actor, open, cancel),
            past.ConvertAll(round => new RoundLine(round, round.Stages.Count, round.Stages.Count(stage => stage.Agreed is not null), [], 0)),
            await closed.CountAsync(cancel),
            page
        );
    }

    /// <summary>Every live stage in a cycle, agreed or not.</summary>
    public async Task<IReadOnlyList<AgreedRow>> ReadRowsAsync(DateOnly cycle, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await RowsAsync(context, await landscapes.ReadAsync(cancel), cycle, cancel);
    }

    private async Task<IReadOnlyList<AgreedRow>> RowsAsync(RedthreadContext context, Landscape landscape, DateOnly cycle, CancellationToken cancel)
    {
        var board = await BoardAsync(cycle, cancel);
        var agreed = landscape.Agreed.Where(row => row.Cycle == cycle).ToDictionary(row => row.StageId);
        var rounds = agreed.Values.Select(row => row.RoundId).Distinct().ToList();
        var votes = await RevealedVotesAsync(context, rounds, cancel);
        var dissent = await DissentAsync(context, rounds, cancel);
        return
        [
            .. landscape.LiveStages.Select(entry =>
                Row(landscape, entry.Journey, entry.Stage, agreed.GetValueOrDefault(entry.Stage.Id), votes, dissent, board.Find(entry.Stage.Id), board, cycle)
            ),
        ];
    }

    private static AgreedRow Row(
        Landscape landscape,
        Journey journey,
        Stage stage,
        AgreedScore? agreed,
        ILookup<(Guid, Guid), int> votes,
        ILookup<(Guid, Guid), DissentView> dissent,
        BoardStage? measured,
        Board board,
        DateOnly cycle
    )
    {
        var cast = agreed is null ? [] : votes[(agreed.RoundId, stage.Id)].ToList();
        return new AgreedRow(
            $"{journey.Key}/{stage.Key}",
            stage.Name,
            journey.Name,
            agreed,
            AgreementIndex.OfVotes(cast, AgreementStage.Lowest, AgreementStage.Highest),
            cast.Count,
            agreed is null ? [] : [.. dissent[(agreed.RoundId, stage.Id)]],
            MeasuredSide.Of(measured, board),
            landscape.Agreed.LastOrDefault(row => row.StageId == stage.Id && row.Cycle < cycle)?.Value
        );
    }

    public async Task<Result<RoundView>> ReadRoundAsync(Actor actor, int number, string? stagePath, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var round = await context
            .AgreementRounds.AsNoTracking()
            .Include(row => row.Stages)
            .Include(row => row.Teams)
            .AsSplitQuery()
            .SingleOrDefaultAsync(row => row.Number == number, cancel);
        if (round is null)
            return Error.NotFound("round");
        var names = await context.Teams.AsNoTracking().ToDictionaryAsync(team => team.Id, cancel);
        var cast = await CastAsync(context, [round.Id], cancel);
        var joined = await RoundTeams.JoinedAsync(context, actor, cancel);
        var mine = RoundTeams.Of(joined, actor, round);
        var shown = await ShownAsync(context, mine, round, cancel);
        var dissent = await DissentAsync(context, [round.Id], cancel);
        var board = await BoardAsync(round.Cycle, cancel);
        var stages = landscape
            .Journeys.SelectMany(journey => journey.Stages.OrderBy(stage => stage.Position).Select(stage => (journey, stage)))
            .Join(round.Stages, entry => entry.stage.Id, row => row.StageId, (entry, row) => (entry.journey, entry.stage, row))
            .Select(entry => StageView(entry.journey, entry.stage, entry.row, round, names, shown, cast.Count(vote => vote.StageId == entry.stage.Id), dissent, board))
            .ToList();
        if (stages.Count == 0)
            return Error.NotFound("stage of the round");
        var chosen =
            stages.Find(stage => stage.Path == stagePath)
            ?? stages.Find(stage => round.State == AgreementState.Open ? mine.Any(team => stage.Votes.All(vote => vote.Vote.TeamId != team)) : stage.Row.Agreed is null)
            ?? stages[0];
        return new RoundView(
            round,
            [
                .. round
                    .Teams.Select(team => new RoundTeamView(
                        team.TeamId,
                        names[team.TeamId].Key,
                        names[team.TeamId].Name,
                        cast.Count(vote => vote.TeamId == team.TeamId),
                        mine.Contains(team.TeamId)
                    ))
                    .OrderBy(team => team.Name, StringComparer.Ordinal),
            ],
            stages,
            chosen,
            await TalkAsync(context, round, cancel)
        )
        {
            JoinedTooLate = RoundTeams.TooLate(joined, round),
        };
    }

    private static RoundStageView StageView(
        Journey journey,
        Stage stage,
        AgreementStage row,
        AgreementRound round,
        Dictionary<Guid, Domain.People.Team> names,
        List<AgreementVote> shown,
        int voted,
        ILookup<(Guid, Guid), DissentView> dissent,
        Board board
    )
    {
        var votes = shown
            .Where(vote => vote.StageId == stage.Id)
            .Select(vote => new VoteView(names[vote.TeamId].Key, names[vote.TeamId].Name, vote))
            .OrderBy(vote => vote.Team, StringComparer.Ordinal)
            .ToList();
        return new RoundStageView(
            row,
            $"{journey.Key}/{stage.Key}",
            stage.Name,
            journey.Name,
            votes,
            voted,
            AgreementIndex.OfVotes(round.State == AgreementState.Revealed ? votes.Select(vote => vote.Vote.Value) : [], AgreementStage.Lowest, AgreementStage.Highest),
            [.. dissent[(row.RoundId, stage.Id)]],
            MeasuredSide.Of(board.Find(stage.Id), board)
        );
    }

    public async Task<Result<StageHistory>> ReadStageAsync(string path, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        if (landscape.FindStage(path) is not { } found)
            return Error.NotFound($"stage “{path}”");
        var agreed = landscape.Agreed.Where(row => row.StageId == found.Stage.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rounds = agreed.ConvertAll(row => row.RoundId);
        var votes = await RevealedVotesAsync(context, rounds, cancel);
        var dissent = await DissentAsync(context, rounds, cancel);
        var lines = new List<StageHistoryLine>();
        foreach (var score in agreed.OrderByDescending(row => row.Cycle))
        {
            var board = await BoardAsync(score.Cycle, cancel);
            lines.Add(new StageHistoryLine(score.Cycle, Row(landscape, found.Journey, found.Stage, score, votes, dissent, board.Find(found.Stage.Id), board, score.Cycle)));
        }

        return new StageHistory(path, found.Stage.Name, found.Journey.Name, found.Journey.Key, lines);
    }

    private Task<Board> BoardAsync(DateOnly cycle, CancellationToken cancel) => boards.ReadAsync(new BoardRequest(PeriodKind.Quarter, Cycle.PeriodOf(cycle)), cancel);

    private static async Task<ILookup<(Guid, Guid), int>> RevealedVotesAsync(RedthreadContext context, List<Guid> rounds, CancellationToken cancel)
    {
        var votes = await context
            .AgreementVotes.AsNoTracking()
            .Where(vote => rounds.Contains(vote.RoundId) && context.AgreementRounds.Any(round => round.Id == vote.RoundId && round.RevealedAt != null))
            .ToListAsync(cancel);
        return votes.ToLookup(vote => (vote.RoundId, vote.StageId), vote => vote.Value);
    }

    private static async Task<ILookup<(Guid, Guid), DissentView>> DissentAsync(RedthreadContext context, List<Guid> rounds, CancellationToken cancel)
    {
        var teams = await context.Teams.AsNoTracking().ToDictionaryAsync(team => team.Id, cancel);
        var rows = await context.AgreementDissents.AsNoTracking().Where(row => rounds.Contains(row.RoundId)).OrderBy(row => row.At).ToListAsync(cancel);
        return rows.ToLookup(row => (row.RoundId, row.StageId), row => new DissentView(teams[row.TeamId].Key, teams[row.TeamId].Name, row.Reason, row.By, row.At));
    }

    /// <summary>Who has voted where, and nothing of how.</summary>
    private static async Task<List<(Guid RoundId, Guid StageId, Guid TeamId)>> CastAsync(RedthreadContext context, List<Guid> rounds, CancellationToken cancel)
    {
        var rows = await context
            .AgreementVotes.Where(vote => rounds.Contains(vote.RoundId))
            .Select(vote => new
            {
                vote.RoundId,
                vote.StageId,
                vote.TeamId,
            })
            .ToListAsync(cancel);
        return rows.ConvertAll(row => (row.RoundId, row.StageId, row.TeamId));
    }

    private static Task<List<AgreementVote>> ShownAsync(RedthreadContext context, HashSet<Guid> own, AgreementRound round, CancellationToken cancel)
    {
        var votes = context.AgreementVotes.AsNoTracking().Where(vote => vote.RoundId == round.Id);
        return (round.State == AgreementState.Revealed ? votes : votes.Where(vote => own.Contains(vote.TeamId))).ToListAsync(cancel);
    }

    private static async Task<IReadOnlyList<RoundLine>> LinesAsync(RedthreadContext context, Actor actor, List<AgreementRound> rounds, CancellationToken cancel)
    {
        var teams = await context.Teams.AsNoTracking().ToDictionaryAsync(team => team.Id, team => team.Name, cancel);
        var cast = await CastAsync(context, rounds.ConvertAll(round => round.Id), cancel);
        var joined = await RoundTeams.JoinedAsync(context, actor, cancel);
        return
        [
            .. rounds.Select(round =>
            {
                var own = RoundTeams.Of(joined, actor, round);
                int Voted(Guid team) => cast.Count(vote => vote.RoundId == round.Id && vote.TeamId == team);
                return new RoundLine(
                    round,
                    round.Stages.Count,
                    0,
                    [.. round.Teams.Select(team => (teams[team.TeamId], Voted(team.TeamId))).OrderBy(team => team.Item1, StringComparer.Ordinal)],
                    round.Teams.Where(team => own.Contains(team.TeamId)).Sum(team => round.Stages.Count - Voted(team.TeamId))
                );
            }),
        ];
    }

    private static async Task<TalkView> TalkAsync(RedthreadContext context, AgreementRound round, CancellationToken cancel) =>
        new(
            AgreementRound.NameOf(round.Number),
            AgreementNews.AddressOf(round.Number),
            await context.Comments.AsNoTracking().Where(comment => comment.ObjectId == round.Id).OrderBy(comment => comment.At).Take(500).ToListAsync(cancel),
            await context.Watches.AsNoTracking().Where(watch => watch.ObjectId == round.Id).Select(watch => watch.PersonId).ToListAsync(cancel)
        );
}

/// <summary>A round may be discussed once its votes are revealed: before, a remark could tell one.</summary>
public sealed class AgreementTopics(IDbContextFactory<RedthreadContext> contexts) : ITopics
{
    public async Task<Topic?> FindAsync(string? name, CancellationToken cancel) =>
        AgreementRound.Parse(name) is { } number ? await FindAsync(row => row.Number == number, cancel) : null;

    public Task<Topic?> FindAsync(Guid id, CancellationToken cancel) => FindAsync(row => row.Id == id, cancel);

    private async Task<Topic?> FindAsync(System.Linq.Expressions.Expression<Func<AgreementRound, bool>> which, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.AgreementRounds.AsNoTracking().Where(row => row.RevealedAt != null).SingleOrDefaultAsync(which, cancel) is { } round
            ? new Topic(round.Id, "agreement", AgreementRound.NameOf(round.Number), AgreementNews.AddressOf(round.Number))
            : null;
    }
}
