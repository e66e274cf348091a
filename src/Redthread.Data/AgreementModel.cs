using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Agreement;

namespace Redthread.Data;

/// <summary>The tables of agreed scores.</summary>
internal static class AgreementModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<AgreementRound>().HasIndex(round => round.Number).IsUnique();
        model.Entity<AgreementRound>().HasIndex(round => round.Cycle);
        model.Entity<AgreementRound>().Property(round => round.Version).IsConcurrencyToken();
        model.Entity<AgreementRound>().Ignore(round => round.State);
        model.Entity<AgreementRound>().HasMany(round => round.Stages).WithOne().HasForeignKey(stage => stage.RoundId);
        model.Entity<AgreementRound>().HasMany(round => round.Teams).WithOne().HasForeignKey(team => team.RoundId);
        model.Entity<AgreementStage>().HasKey(stage => new { stage.RoundId, stage.StageId });
        model.Entity<AgreementStage>().HasIndex(stage => stage.StageId);
        model.Entity<AgreementStage>().Property(stage => stage.Version).IsConcurrencyToken();
        model.Entity<AgreementTeam>().HasKey(team => new { team.RoundId, team.TeamId });
        model
            .Entity<AgreementVote>()
            .HasKey(vote => new
            {
                vote.RoundId,
                vote.StageId,
                vote.TeamId,
            });
        model.Entity<AgreementVote>().Property(vote => vote.Version).IsConcurrencyToken();
        model
            .Entity<AgreementDissent>()
            .HasKey(dissent => new
            {
                dissent.RoundId,
                dissent.StageId,
                dissent.TeamId,
            });
    }
}
