using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Activities;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;
using Redthread.Web.Features.FrontLine;

namespace Redthread.Tests.Features.FrontLine;

public sealed class FrontLineTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_report_is_a_signal_and_its_thread_comes_back_to_who_reported(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        var opened = await OpenAsync(host);
        var phone = host.Browser();
        var address = $"/r/{opened.Secret}";

        var wrong = await SendAsync(phone, address, new() { ["pin"] = "000000x", ["text"] = "She paid twice, her number is 030 1234567" });
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("She paid twice");
        (await SignalsAsync(host)).ShouldBeEmpty();

        var sent = await SendAsync(
            phone,
            address,
            new()
            {
                ["pin"] = opened.Pin,
                ["text"] = "She paid twice, mail a.b@example.org",
                ["blocked"] = "Policy",
            }
        );
        sent.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var signal = (await SignalsAsync(host)).ShouldHaveSingleItem();
        signal.Verbatim.ShouldNotBeNull().ShouldContain("She paid twice");
        signal.Verbatim.ShouldContain("Blocked by: policy");
        signal.Verbatim.ShouldNotContain("a.b@example.org");
        signal.Placements.ShouldHaveSingleItem();
        signal.HasCustomer.ShouldBeFalse();

        var link = sent.Headers.Location!.ToString();
        (await phone.PageAsync(link)).Body!.TextContent.ShouldContain("A steward reads it");
        await MakeInsightAsync(host, signal);
        var thread = await host.Browser().PageAsync(link);
        thread.QuerySelectorAll(".beads").Length.ShouldBe(1);
        thread.Body!.TextContent.ShouldContain("People pay twice");
        thread.QuerySelectorAll(".beads a").ShouldBeEmpty();
        thread.Body.TextContent.ShouldNotContain("a.b@example.org");
        (await host.Browser().GetAsync("/reports/fr_unknown")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // The phone is known for the day, and the same form sent again reports once.
        var page = await phone.PageAsync(address);
        page.QuerySelector("[name=pin]").ShouldBeNull();
        Dictionary<string, string> again = new()
        {
            ["text"] = "And again",
            ["stage"] = "shop/pay",
            ["once"] = ((IHtmlInputElement)page.QuerySelector("[name=once]")!).Value,
        };
        var first = await phone.SubmitAsync(address, address, new(again));
        var second = await phone.SubmitAsync(address, address, new(again));
        second.Headers.Location.ShouldBe(first.Headers.Location);
        (await SignalsAsync(host)).Count.ShouldBe(2);
    }

    // A call centre is one address to the world: reporting must not shut its people out, neither here nor at the sign-in.
    [Fact]
    public async Task Many_may_report_from_one_address_and_who_must_wait_keeps_what_was_typed()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        var opened = await OpenAsync(host);
        using var phone = host.Browser();
        var address = $"/r/{opened.Secret}";
        using var first = await SendAsync(phone, address, new() { ["pin"] = opened.Pin, ["text"] = "The first" });
        first.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        first.Headers.Location!.ToString().ShouldNotContain("?");
        (await phone.PageAsync(first.Headers.Location.ToString())).Body!.TextContent.ShouldContain("Thank you");
        (await phone.PageAsync(first.Headers.Location.ToString())).Body!.TextContent.ShouldNotContain("Thank you");

        var token = ((IHtmlInputElement)(await phone.PageAsync(address)).QuerySelector("input[name=__RequestVerificationToken]")!).Value;
        HttpResponseMessage last = first;
        for (var at = 1; at <= ReportLimit.MostAMinute && last.StatusCode != HttpStatusCode.TooManyRequests; at++)
            last = await phone.PostAsync(address, new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["text"] = "My long story" }));
        last.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        last.Headers.RetryAfter.ShouldNotBeNull();
        var kept = await last.Content.ReadAsStringAsync();
        kept.ShouldContain("My long story");
        kept.ShouldContain("Send it again in");

        using var member = await host.SignedInAsync(Role.Member);
        (await member.GetAsync("/team")).StatusCode.ShouldBe(HttpStatusCode.OK);
        last.Dispose();
    }

    [Fact]
    public async Task A_closed_door_is_no_door_and_guessing_ends()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        var opened = await OpenAsync(host);
        var phone = host.Browser();
        for (var guess = 0; guess < 10; guess++)
            (await SendAsync(phone, $"/r/{opened.Secret}", new() { ["pin"] = $"{guess:00000}", ["text"] = "x" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync(phone, $"/r/{opened.Secret}", new() { ["pin"] = opened.Pin, ["text"] = "x" })).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await SignalsAsync(host)).ShouldBeEmpty();
        await using var scope = host.Services.CreateAsyncScope();
        var doors = scope.ServiceProvider.GetRequiredService<ReportDoors>();
        (await doors.CloseAsync(Actor.Operator, (await doors.ReadAsync(default)).Single().Id, default)).Ok.ShouldBeTrue();
        (await phone.GetAsync($"/r/{opened.Secret}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_steward_sees_link_and_pin_once()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        await AddTeamAsync(host);
        var steward = await host.SignedInAsync(Role.Steward);
        var team = ((IHtmlOptionElement)(await steward.PageAsync("/front-line/doors")).QuerySelector("option")!).Value;
        var answer = await steward.SubmitAsync("/front-line/doors", "/front-line/doors", new() { ["teamId"] = team });
        (await answer.Content.ReadAsStringAsync()).ShouldContain("/r/fl_");
        (await steward.PageAsync("/front-line/doors")).Body!.InnerHtml.ShouldNotContain("fl_");
    }

    private static async Task<ReportDoors.Opened> OpenAsync(TestHost host)
    {
        var team = await AddTeamAsync(host);
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ReportDoors>().OpenAsync(Actor.Operator, team, default)).Value;
    }

    private static async Task<Guid> AddTeamAsync(TestHost host)
    {
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var team = new Team { Key = "service", Name = "Service" };
        context.Teams.Add(team);
        await context.SaveChangesAsync();
        return team.Id;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient phone, string address, Dictionary<string, string> fields)
    {
        fields.TryAdd("stage", "shop/pay");
        return phone.SubmitAsync(address, address, fields);
    }

    private static Task<IReadOnlyList<StoredSignal>> SignalsAsync(TestHost host) => host.Services.GetRequiredService<ISignalStore>().ReadSignalsAsync(new SignalQuery(), default);

    private static async Task MakeInsightAsync(TestHost host, StoredSignal signal)
    {
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var insight = new Insight { Number = 1, Title = "People pay twice" };
        context.Insights.Add(insight);
        context.Evidence.Add(
            new Evidence
            {
                InsightId = insight.Id,
                SignalId = signal.Id,
                SourceId = signal.SourceId,
                OccurredAt = signal.OccurredAt,
            }
        );
        context.Activities.Add(Activity.Of(Actor.Operator, TimeProvider.System.GetUtcNow().UtcDateTime, "insight.made", insight.Id, "Made it"));
        await context.SaveChangesAsync();
        host.Services.GetRequiredService<Redthread.Web.Shell.ChangeFeed>().Announce();
    }
}
