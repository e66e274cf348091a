using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Agreement;
using Redthread.Domain.Claims;
using Redthread.Domain.Conversations;
using Redthread.Domain.Decisions;
using Redthread.Domain.Desk;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Journeys;
using Redthread.Domain.Language;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Signals;
using Redthread.Domain.Talk;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Language;

/// <summary>Every text that people write holds a word of its own, inflected; wherever the text is shown, its word leads to its meaning.</summary>
public sealed class TermsEverywhereTests(PostgresServer postgres)
{
    private static readonly (string Page, string[] Texts)[] Shown =
    [
        ("/insights/1", ["insight title", "insight detail", "comment"]),
        ("/insights", ["insight title"]),
        ("/opportunities/1", ["opportunity title", "opportunity detail"]),
        ("/opportunities", ["opportunity title"]),
        ("/decisions/1", ["decision title", "decision detail", "decision question", "option", "option effect"]),
        ("/decisions", ["decision title"]),
        ("/decisions/1/dossier", ["situation"]),
        ("/solutions/1", ["solution title", "solution detail", "test plan"]),
        ("/solutions", ["solution title"]),
        ("/objectives/1", ["objective title", "objective detail", "key result title"]),
        ("/key-results/1", ["key result title", "key result detail", "check-in"]),
        ("/goals", ["objective title", "key result title"]),
        ("/pressures/1", ["pressure title", "pressure detail"]),
        ("/pressures", ["pressure title"]),
        ("/agreed-scores/1?stage=shop/pay", ["round purpose", "vote reason", "agreed why", "dissent", "round comment"]),
        ("/agreed-scores/stages/shop/pay", ["agreed why", "dissent"]),
        ("/rhythm/1", ["ritual purpose"]),
        ("/rhythm/1/20260504T0900", ["agenda", "minutes"]),
        ("/rhythm/steward", ["hand-over note", "hand-over item", "reason of an item left"]),
        ("/conversations/1", ["conversation title", "notes", "highlight"]),
        ("/conversations", ["conversation title"]),
        ("/claims/1", ["claim"]),
        ("/claims", ["claim"]),
        ("/desk?state=gone", ["finding title", "finding evidence"]),
        ("/desk/1", ["finding title", "finding evidence"]),
        ("/journeys/shop", ["journey goal", "journey description", "intent", "lane"]),
        ("/signals", ["verbatim"]),
        ("/signals/1", ["verbatim"]),
        ("/?stage=shop/pay&period=2026-Q2", ["verbatim", "insight title", "pressure title", "agreed why"]),
        ("/measures/csat-5", ["wording"]),
        ("/measures", ["wording"]),
        ("/notes", ["note"]),
        ("/segments", ["story"]),
        ("/search?q=stood", ["insight title", "decision title", "conversation title"]),
        ("/threads/I-1", ["insight title"]),
        ("/language", ["definition"]),
    ];

