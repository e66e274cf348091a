using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Decisions;
using Redthread.Domain.FrontLine;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;

namespace Redthread.Data;

/// <summary>The tables of threads: one for each kind of object, one for all links, and what hangs on an object.</summary>
internal static class ThreadModel
{
    public static void Configure(ModelBuilder model)
    {
        Object<Insight>(model);
        model.Entity<Insight>().Ignore(insight => insight.IsProblem);
        Object<Pressure>(model);
        Object<Opportunity>(model);
        model.Entity<Opportunity>().Property(row => row.ValueFrom).HasDefaultValue(ValueFrom.Stated);
        Object<Solution>(model);
        Object<Decision>(model);
        model.Entity<Decision>().Ignore(decision => decision.State);
        Object<Objective>(model);
        Object<KeyResult>(model);
        model.Entity<KeyResult>().HasIndex(result => result.ObjectiveId);
        model.Entity<Evidence>().HasKey(row => new { row.InsightId, row.SignalId });
        model.Entity<Evidence>().HasIndex(row => row.SignalId);
        model.Entity<Evidence>().HasIndex(row => row.Customer);
        model
            .Entity<Link>()
            .HasKey(link => new
            {
                link.FromId,
                link.Kind,
                link.ToId,
            });
        model.Entity<Link>().HasIndex(link => new { link.ToId, link.Kind });
        model.Entity<WeighedEvidence>().HasKey(row => new { row.DecisionId, row.InsightId });
        model.Entity<WeighedEvidence>().HasOne<Decision>().WithMany().HasForeignKey(row => row.DecisionId).OnDelete(DeleteBehavior.Cascade);
        model.Entity<ScoringRound>().HasIndex(round => round.OpportunityId);
        // One open round at a time, whoever opens it.
        model.Entity<ScoringRound>().HasIndex(["OpportunityId"], "ix_scoring_rounds_open").IsUnique().HasFilter("\"revealed_at\" IS NULL");
        model.Entity<ScoringRound>().Property(round => round.Version).IsConcurrencyToken();
        model.Entity<ScoreVote>().HasKey(vote => new { vote.RoundId, vote.PersonId });
        model.Entity<CheckIn>().HasIndex(checkIn => new { checkIn.KeyResultId, checkIn.At });
        model.Entity<Outcome>().HasIndex(outcome => outcome.Key).IsUnique();
        model.Entity<Outcome>().Property(outcome => outcome.Version).IsConcurrencyToken();
        model
            .Entity<OutcomePoint>()
            .HasKey(point => new
            {
                point.OutcomeId,
                point.SegmentId,
                point.On,
            });
        model.Entity<Comment>().HasIndex(comment => new { comment.ObjectId, comment.At });
        model.Entity<Comment>().Property(comment => comment.Version).IsConcurrencyToken();
        model.Entity<Watch>().HasKey(watch => new { watch.ObjectId, watch.PersonId });
        model.Entity<Notification>().HasIndex(notification => new { notification.PersonId, notification.At });
        model.Entity<ReportDoor>().HasIndex(door => door.SecretHash).IsUnique();
        model.Entity<Report>().HasIndex(report => report.SecretHash).IsUnique();
        model.Entity<Report>().HasIndex(report => report.At);
    }

    private static void Object<T>(ModelBuilder model)
        where T : ThreadObject
    {
        model.Entity<T>().Ignore(row => row.Kind);
        model.Entity<T>().HasIndex(row => row.Number).IsUnique();
        model.Entity<T>().HasIndex(row => row.ExternalId).IsUnique();
        model.Entity<T>().Property(row => row.Version).IsConcurrencyToken();
    }
}
