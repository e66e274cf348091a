using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Conversations;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;
using Redthread.Web.Features.Conversations;
using Redthread.Web.Features.Decisions;
using Redthread.Web.Features.Exports;
using Redthread.Web.Features.Signals;

namespace Redthread.Tests.Features.Conversations;

/// <summary>Nothing a person said leaves the conversation without their consent, and what left comes back when it is withdrawn.</summary>
public sealed class ConsentTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Without_consent_to_notes_none_are_kept(Provider provider)
    {
        await using var talks = await Talks.StartAsync(postgres, provider);
        var number = await talks.HeldAsync(Consent.None);
        (await talks.Use<WriteNotes>().HandleAsync(talks.Member, number, new() { Notes = Talks.Notes }, default)).Error!.Code.ShouldBe("consent-missing");
        (await talks.Use<MakeHighlight>().HandleAsync(talks.Member, number, new() { Quotation = Talks.Quotation, Stages = ["shop/pay"] }, default)).Error!.Code.ShouldBe(
            "consent-missing"
        );
        (await talks.Use<RecordConsent>().GiveAsync(talks.Member, number, new() { Consent = Consent.Notes }, default)).Error!.Code.ShouldBe("how-missing");
        (await talks.ViewAsync(number)).Notes.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task With_consent_to_notes_alone_no_word_leaves_the_page(Provider provider)
    {
        await using var talks = await Talks.StartAsync(postgres, provider);
        var number = await talks.HeldAsync(Consent.Notes);
        await talks.HighlightAsync(number, newInsight: "Nobody knows the customer on the phone");

        var visible = await EverywhereAsync(talks, number);
        visible.ShouldAllBe(
            one => !one.Text.Contains(Talks.Quotation, StringComparison.Ordinal),
            string.Join(", ", visible.Where(one => one.Text.Contains(Talks.Quotation)).Select(one => one.Where))
        );
        visible.Count.ShouldBeGreaterThan(15);
        (await talks.Use<ISignalStore>().ReadSignalsAsync(new SignalQuery(), default)).ShouldBeEmpty();
        // The page itself shows it to who may edit.
        (await talks.ViewAsync(number))
            .Highlights.ShouldHaveSingleItem()
            .Quotation.ShouldBe(Talks.Quotation);
        (await talks.ViewAsync(number)).Highlights[0].Insights.ShouldHaveSingleItem().Counts.ShouldBeFalse();

        // The statement of an insight is read everywhere, so it must not be the quotation either.
        var spoken = await talks
            .Use<MakeHighlight>()
            .HandleAsync(
                talks.Member,
                number,
                new()
                {
                    Quotation = "She waited a week",
                    NewInsight = "“She waited a week.”",
                    Stages = ["shop/pay"],
                },
                default
            );
        spoken.Error!.Code.ShouldBe("consent-missing");

        // Given later, what was highlighted becomes evidence of what it was meant for.
        Talks.Ok(await talks.Use<RecordConsent>().GiveAsync(talks.Member, number, new() { Consent = Consent.Quotations, How = "in writing" }, default));
        var view = await talks.ViewAsync(number);
        view.Highlights[0].Insights.ShouldHaveSingleItem().Counts.ShouldBeTrue();
        (await EverywhereAsync(talks, number)).Count(one => one.Text.Contains(Talks.Quotation, StringComparison.Ordinal)).ShouldBeGreaterThan(4);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Withdrawing_removes_it_everywhere_and_leaves_a_mark(Provider provider)
    {
        await using var talks = await Talks.StartAsync(postgres, provider);
        var number = await talks.HeldAsync(Consent.Quotations);
        var other = await talks.HeldAsync(Consent.Quotations, Talks.Plan("Another parcel", "cust-2"));
        await talks.HighlightAsync(number, newInsight: "Nobody knows the customer on the phone");
        var stays = await talks.HighlightAsync(other, "I-1");
        var signal = (await talks.ViewAsync(number)).Highlights[0].Row.SignalId!.Value;
        var decision = Talks.Ok(
            await talks
                .Use<SaveDecision>()
                .CreateAsync(talks.Member, new SaveDecision.Request { Title = "Show the name", Question = $"Why? “{Talks.Quotation}” [signal {signal}]." }, default)
        );
        (await talks.Use<MakeHighlight>().RemoveAsync(talks.Member, number, (await talks.ViewAsync(number)).Highlights[0].Row.Id, default)).Error!.Code.ShouldBe(
            "quoted-in-decision"
        );

        var withdrawn = await talks.Use<RecordConsent>().WithdrawAsync(talks.Member, number, new() { Remains = Consent.Notes }, default);

        withdrawn.Ok.ShouldBeTrue(withdrawn.Error?.Message);
        await using var context = await talks.ContextAsync();
        var kept = (await context.Evidence.ToListAsync()).ShouldHaveSingleItem();
        kept.SignalId.ShouldBe((await context.Highlights.SingleAsync(row => row.Id == stays.Id)).SignalId!.Value);
        (await talks.Use<ISignalStore>().ReadSignalsAsync(new SignalQuery(), default)).ShouldHaveSingleItem().Id.ShouldBe(kept.SignalId);
        (await context.Decisions.SingleAsync(row => row.Id == decision.Id)).Question!.ShouldContain("[quotation removed at the customer's request");
        var view = await talks.ViewAsync(number);
        view.Highlights.ShouldHaveSingleItem().Row.RemovedAt.ShouldNotBeNull();
        view.Highlights[0].Quotation.ShouldBeNull();
        view.Notes.ShouldNotBeNull();
        view.Line.Row.WithdrawnBy.ShouldBe("Mo");

        // Less than notes removes these too; and nothing can be withdrawn twice.
        Talks.Ok(await talks.Use<RecordConsent>().WithdrawAsync(talks.Member, number, new() { Remains = Consent.None }, default));
        (await talks.ViewAsync(number)).Notes.ShouldBeNull();
        (await talks.Use<RecordConsent>().WithdrawAsync(talks.Member, number, new(), default)).Error!.Code.ShouldBe("no-consent");
        (await context.Conversations.AsNoTracking().SingleAsync(row => row.Number == number)).Notes.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task What_a_crash_left_out_is_taken_back_at_the_next_start(Provider provider)
    {
        await using var talks = await Talks.StartAsync(postgres, provider);
        var number = await talks.HeldAsync(Consent.Quotations);
        await talks.HighlightAsync(number, newInsight: "Nobody knows the customer on the phone");
        await using (var context = await talks.ContextAsync())
        {
            // As a kill between the two halves of a withdrawal leaves it: not allowed any more, and still out.
            var row = await context.Conversations.SingleAsync(one => one.Number == number);
            row.Consent = Consent.None;
            var highlight = await context.Highlights.SingleAsync();
            highlight.Quotation = null;
            await context.SaveChangesAsync();
        }

        await SettleHighlights.RunAsync(
            talks.Use<PublishHighlights>(),
            talks.Use<ISignalStore>(),
            talks.Host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>(),
            default
        );

        (await talks.Use<ISignalStore>().ReadSignalsAsync(new SignalQuery(), default)).ShouldBeEmpty();
        await using var after = await talks.ContextAsync();
        (await after.Evidence.CountAsync()).ShouldBe(0);
    }

    /// <summary>SQLite only: what it wrote ahead lies beside the store, in files that anyone with the folder can read.</summary>
    [Theory, InlineData(Consent.Notes), InlineData(Consent.None)]
    public async Task A_withdrawn_quotation_is_in_no_byte_of_the_data_folder(Consent remains)
    {
        await using var talks = await Talks.StartAsync(postgres);
        var number = await talks.HeldAsync(Consent.Quotations);
        await talks.HighlightAsync(number, newInsight: "Nobody knows the customer on the phone");
        var signal = (await talks.ViewAsync(number)).Highlights[0].Row.SignalId!.Value;
        Talks.Ok(
            await talks
                .Use<SaveDecision>()
                .CreateAsync(talks.Member, new SaveDecision.Request { Title = "Show the name", Question = $"Why? “{Talks.Quotation}” [signal {signal}]." }, default)
        );
        FilesWith(talks.Host, Talks.Quotation).ShouldContain("redthread.db-wal");
        if (remains == Consent.Notes)
        {
            // Notes that stay allowed stay, so the words are taken out of them first, as who keeps the notes does.
            Talks.Ok(await talks.Use<WriteNotes>().HandleAsync(talks.Member, number, new() { Notes = "She waited a week." }, default));
        }

        Talks.Ok(await talks.Use<RecordConsent>().WithdrawAsync(talks.Member, number, new() { Remains = remains }, default));

        FilesWith(talks.Host, Talks.Quotation).ShouldBeEmpty();
        // The rest is still there: this looks at a store that works, not at an empty folder.
        FilesWith(talks.Host, "Nobody knows the customer on the phone").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_highlight_taken_back_is_in_no_byte_of_the_data_folder()
    {
        await using var talks = await Talks.StartAsync(postgres);
        var number = await talks.HeldAsync(Consent.Quotations);
        await talks.HighlightAsync(number);
        Talks.Ok(await talks.Use<WriteNotes>().HandleAsync(talks.Member, number, new() { Notes = "She waited a week." }, default));
        FilesWith(talks.Host, Talks.Quotation).ShouldNotBeEmpty();

        Talks.Ok(await talks.Use<MakeHighlight>().RemoveAsync(talks.Member, number, (await talks.ViewAsync(number)).Highlights[0].Row.Id, default));

        FilesWith(talks.Host, Talks.Quotation).ShouldBeEmpty();
    }

    private static List<string> FilesWith(TestHost host, string words) =>
        [
            .. Directory
                .EnumerateFiles(host.Folder, "*", SearchOption.AllDirectories)
                .Where(path =>
                {
                    using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                    var bytes = new byte[file.Length];
                    file.ReadExactly(bytes);
                    return bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(words)) >= 0;
                })
                .Select(path => Path.GetFileName(path)),
        ];

    [Theory, MemberData(nameof(Providers))]
    public async Task An_erased_customer_leaves_only_that_somebody_was_heard(Provider provider)
    {
        await using var talks = await Talks.StartAsync(postgres, provider);
        var number = await talks.HeldAsync(Consent.Quotations, Talks.Plan("Mrs Smith and her parcel"));
        var other = await talks.HeldAsync(Consent.Notes, Talks.Plan("Another parcel", "cust-2"));
        await talks.HighlightAsync(number, newInsight: "Nobody knows the customer on the phone");

        Talks.Ok(await talks.Use<EraseCustomer>().HandleAsync(Actor.Operator, new EraseCustomer.Request(" cust-1 "), default));

        await using var context = await talks.ContextAsync();
        var erased = await context.Conversations.Include(row => row.Highlights).Include(row => row.Stages).SingleAsync(row => row.Number == number);
        (erased.Customer, erased.Notes, erased.Account).ShouldBe((null, null, null));
        erased.Title.ShouldNotContain("Smith");
        erased.Highlights.ShouldBeEmpty();
        erased.Stages.ShouldHaveSingleItem();
        (await context.Evidence.CountAsync()).ShouldBe(0);
        (await talks.Use<ISignalStore>().ReadSignalsAsync(new SignalQuery(), default)).ShouldBeEmpty();
        (await talks.ViewAsync(other)).Notes.ShouldNotBeNull();
        (await talks.Use<WriteNotes>().HandleAsync(talks.Member, number, new() { Notes = "again" }, default)).Error!.Code.ShouldBe("consent-missing");
        (await context.Activities.AnyAsync(row => row.Summary.Contains("cust-1") || row.Summary.Contains(Talks.Quotation))).ShouldBeFalse();
    }

    /// <summary>Every page, answer and file that words could leave by, with who would read them there; the conversation's own page as one who may not edit.</summary>
    private static async Task<List<(string Where, string Text)>> EverywhereAsync(Talks talks, int number)
    {
        var found = new List<(string, string)>();
        var steward = await talks.Host.SignedInAsync(Role.Steward, $"s-{Guid.CreateVersion7():N}@example.org");
        var api = await talks.Host.WithTokenAsync(Enum.GetValues<Scope>());
        foreach (
            var address in new[]
            {
                "/",
                "/?stage=shop/receive",
                "/signals",
                "/signals?verbatim=true",
                "/insights",
                "/insights?state=to-approve",
                "/insights/1",
                "/placing",
                "/voice",
                "/activity",
                "/notifications",
                "/search?q=rang",
                "/conversations",
                "/conversations?format=csv",
                "/conversations/coverage",
            }
        )
            found.Add((address, await steward.GetStringAsync(address)));
        foreach (
            var address in new[]
            {
                "/api/signals",
                "/api/insights",
                "/api/insights/1",
                "/api/insights/1/evidence",
                "/api/conversations",
                $"/api/conversations/{number}",
                "/api/conversations?format=csv",
            }
        )
            found.Add((address, await api.GetStringAsync(address)));
        var folder = Directory.CreateTempSubdirectory("redthread-talks-");
        await talks.Use<ExportAll>().WriteAsync(folder.FullName, default);
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            found.Add((file.Name, await File.ReadAllTextAsync(file.FullName)));
        folder.Delete(recursive: true);
        return found;
    }
}
