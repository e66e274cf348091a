using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Claims;

namespace Redthread.Data;

/// <summary>The table of claims.</summary>
internal static class ClaimModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Claim>().HasIndex(claim => claim.Number).IsUnique();
        model.Entity<Claim>().Property(claim => claim.Version).IsConcurrencyToken();
    }
}
