using System.Text;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.Insights;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Agreement;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Rhythm;

/// <summary>What a meeting should talk about.</summary>
/// <param name="Section">The heading it stands under.</param>
/// <param name="Text">One line; the object's name is its link.</param>
/// <param name="Href">Where the object is; null where there is none.</param>
public sealed record AgendaItem(string Section, string Title, string? Href, string Text);

/// <param name="Since">When the ritual was last held; what happened since then is news.</param>
/// <param name="Until">When the meeting is.</param>
/// <param name="Next">When the one after it is: what falls due before then has to be talked about now.</param>
public sealed record AgendaSpan(DateTime Since, DateTime Until, DateTime Next);

/// <summary>Gives agenda items of one kind. Every feature may register its own; they appear in the order of <see cref="Order"/>.</summary>
public interface IAgendaSource
{
    int Order { get; }

    Task<IReadOnlyList<AgendaItem>> ReadAsync(AgendaSpan span, CancellationToken cancel);
}

/// <summary>An agenda as Markdown, so that it can be edited as a text.</summary>
public sealed class DraftAgenda(IEnumerable<IAgendaSource> sources)
{
    private const int MostOfASection = 12;

    public async Task<string> WriteAsync(AgendaSpan span, CancellationToken cancel)
    {
        var items = new List<AgendaItem>();
        foreach (var source in sources.OrderBy(source => source.Order))
            items.AddRange(await source.ReadAsync(span, cancel));
        if (items.Count == 0)
            return $"Nothing changed since {span.Since:d MMM yyyy} that the data know of.\n";
        var text = new StringBuilder();
        foreach (var section in items.GroupBy(item => item.Section))
        {
            text.Append("## ").Append(section.Key).Append("\n\n");
            foreach (var item in section.Take(MostOfASection))
                text.Append("- ").Append(item.Href is null ? Plain(item.Title) : $"[{Plain(item.Title)}]({item.Href})").Append(": ").Append(Plain(item.Text)).Append('\n');
            if (section.Count() > MostOfASection)
                text.Append("- and ").Append(section.Count() - MostOfASection).Append(" more\n");
            text.Append('\n');
        }

        return text.ToString();
    }

    // What people wrote must not become markup.
    private static string Plain(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Select(letter => letter is '\\' or '[' or ']' or '*' or '_' or '`' or '<' or '>' or '#' ? $"\\{letter}" : letter.ToString()));
}

/// <summary>Score movements of the running quarter that pass the control of false discoveries, and stages that fail without a decision.</summary>
public sealed class ScoreAgenda(BoardQueries boards, StageThreads threads) : IAgendaSource
{
    public int Order => 1;

    public async Task<IReadOnlyList<AgendaItem>> ReadAsync(AgendaSpan span, CancellationToken cancel)
    {
        var board = await boards.ReadAsync(new BoardRequest(), cancel);
        var known = await threads.ReadAsync(board, cancel);
        var period = Labels.Period(board.Period);
        var moved = board
            .Stages.Where(stage => stage.HasScore && stage.FlaggedChange)
            .OrderByDescending(stage => Math.Abs(stage.Change.Difference))
            .Select(stage => new AgendaItem(
                "Scores that moved",
                stage.Stage.Name,
                Href(stage),
                $"{Numbers.Signed(stage.Change.Difference)} [{Numbers.Signed(stage.Change.Interval.Low)}, {Numbers.Signed(stage.Change.Interval.High)}] in {period}, now {Numbers.Score(stage.Score.Value)}, n {Numbers.Count(stage.N)}"
            ));
        var broken = board
            .Stages.Where(stage => stage.Standing == StageStanding.Failing)
            .OrderBy(stage => stage.Rank)
            .Select(stage => (stage, known.GetValueOrDefault(stage.Stage.Id)?.BrokenDays))
            .Where(entry => entry.BrokenDays is not null)
            .Select(entry => new AgendaItem(
                "Stages that fail without a decision",
                entry.stage.Stage.Name,
                Href(entry.stage),
                $"{Numbers.Score(entry.stage.Score.Value)}, without a decision for {entry.BrokenDays} days"
            ));
        return [.. moved, .. broken];
    }

    private static string Href(BoardStage stage) => $"/?stage={stage.Path}";
}

/// <summary>Approved frictions and needs since the last meeting whose thread stops before an opportunity; decisions and reviews that are due.</summary>
public sealed class ThreadAgenda(LedgerSource ledgers) : IAgendaSource
{
    public int Order => 2;

    public Task<IReadOnlyList<AgendaItem>> ReadAsync(AgendaSpan span, CancellationToken cancel) =>
        ledgers.ReadAsync<IReadOnlyList<AgendaItem>>(ledger => [.. Due(ledger, span), .. Breaks(ledger, span)], cancel);

    private static IEnumerable<AgendaItem> Due(Ledger ledger, AgendaSpan span)
    {
        var before = DateOnly.FromDateTime(span.Next);
        foreach (var row in ledger.Live<Decision>().Where(row => row.MadeAt is null && row.DueOn is not null && row.DueOn <= before).OrderBy(row => row.DueOn))
            yield return Item("Decisions due", row, $"{row.Title}, due {row.DueOn:d MMM yyyy}");
        foreach (var row in ledger.Live<Decision>().Where(row => row.MadeAt is not null && row.ReviewedAt is null && row.ReviewOn <= before).OrderBy(row => row.ReviewOn))
            yield return Item("Reviews due", row, $"{row.Title}, to be reviewed on {row.ReviewOn:d MMM yyyy}");
    }

    private static IEnumerable<AgendaItem> Breaks(Ledger ledger, AgendaSpan span)
    {
        foreach (var row in ledger.Live<Insight>().Where(row => row.ApprovedAt >= span.Since && row.ApprovedAt < span.Until && row.IsProblem).OrderBy(row => row.Number))
        {
            if (!ThreadWalk.OpportunitiesOf(ledger, row.Id).Any() && !ThreadWalk.DecisionsOf(ledger, row.Id).Any())
                yield return Item("Threads that break: insights without an opportunity", row, row.Title);
        }
    }

    private static AgendaItem Item(string section, ThreadObject row, string text) => new(section, ThreadStore.Name(row), ThreadName.Address(row.Kind, row.Number), text);
}

/// <summary>Where agreed and measured scores diverge in the running cycle, and rounds that wait for votes.</summary>
public sealed class AgreementAgendaSource(AgreementQueries agreement) : IAgendaSource
{
    public int Order => 3;

    public async Task<IReadOnlyList<AgendaItem>> ReadAsync(AgendaSpan span, CancellationToken cancel)
    {
        var list = await agreement.ReadListAsync(Actor.Nobody, null, 1, cancel);
        return
        [
            .. list.Divergences.Select(row => new AgendaItem("Agreed and measured diverge", row.Stage, $"/agreed-scores/{row.Agreed!.Round}?stage={row.Path}", row.Says)),
            .. list.Open.Select(round => new AgendaItem(
                "Rounds that wait for votes",
                round.Name,
                $"/agreed-scores/{round.Round.Number}",
                string.Join(", ", round.Teams.Select(team => $"{team.Team} {team.Voted} of {round.Stages}"))
            )),
        ];
    }
}
