using System.Net;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Claims;

public sealed class ClaimsTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    private static Dictionary<string, string> Form(string text, string version = "") =>
        new()
        {
            ["form"] = "claim",
            ["text"] = text,
            ["saidIn"] = "The website",
            ["saidOn"] = "2026-05-03",
            ["bound"] = "outcome:waits",
            ["promise"] = "95",
            ["version"] = version,
        };

    [Theory, MemberData(nameof(Providers))]
    public async Task A_claim_is_recorded_judged_changed_and_withdrawn_without_script(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await (
            await token.PostAsync("/api/outcomes", """{"key": "waits", "name": "Seen within four hours", "type": "other", "unit": "%", "higherIsBetter": true}""".AsJson())
        ).JsonAsync();
        using var member = await host.SignedInAsync(Role.Member);
        (await member.PageAsync("/claims")).QuerySelector(".empty")!.TextContent.ShouldContain("No claim yet");
        using (var made = await member.SubmitAsync("/claims", "/claims", Form("Seen within four hours")))
            made.Headers.Location!.ToString().ShouldBe("/claims/1");
        (await VerdictAsync(token)).ShouldBe("unmeasured");
        foreach (var (month, value, verdict) in new[] { ("2026-04-01", "96", "unmeasured"), ("2026-05-01", "88.48", "broken") })
        {
            using var steward = await host.SignedInAsync(Role.Steward, $"s{value}@example.org");
            (
                await steward.SubmitAsync(
                    "/outcomes",
                    "/outcomes/values",
                    new()
                    {
                        ["outcome"] = "waits",
                        ["date"] = month,
                        ["value"] = value,
                    }
                )
            ).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            (await VerdictAsync(token)).ShouldBe(verdict);
        }

        var page = await member.PageAsync("/claims/1");
        page.QuerySelector(".claim-verdict")!.TextContent.ShouldContain("6.52 % short of what is promised");
        // April was measured before it was said in May: it neither kept nor broke what nobody had promised.
        page.QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        (await member.PageAsync("/claims")).QuerySelector("h1")!.TextContent.ShouldBe("Claims: 1 broken");

        (await member.SubmitAsync("/claims/1?edit=1", "/claims/1", Form("Nine in ten are seen", "1"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using (var late = await member.SubmitAsync("/claims/1?edit=1", "/claims/1", Form("Most are seen", "1")))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var text = await late.Content.ReadAsStringAsync();
            text.ShouldContain("Most are seen");
            text.ShouldContain("Nine in ten are seen");
        }

        (await member.SubmitAsync("/claims/1", "/claims/1/withdrawal", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await member.PageAsync("/claims")).QuerySelectorAll(".claims li").ShouldBeEmpty();
        (await member.SubmitAsync("/claims/1", "/claims/1/restoration", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await member.PageAsync("/claims")).QuerySelectorAll(".claims li").Length.ShouldBe(1);
        (await (await token.GetAsync("/api/claims?format=csv")).Content.ReadAsStringAsync()).ShouldContain("broken,88.48");
    }

    [Fact]
    public async Task A_form_without_any_field_is_refused_in_words()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var member = await host.SignedInAsync(Role.Member);
        foreach (var (page, action) in new[] { ("/claims", "/claims"), ("/notes", "/notes"), ("/insights/new", "/insights"), ("/decisions/new", "/decisions") })
            (await member.SubmitAsync(page, action, [])).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, action);
    }

    [Theory]
    [InlineData("text", "")]
    [InlineData("saidOn", "")]
    [InlineData("saidOn", "2999-01-01")]
    [InlineData("bound", "stage:shop/nowhere")]
    [InlineData("promise", "")]
    [InlineData("segment", "nobody")]
    public async Task What_is_wrong_is_said_and_nothing_saved(string field, string value)
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var member = await host.SignedInAsync(Role.Member);
        var form = Form("Seen soon");
        form["bound"] = "stage:shop/pay";
        form[field] = value;
        using var refused = await member.SubmitAsync("/claims", "/claims", form);
        refused.StatusCode.ShouldBe(field == "segment" ? HttpStatusCode.NotFound : HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("role=\"alert\"");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.PageAsync("/claims")).QuerySelectorAll(".claims li, main form").ShouldBeEmpty();
    }

    private static async Task<string> VerdictAsync(HttpClient token) => (await (await token.GetAsync("/api/claims/1")).JsonAsync()).GetProperty("verdict").GetString()!;
}
