using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Journeys;
using Redthread.Tests.Support;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Journeys;

/// <summary>The use cases over a store of their own.</summary>
internal sealed class JourneyDesk : IAsyncDisposable
{
    private readonly TestStore store;
    private readonly ServiceProvider services;

    private JourneyDesk(TestStore store, ServiceProvider services) => (this.store, this.services) = (store, services);

    public static async Task<JourneyDesk> OpenAsync(PostgresServer postgres, Provider provider)
    {
        var store = await TestStore.NewAsync(postgres, provider);
        var services = new ServiceCollection()
            .AddLogging()
            .AddRedthread(new HostSettings { Data = store.Folder, Postgres = provider == Provider.Postgres ? store.Store.ConnectionString : null });
        return new JourneyDesk(store, services.BuildServiceProvider());
    }

    public T Get<T>()
        where T : notnull => services.CreateScope().ServiceProvider.GetRequiredService<T>();

    public RedthreadContext Context() => store.Context();

    public async Task<SaveJourney.Saved> SaveAsync(string yaml, int? version = null)
    {
        var file = JourneyFile.Parse(yaml);
        file.Error?.Message.ShouldBeNull();
        return (await Get<SaveJourney>().HandleAsync(Actor.Operator, new SaveJourney.Request(file.Value, version), default)).Value;
    }

    public async Task<JourneyFile> ReadAsync(string key) => (await Get<JourneyQueries>().ReadAsync(key, default)).Value.File;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await store.DisposeAsync();
    }
}
