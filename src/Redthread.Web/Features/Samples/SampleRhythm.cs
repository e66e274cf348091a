using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Activities;
using Redthread.Domain.Rhythm;

namespace Redthread.Web.Features.Samples;

/// <summary>The sample's rituals as their file has them.</summary>
public sealed record SampleRhythmFile
{
    public List<RitualEntry> Rituals { get; init; } = [];

    public sealed record RitualEntry
    {
        public string Name { get; init; } = "";
        public RitualType Type { get; init; }
        public int Every { get; init; }
        public CadenceUnit Unit { get; init; }

        /// <summary>Days before the sample's end of the newest meeting that was due.</summary>
        public int Newest { get; init; }

        /// <summary>How many were due in all; of these the newest ones were missed.</summary>
        public int Meetings { get; init; }
        public int Missed { get; init; }
        public int Hour { get; init; }
        public int Length { get; init; }

        /// <summary>The team whose member owns it; the steward when left out.</summary>
        public string? Owner { get; init; }
        public List<string> Teams { get; init; } = [];
        public string? Purpose { get; init; }
        public string? Minutes { get; init; }
        public string? Outcomes { get; init; }
        public SkipEntry? Skipped { get; init; }
    }

    /// <summary>A meeting so many before the newest.</summary>
    public sealed record SkipEntry
    {
        public int Back { get; init; }
        public string Reason { get; init; } = "";
    }
}

/// <summary>Three rituals with a year of meetings, one of them broken since a planted day: see docs/sample-organisation.md.</summary>
public sealed class SampleRhythm(IDbContextFactory<RedthreadContext> contexts)
{
    public async Task LoadAsync(SampleCalendar calendar, SamplePeople.Made people, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().ToDictionaryAsync(team => team.Key, team => team.Id, cancel);
        foreach (var (entry, index) in SampleFiles.Rhythm.Rituals.Select((entry, index) => (entry, index)))
            Add(context, entry, index + 1, calendar.End, people, teams);
        await context.SaveChangesAsync(cancel);
    }

    private static void Add(RedthreadContext context, SampleRhythmFile.RitualEntry entry, int number, DateTime end, SamplePeople.Made people, Dictionary<string, Guid> teams)
    {
        var newest = end.AddDays(-entry.Newest).AddHours(entry.Hour);
        var back = (entry.Meetings - 1) * entry.Every;
        var ritual = new Ritual
        {
            Number = number,
            Name = entry.Name,
            Purpose = entry.Purpose,
            Type = entry.Type,
            Every = entry.Every,
            Unit = entry.Unit,
            StartsAt = entry.Unit switch
            {
                CadenceUnit.Days => newest.AddDays(-back),
                CadenceUnit.Weeks => newest.AddDays(-7 * back),
                _ => newest.AddMonths(-back),
            },
            Minutes = entry.Length,
            OwnerPersonId = entry.Owner is { } owner ? people.Members[owner].PersonId : people.Steward.PersonId,
            CreatedBy = people.Steward.Name,
        };
        ritual.CreatedAt = ritual.StartsAt.AddDays(-7);
        ritual.Audience.AddRange(
            entry.Teams.Select(key => new RitualAudience
            {
                RitualId = ritual.Id,
                MemberId = teams[key],
                IsTeam = true,
            })
        );
        context.Add(ritual);
        context.Activities.Add(Activity.Of(people.Steward, ritual.CreatedAt, "ritual.made", ritual.Id, $"Made the ritual {ritual.Name}"));
        var due = ritual.Occurrences(ritual.StartsAt, end).ToList();
        for (var at = 0; at < due.Count - entry.Missed; at++)
            context.Add(MeetingOf(ritual, entry, due[at], due.Count - 1 - at, people));
    }

    private static Meeting MeetingOf(Ritual ritual, SampleRhythmFile.RitualEntry entry, DateTime at, int back, SamplePeople.Made people)
    {
        var by = entry.Owner is { } owner ? people.Members[owner].Name : people.Steward.Name;
        var meeting = new Meeting
        {
            RitualId = ritual.Id,
            OccursAt = at,
            PreparedAt = at.AddDays(-1),
            PreparedBy = by,
        };
        if (entry.Skipped is { } skipped && skipped.Back == back)
        {
            (meeting.SkippedAt, meeting.SkippedBy, meeting.SkipReason) = (at, by, skipped.Reason);
            return meeting;
        }

        (meeting.HeldAt, meeting.HeldBy) = (at.AddMinutes(entry.Length), by);
        // The newest that was held has something written in it.
        if (back == entry.Missed)
            (meeting.Minutes, meeting.Outcomes) = (entry.Minutes, entry.Outcomes);
        meeting.Attendance.AddRange(entry.Teams.Select(key => new Attendance { MeetingId = meeting.Id, PersonId = people.Members[key].PersonId!.Value }));
        return meeting;
    }
}
