using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Tests.Support;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Tests.Features.Decisions;

/// <summary>Approved insights with evidence, and signals with scores, for decisions and goals to rest on.</summary>
internal static class DecisionGround
{
    public static async Task<Guid> StageAsync(TestHost host, string path) =>
        (await host.Services.GetRequiredService<LandscapeSource>().ReadAsync(default)).FindStage(path)!.Value.Stage.Id;

    public static async Task<Insight> AddInsightAsync(TestHost host, string title, string stage, int customers, bool approved = true)
    {
        var place = await StageAsync(host, stage);
        await using var scope = host.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<ThreadStore>();
        var made = await store.CreateAsync<Insight>(
            Actor.Operator,
            Permission.EditThreads,
            (context, row, _) =>
            {
                row.Title = title;
                row.ApprovedAt = approved ? store.Now : null;
                context.Links.Add(
                    new Link
                    {
                        FromId = row.Id,
                        Kind = LinkKind.OnStage,
                        ToId = place,
                        CreatedAt = store.Now,
                    }
                );
                var sources = new[] { Guid.CreateVersion7(), Guid.CreateVersion7() };
                for (var at = 1; at <= customers; at++)
                    context.Evidence.Add(
                        new Evidence
                        {
                            InsightId = row.Id,
                            SignalId = at,
                            Customer = at,
                            SourceId = sources[at % 2],
                            OccurredAt = store.Now.AddDays(-at),
                            AddedAt = store.Now,
                        }
                    );
                return Task.FromResult<Error?>(null);
            },
            default
        );
        return made.Value;
    }

    /// <summary>Ten customers in a stage and quarter, half of whom answer the value and half one more.</summary>
    public static async Task SendAsync(HttpClient client, string stage, string day, int value)
    {
        var batch = Enumerable
            .Range(0, 10)
            .Select(at =>
                $$"""{"externalId": "{{stage}}-{{day}}-{{at}}", "time": "{{day}}T10:00:00Z", "customer": "{{stage}}-{{day}}-{{at}}", "verbatim": "It took ages {{at}}", "readings": [{"measure": "csat-5", "place": "{{stage}}", "value": {{value + (at % 2)}}}]}"""
            );
        await (await client.PostAsync("/api/signals?source=s", $"[{string.Join(',', batch)}]".AsJson())).JsonAsync();
    }
}
