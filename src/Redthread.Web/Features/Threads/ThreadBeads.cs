using Redthread.Domain.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Threads;

/// <summary>A thread as beads: what there is, and where it stops, what would carry it on.</summary>
public static class ThreadBeads
{
    public static IReadOnlyList<Bead> Of(ThreadView thread)
    {
        var centre = thread.Centre;
        var signals = thread.Signals == 0 ? null : Count(thread.Signals, "signal");
        var insight = Bead("Insight", thread.Insights, centre, "Make an insight of the signals", "/insights/new");
        var movement = thread.Moved.Count > 0 ? Count(thread.Moved.Count, "key result") : null;
        var address = centre is null ? null : ThreadName.Address(centre.Kind, centre.Number);
        return
        [
            new Bead(
                "Signals",
                signals,
                thread.Insights is [var one] ? $"{ThreadName.Address(one.Kind, one.Number)}#evidence" : null,
                thread.Customers > 0 ? Count(thread.Customers, "customer") : null,
                "Add evidence",
                false
            ),
            insight,
            Bead("Opportunity", thread.Opportunities, centre, "Frame an opportunity", $"{address}#links"),
            Bead("Decision", thread.Decisions, centre, "Bring it to a decision", "/decisions"),
            Bead("Solution", thread.Solutions, centre, "Choose a solution", "/solutions"),
            Bead("Key result", thread.KeyResults, centre, "Bind a key result", "/goals"),
            new Bead("Movement", movement is null ? null : $"{movement} moved", null, null, thread.KeyResults.Count > 0 ? "No movement shown yet" : "Nothing measured yet"),
        ];
    }

    private static Bead Bead(string kind, IReadOnlyList<ThreadObject> rows, ThreadObject? centre, string next, string? href)
    {
        var active = centre is not null && rows.Contains(centre);
        return rows.Count == 0 ? new Bead(kind, NextStep: next, Href: href)
            : rows.Count == 1 || active ? Single(kind, active ? centre! : rows[0], rows.Count, active)
            : new Bead(
                kind,
                Count(rows.Count, kind.ToLowerInvariant()),
                ThreadName.Address(rows[0].Kind, rows[0].Number),
                string.Join(", ", rows.Take(3).Select(ThreadStore.Name))
            );
    }

    private static Bead Single(string kind, ThreadObject row, int of, bool active) =>
        new(
            kind,
            row.Title,
            active ? null : ThreadName.Address(row.Kind, row.Number),
            of > 1 ? $"{ThreadStore.Name(row)} and {of - 1} more" : ThreadStore.Name(row),
            Active: active
        );

    internal static string Count(int n, string noun) =>
        n == 1 ? $"1 {noun}"
        : noun.EndsWith('y') ? $"{Numbers.Count(n)} {noun[..^1]}ies"
        : $"{Numbers.Count(n)} {noun}s";
}
