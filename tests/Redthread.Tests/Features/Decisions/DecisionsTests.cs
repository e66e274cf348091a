using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Tests.Support;
using Redthread.Web.Features.Decisions;
using Redthread.Web.Features.Threads;

namespace Redthread.Tests.Features.Decisions;

public sealed class DecisionsTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task It_cannot_be_made_until_everything_is_seen_to_and_is_frozen_then(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads);
        var strong = await DecisionGround.AddInsightAsync(host, "Nobody finds the phone number", "shop/pay", 12);
        var against = await DecisionGround.AddInsightAsync(host, "Most pay at once", "shop/pay", 2);
        await DecisionGround.AddInsightAsync(host, "Only a draft", "shop/pay", 20, approved: false);
        await DecisionGround.AddInsightAsync(host, "Elsewhere", "shop/find", 20);

        var made = await (await client.PostAsync("/api/decisions", """{"title": "Rebuild paying", "stages": ["shop/pay"]}""".AsJson())).JsonAsync(HttpStatusCode.Created);
        made.GetProperty("insights").EnumerateArray().Select(row => row.GetProperty("title").GetString()).ShouldBe([strong.Title, against.Title]);
        made.GetProperty("insights")[0].GetProperty("strong").GetBoolean().ShouldBeTrue();
        made.GetProperty("insights")[1].GetProperty("strong").GetBoolean().ShouldBeFalse();
        Missing(made).ShouldBe(["question-missing", "strong-insight-unheard", "nothing-against", "choice-missing", "review-date-missing"]);

        var refused = await (await client.PostAsync("/api/decisions/1/making", "{}".AsJson())).JsonAsync(HttpStatusCode.UnprocessableEntity);
        refused.GetProperty("code").GetString().ShouldBe("decision-incomplete");
        refused.GetProperty("detail").GetString()!.ShouldContain("I-1");

        await (
            await client.PutAsync("/api/decisions/1", """{"title": "Rebuild paying", "question": "Should we rebuild paying?", "reviewOn": "2027-05-01"}""".AsJson())
        ).JsonAsync();
        await (await client.PostAsync("/api/decisions/1/options", """{"title": "Rebuild", "points": 4, "effect": "Fewer give up"}""".AsJson())).JsonAsync();
        var options = await (await client.PostAsync("/api/decisions/1/options", """{"title": "Leave it"}""".AsJson())).JsonAsync();
        Missing(options).ShouldBe(["strong-insight-unheard", "nothing-against", "option-not-chosen"]);
        await (await client.PutAsync($"/api/decisions/1/options/{options.GetProperty("options")[0].GetProperty("id").GetString()}/choice", null)).JsonAsync();

        (await (await client.PutAsync("/api/decisions/1/insights/I-1", """{"mark": "setAside"}""".AsJson())).JsonAsync(HttpStatusCode.UnprocessableEntity))
            .GetProperty("code")
            .GetString()
            .ShouldBe("reason-missing");
        Missing(await (await client.PutAsync("/api/decisions/1/insights/I-1", """{"mark": "setAside", "reason": "Being built already"}""".AsJson())).JsonAsync())
            .ShouldBe(["nothing-against"]);
        Missing(await (await client.PutAsync("/api/decisions/1/insights/I-1", """{"mark": "usedFor"}""".AsJson())).JsonAsync()).ShouldBe(["nothing-against"]);
        Missing(await (await client.PutAsync("/api/decisions/1/nothing-against", null)).JsonAsync()).ShouldBeEmpty();
        Missing(await (await client.DeleteAsync("/api/decisions/1/nothing-against")).JsonAsync()).ShouldBe(["nothing-against"]);
        Missing(await (await client.PutAsync("/api/decisions/1/insights/I-2", """{"mark": "usedAgainst"}""".AsJson())).JsonAsync()).ShouldBeEmpty();

        var done = await (await client.PostAsync("/api/decisions/1/making", "{}".AsJson())).JsonAsync();
        (done.GetProperty("state").GetString(), done.GetProperty("choice").GetString()).ShouldBe(("made", "Rebuild"));
        foreach (
            var late in new[]
            {
                client.PutAsync("/api/decisions/1", """{"title": "Another"}""".AsJson()),
                client.PostAsync("/api/decisions/1/options", """{"title": "Late"}""".AsJson()),
                client.PutAsync("/api/decisions/1/insights/I-1", "{}".AsJson()),
                client.PutAsync("/api/decisions/1/dossier", """{"answer": "Late"}""".AsJson()),
                client.PostAsync("/api/decisions/1/making", "{}".AsJson()),
            }
        )
            (await (await late).JsonAsync(HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("decision-frozen");
        var reviewed = await (await client.PostAsync("/api/decisions/1/review", """{"actual": "Fewer gave up"}""".AsJson())).JsonAsync();
        reviewed.GetProperty("state").GetString().ShouldBe("reviewed");
    }

    [Fact]
    public async Task A_review_tells_the_movement_from_that_of_untouched_stages()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads, Scope.Signals);
        // CSAT 1–5 is 0–100: pay moves from 12.5 to 62.5, find from 12.5 to 37.5, receive not at all.
        foreach (var (stage, before, after) in new[] { ("shop/pay", 1, 3), ("shop/find", 1, 2), ("shop/receive", 2, 2) })
        {
            await DecisionGround.SendAsync(client, stage, "2026-02-10", before);
            await DecisionGround.SendAsync(client, stage, "2026-05-10", after);
        }

        await (
            await client.PostAsync("/api/decisions", """{"title": "Rebuild paying", "stages": ["shop/pay"], "expectedStage": "shop/pay", "expectedPoints": 20}""".AsJson())
        ).JsonAsync(HttpStatusCode.Created);
        await ChangeAsync(host, 1, row => (row.MadeAt, row.MadeBy) = (new DateTime(2026, 2, 20, 0, 0, 0, DateTimeKind.Utc), "A leader"));

        var movement = (await (await client.GetAsync("/api/decisions/1")).JsonAsync()).GetProperty("movement");
        (movement.GetProperty("before").GetString(), movement.GetProperty("after").GetString()).ShouldBe(("2026-Q1", "2026-Q2"));
        movement.GetProperty("comparisons").EnumerateArray().Select(row => row.GetString()).ShouldBe(["Find it", "Receive it"]);
        // 50 − mean(25, 0). Each window has s² = 1562.5 ÷ 9 and n = 10: SE² = 2·17.36 + 4·17.36 ÷ 4 = 52.08; t(36) = 2.028.
        movement.GetProperty("difference").GetDouble().ShouldBe(37.5, 1e-9);
        movement.GetProperty("low").GetDouble().ShouldBe(37.5 - (2.028 * Math.Sqrt(52.083)), 0.02);
        movement.GetProperty("high").GetDouble().ShouldBe(37.5 + (2.028 * Math.Sqrt(52.083)), 0.02);
        movement.GetProperty("verdict").GetString()!.ShouldContain("Pay moved by +37.5 points");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.PageAsync("/decisions/1")).Body!.TextContent.ShouldContain("Pay moved by +37.5 points");
    }

    [Fact]
    public async Task The_second_of_two_editors_sees_both_texts_and_loses_none()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var member = await host.SignedInAsync(Role.Member);
        Dictionary<string, string> Form(string title, string version) =>
            new()
            {
                ["title"] = title,
                ["question"] = $"{title}?",
                ["type"] = "Roadmap",
                ["decider"] = "",
                ["team"] = "",
                ["dueOn"] = "",
                ["reviewOn"] = "",
                ["expected"] = "",
                ["expectedStage"] = "",
                ["expectedPoints"] = "",
                ["detail"] = "",
                ["version"] = version,
            };
        var first = await member.SubmitAsync("/decisions/new", "/decisions", Form("First", ""));
        first.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await first.Content.ReadAsStringAsync());
        first.Headers.Location!.ToString().ShouldBe("/decisions/1");
        (await member.SubmitAsync("/decisions/1", "/decisions/1", Form("Theirs", "1"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using var answer = await member.SubmitAsync("/decisions/1", "/decisions/1", Form("Mine", "1"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(), default);
        page.QuerySelector(".conflict")!.TextContent.ShouldContain("Theirs?");
        page.QuerySelector(".conflict")!.TextContent.ShouldContain("Mine?");
        page.QuerySelector("#edit input[name=title]")!.GetAttribute("value").ShouldBe("Mine");
        page.QuerySelector("#edit input[name=version]")!.GetAttribute("value").ShouldBe("2");
        (await member.SubmitAsync("/decisions/1", "/decisions/1", Form("Mine", "2"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task The_draft_of_a_dossier_cites_every_sentence_and_keeps_what_is_written()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads, Scope.Signals, Scope.Read, Scope.Admin);
        await DecisionGround.SendAsync(client, "shop/pay", "2026-05-10", 1);
        await DecisionGround.AddInsightAsync(host, "Paying takes ages", "shop/pay", 10);
        await (
            await client.PostAsync(
                "/api/decisions",
                """{"title": "Rebuild", "question": "Should we rebuild? Or wait?", "stages": ["shop/pay"], "expected": "Fewer give up", "reviewOn": "2027-05-01"}""".AsJson()
            )
        ).JsonAsync(HttpStatusCode.Created);
        await (await client.PostAsync("/api/decisions/1/options", """{"title": "Rebuild", "points": 2.5}""".AsJson())).JsonAsync();
        await (await client.PutAsync("/api/decisions/1/insights/I-1", """{"mark": "usedFor"}""".AsJson())).JsonAsync();
        await (await client.PutAsync("/api/decisions/1/dossier", """{"answer": "We rebuild. It pays off [I-1]."}""".AsJson())).JsonAsync();
        await (await client.PostAsync("/api/decisions/1/dossier/drafts", "{}".AsJson())).JsonAsync();

        var kept = await (await client.GetAsync("/api/decisions/1/dossier")).JsonAsync();
        kept.GetProperty("answer").GetString().ShouldBe("We rebuild. It pays off [I-1].");
        kept.GetProperty("uncited").GetInt32().ShouldBe(1);
        kept.GetProperty("situation").GetString()!.ShouldContain("[stage shop/pay]");
        kept.GetProperty("complication").GetString()!.ShouldContain("Paying takes ages (confidence");
        kept.GetProperty("complication").GetString()!.ShouldContain("“It took ages 9” [signal 10]");
        kept.GetProperty("question").GetString().ShouldBe("Should we rebuild? [D-1] Or wait? [D-1]");
        await (await client.PostAsync("/api/decisions/1/dossier/drafts", """{"replace": true}""".AsJson())).JsonAsync();
        var replaced = await (await client.GetAsync("/api/decisions/1/dossier")).JsonAsync();
        replaced.GetProperty("uncited").GetInt32().ShouldBe(0);
        replaced.GetProperty("answer").GetString()!.ShouldContain("+2.5 points");
        var (code, markdown, error) = await RedthreadProgram.RunAsync(host.Folder, null, "dossier", "D-1");
        code.ShouldBe(0, error);
        markdown.ShouldContain("## Complication");

        // A made decision is frozen, but not for the customer who wants to be forgotten.
        await ChangeAsync(host, 1, row => row.MadeAt = DateTime.UnixEpoch);
        await (await client.PostAsync("/api/erasures", """{"customer": "shop/pay-2026-05-10-9"}""".AsJson())).JsonAsync();
        var erased = (await (await client.GetAsync("/api/decisions/1/dossier")).JsonAsync()).GetProperty("complication").GetString()!;
        erased.ShouldContain("[quotation removed at the customer's request, ");
        erased.ShouldNotContain("It took ages 9");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        var page = await viewer.PageAsync("/decisions/1/dossier");
        page.QuerySelector("a.cite[href='/o/I-1']").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("It fails [I-1]. Nobody says why. \"Why. Oh why\" [signal 4].", 3, 1)]
    [InlineData("It costs 2.5 million [D-3].\n\n# Heading\nAnd e.g. this one [stage shop/pay]. [I-2] So", 3, 1)]
    [InlineData("", 0, 0)]
    public void Sentences_without_a_citation_are_marked(string text, int sentences, int uncited)
    {
        DossierText.Read(text).Count.ShouldBe(sentences);
        DossierText.Uncited([text]).ShouldBe(uncited);
    }

    [Fact]
    public void A_quotation_goes_and_the_others_stay()
    {
        const string text = "They say “never again” [I-3] [signal 4] and “fine” [signal 5].";
        DossierText
            .EraseQuotes(text, new HashSet<long> { 4 }, new DateOnly(2026, 5, 3))
            .ShouldBe("They say [quotation removed at the customer's request, 3 May 2026] [I-3] and “fine” [signal 5].");
        DossierText.EraseQuotes(text, new HashSet<long> { 44 }, default).ShouldBeNull();
    }

    [Theory]
    [InlineData("«never again»", 1)]
    [InlineData("„nie wieder“", 1)]
    [InlineData("»nie wieder«", 1)]
    [InlineData("‘never again, it’s slow’", 1)]
    [InlineData("‹never again›", 1)]
    [InlineData("\"never again\"", 1)]
    [InlineData("that it happens never again", 0)]
    public void A_quotation_goes_whatever_its_marks(string quoted, int lead)
    {
        var erased = DossierText.EraseQuotes($"It is slow [I-3]. They say {quoted} [signal 4]. So be it [D-1].\nNext [I-4].", new HashSet<long> { 4 }, new DateOnly(2026, 5, 3))!;
        erased.ShouldNotContain("again");
        erased.ShouldNotContain("wieder");
        erased.ShouldNotContain("[signal 4]");
        erased.ShouldBe(
            $"It is slow [I-3]. {(lead == 1 ? "They say " : "")}[quotation removed at the customer's request, 3 May 2026]{(lead == 1 ? "." : "")} So be it [D-1].\nNext [I-4]."
        );
        DossierText.EraseQuotes(erased, new HashSet<long> { 4 }, default).ShouldBeNull();
    }

    [Fact]
    public void A_citation_of_what_is_not_there_is_none()
    {
        bool Exists(string address) => address == "/o/I-1";
        var sentences = DossierText.Read("It fails [I-1]. It fails often [I-9999]. Both [I-1] [I-9999].", Exists);
        sentences.Select(sentence => sentence.Cited).ShouldBe([true, false, true]);
        sentences[1].Spans.Single(span => span.Unknown).Text.ShouldBe("[I-9999]");
    }

    [Fact]
    public async Task What_a_made_decision_rested_on_stays_as_it_was()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads);
        await DecisionGround.AddInsightAsync(host, "Nobody finds the phone number", "shop/pay", 12);
        await DecisionGround.AddInsightAsync(host, "Another one", "shop/pay", 1);
        await (
            await client.PostAsync("/api/decisions", """{"title": "Rebuild paying", "question": "Should we?", "reviewOn": "2027-05-01", "stages": ["shop/pay"]}""".AsJson())
        ).JsonAsync(HttpStatusCode.Created);
        await (await client.PutAsync("/api/decisions/1/insights/I-1", """{"mark": "usedFor"}""".AsJson())).JsonAsync();
        await (await client.PutAsync("/api/decisions/1/nothing-against", null)).JsonAsync();
        await (await client.PostAsync("/api/decisions/1/making", """{"choice": "Rebuild it"}""".AsJson())).JsonAsync();
        var made = (await (await client.GetAsync("/api/decisions/1")).JsonAsync()).GetProperty("insights")[0];
        made.GetProperty("since").ValueKind.ShouldBe(JsonValueKind.Null);
        // Nobody wrote a dossier, so it was drafted from what is linked.
        var dossier = await (await client.GetAsync("/api/decisions/1/dossier")).JsonAsync();
        dossier.GetProperty("complication").GetString()!.ShouldContain("Nobody finds the phone number");
        dossier.GetProperty("answer").GetString()!.ShouldContain("Rebuild it");
        dossier.GetProperty("uncited").GetInt32().ShouldBe(0);

        await host
            .Services.GetRequiredService<ThreadStore>()
            .ChangeAsync<Insight>(
                Actor.Operator,
                Permission.EditThreads,
                1,
                null,
                (context, row, _) =>
                {
                    (row.Title, row.Type) = ("Everything is fine", InsightType.Strength);
                    context.Evidence.RemoveRange(context.Evidence.Where(one => one.InsightId == row.Id).Take(6));
                    return Task.FromResult<Result<(string, string)>>(("changed", "Changed it"));
                },
                default
            );
        await (await client.PostAsync("/api/insights/1/merge", """{"into": "I-2"}""".AsJson())).JsonAsync();

        var later = (await (await client.GetAsync("/api/decisions/1")).JsonAsync()).GetProperty("insights");
        later.GetArrayLength().ShouldBe(1);
        foreach (var kept in new[] { "insight", "title", "confidence", "mark", "strong" })
            later[0].GetProperty(kept).ToString().ShouldBe(made.GetProperty(kept).ToString());
        var since = later[0].GetProperty("since").GetString()!;
        since.ShouldContain("merged into I-2");
        since.ShouldContain("now called strength");
        since.ShouldContain("now worded “Everything is fine”");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.PageAsync("/decisions/1")).QuerySelector("#evidence .since")!.TextContent.ShouldContain("merged into I-2");
    }

    [Fact]
    public async Task Removing_what_nobody_quotes_says_so()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads);
        await (await client.PostAsync("/api/decisions", """{"title": "Rebuild paying"}""".AsJson())).JsonAsync(HttpStatusCode.Created);
        await ChangeAsync(host, 1, row => (row.MadeAt, row.Answer) = (DateTime.UnixEpoch, "They say «never» [signal 7]."));
        using var steward = await host.SignedInAsync(Role.Steward);
        var refused = await steward.SubmitAsync("/decisions/1/dossier", "/decisions/1/quotations/removal", new() { ["signal"] = "99" });
        (await refused.Content.ReadAsStringAsync()).ShouldContain("No decision quotes signal 99");
        var done = await steward.SubmitAsync("/decisions/1/dossier", "/decisions/1/quotations/removal", new() { ["signal"] = "7" });
        done.Headers.Location!.ToString().ShouldBe("/decisions/1/dossier?removed=1");
        (await steward.PageAsync("/decisions/1/dossier?removed=1")).Body!.TextContent.ShouldContain("gone from 1 decision");
    }

    [Fact]
    public async Task Members_plan_leaders_decide_and_the_decider_is_told()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        var leader = await host.AddPersonAsync(Role.Leader, "chief@example.org", "Chief");
        using var member = await host.SignedInAsync(Role.Member);
        var made = await member.SubmitAsync(
            "/decisions/new",
            "/decisions",
            new()
            {
                ["title"] = "Rebuild",
                ["decider"] = leader.Id.ToString(),
                ["stage"] = "shop/pay",
            }
        );
        made.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await member.SubmitAsync("/decisions/1", "/decisions/1/making", [])).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.SubmitAsync("/decisions/1", "/decisions/1/options", new() { ["title"] = "x" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await viewer.PageAsync("/decisions?place=shop")).QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        (await viewer.PageAsync("/decisions?place=elsewhere")).QuerySelectorAll("tbody tr").Length.ShouldBe(0);
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var told = await context.Notifications.SingleAsync(row => row.PersonId == leader.Id);
        (told.Type, told.Address).ShouldBe((NotificationType.Assigned, "/decisions/1"));
    }

    [Fact]
    public async Task Who_saves_an_option_second_sees_both_texts()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var member = await host.SignedInAsync(Role.Member);
        await member.SubmitAsync("/decisions/new", "/decisions", new() { ["title"] = "Rebuild" });
        await member.SubmitAsync("/decisions/1", "/decisions/1/options", new() { ["title"] = "Mend it" });
        var form = (IHtmlFormElement)(await member.PageAsync("/decisions/1")).QuerySelector("form:has(input[name=version]):has(input[name=option])")!;
        Dictionary<string, string> Fields(string title) =>
            new()
            {
                ["option"] = form.QuerySelector("[name=option]")!.GetAttribute("value")!,
                ["version"] = form.QuerySelector("[name=version]")!.GetAttribute("value")!,
                ["title"] = title,
            };
        var address = form.GetAttribute("action")!;
        (await member.SubmitAsync("/decisions/1", address, Fields("Mend it by May"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using var late = await member.SubmitAsync("/decisions/1", address, Fields("Mend it whole"));
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await new HtmlParser().ParseDocumentAsync(await late.Content.ReadAsStringAsync());
        page.QuerySelector("#options .conflict")!.TextContent.ShouldContain("Mend it by May");
        page.QuerySelectorAll("#options [name=title]").Select(field => field.GetAttribute("value")).ShouldContain("Mend it whole");
        page.QuerySelector("#options .option h3")!.TextContent.ShouldContain("Mend it by May");
    }

    [Fact]
    public async Task Decisions_taken_elsewhere_count_once()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads);
        const string file =
            """[{"externalId": "jira-1", "title": "Cut fees", "madeOn": "2026-03-01", "stages": ["shop/pay"]}, {"externalId": "jira-2", "title": "x"}, {"externalId": "jira-3", "title": "y", "stages": ["shop/nowhere"]}]""";
        var first = await (await client.PostAsync("/api/imports/decisions", file.AsJson())).JsonAsync();
        (first.GetProperty("added").GetInt32(), first.GetProperty("rejected")[0].GetProperty("column").GetString()).ShouldBe((2, "stages"));
        (await (await client.PostAsync("/api/imports/decisions", file.AsJson())).JsonAsync()).GetProperty("unchanged").GetInt32().ShouldBe(2);
        var link = (await (await client.GetAsync("/api/links?of=D-1")).JsonAsync())[0];
        (link.GetProperty("kind").GetString(), link.GetProperty("path").GetString()).ShouldBe(("onStage", "shop/pay"));
        (await (await client.GetAsync("/api/decisions?tab=made")).JsonAsync()).GetProperty("total").GetInt32().ShouldBe(1);
    }

    private static IEnumerable<string?> Missing(JsonElement decision) => decision.GetProperty("missing").EnumerateArray().Select(row => row.GetProperty("code").GetString());

    private static async Task ChangeAsync(TestHost host, int number, Action<Decision> change)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var changed = await scope
            .ServiceProvider.GetRequiredService<ThreadStore>()
            .ChangeAsync<Decision>(
                Actor.Operator,
                Permission.Decide,
                number,
                null,
                (_, row, _) =>
                {
                    change(row);
                    return Task.FromResult<Result<(string, string)>>(("changed", "Changed"));
                },
                default
            );
        changed.Ok.ShouldBeTrue();
    }
}
