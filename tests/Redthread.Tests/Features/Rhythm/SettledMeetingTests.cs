using System.Net;
using Microsoft.EntityFrameworkCore;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Tests.Features.Agreement;
using Redthread.Tests.Support;
using Redthread.Web.Features.Rhythm;

namespace Redthread.Tests.Features.Rhythm;

/// <summary>What a meeting that was held or skipped says of others, and what other clocks do to it.</summary>
public sealed class SettledMeetingTests(PostgresServer postgres)
{
    private static readonly DateTime Today = TimeProvider.System.GetUtcNow().UtcDateTime.Date;

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Fact]
    public void What_is_skipped_ahead_neither_mends_what_was_missed_nor_moves_the_next()
    {
        var ritual = Weekly(Today.AddDays(-28));
        Meeting Skipped(int days) => new() { OccursAt = Today.AddDays(days), SkippedAt = Today };
        var standing = RitualStanding.Of(ritual, [Skipped(21)], Today.AddHours(12));
        (standing.State, standing.Since, standing.Next).ShouldBe((RhythmState.Broken, Today.AddDays(-28), Today.AddDays(7)));
        standing.Missed.Count.ShouldBe(4);
        // The next is the first that takes place.
        RitualStanding.Of(ritual, [Skipped(7), Skipped(14)], Today.AddHours(12)).Next.ShouldBe(Today.AddDays(21));
        // Nothing was due yet, whatever is settled ahead.
        RitualStanding.Of(Weekly(Today.AddDays(7)), [Skipped(7)], Today).State.ShouldBe(RhythmState.New);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_skipped_meeting_takes_place_after_all(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        using var member = await host.SignedInAsync(Role.Member);
        using var viewer = await host.SignedInAsync(Role.Viewer);
        await AddAsync(host, Weekly(Today.AddDays(-28)));
        var meeting = RhythmText.Address(1, Today.AddDays(14));
        (await member.SubmitAsync(meeting, $"{meeting}/skip", new() { ["reason"] = "Holidays" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await member.PageAsync("/rhythm/1")).Body!.TextContent.ShouldContain("Broken since");
        (await viewer.PageAsync(meeting)).QuerySelector("form[action$='/restoration']").ShouldBeNull();
        var page = await member.PageAsync(meeting);
        page.QuerySelector(".object-line .chip")!.TextContent.ShouldBe("skipped");
        page.QuerySelector("form[action$='/restoration'] button")!.TextContent.ShouldBe("It takes place after all");
        (await member.SubmitAsync(meeting, $"{meeting}/restoration", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await member.SubmitAsync(meeting, $"{meeting}/restoration", [])).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await member.PageAsync(meeting)).Body!.TextContent.ShouldNotContain("Holidays");

        var address = $"/api/rituals/1/meetings/{RhythmText.Key(Today.AddDays(21))}";
        await token.PostAsync($"{address}/skip", """{"reason": "Fair"}""".AsJson());
        (await (await token.GetAsync(address)).JsonAsync()).GetProperty("state").GetString().ShouldBe("skipped");
        using var restored = await token.DeleteAsync($"{address}/skip");
        (await restored.JsonAsync()).GetProperty("state").GetString().ShouldBe("prepared");
        (await token.DeleteAsync($"{address}/skip")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task What_was_missed_stays_on_the_page_when_a_later_meeting_mends_the_rhythm(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var member = await host.SignedInAsync(Role.Member);
        var ritual = Weekly(Today.AddDays(-28));
        await AddAsync(host, ritual, Held(ritual, Today.AddDays(-7)));
        var page = await member.PageAsync("/rhythm/1");
        page.QuerySelector(".object-line .chip")!.TextContent.ShouldBe("kept");
        page.QuerySelectorAll(".meetings .missed").Length.ShouldBe(3);
        (await member.PageAsync(RhythmText.Address(1, Today.AddDays(-14)))).QuerySelector(".object-line .chip")!.TextContent.ShouldBe("missed");
        // Two days are there to write it down.
        await AddAsync(host, Weekly(Today.AddDays(-1), 2));
        (await member.PageAsync(RhythmText.Address(2, Today.AddDays(-1)))).QuerySelector(".object-line .chip")!.TextContent.ShouldBe("not written down");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Saved_by_other_clocks_a_ritual_keeps_what_was_held_and_skipped(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        using var steward = await host.SignedInAsync(Role.Steward);
        // A year of weeks, over both changes of the clock; one to come is skipped.
        var (ritual, ahead) = (Weekly(Today.AddDays(-364).AddHours(13)), Today.AddDays(7).AddHours(13));
        var rows = ritual.Occurrences(ritual.StartsAt, Today).Select(at => Held(ritual, at)).ToList();
        for (var week = 1; week <= 30; week++)
            rows.Add(
                new Meeting
                {
                    RitualId = ritual.Id,
                    OccursAt = ahead.AddDays(7 * (week - 1)),
                    PreparedBy = "Ann",
                    SkippedAt = Today,
                    SkipReason = "Why not",
                }
            );
        await AddAsync(host, ritual, [.. rows]);
        var before = (await StandingAsync(token), await HeldInTimeAsync(token));

        (await steward.SubmitAsync("/rhythm", "/rhythm/clock", new() { ["timeZone"] = "Europe/Berlin" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var berlin = MeetingZone.Find("Europe/Berlin")!;
        var start = berlin.Local(ritual.StartsAt);
        Dictionary<string, string> form = new()
        {
            ["name"] = "Sync",
            ["type"] = "TrackSync",
            ["every"] = "1",
            ["unit"] = "Weeks",
            ["on"] = $"{start:yyyy-MM-dd}",
            ["at"] = $"{start:HH:mm}",
            ["minutes"] = "60",
            ["version"] = "1",
        };
        (await steward.SubmitAsync("/rhythm/1", "/rhythm/1", form)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        await using var context = await host.ContextAsync();
        var saved = await context.Rituals.SingleAsync();
        (saved.StartsAt, saved.TimeZone).ShouldBe((ritual.StartsAt, "Europe/Berlin"));
        var stored = await context.Meetings.OrderBy(row => row.OccursAt).Select(row => row.OccursAt).ToListAsync();
        stored.ShouldBeSubsetOf(saved.Occurrences(saved.StartsAt, Today.AddYears(1)));
        stored.ShouldNotBe(rows.Select(row => row.OccursAt));
        stored.Select(at => berlin.Local(at).TimeOfDay).Distinct().Count().ShouldBe(1);
        (await StandingAsync(token), await HeldInTimeAsync(token)).ShouldBe(before);
        (await steward.PageAsync("/rhythm/1")).QuerySelectorAll(".meetings .missed").ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Days_are_those_of_the_organisations_clocks(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var steward = await host.SignedInAsync(Role.Steward);
        (await steward.SubmitAsync("/rhythm", "/rhythm/clock", new() { ["timeZone"] = "Europe/Berlin" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        // Half an hour after midnight is the day before in UTC.
        var berlin = MeetingZone.Find("Europe/Berlin")!;
        var ritual = Weekly(berlin.Instant(Today.AddDays(-28).AddMinutes(30)).Value);
        ritual.TimeZone = berlin.Name;
        var first = ritual.Occurrences(ritual.StartsAt, Today).First();
        await AddAsync(host, ritual, Held(ritual, first));
        var (held, missed) = (Today.AddDays(-28), Today.AddDays(-21));
        (await steward.PageAsync("/rhythm")).QuerySelector("td[data-label='Last held']")!.TextContent.ShouldBe($"{held:d MMM yyyy}");
        (await steward.PageAsync("/rhythm/1")).QuerySelector(".alert, [role=alert], .note")!.TextContent.ShouldContain($"since {missed:d MMM yyyy}");
        var meeting = RhythmText.Address(1, berlin.Instant(missed.AddMinutes(30)).Value);
        (await steward.SubmitAsync(meeting, $"{meeting}/preparation", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var page = await steward.PageAsync(meeting);
        page.Title!.ShouldContain($"{missed:d MMM yyyy}");
        page.QuerySelector(".prose")!.TextContent.ShouldContain($"Europe/Berlin from what changed since {held:d MMM yyyy}");
        await using var context = await host.ContextAsync();
        (await context.Activities.SingleAsync(row => row.Kind == "meeting.prepared")).Summary.ShouldEndWith($"of {missed:d MMM yyyy}");
    }

    private static Ritual Weekly(DateTime first, int number = 1) =>
        new()
        {
            Number = number,
            Name = "Sync",
            Every = 1,
            Unit = CadenceUnit.Weeks,
            StartsAt = first,
            CreatedAt = Today,
            CreatedBy = "Ann",
        };

    private static Meeting Held(Ritual ritual, DateTime at) =>
        new()
        {
            RitualId = ritual.Id,
            OccursAt = at,
            PreparedAt = at,
            PreparedBy = "Ann",
            HeldAt = at.AddHours(1),
            HeldBy = "Ann",
        };

    private static async Task AddAsync(TestHost host, Ritual ritual, params Meeting[] meetings)
    {
        await using var context = await host.ContextAsync();
        context.Rituals.Add(ritual);
        context.Meetings.AddRange(meetings);
        await context.SaveChangesAsync();
    }

    private static async Task<(string?, int)> StandingAsync(HttpClient token)
    {
        var ritual = await (await token.GetAsync("/api/rituals/1")).JsonAsync();
        return (ritual.GetProperty("state").GetString(), ritual.GetProperty("missed").GetArrayLength());
    }

    private static async Task<string?> HeldInTimeAsync(HttpClient token)
    {
        var answer = await (await token.GetAsync("/api/requirements")).JsonAsync();
        return answer
            .GetProperty("requirements")
            .EnumerateArray()
            .Single(one => one.GetProperty("key").GetString() == "rhythm")
            .GetProperty("conditions")[0]
            .GetProperty("evidence")
            .GetString();
    }
}
