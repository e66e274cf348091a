using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Talk;

namespace Redthread.Data;

/// <summary>The tables of what goes out: who wants it how, and each message on its way.</summary>
internal static class NoticeModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Notification>().HasIndex(["RoutedAt"], "ix_notifications_unrouted").HasFilter("\"routed_at\" IS NULL");
        model.Entity<NoticeChoice>().HasKey(row => row.PersonId);
        model.Entity<Webhook>().HasIndex(row => row.PersonId);
        model.Entity<Webhook>().Property(row => row.Pace).HasDefaultValue(NoticePace.AtOnce);
        model.Entity<Delivery>().HasIndex(row => new { row.State, row.DueAt });
        model.Entity<Delivery>().HasIndex(row => new { row.PersonId, row.FirstDueAt });
    }
}
