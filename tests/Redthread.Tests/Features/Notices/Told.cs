using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Tests.Support;
using Redthread.Web.Features.Notices;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Notices;

/// <summary>A host with a clock that stands, whose worker does nothing by itself.</summary>
internal sealed class Told(TestHost host, Clock clock) : IAsyncDisposable
{
    private int people;

    public TestHost Host => host;

    public Clock Clock => clock;

    public static async Task<Told> StartAsync(PostgresServer postgres, Provider provider, int? port, Func<HostSettings, HostSettings>? change = null)
    {
        var clock = new Clock();
        var host = await TestHost.StartAsync(
            postgres,
            provider,
            settings => (change ?? (one => one))(settings with { PublicUrl = "https://redthread.example", Mail = port is { } known ? MailOf(known) : null }),
            clock
        );
        return new Told(host, clock);
    }

    private static MailSettings MailOf(int port) =>
        new()
        {
            Host = "127.0.0.1",
            Port = port,
            Tls = false,
            From = "redthread@example.org",
        };

    public Task<RedthreadContext> ContextAsync() => host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();

    public async Task<Person> PersonAsync(NoticePace pace, NotificationType? muted = null)
    {
        var person = await host.AddPersonAsync(Role.Member, $"p{++people}@example.com", $"P {people}");
        await using var context = await ContextAsync();
        context.NoticeChoices.Add(
            new NoticeChoice
            {
                PersonId = person.Id,
                Pace = pace,
                Muted = muted?.ToString() ?? "",
            }
        );
        await context.SaveChangesAsync();
        return person;
    }

    public async Task TellAsync(Person person, string text, string address, NotificationType type = NotificationType.Change, bool read = false)
    {
        await using var context = await ContextAsync();
        context.Notifications.Add(
            new Notification
            {
                PersonId = person.Id,
                Type = type,
                Text = text,
                Address = address,
                At = clock.Now,
                ReadAt = read ? clock.Now : null,
            }
        );
        await context.SaveChangesAsync();
    }

    public async Task<T> UseAsync<TUse, T>(Func<TUse, Task<T>> use)
        where TUse : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TUse>());
    }

    /// <summary>What the worker does every few seconds; its own timer stands still with the clock.</summary>
    public async Task<int> RoundAsync()
    {
        await UseAsync<RouteNotices, int>(route => route.RunAsync(default));
        return await UseAsync<SendDeliveries, int>(send => send.RunAsync(default));
    }

    public async Task<Delivery> DeliveryAsync()
    {
        await using var context = await ContextAsync();
        return await context.Deliveries.AsNoTracking().SingleAsync();
    }

    public async Task<NoticeChoice> ChoiceAsync(Person person)
    {
        await using var context = await ContextAsync();
        return await context.NoticeChoices.AsNoTracking().SingleAsync(row => row.PersonId == person.Id);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}

internal sealed class Clock : TimeProvider
{
    public DateTime Now { get; set; } = new(2026, 11, 18, 12, 0, 0, DateTimeKind.Utc);

    public override DateTimeOffset GetUtcNow() => new(Now, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Still();

    private sealed class Still : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
