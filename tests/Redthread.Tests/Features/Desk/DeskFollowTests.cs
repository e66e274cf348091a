using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Desk;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Tests.Features.Notices;
using Redthread.Tests.Support;
using Redthread.Web.Features.Analysis;
using Redthread.Web.Features.Claims;
using Redthread.Web.Features.Desk;
using Redthread.Web.Features.Duplicates;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Language;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Priorities;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Desk;

/// <summary>Whatever changed in whatever order: what the Desk shows by following is what a look from nothing would find.</summary>
public sealed class DeskFollowTests(PostgresServer postgres)
{
    // So low that small made-up organisations have findings of nearly every kind.
    private static readonly (string Detector, string Thresholds)[] Settings =
    [
        ("unheard-insight", "confidence=10 days=1"),
        ("loud-account", "places=1 share=5"),
        ("pressure-blocks", "count=2"),
        ("result-without-data", "grace=0"),
        ("duplicate-work", "similarity=0.7"),
        ("rival-term", "phrases=3 texts=1"),
        ("shipped-without-review", "days=1"),
        ("money-elsewhere", "costs=1 debt=1"),
    ];

    [Theory]
    [InlineData(Provider.Sqlite, 1)]
    [InlineData(Provider.Sqlite, 2)]
    [InlineData(Provider.Sqlite, 3)]
    [InlineData(Provider.Postgres, 4)]
    public async Task Following_changes_finds_what_a_look_from_nothing_finds(Provider provider, int seed)
    {
        var clock = new Clock();
        await using var host = await TestHost.StartAsync(postgres, provider, time: clock);
        await Ground.LayAsync(host.Services);
        await SwitchOnAsync(host.Services);
        await using var scope = host.Services.CreateAsyncScope();
        var changes = await RandomChanges.StartAsync(scope.ServiceProvider, seed);
        var sweep = host.Services.GetRequiredService<DeskSweep>();
        await sweep.FullAsync(default);
        var (kinds, followed) = (new HashSet<string>(), 0);
        for (var round = 1; round <= 160; round++)
        {
            clock.Now = clock.Now.AddSeconds(20);
            await changes.MakeAsync();
            followed += (await sweep.FollowAsync(default)).Full ? 0 : 1;
            if (round % 4 != 0)
                continue;
            var (kept, anew) = (await KeptAsync(host.Services), await AnewAsync(host.Services, clock));
            kept.Except(anew).ShouldBeEmpty($"round {round} of {seed}, after {changes.Last}: kept and not there");
            anew.Except(kept).ShouldBeEmpty($"round {round} of {seed}, after {changes.Last}: there and not kept");
            kinds.UnionWith(anew.Select(line => line.Split(' ')[0]));
        }

        // A test in which nothing is found, or everything is looked at each time, shows nothing.
        kinds.Count.ShouldBeGreaterThanOrEqualTo(9, string.Join(' ', kinds));
        followed.ShouldBeGreaterThan(150);
    }

    private static async Task SwitchOnAsync(IServiceProvider services)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        foreach (var detector in DetectorList.All)
            context.DetectorSettings.Add(
                new DetectorSetting
                {
                    Detector = detector.Text.Id,
                    On = true,
                    Thresholds = Settings.FirstOrDefault(one => one.Detector == detector.Text.Id).Thresholds ?? "",
                }
            );
        await context.SaveChangesAsync();
    }

    private static async Task<List<string>> KeptAsync(IServiceProvider services)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var rows = await context.Findings.AsNoTracking().Where(row => row.GoneAt == null).ToListAsync();
        return rows.ConvertAll(row =>
            $"{row.Detector} {row.SubjectId} {row.OtherId} {row.Severity} {row.Title} {row.Fingerprint} {row.OwnerTeamId} {Sorted(row.Evidence.Split('\n'))}"
        );
    }

    /// <summary>Everything put together anew, with nothing kept.</summary>
    private static async Task<List<string>> AnewAsync(IServiceProvider services, TimeProvider time)
    {
        var contexts = services.GetRequiredService<IDbContextFactory<RedthreadContext>>();
        var (signals, feed) = (services.GetRequiredService<ISignalStore>(), new ChangeFeed());
        using var ledgers = new LedgerSource(contexts, feed, time);
        // What is followed is counted from the first reading on.
        await ledgers.ReadAsync(ledger => ledger.Version, default);
        var landscapes = new LandscapeSource(contexts, feed, ledgers);
        var boards = new BoardQueries(landscapes, signals, feed, time);
        using var drift = new LanguageDrift(contexts, new LanguageSource(contexts, feed, time), ledgers, landscapes, feed, time);
        await using var scope = services.CreateAsyncScope();
        var source = new DeskSource(
            contexts,
            ledgers,
            boards,
            new KeyResultValues(contexts, ledgers, boards, feed, time),
            new PortfolioSource(ledgers, boards, scope.ServiceProvider.GetRequiredService<AnalysisQueries>(), time),
            new InsightIndex(time),
            new StatementIndex(),
            drift,
            new ClaimQueries(contexts, boards, ledgers),
            new StewardQueries(contexts, time),
            new MeetingClock(contexts, feed, time),
            new DeskReports(landscapes, signals),
            feed,
            time
        );
        return await source.LookAsync(DeskFacts.All, world => DetectorList.All.SelectMany(detector => Lines(world, detector)).ToList(), default);
    }

    private static IEnumerable<string> Lines(DeskWorld world, Detector detector) =>
        detector
            .Find(world, new Limits(detector.Thresholds, Settings.FirstOrDefault(one => one.Detector == detector.Text.Id).Thresholds ?? ""), null)
            .Select(one =>
                $"{detector.Text.Id} {one.Subject.Id} {one.Subject.Other} {one.Severity} {one.Title} {one.Fingerprint} {one.OwnerTeamId} {Sorted(one.Evidence.Select(line => $"{line.Text}\t{line.Href}"))}"
            );

    // The ledger keeps no order, so neither does evidence.
    private static string Sorted(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
