using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Tests.Support;
using Redthread.Web.Features.Notices;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Notices;

/// <summary>What somebody is told reaches them by e-mail once, as often as they chose, whatever happens in between.</summary>
public sealed class NoticesTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory]
    [InlineData(NoticePace.AtOnce, "2026-11-18T05:00", "2026-11-18T05:00")]
    [InlineData(NoticePace.Daily, "2026-11-18T05:00", "2026-11-18T06:00")]
    [InlineData(NoticePace.Daily, "2026-11-18T06:00", "2026-11-19T06:00")]
    [InlineData(NoticePace.Weekly, "2026-11-18T05:00", "2026-11-23T06:00")]
    [InlineData(NoticePace.Weekly, "2026-11-23T05:59", "2026-11-23T06:00")]
    [InlineData(NoticePace.Weekly, "2026-11-23T06:00", "2026-11-30T06:00")]
    public void A_digest_has_its_hour(NoticePace pace, string now, string due)
    {
        static DateTime At(string text) => DateTime.SpecifyKind(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
        RouteNotices.DueAt(pace, At(now)).ShouldBe(At(due));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task At_once_is_one_message_and_unsubscribing_takes_one_post(Provider provider)
    {
        await using var smtp = new SmtpListener();
        await using var notices = await Told.StartAsync(postgres, provider, smtp.Port);
        var person = await notices.PersonAsync(NoticePace.AtOnce);
        await notices.TellAsync(person, "Lu mentioned you on O-1: café ahead.\n.a line that begins with a dot", "/opportunities/1");

        (await notices.RoundAsync()).ShouldBe(1);
        (await notices.RoundAsync()).ShouldBe(0);

        smtp.Complaints.ShouldBeEmpty();
        var mail = smtp.Messages.ShouldHaveSingleItem();
        (mail.From, mail.To).ShouldBe(("redthread@example.org", person.Email));
        mail.Data.ShouldContain("https://redthread.example/opportunities/1");
        mail.Data.ShouldContain("multipart/alternative");
        mail.Data.ShouldContain("caf=C3=A9");
        mail.Header("Message-ID").ShouldMatch("^<notice-[0-9a-f]{32}@example.org>$");
        mail.Header("List-Unsubscribe-Post").ShouldBe("List-Unsubscribe=One-Click");
        var off = new Uri(mail.Header("List-Unsubscribe").Trim('<', '>')).AbsolutePath;

        using var stranger = notices.Host.Browser();
        (await stranger.PageAsync(off)).QuerySelector("form button").ShouldNotBeNull();
        (await notices.ChoiceAsync(person)).Pace.ShouldBe(NoticePace.AtOnce);
        (await stranger.PostAsync(off, new FormUrlEncodedContent(new Dictionary<string, string> { ["List-Unsubscribe"] = "One-Click" }))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await notices.ChoiceAsync(person)).Pace.ShouldBe(NoticePace.Off);
        (await stranger.PostAsync("/unsubscribe/forged", new FormUrlEncodedContent([]))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await notices.TellAsync(person, "Again", "/opportunities/1");
        (await notices.RoundAsync()).ShouldBe(0);
        smtp.Messages.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_digest_is_one_message_of_what_is_unread_and_wanted(Provider provider)
    {
        await using var smtp = new SmtpListener();
        await using var notices = await Told.StartAsync(postgres, provider, smtp.Port);
        var person = await notices.PersonAsync(NoticePace.Daily, muted: NotificationType.Assigned);
        var other = await notices.PersonAsync(NoticePace.Daily);
        await notices.TellAsync(person, "Lu: Changed O-1", "/opportunities/1");
        await notices.TellAsync(person, "Lu: Archived O-1", "/opportunities/1");
        await notices.TellAsync(person, "Mo: Changed D-2", "/decisions/2");
        await notices.TellAsync(person, "read already", "/decisions/3", read: true);
        await notices.TellAsync(person, "not wanted", "/decisions/4", NotificationType.Assigned);
        await notices.TellAsync(other, "For another", "/decisions/5");

        (await notices.RoundAsync()).ShouldBe(0);
        notices.Clock.Now = notices.Clock.Now.AddDays(1);
        (await notices.RoundAsync()).ShouldBe(2);

        var mail = smtp.Messages.Single(one => one.To == person.Email);
        mail.Header("Subject").ShouldContain("3 things");
        mail.Header("Message-ID").ShouldStartWith($"<digest-{person.Id:N}-");
        foreach (var absent in new[] { "read already", "not wanted", "For another" })
            mail.Data.ShouldNotContain(absent);
        // Grouped: one address for the two on one object.
        var plain = mail.Plain();
        plain.Split("/opportunities/1").Length.ShouldBe(2);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task What_was_claimed_by_a_killed_process_goes_out_later_under_the_same_id(Provider provider)
    {
        await using var smtp = new SmtpListener();
        await using var notices = await Told.StartAsync(postgres, provider, smtp.Port);
        var person = await notices.PersonAsync(NoticePace.AtOnce);
        await notices.TellAsync(person, "Lu mentioned you", "/opportunities/1");
        await notices.UseAsync<RouteNotices, int>(route => route.RunAsync(default));
        // Claimed, and then nothing: as after a kill between the claim and the sending.
        var claimed = (await notices.UseAsync<SendDeliveries, List<Delivery>>(send => send.ClaimAsync(default))).ShouldHaveSingleItem();

        (await notices.RoundAsync()).ShouldBe(0);
        notices.Clock.Now = notices.Clock.Now.AddMinutes(11);
        (await notices.RoundAsync()).ShouldBe(1);

        smtp.Messages.ShouldHaveSingleItem().Header("Message-ID").ShouldBe($"<{SendDeliveries.MessageId(claimed)}@example.org>");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Two_workers_at_once_send_each_message_once(Provider provider)
    {
        await using var smtp = new SmtpListener();
        await using var notices = await Told.StartAsync(postgres, provider, smtp.Port);
        foreach (var pace in new[] { NoticePace.AtOnce, NoticePace.AtOnce, NoticePace.AtOnce, NoticePace.AtOnce })
        {
            var person = await notices.PersonAsync(pace);
            for (var at = 0; at < 3; at++)
                await notices.TellAsync(person, $"Number {at}", "/opportunities/1");
        }

        await notices.UseAsync<RouteNotices, int>(route => route.RunAsync(default));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => notices.UseAsync<SendDeliveries, int>(send => send.RunAsync(default)))));
        await notices.RoundAsync();

        smtp.Messages.Count.ShouldBe(12);
        smtp.Messages.Select(one => one.Header("Message-ID")).Distinct().Count().ShouldBe(12);
    }

    [Fact]
    public async Task A_refused_message_is_tried_again_with_more_patience_and_given_up_at_last()
    {
        await using var smtp = new SmtpListener { RefuseWith = "451 try later" };
        await using var notices = await Told.StartAsync(postgres, Provider.Sqlite, smtp.Port);
        var person = await notices.PersonAsync(NoticePace.AtOnce);
        await notices.TellAsync(person, "Lu mentioned you", "/opportunities/1");
        for (var attempt = 1; attempt <= SendDeliveries.MostAttempts; attempt++)
        {
            (await notices.RoundAsync()).ShouldBe(0);
            (await notices.DeliveryAsync()).Attempts.ShouldBe(attempt);
            // Before its time nothing is tried.
            await notices.RoundAsync();
            notices.Clock.Now = notices.Clock.Now.AddDays(2);
        }

        var given = await notices.DeliveryAsync();
        (given.State, given.Attempts).ShouldBe((DeliveryState.Failed, SendDeliveries.MostAttempts));
        smtp.RefuseWith = null;
        (await notices.RoundAsync()).ShouldBe(0);
        await notices.TellAsync(person, "Another", "/opportunities/1");
        smtp.RefuseWith = "550 no such person";
        await notices.RoundAsync();
        await using var context = await notices.ContextAsync();
        (await context.Deliveries.OrderByDescending(row => row.FirstDueAt).FirstAsync()).ShouldSatisfyAllConditions(
            row => row.State.ShouldBe(DeliveryState.Failed),
            row => row.Attempts.ShouldBe(1)
        );
    }

    [Fact]
    public async Task The_choice_is_made_on_a_page_and_without_a_server_nothing_is_kept_to_send()
    {
        await using var host = await TestHost.StartAsync(postgres, change: settings => settings with { Mail = null });
        var browser = await host.SignedInAsync(Role.Viewer);
        (await browser.PageAsync("/notifications/settings")).Body!.TextContent.ShouldContain("No mail server is set");
        var answer = await browser.SubmitAsync("/notifications/settings", "/notifications/settings", new() { ["pace"] = "Weekly", ["types"] = "Mention" });
        answer.Headers.Location!.ToString().ShouldBe("/notifications/settings?saved=1");
        var page = await browser.PageAsync("/notifications/settings");
        page.QuerySelector("#pace-Weekly")!.HasAttribute("checked").ShouldBeTrue();
        page.QuerySelector("#type-Change")!.HasAttribute("checked").ShouldBeFalse();
        new MailSettings
        {
            Host = "h",
            From = "a@b.c",
            Password = "secret",
        }
            .ToString()!
            .ShouldNotContain("secret");
        host.Services.GetRequiredService<HostSettings>().ToString().ShouldNotContain("secret");
    }
}
