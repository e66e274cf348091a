using System.Net;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Sources;

public sealed class SourcesTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Sources_of_one_kind_make_an_insight_no_surer(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads, Scope.Signals);
        foreach (var source in new[] { "spring", "autumn" })
            await token.PostAsync(
                $"/api/signals?source={source}",
                $$"""[{"externalId":"{{source}}-1","time":"2026-05-01T10:00:00Z","customer":"{{source}}","verbatim":"Paying is slow","places":["shop/pay"]}]""".AsJson()
            );
        (await token.PostAsync("/api/insights", """{"title": "Paying is slow", "type": "friction"}""".AsJson())).EnsureSuccessStatusCode();
        await (await token.PostAsync("/api/insights/1/evidence", """{"signals": [1, 2]}""".AsJson())).JsonAsync();
        (await KindsAsync(token)).ShouldBe(2);

        using var steward = await host.SignedInAsync(Role.Steward);
        foreach (var source in new[] { "spring", "autumn" })
            (await steward.SubmitAsync("/sources", $"/sources/{source}", Fields(source, "1"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await KindsAsync(token)).ShouldBe(1);
        (await steward.PageAsync("/insights/1")).QuerySelector(".confidence-parts")!.TextContent.ShouldContain("1 kind of source");

        using var late = await steward.SubmitAsync("/sources", "/sources/spring", Fields("Our spring survey", "1"));
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.Content.ReadAsStringAsync()).ShouldContain("Our spring survey");
        using var leader = await host.SignedInAsync(Role.Leader);
        (await leader.PageAsync("/sources")).QuerySelectorAll("main form").ShouldBeEmpty();
        (await leader.SubmitAsync("/sources", "/sources/spring", Fields("x", "2"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await steward.SubmitAsync("/sources", "/sources/nowhere", Fields("x", "1"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Dictionary<string, string> Fields(string name, string version) =>
        new()
        {
            ["key"] = "spring",
            ["name"] = name,
            ["kind"] = "Survey",
            ["version"] = version,
        };

    private static async Task<int> KindsAsync(HttpClient token) => (await (await token.GetAsync("/api/insights/1")).JsonAsync()).GetProperty("kinds").GetInt32();
}
