namespace Redthread.Domain.Rhythm;

public enum RhythmState
{
    /// <summary>No meeting was due yet.</summary>
    New,
    Kept,

    /// <summary>The last meeting that was due was neither held nor skipped with a reason.</summary>
    Overdue,

    /// <summary>Two or more meetings in a row.</summary>
    Broken,
    Ended,
}

/// <summary>Whether a ritual is kept.</summary>
/// <param name="Missed">Meetings due since the last one, not later than now, that was held or skipped; oldest first.</param>
/// <param name="Next">The first to come that is not skipped already.</param>
public readonly record struct RitualStanding(RhythmState State, DateTime? LastHeld, IReadOnlyList<DateTime> Missed, DateTime? Next)
{
    /// <summary>Meetings in a row that make a broken rhythm.</summary>
    public const int BrokenFrom = 2;

    /// <summary>So long after its end a meeting may be written down before it counts as missed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(2);

    /// <summary>The rhythm is broken since the first meeting that was missed.</summary>
    public DateTime? Since => Missed.Count == 0 ? null : Missed[0];

    public static RitualStanding Of(Ritual ritual, IEnumerable<Meeting> meetings, DateTime now)
    {
        var settled = meetings.Where(meeting => meeting.State != MeetingState.Prepared).ToList();
        var held = settled.Where(meeting => meeting.State == MeetingState.Held).Select(meeting => (DateTime?)meeting.OccursAt).Max();
        // What is settled ahead of its time says nothing of the meetings before it.
        var past = settled.FindAll(meeting => meeting.OccursAt <= now);
        var after = past.Select(meeting => meeting.OccursAt.AddTicks(1)).DefaultIfEmpty(ritual.StartsAt).Max();
        var due = DueBefore(ritual, now);
        var missed = due > after ? ritual.Occurrences(after, due).ToList() : [];
        var ahead = settled.Select(meeting => meeting.OccursAt).Where(at => at >= now).ToHashSet();
        var next = ritual.Occurrences(now, now.AddYears(3)).Where(at => !ahead.Contains(at)).Cast<DateTime?>().FirstOrDefault();
        var state =
            ritual.EndedAt <= now ? RhythmState.Ended
            : missed.Count >= BrokenFrom ? RhythmState.Broken
            : missed.Count > 0 ? RhythmState.Overdue
            : past.Count == 0 ? RhythmState.New
            : RhythmState.Kept;
        return new(state, held, missed, next);
    }

    /// <summary>A meeting that began before this counts as missed, if nobody settled it.</summary>
    public static DateTime DueBefore(Ritual ritual, DateTime now) => now - Grace - TimeSpan.FromMinutes(ritual.Minutes);

    /// <summary>
    /// Meetings of a span that were neither held nor skipped, also those before the last that was: O(meetings of the span × settled ones).
    /// Where a cadence was changed, one that was settled less than half a cadence away stands for its meeting.
    /// </summary>
    public static IEnumerable<DateTime> Unsettled(Ritual ritual, IEnumerable<Meeting> meetings, DateTime from, DateTime before)
    {
        var days = ritual.Unit switch
        {
            CadenceUnit.Days => 1,
            CadenceUnit.Weeks => 7,
            _ => 28,
        };
        var near = TimeSpan.FromDays(ritual.Every * days / 2.0);
        var settled = meetings.Where(meeting => meeting.State != MeetingState.Prepared).Select(meeting => meeting.OccursAt).ToList();
        return ritual.Occurrences(from, before).Where(at => settled.TrueForAll(one => (one - at).Duration() >= near));
    }
}
