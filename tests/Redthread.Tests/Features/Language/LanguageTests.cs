using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Data;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Language;

public sealed class LanguageTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_new_installation_starts_empty_and_may_take_over_the_terms_of_Redthread(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var steward = await host.SignedInAsync(Role.Steward);
        (await steward.PageAsync("/language")).QuerySelector(".empty button")!.TextContent.ShouldStartWith("Start from 16 terms");
        (await steward.SubmitAsync("/language", "/language/terms/starter", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.PageAsync("/language")).QuerySelectorAll("dt a").Length.ShouldBe(16);
        (await steward.SubmitAsync("/language", "/language/terms/starter", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.PageAsync("/language?search=stage")).QuerySelectorAll("dt a").Length.ShouldBeLessThan(16);
        (await steward.PageAsync("/language")).QuerySelectorAll("dt a").Length.ShouldBe(16);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Every_change_is_a_version_and_needs_agreement_anew(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        var team = await TeamAsync(host, "Shops");
        using var steward = await host.SignedInAsync(Role.Steward);
        var term = new Dictionary<string, string>
        {
            ["form"] = "new",
            ["word"] = "Churn",
            ["definition"] = "Customers who left.",
            ["avoid"] = "attrition\nloss",
        };
        var made = await steward.SubmitAsync("/language", "/language", term);
        made.Headers.Location!.ToString().ShouldBe("/language/churn");

        (await SayAsync(steward, team, 1, agrees: true)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.PageAsync("/language")).Body!.TextContent.ShouldContain("1 of 1 team agrees");

        term["form"] = "edit";
        (term["definition"], term["version"], term["reason"]) = ("Customers who ended their last contract.", "1", "Moving house is no churn");
        (await steward.SubmitAsync("/language/churn", "/language/churn", term)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.PageAsync("/language")).Body!.TextContent.ShouldContain("0 of 1 team");
        var page = (await steward.PageAsync("/language/churn")).Body!.TextContent;
        page.ShouldContain("Customers who left.");
        page.ShouldContain("Moving house is no churn");

        // The same again is no new version; an old one conflicts and shows both texts; an objection needs its reason.
        term["version"] = "2";
        (await steward.SubmitAsync("/language/churn", "/language/churn", term)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.PageAsync("/language/churn")).QuerySelectorAll("ol[reversed] li").Length.ShouldBe(2);
        (term["version"], term["definition"]) = ("1", "Typed meanwhile");
        var conflict = await steward.SubmitAsync("/language/churn", "/language/churn", term);
        conflict.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var both = (await new HtmlParser().ParseDocumentAsync(await conflict.Content.ReadAsStringAsync(), CancellationToken.None)).QuerySelector(".conflict")!.TextContent;
        both.ShouldContain("Typed meanwhile");
        both.ShouldContain("ended their last contract");
        (await SayAsync(steward, team, 1, agrees: true)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await SayAsync(steward, team, 2, agrees: false)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SayAsync(steward, team, 2, agrees: false, "Resting contracts too")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.PageAsync("/language/churn")).QuerySelector("#agreement td[data-label=Reason]")!.TextContent.ShouldBe("Resting contracts too");
        using var member = await host.SignedInAsync(Role.Member);
        (await SayToAsync(member, team, 2)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Terms_and_words_to_avoid_are_recognised_where_people_write(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await PostAsync(client, "/api/terms", """{"word":"Churn","definition":"Customers who <left>.","avoid":"attrition"}""");
        await PostAsync(
            client,
            "/api/insights",
            """{"type":"friction","title":"Bills","detail":"Churned again, <b>churning</b> and `churn`. Call it [churn](/x). *Attrition* is another word."}"""
        );
        using var viewer = await host.SignedInAsync(Role.Viewer);

        var marks = (await viewer.PageAsync("/insights/1")).QuerySelectorAll(".prose rt-term a");
        marks
            .Select(mark => (mark.TextContent, mark.GetAttribute("href"), mark.ClassName))
            .ShouldBe([("Churned", "/language/churn", "term"), ("Attrition", "/language/churn", "term avoid")]);
        var page = await viewer.PageAsync("/insights/1");
        page.GetElementById(page.QuerySelector(".prose rt-term a")!.GetAttribute("aria-describedby")!)!.TextContent.ShouldStartWith("Churn: Customers who <left>.");
        page.QuerySelector(".term.avoid + .term-card")!.TextContent.ShouldStartWith("Say: Churn.");
        page.QuerySelector(".prose code rt-term").ShouldBeNull();
        page.QuerySelectorAll(".prose b, .prose left").ShouldBeEmpty();

        using var steward = await host.SignedInAsync(Role.Steward);
        (await steward.SubmitAsync("/language/churn", "/language/churn/archive", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await viewer.PageAsync("/insights/1")).QuerySelectorAll("rt-term").ShouldBeEmpty();
    }

    [Fact]
    public async Task Terms_leave_as_a_table_and_wrong_ones_are_refused()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await PostAsync(client, "/api/terms", """{"word":"Churn","definition":"=1+1","avoid":"attrition, loss"}""");
        var table = await client.GetStringAsync("/api/terms?format=csv");
        table.ShouldContain("churn,Churn,'=1+1");
        (await (await client.GetAsync("/api/terms?search=attrition")).JsonAsync())[0].GetProperty("avoid").GetArrayLength().ShouldBe(2);
        foreach (
            var wrong in new[]
            {
                """{"definition":"x"}""",
                """{"word":"x"}""",
                """{"word":"x","definition":"y","behind":"//evil.example"}""",
                """{"word":"x","definition":"y","behind":"no-measure"}""",
            }
        )
            (await client.PostAsync("/api/terms", wrong.AsJson())).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.PutAsync("/api/terms/none", """{"word":"x","definition":"y"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Task<HttpResponseMessage> SayAsync(HttpClient browser, Guid team, int version, bool agrees, string reason = "") =>
        browser.SubmitAsync("/language/churn", "/language/churn/stances", Stance(team, version, agrees, reason));

    private static Task<HttpResponseMessage> SayToAsync(HttpClient browser, Guid team, int version) =>
        browser.SubmitAsync("/language/churn", "/language/churn/stances", Stance(team, version, true, ""));

    private static Dictionary<string, string> Stance(Guid team, int version, bool agrees, string reason) =>
        new()
        {
            ["team"] = team.ToString(),
            ["version"] = version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["agrees"] = agrees ? "true" : "false",
            ["reason"] = reason,
        };

    private static async Task PostAsync(HttpClient client, string address, string json)
    {
        var made = await client.PostAsync(address, json.AsJson());
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync());
    }

    private static async Task<Guid> TeamAsync(TestHost host, string name)
    {
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var team = new Team { Key = name.ToLowerInvariant(), Name = name };
        context.Teams.Add(team);
        await context.SaveChangesAsync();
        return team.Id;
    }
}
