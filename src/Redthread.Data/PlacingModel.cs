using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Signals;

namespace Redthread.Data;

/// <summary>The table of what the steward lets the classifier do by itself.</summary>
internal static class PlacingModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<PlacingSetting>().HasKey(row => row.Kind);
        model.Entity<PlacingSetting>().Property(row => row.Version).IsConcurrencyToken();
    }
}
