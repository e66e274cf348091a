using Redthread.Domain.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Threads;

/// <summary>A thread as beads: what there is, and where it stops, what would carry it on.</summary>
public static class ThreadBeads
{
    /// <summary>The thread that begins with one signal.</summary>
    public static IReadOnlyList<Bead> OfSignal(ThreadView thread) => [new Bead("Signal", "This signal", Active: true), .. Of(thread).Skip(1)];

    public static IReadOnlyList<Bead> Of(ThreadView thread)
    {
        var centre = thread.Centre;
        var signals = thread.Signals == 0 ? null : Count(thread.Signals, "signal");
        var movement = thread.Moved.Count > 0 ? Count(thread.Moved.Count, "key result") : null;
        return
        [
            new Bead(
                "Signals",
                signals,
                thread.Insights is [var one] ? $"{ThreadName.Address(one.Kind, one.Number)}#evidence" : null,
                thread.Customers > 0 ? Count(thread.Customers, "customer") : null,
                "Add evidence"
            ),
            InsightBead(thread, centre),
            thread.Skips(Reached.Opportunity)
                ? new Bead("Opportunity", NextStep: "The decision used the insight itself") { State = BeadState.Skipped }
                : Bead("Opportunity", thread.Opportunities, centre, "Frame an opportunity", From("/opportunities/new", thread.Insights)),
            Bead("Decision", thread.Decisions, centre, "Bring it to a decision", From("/decisions/new", thread.Opportunities)),
            thread.Skips(Reached.Solution)
                ? new Bead("Solution", NextStep: "The decision set the key result itself") { State = BeadState.Skipped }
                : Bead("Solution", thread.Solutions, centre, "Choose a solution", From("/solutions/new", thread.Opportunities)),
            Bead(
                "Key result",
                thread.KeyResults,
                centre,
                "Bind a key result",
                thread.Solutions is [var built, ..] ? $"{ThreadName.Address(built.Kind, built.Number)}#links" : "/goals"
            ),
            new Bead("Movement", movement is null ? null : $"{movement} moved", null, null, thread.KeyResults.Count > 0 ? "No movement shown yet" : "Nothing measured yet"),
        ];
    }

    // An insight that waits for a steward holds nothing up yet, and what comes next is the approval.
    private static Bead InsightBead(ThreadView thread, ThreadObject? centre)
    {
        if (!thread.Unapproved)
            return Bead("Insight", thread.Insights, centre, "Make an insight of the signals", "/insights/new");
        var waiting = thread.Insights[0];
        return new Bead(
            "Insight",
            waiting.Title,
            waiting == centre ? null : ThreadName.Address(waiting.Kind, waiting.Number),
            $"{ThreadStore.Name(waiting)} waits for approval",
            Active: waiting == centre
        )
        {
            State = BeadState.Waiting,
        };
    }

    /// <summary>The form of what comes next, filled in from the first object before it.</summary>
    private static string From(string form, IReadOnlyList<ThreadObject> before) => before is [var first, ..] ? $"{form}?from={ThreadStore.Name(first)}" : form;

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
