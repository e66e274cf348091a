using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.Desk;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Desk;
using Redthread.Web.Features.Threads;

namespace Redthread.Benchmarks;

/// <summary>The Desk over a large ledger with every detector on: a look at everything, and a look at what one change touches, whatever its kind.</summary>
internal sealed class DeskBenchmark
{
    private const int Rounds = 15;
    private const int FirstNumber = 1_000;

    private readonly ThreadStore store;
    private readonly ChangeLinks links;
    private readonly Random random = new(7);
    private readonly Statements statements = new(new Random(8));
    private readonly LargeLedger.Sizes sizes;

    private DeskBenchmark(IServiceProvider services, LargeLedger.Sizes sizes) =>
        (store, links, this.sizes) = (services.GetRequiredService<ThreadStore>(), services.GetRequiredService<ChangeLinks>(), sizes);

    public static async Task RunAsync(Bench bench)
    {
        var sizes = LargeLedger.SizesOf(bench);
        await using var provider = await LargeLedger.OpenAsync(bench, "desk");
        var sweep = provider.GetRequiredService<DeskSweep>();
        await using var scope = provider.CreateAsyncScope();
        var detectors = await SwitchOnAsync(scope.ServiceProvider);
        var first = await Bench.SecondsAsync(() => sweep.FullAsync(CancellationToken.None));
        var again = await Bench.SecondsAsync(() => sweep.FullAsync(CancellationToken.None));
        var objects = sizes.Insights + sizes.Opportunities + (2 * sizes.Decisions);
        bench.Row(
            $"the Desk looks at all of {objects:N0} objects, {sizes.Links:N0} links, by {detectors} detectors",
            $"{first:0.0} s with the first reading, {again:0.0} s again",
            "≤ 30 s",
            $""
        );
        await new DeskBenchmark(scope.ServiceProvider, sizes).FollowAsync(bench, sweep);
    }

    private static async Task<int> SwitchOnAsync(IServiceProvider services)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        context.DetectorSettings.AddRange(DetectorList.All.Where(one => !one.First).Select(one => new DetectorSetting { Detector = one.Text.Id, On = true }));
        await context.SaveChangesAsync();
        return DetectorList.All.Count;
    }

    // In turns, so that a pause of the machine or the collector falls on no kind alone.
    private async Task FollowAsync(Bench bench, DeskSweep sweep)
    {
        (string Name, Func<Task<Error?>> Change)[] kinds =
        [
            ("an insight says something else", () => SayAsync<Insight>(sizes.Insights)),
            ("an insight is archived", async () => (await store.ArchiveAsync<Insight>(Actor.Operator, Any(sizes.Insights), null, true, default)).Error),
            ("an insight is framed in an opportunity", LinkAsync),
            ("an insight has new evidence", AddEvidenceAsync),
            ("an opportunity says something else", () => SayAsync<Opportunity>(sizes.Opportunities)),
            ("a decision is due on another day", () => ChangeAsync<Decision>(sizes.Decisions, (_, row) => row.DueOn = new DateOnly(2026, 1, 1).AddDays(random.Next(700)))),
            ("a solution is started", () => ChangeAsync<Solution>(sizes.Decisions, (_, row) => row.State = SolutionState.Started)),
            ("an opportunity is commented on", () => ChangeAsync<Opportunity>(sizes.Opportunities, Comment)),
        ];
        var times = kinds.ToDictionary(kind => kind.Name, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, change) in kinds)
            {
                if (await change() is { } error)
                    throw new InvalidOperationException(error.Message);
                times[name].Add(await Bench.SecondsAsync(() => sweep.FollowAsync(CancellationToken.None)) * 1000);
            }
        }

        var all = times.Values.SelectMany(of => of).ToList();
        bench.Row("– at what one change touches", $"median {Bench.Median(all):0} ms, the worst of {all.Count} {all.Max():0} ms", "≤ 50 ms", $"");
        foreach (var (name, of) in times)
            bench.Row($"– {name}", $"median {Bench.Median(of):0} ms, the worst of {of.Count} {of.Max():0} ms", "≤ 50 ms", $"");
    }

    private int Any(int count) => FirstNumber + random.Next(count);

    private async Task<Error?> ChangeAsync<T>(int count, Action<RedthreadContext, T> change)
        where T : ThreadObject =>
        (
            await store.ChangeAsync<T>(
                Actor.Operator,
                Permission.EditThreads,
                Any(count),
                null,
                (context, row, _) =>
                {
                    change(context, row);
                    return Task.FromResult<Result<(string, string)>>(("changed", "Changed it"));
                },
                default
            )
        ).Error;

    private Task<Error?> SayAsync<T>(int count)
        where T : ThreadObject => ChangeAsync<T>(count, (_, row) => row.Title = statements.Next());

    private async Task<Error?> LinkAsync() =>
        (
            await links.LinkAsync(
                Actor.Operator,
                new ChangeLinks.Request
                {
                    From = $"I-{Any(sizes.Insights)}",
                    Kind = LinkKind.FramedIn,
                    To = $"O-{Any(sizes.Opportunities)}",
                },
                default
            )
        ).Error;

    private Task<Error?> AddEvidenceAsync() =>
        ChangeAsync<Insight>(
            sizes.Insights,
            (context, row) =>
                context.Evidence.Add(
                    new Evidence
                    {
                        InsightId = row.Id,
                        SignalId = 100_000 + random.Next(1_000_000),
                        Customer = random.Next(9_000),
                        Account = $"Account {random.Next(500)}",
                        OccurredAt = store.Now,
                        AddedBy = "benchmark",
                        AddedAt = store.Now,
                    }
                )
        );

    private void Comment(RedthreadContext context, Opportunity row) =>
        context.Comments.Add(
            new Comment
            {
                ObjectId = row.Id,
                By = "benchmark",
                Text = statements.Next(),
                At = store.Now,
            }
        );
}
