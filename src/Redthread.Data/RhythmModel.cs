using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Rhythm;

namespace Redthread.Data;

/// <summary>The tables of rituals, their meetings, calendar feeds and hand-overs.</summary>
internal static class RhythmModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Ritual>().HasIndex(ritual => ritual.Number).IsUnique();
        model.Entity<Ritual>().Property(ritual => ritual.Version).IsConcurrencyToken();
        model.Entity<Ritual>().Property(ritual => ritual.TimeZone).HasDefaultValue(MeetingZone.Utc.Name);
        model.Entity<OrganisationClock>().Property(clock => clock.Version).IsConcurrencyToken();
        model.Entity<Ritual>().HasMany(ritual => ritual.Audience).WithOne().HasForeignKey(member => member.RitualId);
        model.Entity<RitualAudience>().HasKey(member => new { member.RitualId, member.MemberId });
        model.Entity<Meeting>().HasIndex(meeting => new { meeting.RitualId, meeting.OccursAt }).IsUnique();
        model.Entity<Meeting>().Property(meeting => meeting.Version).IsConcurrencyToken();
        model.Entity<Meeting>().Ignore(meeting => meeting.State);
        model.Entity<Meeting>().HasMany(meeting => meeting.Attendance).WithOne().HasForeignKey(row => row.MeetingId);
        model.Entity<Attendance>().HasKey(row => new { row.MeetingId, row.PersonId });
        model.Entity<CalendarFeed>().HasIndex(feed => feed.SecretHash).IsUnique();
        model.Entity<Handover>().HasIndex(handover => handover.Number).IsUnique();
        model.Entity<Handover>().Property(handover => handover.Version).IsConcurrencyToken();
        model.Entity<Handover>().Ignore(handover => handover.State);
        model.Entity<HandoverItem>().Ignore(item => item.Settled);
        model.Entity<Handover>().HasMany(handover => handover.Items).WithOne().HasForeignKey(item => item.HandoverId);
    }
}
