using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Signals;
using Redthread.Tests.Ingestion;
using Redthread.Tests.Support;
using Redthread.Web.Features.Imports;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Templates;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Samples;

/// <summary>The tutorial with the public airport survey, followed through the use cases its commands call.</summary>
public sealed class AirportSurveyTests(PostgresServer server, ITestOutputHelper output)
{
    private static readonly (int Year, long Rows)[] Waves = [(2010, 3234), (2011, 3872), (2012, 3521), (2013, 3535), (2014, 2818), (2015, 2958), (2016, 3087)];

    private static readonly (int Year, string Place, long N, double Mean, double Weighted)[] Published =
    [
        (2014, "wait/artwork", 2145, 3.9156, 3.9885),
        (2014, "wait/restaurants", 2339, 3.5806, 3.6322),
        (2014, "find-way/signs", 2698, 4.0100, 4.0209),
        (2014, "arrive/parking", 1110, 3.7901, 3.8099),
        (2014, "whole/airport", 2677, 3.9959, 4.0070),
        (2014, "security/feeling-safe", 2768, 4.4108, 4.4123),
        (2014, "security/passing", 2451, 4.3403, 4.3202),
        (2015, "wait/restaurants", 2460, 3.6801, 3.7172),
        (2015, "wait/wifi", 2102, 4.0300, 4.0178),
    ];

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Seven_waves_come_in_whole_and_give_the_published_means(Provider provider)
    {
        if (SharedData.Find("airport-survey/sfo-2010.csv") is null)
        {
            output.WriteLine("The airport survey is not here, so nothing was checked. Name its folder in REDTHREAD_DATA.");
            return;
        }

        await using var test = await TestStore.NewAsync(server, provider);
        var settings = new HostSettings { Data = test.Folder, Postgres = provider == Provider.Postgres ? test.Store.ConnectionString : null };
        await using var services = new ServiceCollection().AddLogging().AddRedthread(settings).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        (
            await scope.ServiceProvider.GetRequiredService<UseTemplate>().HandleAsync(Actor.Operator, new UseTemplate.Request("airport", Agree: true), CancellationToken.None)
        ).Error.ShouldBeNull();

        foreach (var (year, rows) in Waves)
            await ImportAsync(scope.ServiceProvider, year, rows);
        await CheckMeansAsync(scope.ServiceProvider);
    }

    private static async Task ImportAsync(IServiceProvider services, int year, long rows)
    {
        var path = SharedData.Find($"airport-survey/sfo-{year}.csv")!;
        var mapping = await File.ReadAllTextAsync(Path.Combine(SharedData.Root, "samples", "airport-survey", "mapping.yaml"));
        for (var time = 1; time <= (year == 2014 ? 2 : 1); time++)
        {
            var run = await services.GetRequiredService<StartImport>().FromPathAsync(Actor.Operator, path, mapping, "sfo", CancellationToken.None);
            var ended = await services.GetRequiredService<ImportRunner>().RunAsync(run.Value.Id, path, CancellationToken.None);
            ended.State.ShouldBe(ImportState.Done, ended.Message);
            (ended.RowsRead, ended.Accepted, ended.Duplicate, ended.Rejected).ShouldBe(time == 1 ? (rows, rows, 0L, 0L) : (rows, 0L, rows, 0L));
        }
    }

    private static async Task CheckMeansAsync(IServiceProvider services)
    {
        var vocabulary = (await services.GetRequiredService<LandscapeSource>().ReadAsync(CancellationToken.None)).Vocabulary();
        foreach (var (year, place, n, mean, weighted) in Published)
        {
            var (from, to) = (new Period(PeriodKind.Month, (year * 100) + 1), new Period(PeriodKind.Month, (year * 100) + 12));
            var at = vocabulary.Places[$"airport/{place}"];
            var cells = (await services.GetRequiredService<ISignalStore>().ReadTouchpointCellsAsync(new TouchpointQuery(from, to, at.StageId), CancellationToken.None))
                .Where(cell => cell.TouchpointId == at.TouchpointId)
                .ToList();
            cells.Sum(cell => cell.N).ShouldBe(n, place);
            (cells.Sum(cell => cell.SumX) / n).ShouldBe(mean, 0.00005, place);
            (cells.Sum(cell => cell.Wx) / cells.Sum(cell => cell.W)).ShouldBe(weighted, 0.00005, place);
        }
    }
}
