using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Activities;
using Redthread.Domain.Claims;
using Redthread.Domain.Conversations;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Tests.Features.Agreement;
using Redthread.Tests.Support;
using Redthread.Web.Features.Desk;
using Redthread.Web.Features.Language;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Language;

/// <summary>Drift is found in whatever people write, and a vote that is blind stays so.</summary>
public sealed class OtherTextsTests(PostgresServer postgres)
{
    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Words_to_avoid_are_found_in_conversations_minutes_claims_and_journeys_and_go_with_them(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await TermAsync(client);
        using var member = await host.MemberAsync("web", name: "Ann of web");
        (await CountAsync(host)).ShouldBe(0);

        var (talk, silent, ritual) = (Talk(1, Consent.Quotations), Talk(2, Consent.Notes), Review());
        await ChangeAsync(host, context => context.Add(talk), talk.Id, "conversation.noted");
        (await CountAsync(host)).ShouldBe(1);
        // Without consent to quotations no word of it leaves its page.
        await ChangeAsync(host, context => context.Add(silent), silent.Id, "conversation.noted");
        (await CountAsync(host)).ShouldBe(1);

        var meeting = MeetingOf(ritual);
        await ChangeAsync(host, context => context.AddRange(ritual, meeting), ritual.Id, "meeting.held");
        (await CountAsync(host)).ShouldBe(2);
        var claim = new Claim
        {
            Number = 1,
            Text = "Users come first",
            SaidOn = DateOnly.FromDateTime(Now),
            CreatedAt = Now,
            CreatedBy = "Ann of web",
        };
        await ChangeAsync(host, context => context.Add(claim), claim.Id, "claim.made");
        (await CountAsync(host)).ShouldBe(3);
        Guid journey = default;
        await ChangeAsync(
            host,
            context => context.Journeys.Include(row => row.Stages).Single().Stages[0].Intent = "What a user wants",
            () => journey,
            "journey.changed",
            context => journey = context.Journeys.Single().Id
        );
        (await FindingsAsync(host)).Select(row => (row.Team, row.Count)).ShouldBe([("Team web", 3), (null, 1)]);
        var hrefs = (await FindingsAsync(host)).SelectMany(row => row.Examples).Select(example => example.Href).ToList();
        hrefs.ShouldBe(["/conversations/1", $"/rhythm/1/{Now:yyyyMMdd}", "/claims/1", "/journeys/shop"], ignoreOrder: true, comparer: new Beginning());

        // What is mended, withdrawn or erased is drift no more; what was followed is what is found anew.
        await ChangeAsync(host, context => context.Meetings.Single().Minutes = "We heard the customers.", ritual.Id, "meeting.changed");
        await ChangeAsync(host, context => context.Claims.Single().WithdrawnAt = Now, claim.Id, "claim.withdrawn");
        await ChangeAsync(host, context => context.Conversations.Single(row => row.Number == 1).Consent = Consent.Notes, talk.Id, "conversation.withdrawn");
        (await FindingsAsync(host)).Select(row => (row.Team, row.Count)).ShouldBe([(null, 1)]);
        (await SayAsync(ActivatorUtilities.CreateInstance<LanguageDrift>(host.Services))).ShouldBe(await SayAsync(host.Services.GetRequiredService<LanguageDrift>()));
    }

