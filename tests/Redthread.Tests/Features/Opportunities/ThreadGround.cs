using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Activities;
using Redthread.Domain.Insights;
using Redthread.Domain.Threads;
using Redthread.Tests.Support;
using Redthread.Web.Features.Threads;

namespace Redthread.Tests.Features.Opportunities;

/// <summary>Approved insights with evidence, laid straight into the store.</summary>
internal static class ThreadGround
{
    /// <param name="voices">Account (or null), customer (or null) and how many signals.</param>
    public static async Task<string> InsightAsync(TestHost host, int number, string stage, params (string? Account, long? Customer, int Signals)[] voices)
    {
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var insight = new Insight
        {
            Number = number,
            Title = $"Friction {number}",
            ApprovedAt = DateTime.UnixEpoch,
            CreatedAt = DateTime.UnixEpoch,
        };
        context.Insights.Add(insight);
        var stageId = await context.Stages.Where(row => row.Key == stage).Select(row => row.Id).SingleAsync();
        context.Links.Add(
            new Link
            {
                FromId = insight.Id,
                Kind = LinkKind.OnStage,
                ToId = stageId,
            }
        );
        var signal = number * 100_000L;
        foreach (var (account, customer, signals) in voices)
        {
            for (var at = 0; at < signals; at++)
                context.Evidence.Add(
                    new Evidence
                    {
                        InsightId = insight.Id,
                        SignalId = ++signal,
                        Account = account,
                        Customer = customer,
                        OccurredAt = DateTime.UnixEpoch,
                    }
                );
        }

        context.Activities.Add(Activity.Of(Actor.Operator, DateTime.UnixEpoch.AddYears(56), LedgerSource.Loaded, null, "laid"));
        await context.SaveChangesAsync();
        return $"I-{number}";
    }
}
