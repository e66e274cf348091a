using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Redthread.Domain;
using Redthread.Domain.Desk;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Tests.Support;
using Redthread.Web.Features.Desk;
using Redthread.Web.Features.Threads;

namespace Redthread.Tests.Features.Desk;

/// <summary>The Desk through its front door: found, treated, gone, back.</summary>
public sealed class DeskTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_failure_is_found_dismissed_and_back_when_its_evidence_changes(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads, Scope.Read);
        await ObjectiveAsync(client, "Fewer calls");
        var sweep = await AloneAsync(host);
        await sweep.FullAsync(CancellationToken.None);
        using var steward = await host.SignedInAsync(Role.Steward);

        var page = await steward.PageAsync("/desk?detector=objective-without-experience");
        page.QuerySelector(".desk-finding h2")!.TextContent.ShouldContain("Fewer calls");
        var number = page.QuerySelector(".desk-finding")!.Id!.Split('-')[^1];

        // Without a reason it stays.
        (await steward.SubmitAsync("/desk", $"/desk/{number}/dismissal", new() { ["reason"] = " " })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await steward.SubmitAsync("/desk", $"/desk/{number}/dismissal", new() { ["reason"] = "A pilot" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await CountAsync(client, "open")).ShouldBe(0);
        await sweep.FullAsync(CancellationToken.None);
        (await CountAsync(client, "dismissed")).ShouldBe(1);

        // A key result, but none of the experience: other evidence, so it is back.
        await client.PostAsync("/api/key-results", """{"objective": "OB-1", "title": "Half the calls", "target": 10, "start": 20}""".AsJson());
        (await sweep.FollowAsync(CancellationToken.None)).Reopened.ShouldBe(1);
        (await CountAsync(client, "open")).ShouldBe(1);

        // Put right, it leaves the Desk by itself and is kept for the trend.
        await client.PostAsync("/api/key-results", """{"objective": "OB-1", "title": "Paying is fine", "bound": "stage:shop/pay", "target": 70}""".AsJson());
        (await sweep.FollowAsync(CancellationToken.None)).Gone.ShouldBe(1);
        (await CountAsync(client, "gone")).ShouldBe(1);
        (await steward.SubmitAsync("/desk/detectors", $"/desk/{number}/snooze", new() { ["days"] = "7" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Nobody_asks_themselves()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads, Scope.Read);
        await ObjectiveAsync(client, "Fewer calls");
        await (await AloneAsync(host)).FullAsync(CancellationToken.None);
        using var owner = await host.SignedInAsync(Role.Steward, "owner@example.org");
        using var other = await host.SignedInAsync(Role.Steward, "other@example.org");
        await using (var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync())
        {
            var me = await context.People.SingleAsync(row => row.Email == "owner@example.org");
            await context.Findings.Where(row => row.Number == 1).ExecuteUpdateAsync(set => set.SetProperty(row => row.OwnerPersonId, me.Id));
        }

        foreach (var address in new[] { "/desk", "/desk/1" })
        {
            var mine = (await owner.PageAsync(address)).QuerySelector("#finding-1")!;
            mine.QuerySelector("form[action='/desk/1/question']").ShouldBeNull(address);
            mine.QuerySelector(".finding-facts")!.TextContent.ShouldContain("yours");
            mine.QuerySelector(".finding-actions a.button.primary").ShouldNotBeNull();
            (await other.PageAsync(address)).QuerySelector("#finding-1 form[action='/desk/1/question'] button")!.TextContent.ShouldBe("Ask A Steward");
        }

        (await owner.SubmitAsync("/desk/1", "/desk/1/question", [])).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await other.SubmitAsync("/desk/1", "/desk/1/question", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await owner.PageAsync("/notifications")).Body!.TextContent.ShouldContain("A Steward asks you about");
    }

    [Fact]
    public async Task A_look_at_what_changed_finds_what_a_full_look_finds()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads, Scope.Read);
        var sweep = await AloneAsync(host);
        await sweep.FullAsync(CancellationToken.None);
        await ObjectiveAsync(client, "One");
        await ObjectiveAsync(client, "Two");
        await client.PostAsync("/api/key-results", """{"objective": "OB-2", "title": "Paying is fine", "bound": "stage:shop/pay", "target": 70}""".AsJson());
        var followed = await sweep.FollowAsync(CancellationToken.None);
        followed.Full.ShouldBeFalse();
        followed.Opened.ShouldBe(1);
        // Nothing is left for a look at everything.
        (await sweep.FullAsync(CancellationToken.None)).ShouldBe(new DeskSweep.Outcome(0, 0, 0, 0, true));
        // Nothing changed, nothing is written.
        (await sweep.FollowAsync(CancellationToken.None)).Any.ShouldBeFalse();
    }

    [Fact]
    public async Task A_detector_switched_off_takes_its_findings_with_it()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads, Scope.Read);
        await ObjectiveAsync(client, "One");
        await host.Services.GetRequiredService<DeskSweep>().FullAsync(CancellationToken.None);
        (await CountAsync(client, "open")).ShouldBe(1);
        using var steward = await host.SignedInAsync(Role.Steward);
        (await steward.SubmitAsync("/desk/detectors", "/desk/detectors/objective-without-experience", new() { ["on"] = "false" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await CountAsync(client, "open")).ShouldBe(0);
        (await steward.SubmitAsync("/desk/detectors", "/desk/detectors/unheard-insight", new() { ["on"] = "true", ["days"] = "9000" })).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await steward.SubmitAsync("/desk/detectors", "/desk/detectors/unheard-insight", new() { ["on"] = "true", ["days"] = "45" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.PageAsync("/desk/detectors")).QuerySelector("#unheard-insight")!.TextContent.ShouldContain("at least 45 days ago");
    }

    [Fact]
    public async Task Two_who_treat_one_finding_do_not_overwrite_each_other()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads, Scope.Read);
        await ObjectiveAsync(client, "One");
        await host.Services.GetRequiredService<DeskSweep>().FullAsync(CancellationToken.None);
        using var steward = await host.SignedInAsync(Role.Steward);
        (await steward.SubmitAsync("/desk", "/desk/1/snooze", new() { ["days"] = "7", ["version"] = "1" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.SubmitAsync("/desk?state=snoozed", "/desk/1/dismissal", new() { ["reason"] = "No", ["version"] = "1" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CountAsync(client, "snoozed")).ShouldBe(1);
        (await steward.SubmitAsync("/desk?state=snoozed", "/desk/1/restoration", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await CountAsync(client, "open")).ShouldBe(1);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_look_while_findings_are_treated_loses_neither(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads, Scope.Read);
        await ObjectiveAsync(client, "Asked about");
        var sweep = await AloneAsync(host);
        await sweep.FullAsync(CancellationToken.None);
        await using var scope = host.Services.CreateAsyncScope();
        var treat = scope.ServiceProvider.GetRequiredService<TreatFinding>();
        var snoozed = 0;
        for (var round = 0; round < 12; round++)
        {
            // The key results change the finding's evidence, so that the look writes the row that is being snoozed.
            await client.PostAsync("/api/key-results", $$"""{"objective": "OB-1", "title": "Number {{round}}", "target": 10, "start": 20}""".AsJson());
            var looking = sweep.FollowAsync(CancellationToken.None);
            snoozed += (await treat.SnoozeAsync(Actor.Operator, 1, new TreatFinding.Request { Days = 3 }, CancellationToken.None)).Ok ? 1 : 0;
            await looking;
        }

        snoozed.ShouldBeGreaterThan(0);
        // Whatever came first, nothing is left that a look at everything would still write down.
        await sweep.FollowAsync(CancellationToken.None);
        var after = await sweep.FullAsync(CancellationToken.None);
        (after.Opened, after.Gone, after.Changed).ShouldBe((0, 0, 0));
        (await client.GetAsync("/api/desk/1")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    // The watcher would look as well, every few seconds, and what it writes down first the test no longer sees.
    private static async Task<DeskSweep> AloneAsync(TestHost host)
    {
        await host.Services.GetServices<IHostedService>().OfType<DeskWatcher>().Single().StopAsync(CancellationToken.None);
        return host.Services.GetRequiredService<DeskSweep>();
    }

    private static async Task ObjectiveAsync(HttpClient client, string title) =>
        (
            await client.PostAsync(
                "/api/objectives",
                $$"""{"title": "{{title}}", "cycle": "{{Redthread.Domain.Goals.Cycle.Address(Redthread.Domain.Goals.Cycle.At(TimeProvider.System.GetUtcNow().UtcDateTime))}}"}""".AsJson()
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);

    private static async Task<int> CountAsync(HttpClient client, string state) =>
        (await (await client.GetAsync($"/api/desk?state={state}&detector=objective-without-experience")).JsonAsync()).GetProperty("total").GetInt32();
}
