using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Journeys;

namespace Redthread.Data;

/// <summary>The table of uploaded event logs.</summary>
internal static class EventLogModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<UploadedLog>().HasIndex(log => log.Number).IsUnique();
        model.Entity<UploadedLog>().Property(log => log.Version).IsConcurrencyToken();
    }
}
