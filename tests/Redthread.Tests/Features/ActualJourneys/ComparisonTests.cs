using System.Net;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.ActualJourneys;

/// <summary>Actual journeys beside planned ones, from either page.</summary>
public sealed class ComparisonTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Which_activities_do_which_stage_is_kept_and_told_on_the_page_of_the_journey(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(ContactLog.Csv(), "contacts.csv", ("name", "Spring"), ("activity", "What"), ("time", "When"));
        using var member = await host.SignedInAsync(Role.Member);
        (await member.PageAsync("/journeys/shop")).QuerySelector(".lived").ShouldBeNull();
        (
            await member.SubmitAsync("/actual-journeys/1/conformance?journey=shop", "/actual-journeys/1/conformance", new() { ["journey"] = "shop", ["version"] = "0" })
        ).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using (var kept = await KeepAsync(member, 0, "Incoming call"))
            kept.StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        // The address says nothing of it any more.
        var page = await member.PageAsync("/actual-journeys/1/conformance");
        page.QuerySelector("h1")!.TextContent.ShouldBe("80 % of cases follow “Shop online”");
        page.QuerySelector("select[name=in-find] option[selected]")!.GetAttribute("value").ShouldBe("Incoming call");
        var lived = (await member.PageAsync("/journeys/shop")).QuerySelector(".lived")!;
        lived.TextContent.ShouldContain("80 % of 20 cases follow the plan");
        lived.TextContent.ShouldContain("events until");
        lived.QuerySelectorAll("tbody tr").Select(row => row.TextContent.Trim()).ShouldContain(row => row.Contains("“Incoming call” done again") && row.Contains('4'));
        lived.QuerySelector("a")!.GetAttribute("href").ShouldBe("/actual-journeys/1/conformance?journey=shop");

        // Who saves on what somebody else changed meanwhile sees both.
        using (var stale = await KeepAsync(steward, 0, "Incoming e-mail"))
        {
            stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var both = await stale.Content.ReadAsStringAsync();
            both.ShouldContain("Saved meanwhile");
            both.ShouldContain("Incoming e-mail");
        }

        using (var changed = await KeepAsync(steward, 1, "Incoming e-mail"))
            changed.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.SubmitAsync("/", "/actual-journeys/1/conformance", new() { ["journey"] = "shop" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_comparison_goes_on_when_the_log_grows()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(ContactLog.Csv(), "contacts.csv", ("name", "Spring"), ("activity", "What"), ("time", "When"));
        await KeepAsync(steward, 0, "Incoming call");
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Signals);
        (
            await token.PostAsync(
                "/api/event-logs/1/files?file=more.csv",
                "Ticket,What,When,Customer,Channel\nT99,Incoming call,2026-05-01T09:00:00Z,C99,phone\n".AsJson("application/octet-stream")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await steward.PageAsync("/journeys/shop")).QuerySelector(".lived")!.TextContent.ShouldContain("of 21 cases follow the plan");
    }

    // A case is found by its call, perhaps paid by the answer, and perhaps received by e-mail.
    private static async Task<HttpResponseMessage> KeepAsync(HttpClient browser, int version, string find) =>
        await browser.SubmitAsync(
            "/actual-journeys/1/conformance?journey=shop",
            "/actual-journeys/1/conformance",
            new()
            {
                ["journey"] = "shop",
                ["version"] = $"{version}",
                ["in-find"] = find,
                ["in-pay"] = "Answered",
                ["in-receive"] = find == "Incoming call" ? "Incoming e-mail" : "Incoming call",
                ["optional"] = "receive",
            }
        );
}
