namespace Redthread.Domain.Rhythm;

/// <summary>What a ritual is for; the three frequencies of the rhythm, and own ones.</summary>
public enum RitualType
{
    /// <summary>The people of a track sync, every two weeks.</summary>
    TrackSync,

    /// <summary>A journey is reviewed, every month.</summary>
    JourneyReview,

    /// <summary>Review and planning, every quarter.</summary>
    QuarterlyReview,
    Other,
}

public enum CadenceUnit
{
    Days,
    Weeks,
    Months,
}

/// <summary>A recurring meeting with audience, cadence and agenda. Its meetings are computed; one is stored once it is prepared, held or skipped.</summary>
public sealed class Ritual
{
    public const int MostEvery = 366;

    public Guid Id { get; set; } = Guid.CreateVersion7();
    public int Number { get; set; }
    public string Name { get; set; } = "";

    /// <summary>Markdown.</summary>
    public string? Purpose { get; set; }
    public RitualType Type { get; set; }
    public int Every { get; set; } = 1;
    public CadenceUnit Unit { get; set; }

    /// <summary>The first meeting, in UTC; all others count from it.</summary>
    public DateTime StartsAt { get; set; }

    /// <summary>IANA name of the zone by whose clocks it recurs, so that it stays at nine in summer and winter.</summary>
    public string TimeZone { get; set; } = MeetingZone.Utc.Name;
    public int Minutes { get; set; } = 60;
    public string? Location { get; set; }
    public Guid? OwnerPersonId { get; set; }
    public DateTime CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";

    /// <summary>From then on there are no more meetings.</summary>
    public DateTime? EndedAt { get; set; }
    public int Version { get; set; } = 1;
    public List<RitualAudience> Audience { get; } = [];

    /// <summary>
    /// The meetings from one instant up to another, oldest first: O(meetings since the start). Months count from the first day, so that
    /// the 31st is the last day of a shorter month and the 31st again after it.
    /// </summary>
    public IEnumerable<DateTime> Occurrences(DateTime from, DateTime before)
    {
        var zone = MeetingZone.FindOrUtc(TimeZone);
        var first = zone.Local(StartsAt);
        for (var index = FirstIndex(from); ; index++)
        {
            var at = zone.Nearest(At(first, index));
            if (at >= before || at > EndedAt)
                yield break;
            if (at >= from)
                yield return at;
        }
    }

    /// <summary>Where each meeting up to one instant is by other clocks, counted from the same first meeting: O(meetings since the start).</summary>
    public IReadOnlyDictionary<DateTime, DateTime> MovedTo(MeetingZone clocks, DateTime last)
    {
        var here = MeetingZone.FindOrUtc(TimeZone);
        var (first, firstThere) = (here.Local(StartsAt), clocks.Local(StartsAt));
        var moved = new Dictionary<DateTime, DateTime>();
        for (var index = 0; here.Nearest(At(first, index)) is var at && at <= last; index++)
            moved[at] = clocks.Nearest(At(firstThere, index));
        return moved;
    }

    private DateTime At(DateTime first, int index) =>
        Unit switch
        {
            CadenceUnit.Days => first.AddDays((double)index * Every),
            CadenceUnit.Weeks => first.AddDays(7.0 * index * Every),
            _ => first.AddMonths(index * Every),
        };

    private int FirstIndex(DateTime from)
    {
        var days = (from - StartsAt).TotalDays;
        var each = Unit switch
        {
            CadenceUnit.Days => (double)Every,
            CadenceUnit.Weeks => 7.0 * Every,
            _ => 31.0 * Every,
        };
        return days <= 0 ? 0 : Math.Max(0, (int)(days / each) - 1);
    }
}

/// <summary>A team or a person that takes part.</summary>
public sealed class RitualAudience
{
    public Guid RitualId { get; set; }

    /// <summary>The id of the team or of the person.</summary>
    public Guid MemberId { get; set; }
    public bool IsTeam { get; set; }
}

public enum MeetingState
{
    Prepared,
    Held,
    Skipped,
}

/// <summary>One meeting of a ritual, from the day somebody prepared, held or skipped it.</summary>
public sealed class Meeting
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid RitualId { get; set; }

    /// <summary>The computed instant that it stands for.</summary>
    public DateTime OccursAt { get; set; }

    /// <summary>Markdown, drafted from what changed and edited by hand.</summary>
    public string? Agenda { get; set; }

    /// <summary>Markdown.</summary>
    public string? Minutes { get; set; }

    /// <summary>Names of decisions, insights, opportunities and solutions that came out of it, separated by blanks.</summary>
    public string? Outcomes { get; set; }
    public DateTime PreparedAt { get; set; }
    public string PreparedBy { get; set; } = "";
    public DateTime? HeldAt { get; set; }
    public string? HeldBy { get; set; }
    public DateTime? SkippedAt { get; set; }
    public string? SkippedBy { get; set; }
    public string? SkipReason { get; set; }
    public int Version { get; set; } = 1;
    public List<Attendance> Attendance { get; } = [];

    public MeetingState State =>
        HeldAt is not null ? MeetingState.Held
        : SkippedAt is not null ? MeetingState.Skipped
        : MeetingState.Prepared;
}

public sealed class Attendance
{
    public Guid MeetingId { get; set; }
    public Guid PersonId { get; set; }
}

/// <summary>The address under which a person's calendar program reads the rituals; only the hash of its secret is kept.</summary>
public sealed class CalendarFeed
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid PersonId { get; set; }

    /// <summary>All rituals, not only those of the person.</summary>
    public bool All { get; set; }
    public string SecretHash { get; set; } = "";
    public DateTime CreatedAt { get; set; }
    public DateTime? RevokedAt { get; set; }
}
