using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Features.Samples;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Samples;

/// <summary>A store of its own, filled with the sample organisation as of a day, with the clock standing on that day.</summary>
internal sealed class LoadedSample : IAsyncDisposable
{
    private readonly TestStore test;
    private readonly ServiceProvider services;

    private LoadedSample(TestStore test, DateOnly asOf)
    {
        this.test = test;
        Calendar = new SampleCalendar(asOf);
        var postgres = test.Store.Provider == Provider.Postgres ? test.Store.ConnectionString : null;
        services = new ServiceCollection()
            .AddLogging()
            .AddRedthread(new HostSettings { Data = test.Folder, Postgres = postgres })
            .AddSingleton<TimeProvider>(new StandingClock(asOf))
            .BuildServiceProvider();
    }

    public SampleCalendar Calendar { get; }

    public SampleOrganisation.Loaded Loaded { get; private set; } = null!;

    public static async Task<LoadedSample> NewAsync(PostgresServer server, Provider provider, DateOnly asOf)
    {
        var sample = new LoadedSample(await TestStore.NewAsync(server, provider), asOf);
        sample.Loaded = (await sample.LoadAsync(null)).Value;
        return sample;
    }

    public async Task<Result<SampleOrganisation.Loaded>> LoadAsync(DateOnly? asOf)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SampleOrganisation>().LoadAsync(asOf, CancellationToken.None);
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async Task<TAnswer> ScopedAsync<T, TAnswer>(Func<T, Task<TAnswer>> ask)
        where T : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<T>());
    }

    public RedthreadContext Context() => test.Context();

    public async Task<string> AgendaAsync(AgendaSpan span)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DraftAgenda>().WriteAsync(span, CancellationToken.None);
    }

    public async Task<Board> BoardAsync(string? segment = null)
    {
        var landscape = await Get<BoardQueries>().ReadLandscapeAsync(CancellationToken.None);
        return await Get<BoardQueries>().ReadAsync(new BoardRequest(SegmentId: landscape.Segments.SingleOrDefault(row => row.Key == segment)?.Id), CancellationToken.None);
    }

    /// <summary>The last 24 months, oldest first; the running one as far as it goes.</summary>
    public async Task<IReadOnlyList<(Period Period, Redthread.Statistics.Score Score)>> MonthsAsync(string stage)
    {
        var last = Period.Of(PeriodKind.Month, Calendar.End.AddDays(-1));
        var points = new List<(Period, Redthread.Statistics.Score)>();
        foreach (var period in new[] { last.Shift(-BoardQueries.HistoryLength), last })
        {
            var board = await Get<BoardQueries>().ReadAsync(new BoardRequest(PeriodKind.Month, period), CancellationToken.None);
            points.AddRange(board.Stages.Single(row => row.Path == stage).History);
        }

        return points;
    }

    /// <summary>A hash over what the Picture is computed from, by names, since ids differ from store to store.</summary>
    public async Task<string> HashAsync()
    {
        var landscape = await Get<BoardQueries>().ReadLandscapeAsync(CancellationToken.None);
        var stages = landscape.LiveStages.ToDictionary(entry => entry.Stage.Id, entry => $"{entry.Journey.Key}/{entry.Stage.Key}");
        var segments = landscape.Segments.ToDictionary(segment => segment.Id, segment => segment.Key);
        var sources = landscape.Sources.ToDictionary(source => source.Id, source => source.Key);
        var query = new CellQuery(Period.Of(PeriodKind.Month, Calendar.Start), Period.Of(PeriodKind.Month, Calendar.End), ByMix: true, WithHistogram: true);
        var cells = await Get<ISignalStore>().ReadStageCellsAsync(query, CancellationToken.None);
        var lines = cells.Select(cell =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{cell.Period} {stages.GetValueOrDefault(cell.StageId)} {string.Join('+', cell.SegmentIds.Select(id => segments[id]))} {(cell.SourceId is { } id ? sources[id] : "")} {cell.MeasureIds.Count} {cell.Customers} {cell.Sums.N} {cell.Sums.Pairs} {cell.Sums.W:0.000} {cell.Sums.Wx:0.000} {cell.Sums.Wxx:0.0} {string.Join(',', cell.Histogram)}"
            )
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines.Order(StringComparer.Ordinal)))));
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await test.DisposeAsync();
    }

    private sealed class StandingClock(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day, new TimeOnly(12, 0), TimeSpan.Zero);
    }
}

[CollectionDefinition(Name)]
public sealed class SampleCollection : ICollectionFixture<SampleStores>
{
    public const string Name = "sample";
}

/// <summary>The sample on both databases, loaded once for all tests that only read it.</summary>
public sealed class SampleStores(PostgresServer server) : IAsyncLifetime
{
    public static readonly DateOnly AsOf = new(2026, 11, 16);
    private readonly Dictionary<Provider, LoadedSample> loaded = [];

    internal LoadedSample this[Provider provider] => loaded[provider];

    public async ValueTask InitializeAsync()
    {
        foreach (var provider in Enum.GetValues<Provider>())
            loaded[provider] = await LoadedSample.NewAsync(server, provider, AsOf);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sample in loaded.Values)
            await sample.DisposeAsync();
    }
}
