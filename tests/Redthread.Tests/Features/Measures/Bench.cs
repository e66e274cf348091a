using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Measures;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Measures;

/// <summary>A store of its own with the services of the product around it, as every command has them.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly TestStore store;
    private readonly ServiceProvider services;

    private Bench(TestStore store)
    {
        this.store = store;
        var postgres = store.Store.Provider == Provider.Postgres ? store.Store.ConnectionString : null;
        services = new ServiceCollection().AddLogging().AddRedthread(new HostSettings { Data = store.Folder, Postgres = postgres }).BuildServiceProvider();
    }

    public static async Task<Bench> NewAsync(PostgresServer server, Provider provider) => new(await TestStore.NewAsync(server, provider));

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => services.CreateScope().ServiceProvider.GetRequiredService<T>();

    public RedthreadContext Context() => store.Context();

    public Task<Result<SaveMeasure.Saved>> SaveAsync(MeasureEntry entry, int? revision = null) =>
        Get<SaveMeasure>().HandleAsync(Actor.Operator, new SaveMeasure.Request(entry, revision), Cancel);

    public Task<Result<SaveFramework.Saved>> SaveAsync(FrameworkFile file, int? revision = null) =>
        Get<SaveFramework>().HandleAsync(Actor.Operator, new SaveFramework.Request(file, revision), Cancel);

    public async Task AddJourneyAsync(string key, params string[] stages)
    {
        var file = new JourneyFile
        {
            Journey = key,
            Name = key,
            Stages = [.. stages.Select(stage => new JourneyFile.StageEntry { Key = stage, Name = stage })],
        };
        (await Get<SaveJourney>().HandleAsync(Actor.Operator, new SaveJourney.Request(file, null), Cancel)).Error.ShouldBeNull();
    }

    public async Task<Actor> AddTeamAsync(string key)
    {
        var team = new Team { Key = key, Name = key };
        await using var context = Context();
        context.Teams.Add(team);
        await context.SaveChangesAsync(Cancel);
        return new Actor(null, $"somebody of {key}", Permissions.Of(Role.Member), [team.Id], Role.Member);
    }

    public async Task<string> FingerprintAsync()
    {
        await using var context = Context();
        var names = await FrameworkNames.LoadAsync(context, Cancel);
        return names.FingerprintOf(
            await context.Frameworks.Include(row => row.Stages).Include(row => row.Weights).Include(row => row.Teams).SingleAsync(row => row.AgreedAt == null, Cancel)
        );
    }

    public static MeasureEntry Csat { get; } = ShippedMeasures.All.First(entry => entry.Measure == "csat-5");

    public static FrameworkFile Simple(params string[] teams) =>
        new()
        {
            Framework = "Ours",
            CutPoints = [30, 45, 60, 75],
            NorthStar = "help",
            Teams = [.. teams],
            Stages =
            {
                ["help/call"] = new FrameworkFile.StageEntry { Importance = 3, Weights = { ["csat-5"] = 1 } },
            },
        };

    public async Task AddBasicsAsync()
    {
        await AddJourneyAsync("help", "call", "wait");
        (await SaveAsync(Csat)).Error.ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await store.DisposeAsync();
    }
}
