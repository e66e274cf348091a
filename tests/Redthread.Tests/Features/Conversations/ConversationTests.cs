using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Conversations;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;
using Redthread.Web.Features.Conversations;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Signals;
using Redthread.Web.Features.Threads;

namespace Redthread.Tests.Features.Conversations;

public sealed class ConversationTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, InlineData("waited a week", true), InlineData("She **waited** a week", true), InlineData("waited  a\nweek", true), InlineData("waited two weeks", false)]
    public void A_quotation_stands_in_the_notes_as_written_or_as_they_read(string quotation, bool stands) => (NoteText.Find(Talks.Notes, quotation) is not null).ShouldBe(stands);

    [Fact]
    public void The_place_asked_for_tells_which_of_two_is_meant()
    {
        NoteText.Find("again and again", "again", 3).ShouldBe(10);
        NoteText.Find("again and again", "again").ShouldBe(0);
        NoteText.Find("again", "again", 900).ShouldBe(0);
        NoteText.Find(null, "again").ShouldBeNull();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_highlight_is_evidence_and_its_customer_counts_once(Provider provider)
    {
        await using var talks = await Talks.StartAsync(postgres, provider);
        var number = await talks.HeldAsync(Consent.Quotations);
        await talks.HighlightAsync(number, newInsight: "Nobody knows the customer on the phone");
        // The same customer as a signal, another in a conversation, one nobody knows.
        await SignalAsync(talks, "cust-1");
        var second = await talks.HeldAsync(Consent.Quotations, Talks.Plan("Another", "cust-2"));
        await talks.HighlightAsync(second, "I-1");
        var third = await talks.HeldAsync(Consent.Quotations, Talks.Plan("Somebody", null));
        await talks.HighlightAsync(third, "I-1", stance: Stance.Against);

        var facts = await talks.Use<LedgerSource>().ReadAsync(ledger => ledger.EvidenceOf(ledger.All<Insight>().Single().Id).ToList(), default);
        facts.Count.ShouldBe(4);
        facts.Where(row => row.Customer is not null).Select(row => row.Customer).Distinct().Count().ShouldBe(2);
        facts.Count(row => row.Customer is null).ShouldBe(1);
        facts.Count(row => row.Stance == Stance.Against).ShouldBe(1);
        facts.ShouldContain(row => row.Segments == "families");
        var signal = (await talks.Use<ISignalStore>().ReadSignalsAsync(new SignalQuery { SignalIds = [facts[0].SignalId], Limit = 1 }, default)).Single();
        signal.Placements.ShouldHaveSingleItem().Origin.ShouldBe(PlacementOrigin.Hand);
        signal.Waiting.ShouldBeFalse();

        using var leader = await talks.Host.SignedInAsync(Role.Leader);
        var page = await leader.PageAsync($"/signals/{signal.Id}");
        page.QuerySelectorAll("main dl a, #h-uses ~ ul a").Select(link => link.GetAttribute("href")).ShouldBe(["/conversations/1", "/insights/1"]);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Highlights_survive_the_notes_and_can_be_removed(Provider provider)
    {
        await using var talks = await Talks.StartAsync(postgres, provider);
        var number = await talks.HeldAsync(Consent.Quotations);
        var made = await talks.HighlightAsync(number, newInsight: "Nobody knows the customer on the phone");
        var view = await talks.ViewAsync(number);
        view.Notes!.ShouldNotContain("jane@example.org");
        (await talks.Use<MakeHighlight>().HandleAsync(talks.Member, number, new() { Quotation = Talks.Quotation, Stages = ["shop/pay"] }, default)).Error!.Code.ShouldBe(
            "highlighted-already"
        );
        (await talks.Use<MakeHighlight>().HandleAsync(talks.Member, number, new() { Quotation = "never said", Stages = ["shop/pay"] }, default)).Error!.Code.ShouldBe(
            "not-in-notes"
        );
        (await talks.Use<MakeHighlight>().HandleAsync(talks.Member, number, new() { Quotation = "waited" }, default)).Error!.Code.ShouldBe("stage-missing");
        // Who was spoken with is settled once it counts as somebody's signal.
        (await talks.Use<SaveConversation>().ChangeAsync(talks.Member, number, Talks.Plan(segment: "seniors"), default)).Error!.Code.ShouldBe("quoted");

        Talks.Ok(await talks.Use<WriteNotes>().HandleAsync(talks.Member, number, new() { Notes = "Shortened.", Version = view.Line.Row.Version }, default));
        (await talks.Use<WriteNotes>().HandleAsync(talks.Member, number, new() { Notes = "late", Version = view.Line.Row.Version }, default)).Error.ShouldBe(Error.Stale);
        var after = (await talks.ViewAsync(number)).Highlights.ShouldHaveSingleItem();
        (after.Quotation, after.InNotes).ShouldBe((Talks.Quotation, false));

        Talks.Ok(await talks.Use<MakeHighlight>().RemoveAsync(talks.Member, number, made.Id, default));
        (await talks.Use<ISignalStore>().ReadSignalsAsync(new SignalQuery(), default)).ShouldBeEmpty();
        (await talks.ViewAsync(number)).Highlights.ShouldBeEmpty();
    }

    [Fact]
    public async Task Planned_becomes_held_or_cancelled_and_back()
    {
        await using var talks = await Talks.StartAsync(postgres);
        var plan = Talks.Plan() with
        {
            StartsAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(2),
            Interviewers = [talks.Member.PersonId!.Value],
            Place = "Room 4, second floor",
        };
        var row = Talks.Ok(await talks.Use<SaveConversation>().PlanAsync(talks.Member, plan, default));
        var settle = talks.Use<SettleConversation>();
        (await settle.HoldAsync(talks.Member, row.Number, new(null), true, default)).Error!.Code.ShouldBe("not-begun");
        var invitation = Talks.Ok(await talks.Use<Invitations>().WriteAsync(row.Number, "https://redthread.example", default));
        invitation.ShouldContain("METHOD:REQUEST");
        invitation.ShouldContain("SEQUENCE:0");
        invitation.ShouldContain("LOCATION:Room 4\\, second floor");
        invitation.ShouldContain("mailto:mo@example.org");
        invitation.ShouldNotContain("cust-1");
        Talks.Ok(await settle.CancelAsync(talks.Member, row.Number, new(null), true, default));
        var cancelled = Talks.Ok(await talks.Use<Invitations>().WriteAsync(row.Number, "https://redthread.example", default));
        cancelled.ShouldContain("METHOD:CANCEL");
        cancelled.ShouldContain("SEQUENCE:1");
        cancelled.Split("\r\n").Single(line => line.StartsWith("UID")).ShouldBe(invitation.Split("\r\n").Single(line => line.StartsWith("UID")));
        (await settle.CancelAsync(talks.Member, row.Number, new(1), false, default)).Error.ShouldBe(Error.Stale);
        Talks.Ok(await settle.CancelAsync(talks.Member, row.Number, new(2), false, default)).State.ShouldBe(ConversationState.Planned);
    }

    [Fact]
    public async Task A_guide_is_copied_and_its_changes_are_versions()
    {
        await using var talks = await Talks.StartAsync(postgres);
        var guides = await talks.Use<GuideQueries>().ReadAsync(default);
        guides.Count.ShouldBe(3);
        guides.Single(row => row.Key == "internal-stakeholder").Text.ShouldContain("Opening: pressures");
        var row = Talks.Ok(await talks.Use<SaveConversation>().PlanAsync(talks.Member, Talks.Plan() with { Guide = "customer" }, default));
        var save = talks.Use<SaveGuide>();
        var changed = Talks.Ok(
            await save.HandleAsync(
                talks.Member,
                "customer",
                new()
                {
                    Name = "Ours",
                    Text = "# Ours",
                    Version = 1,
                },
                default
            )
        );
        changed.Version.ShouldBe(2);
        (
            await save.HandleAsync(
                talks.Member,
                "customer",
                new()
                {
                    Name = "Ours",
                    Text = "# Late",
                    Version = 1,
                },
                default
            )
        ).Error.ShouldBe(Error.Stale);
        (await talks.ViewAsync(row.Number)).Line.Row.Guide!.ShouldContain("what presses on you");
        Talks.Ok(await save.ArchiveAsync(talks.Member, "customer", default));
        (await talks.Use<GuideQueries>().FindAsync("customer", default))!.Text.ShouldContain("what presses on you");
        Talks.Ok(await save.HandleAsync(talks.Member, null, new() { Name = "Second talk", Text = "# Again" }, default)).Key.ShouldBe("second-talk");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Coverage_names_who_was_not_heard(Provider provider)
    {
        await using var talks = await Talks.StartAsync(postgres, provider);
        var number = await talks.HeldAsync(Consent.Quotations);
        var at = (await talks.ViewAsync(number)).Line.Row.StartsAt;
        await SignalAsync(talks, "cust-9", at);
        Talks.Ok(
            await talks
                .Use<SaveConversation>()
                .PlanAsync(
                    talks.Member,
                    new()
                    {
                        Title = "What presses on us",
                        With = ConversationWith.Internal,
                        Team = "service",
                        StartsAt = at,
                    },
                    default
                )
        );
        Talks.Ok(await talks.Use<SettleConversation>().HoldAsync(talks.Member, 2, new(null), true, default));
        var cycle = Cycle.At(at);
        Talks.Ok(
            await talks
                .Use<SetTargets>()
                .HandleAsync(
                    talks.Member,
                    new(Cycle.Address(cycle), [new(ConversationWith.Customer, null, 12), new(ConversationWith.Customer, "seniors", 4), new(ConversationWith.Internal, null, 3)]),
                    default
                )
        );

        var model = await talks.Use<CoverageQueries>().ReadAsync(cycle, default);

        model.Targets.Select(row => (row.Name, row.Wanted, row.Held)).ShouldBe([("Customers", 12, 1), ("Families", null, 1), ("Seniors", 4, 0), ("Internal stakeholders", 3, 1)]);
        model.NeverInterviewed.ShouldHaveSingleItem().Key.ShouldBe("billing");
        var receive = model.Rows.Single(row => row.Path == "shop/receive");
        receive.Cells.Select(cell => (cell.Segment, cell.Conversations, cell.Heard)).ShouldBe([("families", 1, true), ("seniors", 0, false)]);
        // Heard by a signal alone is heard.
        model.Rows.Single(row => row.Path == "shop/pay").Cells.Single(cell => cell.Segment == "seniors").ShouldBe(new CoverageCell("seniors", "Seniors", 0, 1, true));
        model.Unheard.Count().ShouldBe(4);
        (await talks.Use<SetTargets>().HandleAsync(talks.Member, new("2026", []), default)).Error!.Code.ShouldBe("cycle-invalid");
        (await talks.Use<CoverageQueries>().ReadAsync(Cycle.Shift(cycle, -2), default)).Unheard.Count().ShouldBe(6);
    }

    [Fact]
    public async Task It_is_all_done_by_forms_without_script()
    {
        await using var talks = await Talks.StartAsync(postgres);
        var browser = await talks.Host.SignedInAsync(Role.Leader);
        (await browser.PageAsync("/conversations")).Body!.TextContent.ShouldContain("No conversation yet");
        var at = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1);
        await PlanByFormAsync(browser, at);
        async Task DoAsync(string action, Dictionary<string, string> fields) =>
            (await browser.SubmitAsync("/conversations/1", $"/conversations/1/{action}", fields)).StatusCode.ShouldBe(HttpStatusCode.SeeOther, action);
        await DoAsync("holding", []);
        await DoAsync(
            "consent",
            new()
            {
                ["consent"] = "quotations",
                ["how"] = "spoken",
                ["on"] = at.ToString("yyyy-MM-dd"),
            }
        );
        await DoAsync("notes", new() { ["notes"] = Talks.Notes });
        await DoAsync(
            "highlights",
            new()
            {
                ["quotation"] = Talks.Quotation,
                ["stages"] = "shop/receive",
                ["newInsight"] = "Nobody knows the customer",
            }
        );
        (await browser.PageAsync("/insights/1")).Body!.TextContent.ShouldContain(Talks.Quotation);
        (await browser.PageAsync("/conversations/1")).QuerySelector(".talk-highlights blockquote")!.TextContent.ShouldBe(Talks.Quotation);
        await DoAsync("consent/withdrawal", new() { ["remains"] = "notes" });
        (await browser.PageAsync("/insights/1")).Body!.TextContent.ShouldNotContain(Talks.Quotation);
        (await browser.PageAsync("/conversations/1")).QuerySelector(".talk-highlights .removed").ShouldNotBeNull();
        var refused = await browser.SubmitAsync(
            "/conversations/1",
            "/conversations/1/notes",
            new()
            {
                ["form"] = "notes",
                ["notes"] = "Mine",
                ["version"] = "1",
            }
        );
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("Saved meanwhile");
        (await browser.GetStringAsync("/conversations?format=csv")).ShouldContain("A late parcel");
        var viewer = await talks.Host.SignedInAsync(Role.Viewer);
        (await viewer.GetAsync("/conversations/1")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task PlanByFormAsync(HttpClient browser, DateTime at)
    {
        var plan = new Dictionary<string, string>
        {
            ["title"] = "A late parcel",
            ["with"] = "customer",
            ["customer"] = "cust-1",
            ["segment"] = "families",
            ["startsAt"] = at.ToString("yyyy-MM-ddTHH:mm"),
            ["minutes"] = "30",
            ["guide"] = "customer",
            ["stages"] = "shop/receive",
        };
        (await browser.SubmitAsync("/conversations/new", "/conversations", new(plan) { ["title"] = "" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await browser.SubmitAsync("/conversations/new", "/conversations", plan)).Headers.Location!.ToString().ShouldBe("/conversations/1");
    }

    private static async Task SignalAsync(Talks talks, string customer, DateTime? at = null)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                externalId = customer,
                time = at ?? TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2),
                customer,
                segment = "seniors",
                verbatim = "They never know who I am",
                readings = new[]
                {
                    new
                    {
                        measure = "csat-5",
                        place = "shop/pay",
                        value = 2,
                    },
                },
            }
        );
        var receipt = Talks.Ok(await talks.Host.Services.GetRequiredService<LiveSignals>().TakeAsync(Actor.Operator, "survey", body, "application/json", default));
        receipt.Accepted.ShouldBe(1, receipt.Rejects.FirstOrDefault()?.Reason);
        var found = await talks.Use<ISignalStore>().ReadSignalsAsync(new SignalQuery { Limit = 10 }, default);
        if (at is null)
            Talks.Ok(await talks.Use<ChangeEvidence>().AddAsync(talks.Member, 1, new() { Signals = [found.Single(row => row.ExternalId == customer).Id] }, default));
    }
}
