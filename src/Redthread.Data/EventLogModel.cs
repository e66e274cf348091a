using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Journeys;

namespace Redthread.Data;

/// <summary>The tables of uploaded event logs, of what is followed in them and what they are compared with.</summary>
internal static class EventLogModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<UploadedLog>().HasIndex(log => log.Number).IsUnique();
        model.Entity<UploadedLog>().Property(log => log.Version).IsConcurrencyToken();
        model.Entity<UploadedLog>().Property(log => log.Additions).HasDefaultValue("[]");
        model.Entity<LogFinding>().HasOne<UploadedLog>().WithMany().HasForeignKey(finding => finding.LogId).OnDelete(DeleteBehavior.Cascade);
        model.Entity<LogFinding>().HasIndex(finding => finding.LogId);
        model.Entity<LogComparison>().HasOne<UploadedLog>().WithMany().HasForeignKey(comparison => comparison.LogId).OnDelete(DeleteBehavior.Cascade);
        model.Entity<LogComparison>().HasOne<Journey>().WithMany().HasForeignKey(comparison => comparison.JourneyId).OnDelete(DeleteBehavior.Cascade);
        model.Entity<LogComparison>().HasIndex(comparison => new { comparison.LogId, comparison.JourneyId }).IsUnique();
        model.Entity<LogComparison>().HasIndex(comparison => comparison.JourneyId);
        model.Entity<LogComparison>().Property(comparison => comparison.Version).IsConcurrencyToken();
    }
}
