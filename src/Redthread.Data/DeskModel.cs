using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Desk;

namespace Redthread.Data;

/// <summary>The tables of the Desk: what detectors found, and how they are set.</summary>
internal static class DeskModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Finding>().HasIndex(row => row.Number).IsUnique();
        model.Entity<Finding>().HasIndex(row => row.SubjectId);
        model.Entity<Finding>().HasIndex(row => row.GoneAt);
        // One at a time, whoever looks.
        model.Entity<Finding>().HasIndex(["Detector", "SubjectId", "OtherId"], "ix_findings_open").IsUnique().HasFilter("\"gone_at\" IS NULL");
        model.Entity<Finding>().Property(row => row.Version).IsConcurrencyToken();
        model.Entity<DetectorLook>().HasKey(row => row.Detector);
        model.Entity<DetectorSetting>().HasKey(row => row.Detector);
        model.Entity<DetectorSetting>().Property(row => row.Version).IsConcurrencyToken();
    }
}