    [Fact]
    public async Task The_reason_of_a_vote_is_read_after_the_reveal_and_not_before()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Signals, Scope.Read, Scope.Threads);
        await TermAsync(token);
        using var web = await host.MemberAsync("web");
        using var service = await host.MemberAsync("service");
        using var steward = await host.SignedInAsync(Role.Steward);
        await AgreementGround.OpenAsync(token, "\"shop/pay\", \"shop/find\", \"shop/receive\"");
        foreach (var stage in new[] { "shop/pay", "shop/find", "shop/receive" })
        {
            (await web.VoteAsync("web", 1, "Users shop by lantern light", stage: stage)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            (await service.VoteAsync("service", -1, "Buyers shop by lantern light", stage: stage)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        }

        await LookAsync(host);
        (await FindingsAsync(host)).ShouldBeEmpty();
        (await host.Services.GetRequiredService<LanguageDrift>().ReadAsync(default)).ShouldBeEmpty();
        foreach (var page in new[] { "/language?tab=drift", "/desk", "/language" })
            (await steward.PageAsync(page)).Body!.TextContent.ShouldNotContain("lantern");
        (await token.GetStringAsync("/api/terms/drift")).ShouldBe("[]");

        (await steward.SubmitAsync("/agreed-scores/1", "/agreed-scores/1/reveal", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var found = (await FindingsAsync(host)).ShouldHaveSingleItem();
        (found.Word, found.Team, found.Count).ShouldBe(("user", "Team web", 3));
        found.Examples.ShouldHaveSingleItem().Href.ShouldBe("/agreed-scores/1");

        // The Desk follows: what it finds is about that word only, and nothing of all else was judged again.
        var outcome = await LookAsync(host);
        outcome.Full.ShouldBeFalse();
        await using var context = await host.ContextAsync();
        (await context.Findings.SingleAsync(row => row.Detector == "rival-term" && row.GoneAt == null && row.Title.Contains("user"))).Title.ShouldContain("“user”");
    }

    private static Conversation Talk(int number, Consent consent) =>
        new()
        {
            Number = number,
            Title = "A late parcel",
            StartsAt = Now,
            HeldAt = Now,
            Consent = consent,
            Notes = "Then users ring us.",
            CreatedAt = Now,
            CreatedBy = "Ann of web",
        };

    private static Ritual Review() =>
        new()
        {
            Number = 1,
            Name = "Review",
            Unit = CadenceUnit.Months,
            Every = 1,
            StartsAt = Now,
            CreatedAt = Now,
        };

    private static Meeting MeetingOf(Ritual ritual) =>
        new()
        {
            RitualId = ritual.Id,
            OccursAt = Now,
            Agenda = "The users of the agenda",
            Minutes = "We heard the users.",
            PreparedAt = Now,
            PreparedBy = "Ann of web",
            HeldAt = Now,
            HeldBy = "Ann of web",
        };

    private static async Task<DeskSweep.Outcome> LookAsync(TestHost host)
    {
        await using (var context = await host.ContextAsync())
        {
            if (!await context.DetectorSettings.AnyAsync(row => row.Detector == "rival-term"))
            {
                context.DetectorSettings.Add(
                    new Domain.Desk.DetectorSetting
                    {
                        Detector = "rival-term",
                        On = true,
                        ChangedAt = Now,
                    }
                );
                await context.SaveChangesAsync();
                await host.Services.GetRequiredService<DeskSweep>().FullAsync(default);
            }
        }

        return await host.Services.GetRequiredService<DeskSweep>().FollowAsync(default);
    }

    private static async Task TermAsync(HttpClient client) =>
        (await client.PostAsync("/api/terms", """{"word":"Customer","definition":"Who pays.","avoid":"user"}""".AsJson())).IsSuccessStatusCode.ShouldBeTrue();

    private static async Task<List<DriftFinding>> FindingsAsync(TestHost host) =>
        [.. (await host.Services.GetRequiredService<LanguageDrift>().ReadAsync(default)).Where(row => row.Kind == DriftKind.Avoided)];

    private static async Task<int> CountAsync(TestHost host) => (await FindingsAsync(host)).Sum(row => row.Count);

    private static async Task<List<string>> SayAsync(LanguageDrift drift) =>
        [.. (await drift.ReadAsync(default)).Select(row => $"{row.Kind} {row.Word} {row.Team} {row.Count} {string.Join(',', row.Months)}")];

    private static Task ChangeAsync(TestHost host, Action<RedthreadContext> change, Guid id, string kind) => ChangeAsync(host, change, () => id, kind, _ => { });

    private static async Task ChangeAsync(TestHost host, Action<RedthreadContext> change, Func<Guid> id, string kind, Action<RedthreadContext> before)
    {
        await using var context = await host.ContextAsync();
        before(context);
        change(context);
        context.Activities.Add(Activity.Of(Actor.Operator, Now, kind, id(), "changed"));
        (await host.Services.GetRequiredService<ChangeFeed>().SaveAsync(context, default)).ShouldBeNull();
    }

    private sealed class Beginning : IEqualityComparer<string>
    {
        public bool Equals(string? one, string? other) => one!.StartsWith(other!, StringComparison.Ordinal) || other!.StartsWith(one, StringComparison.Ordinal);

        public int GetHashCode(string text) => 0;
    }
}
