using System.Net;
using AngleSharp.Html.Parser;
using Redthread.Domain.People;
using Redthread.Tests.Features.Decisions;
using Redthread.Tests.Support;
using Redthread.Web.Features.Talk;

namespace Redthread.Tests.Features.Talk;

/// <summary>Comments, watches and notifications through the front doors.</summary>
public sealed class TalkDoorTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("@Mia O'Neil")]
    [InlineData("@mia o’neil, please")]
    [InlineData("@MIA  O`NEIL")]
    [InlineData("(@Mia Oʼneil)")]
    public void A_name_is_meant_however_its_apostrophe_is_typed(string text)
    {
        var mia = new Named(Guid.CreateVersion7(), "Mia O’Neil");
        Mentions.In(text, [mia]).ShouldBe([mia.Id]);
        Mentions.Unknown(text, [mia]).ShouldBeEmpty();
    }

    [Fact]
    public void Accents_do_not_matter_and_what_is_nobodys_name_is_told()
    {
        var rene = new Named(Guid.CreateVersion7(), "René Müller");
        Mentions.In("@Rene Muller?", [rene]).ShouldBe([rene.Id]);
        Mentions.In("@Rene\u0301 Mu\u0308ller", [rene]).ShouldBe([rene.Id]);
        Mentions.Unknown("@Renate and rene@example.org", [rene]).ShouldBe(["renate"]);
    }

    [Fact]
    public void Names_of_objects_are_followed_by_their_titles()
    {
        string? Title(string name) => name == "I-3" ? "Agents may settle nothing" : null;
        NotificationText.WithTitles("Ada: I-3 was used for D-9", Title).ShouldBe("Ada: I-3 “Agents may settle nothing” was used for D-9");
        NotificationText.WithTitles("Changed I-3: Agents may settle nothing", Title).ShouldBe("Changed I-3: Agents may settle nothing");
        NotificationText.WithTitles("X-I-3 and I-31", Title).ShouldBe("X-I-3 and I-31");
    }

    [Fact]
    public async Task Programs_change_and_remove_their_own_comments_watch_and_read()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        await DecisionGround.AddInsightAsync(host, "Four menus", "shop/pay", 1);
        using var client = await host.WithTokenAsync(Scope.Threads);
        var comment = await (await client.PostAsync("/api/comments", """{"on": "I-1", "text": "First"}""".AsJson())).JsonAsync();
        var address = $"/api/comments/{comment.GetProperty("id").GetString()}";

        (await (await client.PutAsync(address, """{"text": "Second", "version": 1}""".AsJson())).JsonAsync()).GetProperty("text").GetString().ShouldBe("Second");
        (await client.PutAsync(address, """{"text": "Third", "version": 1}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await client.PutAsync("/api/watches/I-1", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.PutAsync("/api/watches/I-9", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var other = await host.WithTokenAsync(Scope.Threads);
        await other.PostAsync("/api/comments", """{"on": "I-1", "text": "So I say too"}""".AsJson());
        var told = await (await client.GetAsync("/api/notifications")).JsonAsync();
        told.GetArrayLength().ShouldBe(1);
        told[0].GetProperty("text").GetString()!.ShouldContain("I-1 “Four menus”");
        (await client.PostAsync($"/api/notifications/{told[0].GetProperty("id").GetString()}/reading", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await other.PostAsync($"/api/notifications/{told[0].GetProperty("id").GetString()}/reading", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.PostAsync("/api/notifications/reading", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await (await client.GetAsync("/api/notifications")).JsonAsync())[0].GetProperty("readAt").GetString().ShouldNotBeNull();

        (await client.DeleteAsync("/api/watches/I-1")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await other.PostAsync("/api/comments", """{"on": "I-1", "text": "And again"}""".AsJson());
        (await (await client.GetAsync("/api/notifications")).JsonAsync()).GetArrayLength().ShouldBe(1);
        (await client.DeleteAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.DeleteAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_comments_sees_who_was_told_and_a_blank_comment_is_shown_again()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        await DecisionGround.AddInsightAsync(host, "Four menus", "shop/pay", 1);
        var mia = await host.AddPersonAsync(Role.Member, "mia@example.org", "Mia O’Neil");
        using var browser = await host.SignedInAsync(Role.Leader);
        Dictionary<string, string> Fields(string text) =>
            new()
            {
                ["on"] = "I-1",
                ["back"] = "/insights/1#talk",
                ["text"] = text,
            };

        using var sent = await browser.SubmitAsync("/insights/1", "/comments", Fields("@Mia O'Neil and @Nobody, look"));
        sent.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var told = (await browser.PageAsync(sent.Headers.Location!.ToString())).QuerySelector(".told")!.TextContent;
        told.ShouldContain("Mia O’Neil");
        told.ShouldContain("“nobody”");

        using var blank = await browser.SubmitAsync("/insights/1", "/comments", Fields("   "));
        blank.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await new HtmlParser().ParseDocumentAsync(await blank.Content.ReadAsStringAsync());
        again.QuerySelector("form[action='/comments'] textarea").ShouldNotBeNull();
        again.QuerySelector("[role=alert]")!.TextContent.ShouldContain("1 to 4");
        again.QuerySelector("a[href='/insights/1#talk']").ShouldNotBeNull();

        using var hers = host.Browser();
        (await hers.SubmitAsync("/sign-in", "/sign-in", new() { ["email"] = mia.Email, ["password"] = TestHost.Password })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await hers.PageAsync("/insights")).QuerySelector(".rail .unread-badge")!.TextContent.ShouldBe("1 unread notifications");
        (await hers.GetStringAsync("/mentions?q=O'N")).ShouldContain("Mia");
        (await browser.PageAsync("/insights")).QuerySelector(".rail .unread-badge").ShouldBeNull();
    }
}
