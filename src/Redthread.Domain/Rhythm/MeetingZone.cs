namespace Redthread.Domain.Rhythm;

/// <summary>The time zone in which the organisation says when it meets. One row; without it, UTC.</summary>
public sealed class OrganisationClock
{
    public static readonly Guid TheOne = new("00000000-0000-0000-0000-000000000001");

    public Guid Id { get; set; } = TheOne;

    /// <summary>IANA name.</summary>
    public string TimeZone { get; set; } = MeetingZone.Utc.Name;
    public DateTime ChangedAt { get; set; }
    public string ChangedBy { get; set; } = "";
    public int Version { get; set; } = 1;
}

/// <summary>A time zone by its IANA name, between what people enter and read and the instants in UTC that are kept.</summary>
public sealed class MeetingZone
{
    public static readonly MeetingZone Utc = new("UTC", TimeZoneInfo.Utc);

    private readonly TimeZoneInfo zone;

    private MeetingZone(string name, TimeZoneInfo zone) => (Name, this.zone) = (name, zone);

    public string Name { get; }

    /// <summary>What a person may choose from: regions and cities, UTC first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Utc.Name,
        .. TimeZoneInfo
            .GetSystemTimeZones()
            .Where(one => one.HasIanaId && one.Id.Contains('/') && !one.Id.StartsWith("Etc/", StringComparison.Ordinal))
            .Select(one => one.Id)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <returns>Null where no zone has that name.</returns>
    public static MeetingZone? Find(string? name) =>
        name == Utc.Name ? Utc
        : name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId ? new MeetingZone(name, zone)
        : null;

    /// <summary>UTC for a zone that this machine does not know, which leaves the clock of the instant itself.</summary>
    public static MeetingZone FindOrUtc(string? name) => Find(name) ?? Utc;

    /// <summary>As the clocks there show an instant.</summary>
    public DateTime Local(DateTime at) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(at, DateTimeKind.Utc), zone);

    /// <summary>The instant that somebody means by a day and time; none where clocks skip it or show it twice.</summary>
    public Result<DateTime> Instant(DateTime local)
    {
        var shown = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(shown))
            return Error.Invalid(
                "time-skipped",
                $"There is no {shown:HH:mm} on {shown:d MMM yyyy} in {Name}: clocks are put forward then, to {Local(Nearest(shown)):HH:mm}. Choose an earlier or a later time. Nothing was saved."
            );
        if (zone.IsAmbiguousTime(shown))
            return Error.Invalid(
                "time-twice",
                $"{shown:HH:mm} comes twice on {shown:d MMM yyyy} in {Name}: clocks are put back then. Choose an earlier or a later time. Nothing was saved."
            );
        return TimeZoneInfo.ConvertTimeToUtc(shown, zone);
    }

    /// <summary>What was not touched stays the instant that it was, also where clocks show it twice.</summary>
    public Result<DateTime> Instant(DateTime local, DateTime was) => Local(was) == local ? was : Instant(local);

    /// <summary>As RFC 5545, section 3.3.5, takes it where nobody can be asked: a skipped time by the clock before the gap, of two the first.</summary>
    public DateTime Nearest(DateTime local)
    {
        var shown = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var ahead =
            zone.IsInvalidTime(shown) ? zone.GetUtcOffset(shown.AddDays(-1))
            : zone.IsAmbiguousTime(shown) ? zone.GetAmbiguousTimeOffsets(shown).Max()
            : zone.GetUtcOffset(shown);
        return DateTime.SpecifyKind(shown - ahead, DateTimeKind.Utc);
    }
}
