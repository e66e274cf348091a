using System.Net;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Pressures;

public sealed class PressureTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_pressure_works_where_its_frictions_are_until_it_is_resolved(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads, Scope.Read);
        await client.PostAsync("/api/insights", """{"type": "friction", "title": "Paying fails", "stages": ["shop/pay"]}""".AsJson());
        (await client.PostAsync("/api/pressures", """{"type": "script", "title": "No refunds by phone", "keepsAlive": "I-1", "stage": "shop/receive"}""".AsJson())).StatusCode.ShouldBe(
            HttpStatusCode.Created
        );
        using var steward = await host.SignedInAsync(Role.Steward);

        var map = await steward.PageAsync("/pressures/map");
        map.QuerySelectorAll(".heat td a").Select(link => link.GetAttribute("href")).ShouldBe(["/pressures?type=script&stage=shop%2Fpay", "/pressures?type=script&stage=shop%2Freceive"]);
        (await steward.PageAsync("/pressures?type=script&stage=shop%2Fpay")).QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        (await steward.PageAsync("/pressures?type=policy")).QuerySelector(".empty")!.TextContent.ShouldContain("No pressure matches");
        (await steward.SubmitAsync("/pressures/1", "/pressures/1/resolution", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.PageAsync("/pressures/map")).QuerySelector(".heat").ShouldBeNull();
        (await (await client.GetAsync("/api/pressures?state=resolved")).JsonAsync()).GetProperty("items")[0].GetProperty("keepsAlive")[0].GetString().ShouldBe("I-1");
    }

    [Fact]
    public async Task A_form_without_its_sentence_is_shown_again()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var member = await host.SignedInAsync(Role.Member);
        using var answer = await member.SubmitAsync(
            "/pressures",
            "/pressures",
            new()
            {
                ["title"] = "",
                ["type"] = "system",
                ["detail"] = "Kept",
            }
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Kept</textarea>");
    }

    [Fact]
    public async Task A_need_has_a_page_of_what_is_known_about_it()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads, Scope.Read, Scope.Journeys);
        (await client.PutAsync("/api/segments", """{"needs": [{"key": "pay-once", "name": "I want to pay once"}]}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.PageAsync("/needs/pay-once")).QuerySelector(".empty").ShouldNotBeNull();
        await client.PostAsync("/api/insights", """{"type": "unmetNeed", "title": "Nobody can pay once", "needs": ["pay-once"]}""".AsJson());
        (await viewer.PageAsync("/needs/pay-once")).QuerySelector("tbody")!.TextContent.ShouldContain("Nobody can pay once");
    }
}
