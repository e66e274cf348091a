using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Conversations;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Talk;
using Redthread.Tests.Features.Agreement;
using Redthread.Tests.Support;
using Redthread.Web.Features.Rhythm;

namespace Redthread.Tests.Features.Rhythm;

public sealed class OverdueTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    private static readonly DateTime Today = TimeProvider.System.GetUtcNow().UtcDateTime.Date;

    [Theory, MemberData(nameof(Providers))]
    public async Task The_owner_is_told_once_of_each_missed_meeting(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var owner = await host.MemberAsync("web", name: "Ann of web");
        using var other = await host.MemberAsync("service");
        await using (var context = await host.ContextAsync())
        {
            var ann = context.People.Single(person => person.Name == "Ann of web").Id;
            // Seven are missed, of which the last four less than a month ago.
            context.Rituals.Add(
                new Ritual
                {
                    Number = 1,
                    Name = "Track sync",
                    Every = 1,
                    Unit = CadenceUnit.Weeks,
                    StartsAt = Today.AddDays(-45),
                    OwnerPersonId = ann,
                    CreatedAt = Today,
                    CreatedBy = "Ann",
                }
            );
            await context.SaveChangesAsync();
        }

        var watch = host.Services.GetRequiredService<RitualWatch>();
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        // Another process, or this one after a restart, knows as well.
        await ActivatorUtilities.CreateInstance<RitualWatch>(host.Services).LookAsync(CancellationToken.None);
        await using (var context = await host.ContextAsync())
        {
            var told = context.Notifications.Where(row => row.Type == NotificationType.Overdue).ToList();
            told.Select(row => row.Address).Order().ShouldBe(new[] { -24, -17, -10, -3 }.Select(days => RhythmText.Address(1, Today.AddDays(days))));
            told.ShouldAllBe(row => row.Text.StartsWith("Track sync of "));
        }

        (await owner.PageAsync("/notifications")).Body!.TextContent.ShouldContain("was neither held nor skipped");
        (await other.PageAsync("/notifications")).Body!.TextContent.ShouldNotContain("was neither held nor skipped");
        (await other.PageAsync("/journeys")).QuerySelector(".rail-items a[href='/rhythm'] .rail-count")!.TextContent.ShouldStartWith("1");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Titles_are_found_by_those_who_may_see_them(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var member = await host.MemberAsync("web");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        await using (var context = await host.ContextAsync())
        {
            context.Rituals.Add(
                new Ritual
                {
                    Number = 1,
                    Name = "Zebra sync",
                    Every = 1,
                    Unit = CadenceUnit.Weeks,
                    StartsAt = Today.AddDays(5),
                    CreatedAt = Today,
                    CreatedBy = "Ann",
                }
            );
            context.Conversations.Add(
                new Conversation
                {
                    Number = 1,
                    Title = "Zebra crossing",
                    StartsAt = Today,
                    Notes = "Zebra secret words",
                    Consent = Consent.None,
                    CreatedAt = Today,
                    CreatedBy = "Ann",
                }
            );
            await context.SaveChangesAsync();
        }

        (await TitlesAsync(member, "zebra")).ShouldBe(["Zebra sync", "Zebra crossing"]);
        (await TitlesAsync(viewer, "zebra")).ShouldBe(["Zebra sync"]);
        (await TitlesAsync(member, "secret")).ShouldBeEmpty();
    }

    private static async Task<List<string>> TitlesAsync(HttpClient browser, string query) =>
        [.. (await browser.PageAsync($"/search?q={query}")).QuerySelectorAll(".hits a").Select(link => link.TextContent)];
}
