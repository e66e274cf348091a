using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Features.Analysis;

namespace Redthread.Tests.Features.Analysis;

public sealed class AnalysisPagesTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Without_facts_every_page_says_what_belongs_there(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var viewer = await host.SignedInAsync(Role.Viewer);
        foreach (var page in new[] { "/analysis", "/analysis/linkage", "/analysis/lifetime", "/analysis/drivers" })
            (await viewer.PageAsync(page)).Body!.TextContent.ShouldContain("Nothing is known of customers yet", customMessage: page);
        using var client = await host.WithTokenAsync(Scope.Read);
        var linkage = await (await client.GetAsync("/api/analyses/linkage")).JsonAsync();
        linkage.GetProperty("stages").GetArrayLength().ShouldBe(0);
        (await client.GetAsync("/api/analyses/linkage?outcome=luck")).StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_stage_that_goes_with_leaving_is_shown_with_its_interval_and_its_limits(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals, Scope.Read, Scope.Threads);
        await SendAsync(client);

        var answer = await (await client.GetAsync("/api/analyses/linkage?landmark=2024-01-01")).JsonAsync();
        answer.GetProperty("customers").GetInt32().ShouldBe(600);
        var pay = answer.GetProperty("stages").EnumerateArray().Single(stage => stage.GetProperty("stage").GetString() == "shop/pay");
        pay.GetProperty("state").GetString().ShouldBe("shown", pay.ToString());
        pay.GetProperty("high").GetDouble().ShouldBeLessThan(1);
        var find = answer.GetProperty("stages").EnumerateArray().Single(stage => stage.GetProperty("stage").GetString() == "shop/find");
        find.GetProperty("state").GetString().ShouldBe("not-enough-data");

        using var viewer = await host.SignedInAsync(Role.Viewer);
        var page = (await viewer.PageAsync("/analysis/linkage?landmark=2024-01-01")).Body!;
        page.QuerySelector(".answer")!.TextContent.ShouldContain("Customers whose score at Pay was ten points lower left at");
        page.QuerySelector(".answer")!.TextContent.ShouldContain("95 % interval");
        page.TextContent.ShouldContain("not that raising the score would keep anybody");
        page.TextContent.ToLowerInvariant().ShouldNotContain("cause");
        page.QuerySelectorAll(".forest-row.strong").Length.ShouldBe(1);
        page.QuerySelectorAll(".forest-missing").Length.ShouldBe(2);
        (await (await client.GetAsync("/api/analyses/linkage?landmark=2024-01-01&format=csv")).Content.ReadAsStringAsync()).ShouldContain("shop/pay,shown,600");

        var curves = await (await client.GetAsync("/api/analyses/drivers/curves?by=shop/pay&landmark=2024-01-01")).JsonAsync();
        curves.GetProperty("by").GetString().ShouldBe("shop/pay");
        curves.GetProperty("p").GetDouble().ShouldBeLessThan(0.05);
        var groups = curves.GetProperty("curves").EnumerateArray().ToList();
        groups.Count.ShouldBeGreaterThan(1);
        foreach (var group in groups)
        {
            var points = group.GetProperty("points").EnumerateArray().ToList();
            points.Sum(point => point.GetProperty("left").GetInt32()).ShouldBe(group.GetProperty("left").GetInt32());
            points.Select(point => point.GetProperty("staying").GetDouble()).ShouldBe(points.Select(point => point.GetProperty("staying").GetDouble()).OrderDescending());
        }

        (await (await client.GetAsync("/api/analyses/drivers/curves?by=shop/pay&landmark=2024-01-01&format=csv")).Content.ReadAsStringAsync()).ShouldStartWith(
            "group,day,atRisk,left,staying,low,high"
        );
        (await client.GetAsync("/api/analyses/drivers/curves?by=shop/nowhere")).StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);

        var value = await (await client.GetAsync("/api/analyses/lifetime")).JsonAsync();
        value.GetProperty("stages").EnumerateArray().Single(stage => stage.GetProperty("stage").GetString() == "shop/pay").GetProperty("value").GetDouble().ShouldBeGreaterThan(0);
        (await viewer.PageAsync("/analysis/lifetime")).Body!.TextContent.ShouldContain("A customer with a contract is worth");
        (await viewer.PageAsync("/analysis/drivers")).Body!.TextContent.ToLowerInvariant().ShouldNotContain("cause");
        // Two stages in which nobody was heard are not passed over in silence, and independence is told with what is conservative.
        const string Told =
            "Only 1 of 3 stages is in it: Pay, among the 600 customers heard in it, of 600 heard in any. Left out: Find it, Receive it (nobody who counts was heard there).";
        (await viewer.PageAsync("/analysis/drivers?landmark=2024-01-01")).QuerySelector(".answer p + p")!.TextContent.ShouldBe(Told);
        var seen = (await (await client.GetAsync("/api/analyses/drivers/leaving?landmark=2024-01-01")).JsonAsync()).GetProperty("seen");
        seen.GetProperty("sentence").GetString().ShouldBe(Told);
        seen.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("leftOut").GetString()).ShouldBe([null, "nobody-heard", "nobody-heard"]);
        value.GetProperty("sentence").GetString()!.ShouldContain("if the same customers suffer at all of them, it is");
        value.GetProperty("atRiskConservative").GetDouble().ShouldBeLessThanOrEqualTo(value.GetProperty("atRisk").GetDouble());
    }

    [Fact]
    public async Task What_was_asked_for_and_cannot_be_read_stays_in_the_form()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var viewer = await host.SignedInAsync(Role.Viewer);
        foreach (var page in new[] { "/analysis/linkage?outcome=spending&", "/analysis/drivers?view=curves&by=shop/pay&" })
        {
            var refused = await viewer.PageAsync($"{page}landmark=2024-02-30&window=90&lookback=200", System.Net.HttpStatusCode.UnprocessableEntity);
            refused.QuerySelector("[role=alert]")!.TextContent.ShouldContain("“2024-02-30” is no day");
            refused.QuerySelector("input[name=window]")!.GetAttribute("value").ShouldBe("90");
            refused.QuerySelector("input[name=lookback]")!.GetAttribute("value").ShouldBe("200");
            refused.QuerySelector("input[name=landmark]")!.GetAttribute("value").ShouldBe("2024-02-30");
            refused.QuerySelector("select option[selected]")!.GetAttribute("value").ShouldBe(page.Contains("linkage") ? "spending" : "shop/pay");
        }

        var rate = await viewer.PageAsync("/analysis/lifetime?discount=many", System.Net.HttpStatusCode.UnprocessableEntity);
        rate.QuerySelector("input[name=discount]")!.GetAttribute("value").ShouldBe("many");
        rate.QuerySelector("[role=alert]")!.TextContent.ShouldContain("“many” is no discount");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_value_at_risk_reaches_priorities_and_the_picture(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals, Scope.Read, Scope.Threads);
        await (await client.PostAsync("/api/opportunities", """{"title": "Paying is hard", "stages": ["shop/pay"], "effort": 4}""".AsJson())).JsonAsync(
            System.Net.HttpStatusCode.Created
        );
        (await (await client.GetAsync("/api/opportunities/1")).JsonAsync()).GetProperty("valueAtRiskUsed").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        await SendAsync(client);
        var value = (await (await client.GetAsync("/api/analyses/lifetime")).JsonAsync())
            .GetProperty("stages")
            .EnumerateArray()
            .Single(stage => stage.GetProperty("stage").GetString() == "shop/pay")
            .GetProperty("value")
            .GetDouble();

        var computed = await (await client.GetAsync("/api/opportunities/1")).JsonAsync();
        computed.GetProperty("valueAtRiskUsed").GetDouble().ShouldBe(value);
        computed.GetProperty("valueAtRiskSource").GetString()!.ShouldStartWith("computed from lifetime values");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.PageAsync("/opportunities/1")).Body!.TextContent.ShouldContain("computed from lifetime values");
        // A value that somebody states stands beside the computed one; people choose which of them counts.
        await (await client.PutAsync("/api/opportunities/1", """{"title": "Paying is hard", "effort": 4, "valueAtRisk": 500}""".AsJson())).JsonAsync();
        var stated = await (await client.GetAsync("/api/opportunities/1")).JsonAsync();
        (stated.GetProperty("valueAtRiskUsed").GetDouble(), stated.GetProperty("valueAtRiskComputed").GetDouble(), stated.GetProperty("valueFrom").GetString()).ShouldBe(
            (500, value, "stated")
        );
        var sides = (await viewer.PageAsync("/opportunities/1")).QuerySelectorAll(".value-side").Select(row => row.TextContent).ToList();
        (sides[0].Contains("counts"), sides[1].Contains("counts"), sides[0].Contains("500")).ShouldBe((true, false, true));
        (await viewer.PageAsync("/opportunities/1"))
            .QuerySelector(".value-why")!
            .TextContent.ShouldStartWith("The stated value counts, as nobody chose otherwise; the computed one is");
        using var steward = await host.SignedInAsync(Role.Steward);
        var form = new Dictionary<string, string>
        {
            ["title"] = "Paying is hard",
            ["effort"] = "4",
            ["valueAtRisk"] = "500",
            ["valueFrom"] = "computed",
            ["version"] = stated.GetProperty("version").ToString(),
        };
        (await steward.SubmitAsync("/opportunities/1", "/opportunities/1", form)).StatusCode.ShouldBe(System.Net.HttpStatusCode.SeeOther);
        (await (await client.GetAsync("/api/opportunities/1")).JsonAsync()).GetProperty("valueAtRiskUsed").GetDouble().ShouldBe(value);
        (await viewer.PageAsync("/opportunities/1")).QuerySelector(".value-why")!.TextContent.ShouldStartWith("The computed value counts, as was chosen; 500 was stated");
        await OneYardstickAsync(client, viewer, value);
        (await client.PutAsync("/api/opportunities/1", """{"title": "x", "valueFrom": "both"}""".AsJson())).StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
        (await viewer.PageAsync("/?stage=shop%2Fpay")).QuerySelector(".panel-score")!.TextContent.ShouldContain("Value at risk");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Shares_of_satisfaction_become_a_draft_that_teams_sign(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals, Scope.Read);
        using var steward = await host.SignedInAsync(Role.Steward);
        (await steward.PageAsync("/analysis/drivers?view=shares")).Body!.TextContent.ShouldContain("Not enough data");
        var random = new Random(5);
        var signals = Enumerable
            .Range(0, 300)
            .Select(at =>
            {
                var (find, pay, receive) = (1 + random.Next(5), 1 + random.Next(5), 1 + random.Next(5));
                var overall = Math.Clamp((2 * pay) + random.Next(-1, 2), 0, 10);
                return $$"""{"externalId": "s{{at}}", "time": "2024-03-{{1 + (at % 28):00}}T10:00:00Z", "customer": "C-{{at}}", "readings": [{"place": "shop/find", "measure": "csat-5", "value": {{find}}}, {"place": "shop/pay", "measure": "csat-5", "value": {{pay}}}, {"place": "shop/receive", "measure": "csat-5", "value": {{receive}}}, {"place": "shop/receive", "measure": "nps", "value": {{overall}}}]}""";
            });
        using (var early = await steward.SubmitAsync("/analysis/drivers?view=shares", "/analysis/drivers/proposals", new() { ["measure"] = "csat-5" }))
        {
            early.StatusCode.ShouldBe(System.Net.HttpStatusCode.Conflict);
            (await early.Content.ReadAsStringAsync()).ShouldContain("there are 0, 60 more would be enough to begin with. No draft was made");
        }

        await (await client.PostAsync("/api/signals?source=survey", $"[{string.Join(',', signals)}]".AsJson())).JsonAsync();

        var shares = await (await client.GetAsync("/api/analyses/drivers/shares?measure=nps")).JsonAsync();
        var pay = shares.GetProperty("drivers")[0];
        (pay.GetProperty("stage").GetString(), pay.GetProperty("share").GetDouble() > 0.8).ShouldBe(("shop/pay", true));
        // What is in it stands under the answer, for people and for programs.
        var scope = (await steward.PageAsync("/analysis/drivers?view=shares&measure=nps")).QuerySelector(".answer-scope")!.TextContent;
        scope.ShouldBe(shares.GetProperty("seen").GetProperty("sentence").GetString());
        scope.ShouldBe("All 3 stages are in it, among the 300 customers heard in all of them, of 300 heard in any.");
        var seen = shares.GetProperty("seen");
        (seen.GetProperty("in").GetInt32(), seen.GetProperty("of").GetInt32(), seen.GetProperty("customers").GetInt32()).ShouldBe((3, 3, 300));
        var made = await steward.SubmitAsync("/analysis/drivers?view=shares&measure=nps", "/analysis/drivers/proposals", new() { ["measure"] = "nps" });
        made.Headers.Location!.ToString().ShouldBe("/frameworks/2");
        await LeadsToTheDraftAsync(steward, shares);
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var draft = await context.Frameworks.Include(row => row.Stages).ThenInclude(row => row.Stage).SingleAsync(row => row.AgreedAt == null);
        var importance = draft.Stages.ToDictionary(row => row.Stage!.Key, row => row.Importance);
        // Six in all today; the three stages keep that weight together.
        importance["pay"].ShouldBeGreaterThan(5);
        importance.Values.Sum().ShouldBeInRange(5.8, 6.3);
        (await context.Frameworks.Include(row => row.Stages).ThenInclude(row => row.Stage).SingleAsync(row => row.AgreedAt != null))
            .Stages.Single(row => row.Stage!.Key == "pay")
            .Importance.ShouldBe(3);
        using var viewer = await host.SignedInAsync(Role.Viewer);
        await SignersSeeAsync(host, viewer, importance["pay"]);
        (await viewer.SubmitAsync("/analysis", "/analysis/drivers/proposals", new() { ["measure"] = "nps" })).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    private static async Task OneYardstickAsync(HttpClient client, HttpClient viewer, double value)
    {
        // One yardstick: another that states ten is ranked by its computed value too, and one without any is named.
        await (await client.PostAsync("/api/opportunities", """{"title": "Slow to pay", "stages": ["shop/pay"], "effort": 4, "valueAtRisk": 10}""".AsJson())).JsonAsync(
            System.Net.HttpStatusCode.Created
        );
        await (await client.PostAsync("/api/opportunities", """{"title": "Of no stage", "effort": 4, "valueAtRisk": 10}""".AsJson())).JsonAsync(System.Net.HttpStatusCode.Created);
        (await (await client.GetAsync("/api/opportunities/2")).JsonAsync()).GetProperty("valueAtRiskUsed").GetDouble().ShouldBe(value);
        (await viewer.PageAsync("/opportunities/2")).QuerySelector(".value-why")!.TextContent.ShouldStartWith("The computed value counts, as that of others does");
        var ranking = await viewer.PageAsync("/opportunities");
        ranking.QuerySelector(".formula-note .alert")!.TextContent.ShouldContain("1 of 3 have only a stated value at risk");
        ranking.QuerySelector(".formula-note .alert")!.TextContent.ShouldContain("O-3.");
        ranking
            .QuerySelectorAll("td[data-label='Value at risk']")
            .Select(cell => cell.TextContent)
            .ShouldContain(cell => cell.EndsWith(" computed; 10 stated", StringComparison.Ordinal));
        ranking.QuerySelectorAll("td[data-label='Value at risk']").Select(cell => cell.TextContent).ShouldContain("10 only stated");
    }

    private static async Task LeadsToTheDraftAsync(HttpClient steward, System.Text.Json.JsonElement shares)
    {
        // What is explained says how sure that is; where a draft stands in the way, the page leads to it.
        (
            shares.GetProperty("explainedLow").GetDouble() < shares.GetProperty("explained").GetDouble(),
            shares.GetProperty("explainedAdjusted").GetDouble() < shares.GetProperty("explained").GetDouble()
        ).ShouldBe((true, true));
        var after = await steward.PageAsync("/analysis/drivers?view=shares&measure=nps");
        after.QuerySelector(".answer")!.TextContent.ShouldContain("adjusted for what 3 stages explain by chance");
        after.QuerySelector("form[action='/analysis/drivers/proposals']").ShouldBeNull();
        after.QuerySelector("section[aria-labelledby=h-propose] a[href='/frameworks/2']").ShouldNotBeNull();
        using (var second = await steward.SubmitAsync("/analysis/facts", "/analysis/drivers/proposals", new() { ["measure"] = "nps" }))
        {
            second.StatusCode.ShouldBe(System.Net.HttpStatusCode.Conflict);
            var refused = await second.Content.ReadAsStringAsync();
            (refused.Contains("There is a draft already"), refused.Contains("href=\"/frameworks/2\""), refused.Contains("Changed meanwhile")).ShouldBe((true, true, false));
        }
    }

    private static async Task SignersSeeAsync(TestHost host, HttpClient viewer, double importance)
    {
        // Who signs sees where each figure comes from, and that it is a proposal.
        var page = await viewer.PageAsync("/frameworks/2");
        var section = page.QuerySelector(".proposals")!;
        section.TextContent.ShouldContain("A proposal, not a result");
        var row = section
            .QuerySelectorAll("tbody tr")
            .Single(one => one.TextContent.StartsWith("Pay", StringComparison.Ordinal) || one.QuerySelector("th")!.TextContent.Contains("Pay"));
        var cells = row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList();
        cells[0].ShouldBe("3");
        cells[1].ShouldBe(importance.ToString("0.#", CultureInfo.InvariantCulture));
        cells[3].ShouldMatch(@"^\d+\.\d % \(\d+\.\d to \d+\.\d\)$");
        cells[4].ShouldBe("300");
        cells[5].ShouldBe("yes");
        // One analysis is named once; a share that may as well be chance is not sure, however small.
        section.QuerySelectorAll("p").Count(one => one.TextContent.Contains("(LMG), bootstrap interval")).ShouldBe(1);
        section.QuerySelectorAll("tbody tr").Count(one => one.TextContent.Contains("not enough data")).ShouldBe(2);
        // What was changed by hand is seen, and the file holds it all both ways.
        (await viewer.GetStringAsync("/api/frameworks/draft")).ShouldContain("\"customersShort\":0");
        var file = (await host.Services.CreateAsyncScope().ServiceProvider.GetRequiredService<Web.Features.Frameworks.FrameworkQueries>().ReadFileAsync(2, default)).Value;
        Web.Features.Frameworks.FrameworkFile.Parse(file.ToYaml()).Value.ToYaml().ShouldBe(file.ToYaml());
        file.Stages["shop/pay"].Proposal!.Customers.ShouldBe(300);
    }

    [Theory]
    [InlineData(102, 0.001, 0.001, 0.044, false)] // Near nothing, though its interval is short in points.
    [InlineData(300, 0.85, 0.80, 0.90, true)]
    [InlineData(1000, 0.10, 0.06, 0.15, true)]
    [InlineData(1000, 0.10, 0.04, 0.15, false)] // Beneath half of it.
    [InlineData(1000, 0.10, 0.06, 0.21, false)] // Above twice it.
    [InlineData(80, 0.015, 0.011, 0.02, false)] // No more than chance gives among eighty.
    public void A_proposed_importance_is_sure_enough_only_within_half_and_twice_it_and_above_chance(int customers, double share, double low, double high, bool sure)
    {
        var missing = ProposeImportance.Short(customers, share, new(low, high));
        (missing == 0).ShouldBe(sure);
        // So many more would be enough, if the spread shrinks as it does with more.
        var scale = Math.Sqrt((double)customers / (customers + missing));
        if (missing < ProposeImportance.MostShort)
            ProposeImportance.Short(customers + missing, share, new(share - ((share - low) * scale), share + ((high - share) * scale))).ShouldBeLessThanOrEqualTo(1);
        ProposeImportance.Short(customers, 0, Redthread.Statistics.Interval.None).ShouldBe(ProposeImportance.MostShort);
    }

    [Fact]
    public async Task An_answer_is_kept_until_facts_change_and_not_computed_for_every_view()
    {
        await using var host = await TestHost.StartAsync(postgres);
        var kept = host.Services.GetRequiredService<KeptAnalyses>();
        var runs = 0;
        Task<AnalysisState<string>> ReadAsync() => kept.ReadAsync("question", (_, _) => Task.FromResult($"answer {++runs}"), default, patience: TimeSpan.FromMinutes(1));
        (await ReadAsync()).Answer!.Value.ShouldBe("answer 1");
        (await ReadAsync()).Answer!.Value.ShouldBe("answer 1");
        await using (var scope = host.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<ImportCustomerFacts>().HandleAsync(Actor.Operator, "customer,start\nC,2025-01-01\n", default);
        (await ReadAsync()).Answer!.Value.ShouldBe("answer 2");
        var failed = await kept.ReadAsync<string>("bad question", (_, _) => throw new InvalidOperationException("no"), default, patience: TimeSpan.FromMinutes(1));
        (failed.Answer, failed.Running).ShouldBe((null, false));
        failed.Failure.ShouldNotBeNull();
    }

    // Who rates paying low leaves soon after the landmark; 600 customers, all rated before it.
    private static async Task SendAsync(HttpClient client)
    {
        var random = new Random(11);
        var signals = new List<string>();
        var facts = new StringBuilder("customer,start,end,until,margin\n");
        for (var number = 0; number < 600; number++)
        {
            var rating = 1 + random.Next(5);
            signals.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"externalId": "s{{number}}", "time": "2023-10-{{1 + (number % 28):00}}T10:00:00Z", "customer": "C-{{number}}", "readings": [{"place": "shop/pay", "measure": "csat-5", "value": {{rating}}}]}"""
                )
            );
            var days = -Math.Log(1 - random.NextDouble()) * 1200 / Math.Exp(0.45 * (4 - rating));
            var end = new DateOnly(2024, 1, 1).AddDays((int)days + 1);
            facts.Append(
                CultureInfo.InvariantCulture,
                $"C-{number},2022-{1 + (number % 12):00}-01,{(days < 179 ? end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "")},2024-07-01,{10 + random.Next(5)}\n"
            );
        }

        await (await client.PostAsync("/api/signals?source=survey", $"[{string.Join(',', signals)}]".AsJson())).JsonAsync();
        var report = await (await client.PostAsync("/api/customers/facts", facts.ToString().AsJson("text/csv"))).JsonAsync();
        report.GetProperty("added").GetInt32().ShouldBe(600, report.ToString());
    }
}
