using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Threads;

/// <summary>A page sends as many commands to the store for a large ledger as for a small one.</summary>
public sealed class QueryCountTests(PostgresServer postgres)
{
    private const int Most = 40;
    private const int Small = 4;

    private static readonly string[] Pages =
    [
        "/voice",
        "/threads/I-1",
        "/insights",
        "/insights/1",
        "/pressures",
        "/pressures/1",
        "/pressures/map",
        "/opportunities",
        "/opportunities/1",
        "/opportunities/loudness",
        "/solutions",
        "/solutions/list",
        "/solutions/roadmap",
        "/solutions/1",
        "/decisions",
        "/decisions/1",
        "/decisions/2",
        "/decisions/1/dossier",
        "/goals",
        "/objectives/1",
        "/key-results/1",
        "/alignment",
        "/leader",
        "/team",
        "/outcomes",
        "/notifications",
    ];

    [Fact]
    public async Task Pages_send_as_many_commands_for_ten_times_the_ledger()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals);
        var person = await host.AddPersonAsync(Role.Steward);
        using var steward = host.Browser();
        await steward.SubmitAsync("/sign-in", "/sign-in", new() { ["email"] = person.Email, ["password"] = TestHost.Password });
        using var count = new CommandCount(host.Folder);

        await GrowAsync(host, client, person.Id, 0, Small);
        var small = await CountAsync(host, count, steward);
        await GrowAsync(host, client, person.Id, Small, 10 * Small);
        var large = await CountAsync(host, count, steward);

        var grown = Pages.Where(page => small[page].Count != large[page].Count).Select(page => $"{page}: {small[page].Count}, then {large[page].Count}:\n{Repeated(large[page])}");
        string.Join('\n', grown).ShouldBeEmpty();
        string.Join('\n', Pages.Where(page => large[page].Count > Most).Select(page => $"{page}: {large[page].Count}")).ShouldBeEmpty();
        // A count of nothing would be as constant.
        large.Values.Sum(commands => commands.Count).ShouldBeGreaterThan(Pages.Length);
    }

    private static async Task GrowAsync(TestHost host, HttpClient client, Guid person, int from, int to)
    {
        var time = TimeProvider.System.GetUtcNow().UtcDateTime;
        var signals = Enumerable
            .Range(from * 10, (to - from) * 10)
            .Select(at =>
                $$"""{"externalId": "{{at}}", "time": "{{time:s}}Z", "customer": "c{{at}}", "verbatim": "It took ages {{at}}", "places": ["shop/pay"], "readings": [{"measure": "csat-5", "place": "shop/pay", "value": {{1 + (at % 2)}}}]}"""
            );
        await (await client.PostAsync("/api/signals?source=s", $"[{string.Join(',', signals)}]".AsJson())).JsonAsync();
        await LargeLedger.LayAsync(host, person, from, to);
    }

    // Each look comes after a change, so that nothing kept from the look before spares a command. The fewest of several looks
    // counts: now and then one falls together with what runs beside it.
    private static async Task<Dictionary<string, IReadOnlyList<string>>> CountAsync(TestHost host, CommandCount count, HttpClient browser)
    {
        // What was laid past the use cases is seen within a second.
        await Task.Delay(1500);
        var feed = host.Services.GetRequiredService<ChangeFeed>();
        var fewest = new Dictionary<string, IReadOnlyList<string>>();
        for (var look = 0; look < 4; look++)
        {
            foreach (var page in Pages)
            {
                feed.Announce();
                var commands = await count.DuringAsync(() => browser.PageAsync($"{page}?look={look}"));
                if (!fewest.TryGetValue(page, out var before) || commands.Count < before.Count)
                    fewest[page] = commands;
            }
        }

        return fewest;
    }

    private static string Repeated(IEnumerable<string> commands) =>
        string.Join(
            '\n',
            commands.GroupBy(text => text).OrderByDescending(group => group.Count()).Take(3).Select(group => $"  {group.Count()} × {group.Key.ReplaceLineEndings(" ")}")
        );
}
