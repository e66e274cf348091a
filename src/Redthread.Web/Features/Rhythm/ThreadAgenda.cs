using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Decisions and reviews that are due, and threads that broke since the last meeting, wherever <see cref="ThreadWalk"/> says they stop. O(objects and their links).</summary>
public sealed class ThreadAgenda(LedgerSource ledgers, KeyResultValues values) : IAgendaSource
{
    public int Order => 2;

    public async Task<IReadOnlyList<AgendaItem>> ReadAsync(AgendaSpan span, CancellationToken cancel)
    {
        var moved = await values.MovedAsync(cancel);
        return await ledgers.ReadAsync<IReadOnlyList<AgendaItem>>(ledger => [.. Due(ledger, span), .. Breaks(ledger, span, moved)], cancel);
    }

    private static IEnumerable<AgendaItem> Due(Ledger ledger, AgendaSpan span)
    {
        var before = DateOnly.FromDateTime(span.Next);
        var rows = ledger.Live<Decision>().Where(row => span.Scope.Has(ledger, row)).ToList();
        foreach (var row in rows.Where(row => row.MadeAt is null && row.DueOn is not null && row.DueOn <= before).OrderBy(row => row.DueOn).ThenBy(row => row.Number))
            yield return Item("Decisions due", row, $"{row.Title}, due {row.DueOn:d MMM yyyy}");
        foreach (var row in rows.Where(row => row.MadeAt is not null && row.ReviewedAt is null && row.ReviewOn <= before).OrderBy(row => row.ReviewOn).ThenBy(row => row.Number))
            yield return Item("Reviews due", row, $"{row.Title}, to be reviewed on {row.ReviewOn:d MMM yyyy}");
    }

    private static IEnumerable<AgendaItem> Breaks(Ledger ledger, AgendaSpan span, IReadOnlySet<Guid> moved) =>
        ledger
            .Live<Insight>()
            .Where(row => row.IsProblem)
            .Concat<ThreadObject>(ledger.Live<Opportunity>().Where(row => row.ClosedAt is null))
            .Concat(ledger.Live<Decision>().Where(row => row.MadeAt is not null))
            .Concat(ledger.Live<Solution>().Where(row => row.State is SolutionState.Planned or SolutionState.Started))
            .Where(row => span.Scope.Has(ledger, row))
            .Select(row => (Row: row, View: ThreadWalk.Of(ledger, row, moved)))
            // What goes on from an insight is told once, with the insight.
            .Where(one => one.View.Break is { } missing && (one.Row is Insight || missing == Reached.Signal))
            .Where(one => span.Holds(BrokeAt(ledger, one.Row, one.View)))
            .OrderBy(one => one.View.Break)
            .ThenBy(one => one.Row.Kind)
            .ThenBy(one => one.Row.Number)
            .Select(one => Item(Section(one.View.Break!.Value), one.Row, Text(one.Row, one.View)));

    /// <summary>When the last bead there is was strung, or the one after it was lost. A key result may move its score until its cycle ends.</summary>
    private static DateTime? BrokeAt(Ledger ledger, ThreadObject row, ThreadView view)
    {
        if (view.Break == Reached.Movement)
            return view.KeyResults.Max(result => ledger.Find(result.ObjectiveId) is Objective objective ? (DateTime?)Cycle.PeriodOf(objective.Cycle).End : null);
        ThreadObject[] beads = view.Break is Reached.Signal or Reached.Insight ? [row] : [.. view.Insights, .. view.Opportunities, .. view.Decisions, .. view.Solutions];
        return beads.SelectMany(bead => StrungAt(bead).Concat(LinkedAt(ledger, bead, view))).Max();
    }

    private static IEnumerable<DateTime?> StrungAt(ThreadObject bead) =>
        bead switch
        {
            Insight insight => [insight.ApprovedAt ?? insight.CreatedAt],
            Decision decision => [decision.MadeAt ?? decision.CreatedAt],
            _ => [bead.CreatedAt],
        };

    private static IEnumerable<DateTime?> LinkedAt(Ledger ledger, ThreadObject bead, ThreadView view)
    {
        foreach (var link in ledger.Members(bead.Id).SelectMany(ledger.LinksFrom))
        {
            if (ledger.Find(link.ToId) is not { } next || next is Decision { MadeAt: null })
                continue;
            if (next.ArchivedAt is { } lost)
                yield return lost;
            else if (view.Opportunities.Contains(next) || view.Decisions.Contains(next) || view.Solutions.Contains(next))
                yield return link.CreatedAt;
        }
    }

    private static string Section(Reached missing) =>
        missing switch
        {
            Reached.Signal => "Threads that broke: no signal behind it",
            Reached.Insight => "Threads that broke: insights that wait for approval",
            Reached.Opportunity => "Threads that broke: insights without an opportunity",
            Reached.Decision => "Threads that broke: opportunities without a decision",
            Reached.Solution => "Threads that broke: decisions without a solution",
            Reached.KeyResult => "Threads that broke: solutions without a key result",
            _ => "Threads that broke: key results that moved no score",
        };

    private static string Text(ThreadObject row, ThreadView view)
    {
        IEnumerable<ThreadObject> last = view.Break switch
        {
            Reached.Decision => view.Opportunities,
            Reached.Solution => view.Decisions,
            Reached.KeyResult => view.Solutions,
            Reached.Movement => view.KeyResults,
            _ => [],
        };
        return last.Any() ? $"{row.Title}, stops at {string.Join(", ", last.Select(ThreadStore.Name))}" : row.Title;
    }

    private static AgendaItem Item(string section, ThreadObject row, string text) => new(section, ThreadStore.Name(row), ThreadName.Address(row.Kind, row.Number), text);
}
