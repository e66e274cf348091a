using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Conversations;

namespace Redthread.Data;

/// <summary>The tables of conversations: what was asked and said, and how many there shall be.</summary>
internal static class ConversationModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Conversation>().Ignore(row => row.State).Ignore(row => row.MayBeQuoted).Ignore(row => row.MayBeNoted);
        model.Entity<Conversation>().HasIndex(row => row.Number).IsUnique();
        model.Entity<Conversation>().HasIndex(row => row.StartsAt);
        model.Entity<Conversation>().HasIndex(row => row.Customer);
        model.Entity<Conversation>().Property(row => row.Version).IsConcurrencyToken();
        model.Entity<ConversationInterviewer>().HasKey(row => new { row.ConversationId, row.PersonId });
        model.Entity<ConversationStage>().HasKey(row => new { row.ConversationId, row.StageId });
        model.Entity<HighlightStage>().HasKey(row => new { row.HighlightId, row.StageId });
        model.Entity<Guide>().HasIndex(row => row.Key).IsUnique();
        model.Entity<Guide>().Property(row => row.Version).IsConcurrencyToken();
        model
            .Entity<ConversationTarget>()
            .HasKey(row => new
            {
                row.Cycle,
                row.With,
                row.SegmentId,
            });
    }
}