    [Fact]
    public async Task Words_are_recognised_in_every_text_wherever_it_is_shown()
    {
        await using var host = await TestHost.StartAsync(postgres);
        var words = await new PlantedTerms().PlantAsync(host);
        using var steward = await host.SignedInAsync(Role.Steward, "reader@example.org");
        var missing = new List<string>();
        foreach (var (address, texts) in Shown)
        {
            var page = await steward.PageAsync(address);
            var marked = page.QuerySelectorAll("main rt-term > .term").Select(word => word.TextContent).ToHashSet(StringComparer.OrdinalIgnoreCase);
            missing.AddRange(texts.Where(text => !marked.Contains($"{words[text]}s")).Select(text => $"{address}: {text}"));
            // And nothing that is shown is forgotten by the list above.
            missing.AddRange(
                words.Where(pair => Says(page, $"{pair.Value}s") && !marked.Contains($"{pair.Value}s")).Select(pair => $"{address} shows but does not mark: {pair.Key}")
            );
            page.QuerySelectorAll("a a, button a, label a, summary a, option rt-term, title rt-term").ShouldBeEmpty(address);
            var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
            ids.Count.ShouldBe(ids.Distinct().Count(), address);
        }

        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_word_is_marked_once_a_page_and_within_a_link_is_no_other_link()
    {
        await using var host = await TestHost.StartAsync(postgres);
        var words = await new PlantedTerms().PlantAsync(host);
        using var steward = await host.SignedInAsync(Role.Steward, "reader@example.org");
        var list = await steward.PageAsync("/insights");
        var word = list.QuerySelector("th a rt-term")!;
        word.QuerySelector("a").ShouldBeNull();
        // Read aloud, the card would become part of the link's name.
        word.QuerySelector(".term-card")!.GetAttribute("aria-hidden").ShouldBe("true");

        var page = await steward.PageAsync("/insights/1");
        page.QuerySelectorAll($"main a.term[href='/language/{words["insight title"]}']").Length.ShouldBe(1);
        var card = page.QuerySelector("h1 .term-card")!;
        card.Children.Select(part => part.TextContent.Trim()).ShouldBe([$"{words["insight title"]}:", "What insight title means.", "Not: humbug.", "Owner: An owner."]);

        // The front line reads the language as everybody does; without a term nothing is looked for.
        using var frontLine = await host.SignedInAsync(Role.FrontLine);
        (await frontLine.PageAsync("/insights/1")).QuerySelectorAll("main a.term").ShouldNotBeEmpty();
        await using (var context = await PlantedTerms.ContextAsync(host))
            await context.Terms.ExecuteUpdateAsync(set => set.SetProperty(term => term.ArchivedAt, PlantedTerms.Day));
        host.Services.GetRequiredService<Redthread.Web.Shell.ChangeFeed>().Announce();
        (await steward.PageAsync("/insights/1")).QuerySelectorAll("rt-term").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_people_are_told_what_was_done_and_the_requirements_are_marked_too()
    {
        await using var host = await TestHost.StartAsync(postgres);
        var words = await new PlantedTerms().PlantAsync(host);
        using var reader = await host.SignedInAsync(Role.Steward, "reader@example.org");
        var word = $"{words["insight title"]}s";
        await using (var context = await PlantedTerms.ContextAsync(host))
        {
            var person = await context.People.SingleAsync(row => row.Email == "reader@example.org");
            var insight = await context.Insights.SingleAsync();
            context.Add(Notification.Of(person.Id, NotificationType.Mention, insight.Id, $"An owner named you in {insight.Title}", "/insights/1", PlantedTerms.Day));
            context.Activities.Add(Domain.Activities.Activity.Of(Actor.Operator, PlantedTerms.Day, "insight.changed", insight.Id, $"Changed {insight.Title}"));
            context.Terms.Add(
                new Term
                {
                    Key = "requirement-word",
                    Word = "customer-centricity",
                    Definition = "A claim, until it is operational.",
                    CreatedAt = PlantedTerms.Day,
                }
            );
            await context.SaveChangesAsync();
        }

        host.Services.GetRequiredService<Redthread.Web.Shell.ChangeFeed>().Announce();
        // A notification is a button, where no link may be: the card shows, and the object's page leads on.
        (await reader.PageAsync("/notifications"))
            .QuerySelector(".notifications button rt-term > span.term")!
            .TextContent.ShouldBe(word);
        (await reader.PageAsync("/activity")).QuerySelectorAll("td rt-term > a.term").Select(mark => mark.TextContent).ShouldContain(word);
        var marked = (await reader.PageAsync("/requirements")).QuerySelectorAll("main rt-term > .term").Select(mark => mark.TextContent.ToLowerInvariant()).ToList();
        marked.ShouldContain("customer-centricity");
    }

    [Fact]
    public async Task At_the_front_lines_door_the_published_glossary_is_the_language()
    {
        await using var host = await TestHost.StartAsync(postgres);
        var words = await new PlantedTerms().PlantAsync(host);
        await using var context = await PlantedTerms.ContextAsync(host);
        var team = await context.Teams.SingleAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var door = (await scope.ServiceProvider.GetRequiredService<Redthread.Web.Features.FrontLine.ReportDoors>().OpenAsync(Actor.Operator, team.Id, default)).Value;
        using var phone = host.Browser();
        var (agreed, disputed) = (words["insight title"], words["comment"]);
        var report = await phone.SubmitAsync(
            $"/r/{door.Secret}",
            $"/r/{door.Secret}",
            new()
            {
                ["pin"] = door.Pin,
                ["stage"] = "shop/pay",
                ["text"] = $"Two {agreed}s and two {disputed}s",
            }
        );
        var link = report.Headers.Location!.ToString();
        foreach (var (word, agrees) in new[] { (agreed, true), (disputed, false) })
        {
            var term = await context.Terms.SingleAsync(row => row.Key == word);
            context.Add(
                new TermStance
                {
                    TermId = term.Id,
                    TeamId = team.Id,
                    Version = term.Version,
                    Agrees = agrees,
                    At = PlantedTerms.Day,
                }
            );
        }

        await context.SaveChangesAsync();
        var feed = host.Services.GetRequiredService<Redthread.Web.Shell.ChangeFeed>();
        feed.Announce();
        (await phone.PageAsync(link)).QuerySelectorAll("rt-term").ShouldBeEmpty();

        context.Add(new Glossary { Published = true, ChangedAt = PlantedTerms.Day });
        await context.SaveChangesAsync();
        feed.Announce();
        var mark = (await phone.PageAsync(link)).QuerySelectorAll(".report-text rt-term").ShouldHaveSingleItem();
        mark.QuerySelector("a.term")!.GetAttribute("href").ShouldBe($"/glossary#term-{agreed}");
        mark.TextContent.ShouldContain("What insight title means.");
        // Who owns a term is told inside, not at the door.
        mark.TextContent.ShouldNotContain("An owner");
        (await phone.PageAsync("/glossary")).QuerySelector($"#term-{agreed}").ShouldNotBeNull();
    }

    // What a reader sees: no field, no choice, no label of a chart.
    private static bool Says(IHtmlDocument page, string word) =>
        page.QuerySelector("main")!
            .Descendants<IText>()
            .Any(text =>
                text.Data.Contains(word, StringComparison.OrdinalIgnoreCase)
                && text.ParentElement!.Closest("textarea, option, button, script, svg, .visually-hidden, .object-history, .term-card, .breadcrumb, .bead-line, details.fold form")
                    is null
            );
}
