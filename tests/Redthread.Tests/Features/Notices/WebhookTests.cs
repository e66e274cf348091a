using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Tests.Support;
using Redthread.Web.Features.Notices;

namespace Redthread.Tests.Features.Notices;

/// <summary>A webhook reaches its listener signed and under one id, and nothing that is not of the public internet.</summary>
public sealed class WebhookTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.0.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("::1", true)]
    [InlineData("::", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("ff02::1", true)]
    [InlineData("64:ff9b::7f00:1", true)]
    [InlineData("2002:7f00:1::", true)]
    [InlineData("2606:4700:4700::1111", false)]
    [InlineData("8.8.8.8", false)]
    public void Which_addresses_are_private(string address, bool isPrivate) => PrivateAddresses.Contains(IPAddress.Parse(address)).ShouldBe(isPrivate);

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task It_is_signed_and_tried_again_under_the_same_id(Provider provider)
    {
        await using var listener = await Listener.StartAsync();
        await using var told = await Told.StartAsync(postgres, provider, null, settings => settings with { WebhooksToPrivate = true });
        var person = await told.PersonAsync(NoticePace.Off);
        var key = (await told.UseAsync<ChangeWebhook, Result<string>>(change => change.AddAsync(Of(person), $"{listener.Address}/hook", NoticePace.AtOnce, default))).Value;
        listener.Answers.Enqueue(500);
        listener.Answers.Enqueue(302);
        await told.TellAsync(person, "Lu mentioned you", "/opportunities/1", NotificationType.Mention);

        (await told.RoundAsync()).ShouldBe(0);
        told.Clock.Now = told.Clock.Now.AddMinutes(2);
        (await told.RoundAsync()).ShouldBe(0);
        told.Clock.Now = told.Clock.Now.AddMinutes(10);
        (await told.RoundAsync()).ShouldBe(1);
        (await told.RoundAsync()).ShouldBe(0);

        // The redirect was not followed.
        listener.Requests.Select(one => one.Path).ShouldBe(["/hook", "/hook", "/hook"]);
        listener.Requests.Select(one => JsonDocument.Parse(one.Body).RootElement.GetProperty("id").GetString()).Distinct().Count().ShouldBe(1);
        foreach (var one in listener.Requests)
        {
            // As a receiver would check it, with nothing of ours.
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{one.Timestamp}.{one.Body}"));
            one.Signature.ShouldBe($"sha256={Convert.ToHexString(expected).ToLowerInvariant()}");
        }

        var body = JsonDocument.Parse(listener.Requests.First().Body).RootElement;
        (body.GetProperty("specversion").GetString(), body.GetProperty("type").GetString()).ShouldBe(("1.0", "redthread.notification.mention"));
        body.GetProperty("data").GetProperty("url").GetString().ShouldBe("https://redthread.example/opportunities/1");
        listener.Requests.First().ContentType.ShouldStartWith("application/cloudevents+json");
        await using var context = await told.ContextAsync();
        (await context.Webhooks.SingleAsync()).ShouldSatisfyAllConditions(hook => hook.Failures.ShouldBe(0), hook => hook.SealedKey.ShouldNotContain(key));
    }

    [Theory]
    [InlineData(Provider.Sqlite, NoticePace.Daily, 18)]
    [InlineData(Provider.Postgres, NoticePace.Daily, 18)]
    [InlineData(Provider.Sqlite, NoticePace.Weekly, 4 * 24 + 18)]
    public async Task A_digest_is_one_event_of_what_is_unread(Provider provider, NoticePace pace, int hours)
    {
        await using var listener = await Listener.StartAsync();
        await using var told = await Told.StartAsync(postgres, provider, null, settings => settings with { WebhooksToPrivate = true });
        var person = await told.PersonAsync(NoticePace.Off);
        await told.UseAsync<ChangeWebhook, Result<string>>(change => change.AddAsync(Of(person), $"{listener.Address}/digest", pace, default));
        await told.UseAsync<ChangeWebhook, Result<string>>(change => change.AddAsync(Of(person), $"{listener.Address}/once", NoticePace.AtOnce, default));
        await told.TellAsync(person, "Lu mentioned you", "/opportunities/1", NotificationType.Mention);
        // Told in one instant they would stand in either order.
        told.Clock.Now = told.Clock.Now.AddSeconds(1);
        await told.TellAsync(person, "It changed", "/opportunities/1");
        await told.TellAsync(person, "Seen before", "/opportunities/2", read: true);
        (await told.RoundAsync()).ShouldBe(3);
        listener.Requests.ShouldAllBe(one => one.Path == "/once");

        // From Wednesday noon to six in the morning of the next day, or of the next Monday; refused once, under the same id.
        told.Clock.Now = told.Clock.Now.AddHours(hours).AddMinutes(-1);
        (await told.RoundAsync()).ShouldBe(0);
        told.Clock.Now = told.Clock.Now.AddMinutes(2);
        listener.Answers.Enqueue(503);
        (await told.RoundAsync()).ShouldBe(0);
        told.Clock.Now = told.Clock.Now.AddMinutes(2);
        (await told.RoundAsync()).ShouldBe(1);
        (await told.RoundAsync()).ShouldBe(0);
        var digests = listener.Requests.Where(one => one.Path == "/digest").Select(one => JsonDocument.Parse(one.Body).RootElement).ToList();
        digests.Count.ShouldBe(2);
        digests.Select(one => one.GetProperty("id").GetString()).Distinct().Count().ShouldBe(1);
        digests[1].GetProperty("type").GetString().ShouldBe("redthread.digest");
        digests[1]
            .GetProperty("data")
            .GetProperty("notifications")
            .EnumerateArray()
            .Select(one => one.GetProperty("text").GetString())
            .ShouldBe(["Lu mentioned you", "It changed"]);

        // Once all is read there is nothing to send.
        await told.TellAsync(person, "Read meanwhile", "/opportunities/3", read: true);
        (await told.RoundAsync()).ShouldBe(1);
        told.Clock.Now = told.Clock.Now.AddDays(8);
        (await told.RoundAsync()).ShouldBe(0);
        listener.Requests.Count(one => one.Path == "/digest").ShouldBe(2);
    }

    [Fact]
    public async Task Its_pace_is_chosen_on_the_page()
    {
        await using var host = await TestHost.StartAsync(postgres);
        var browser = await host.SignedInAsync(Role.Member);
        await browser.SubmitAsync("/notifications/settings", "/notifications/webhooks", new() { ["url"] = "https://example.org/hook", ["pace"] = "Weekly" });
        async Task<string> PaceAsync() => (await browser.PageAsync("/notifications/settings")).QuerySelector("#webhooks li select option[selected]")!.GetAttribute("value")!;
        (await PaceAsync()).ShouldBe("Weekly");
        var action = (await browser.PageAsync("/notifications/settings")).QuerySelector("#webhooks li form[action$='/pace']")!.GetAttribute("action")!;
        (await browser.SubmitAsync("/notifications/settings", action, new() { ["pace"] = "Daily" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await PaceAsync()).ShouldBe("Daily");
        (await browser.SubmitAsync("/notifications/settings", action, new() { ["pace"] = "Off" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task It_reaches_nothing_private_unless_that_is_allowed()
    {
        await using var listener = await Listener.StartAsync();
        await using var told = await Told.StartAsync(postgres, Provider.Sqlite, null, settings => settings with { WebhooksToPrivate = true });
        var person = await told.PersonAsync(NoticePace.Off);
        var refusing = await Told.StartAsync(postgres, Provider.Sqlite, null);
        await using var _ = refusing;
        var other = await refusing.PersonAsync(NoticePace.Off);
        async Task<string?> CodeAsync(Told on, Person whose, string address) =>
            (await on.UseAsync<ChangeWebhook, Result<string>>(change => change.AddAsync(Of(whose), address, NoticePace.AtOnce, default))).Error?.Code;
        (await CodeAsync(refusing, other, listener.Address)).ShouldBe("url-invalid");
        (await CodeAsync(told, person, "ftp://example.org")).ShouldBe("url-invalid");
        (await CodeAsync(told, person, "https://me:secret@example.org")).ShouldBe("url-invalid");
        // A name that leads home is found out when it is connected to, whatever it looked like before.
        (await CodeAsync(refusing, other, listener.Address.Replace("http://127.0.0.1", "https://localhost"))).ShouldBeNull();
        await refusing.TellAsync(other, "Lu mentioned you", "/opportunities/1");
        (await refusing.RoundAsync()).ShouldBe(0);
        (await refusing.DeliveryAsync()).LastError!.ShouldContain("of this machine");
        listener.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_is_gone_is_turned_off_and_is_its_owners_alone()
    {
        await using var listener = await Listener.StartAsync();
        await using var told = await Told.StartAsync(postgres, Provider.Sqlite, null, settings => settings with { WebhooksToPrivate = true });
        var person = await told.PersonAsync(NoticePace.Off);
        (await told.UseAsync<ChangeWebhook, Result<string>>(change => change.AddAsync(Of(person), listener.Address, NoticePace.AtOnce, default))).Ok.ShouldBeTrue();
        listener.Answers.Enqueue(410);
        await told.TellAsync(person, "Lu mentioned you", "/opportunities/1");
        await told.RoundAsync();
        await told.TellAsync(person, "Lu mentioned you again", "/opportunities/1");
        await told.RoundAsync();
        listener.Requests.Count.ShouldBe(1);
        await using var context = await told.ContextAsync();
        var hook = await context.Webhooks.AsNoTracking().SingleAsync();
        hook.DisabledWhy.ShouldBe("answered 410");
        var stranger = await told.PersonAsync(NoticePace.Off);
        (await told.UseAsync<ChangeWebhook, Result<Done>>(change => change.RemoveAsync(Of(stranger), hook.Id, default))).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await told.UseAsync<ChangeWebhook, Result<Done>>(change => change.EnableAsync(Of(person), hook.Id, default))).Ok.ShouldBeTrue();
        await told.TellAsync(person, "Once more", "/opportunities/1");
        (await told.RoundAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task It_is_added_on_the_page_which_shows_its_key_once()
    {
        await using var host = await TestHost.StartAsync(postgres);
        var browser = await host.SignedInAsync(Role.Member);
        var refused = await browser.SubmitAsync("/notifications/settings", "/notifications/webhooks", new() { ["url"] = "http://example.org" });
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var made = await browser.SubmitAsync("/notifications/settings", "/notifications/webhooks", new() { ["url"] = "https://example.org/hook" });
        (await made.Content.ReadAsStringAsync()).ShouldContain("wh_");
        var page = await browser.GetStringAsync("/notifications/settings");
        page.ShouldContain("https://example.org/hook");
        page.ShouldNotContain("wh_");
    }

    private static Actor Of(Person person) => new(person.Id, person.Name, Permissions.Of(person.Role), [], person.Role);
}
