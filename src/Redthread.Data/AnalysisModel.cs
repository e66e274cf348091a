using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Customers;

namespace Redthread.Data;

/// <summary>The tables of what is known of customers beside their signals.</summary>
internal static class AnalysisModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<CustomerFact>().HasKey(fact => new { fact.Source, fact.Customer });
        model.Entity<CustomerFact>().HasIndex(fact => fact.Customer);
        model
            .Entity<CustomerPeriod>()
            .HasKey(period => new
            {
                period.Source,
                period.Customer,
                period.Month,
            });
        model.Entity<CustomerPeriod>().HasIndex(period => period.Customer);
        model.Entity<CustomerPurchase>().HasKey(purchase => new { purchase.Source, purchase.ExternalId });
        model.Entity<CustomerPurchase>().HasIndex(purchase => purchase.Customer);
        model.Entity<CustomerFactState>().Property(state => state.Version).IsConcurrencyToken();
    }
}
