using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Rhythm;

namespace Redthread.Data;

/// <summary>The tables of planning sessions and of what was planned in them.</summary>
internal static class PlanningModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<PlanningSession>().HasIndex(session => session.Cycle).IsUnique();
        model.Entity<PlanningSession>().Property(session => session.Version).IsConcurrencyToken();
        model.Entity<PlanningSession>().Ignore(session => session.State);
        model.Entity<PlanningSession>().HasMany(session => session.Items).WithOne().HasForeignKey(item => item.SessionId);
        model
            .Entity<PlannedItem>()
            .HasKey(item => new
            {
                item.SessionId,
                item.Kind,
                item.SubjectId,
            });
    }
}
