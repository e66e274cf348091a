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
    private static readonly DateTime Day = new(2026, 5, 4, 9, 0, 0, DateTimeKind.Utc);

    /// <summary>The words planted, by the text that holds them.</summary>
    private readonly Dictionary<string, string> words = [];

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
        ("/rhythm/steward", ["hand-over note", "hand-over item"]),
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
        await PlantAsync(host);
        using var steward = await host.SignedInAsync(Role.Steward, "reader@example.org");
        var missing = new List<string>();
        foreach (var (address, texts) in Shown)
        {
            var page = await steward.PageAsync(address);
            var marked = page.QuerySelectorAll("main rt-term > .term").Select(word => word.TextContent).ToHashSet(StringComparer.OrdinalIgnoreCase);
            missing.AddRange(texts.Where(text => !marked.Contains($"{words[text]}s")).Select(text => $"{address}: {text}"));
            // And nothing that is shown is forgotten by the list above.
            missing.AddRange(words.Where(pair => Says(page, $"{pair.Value}s") && !marked.Contains($"{pair.Value}s")).Select(pair => $"{address} shows but does not mark: {pair.Key}"));
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
        await PlantAsync(host);
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

        // Without a term nothing is looked for, and a reader who may not open the language is led nowhere.
        using var frontLine = await host.SignedInAsync(Role.FrontLine);
        (await frontLine.PageAsync("/")).QuerySelectorAll("rt-term").ShouldBeEmpty();
        await using (var context = await ContextAsync(host))
            await context.Terms.ExecuteUpdateAsync(set => set.SetProperty(term => term.ArchivedAt, Day));
        host.Services.GetRequiredService<Redthread.Web.Shell.ChangeFeed>().Announce();
        (await steward.PageAsync("/insights/1")).QuerySelectorAll("rt-term").ShouldBeEmpty();
    }

    // What a reader sees: no field, no choice, no label of a chart.
    private static bool Says(IHtmlDocument page, string word) =>
        page.QuerySelector("main")!
            .Descendants<IText>()
            .Any(text =>
                text.Data.Contains(word, StringComparison.OrdinalIgnoreCase)
                && text.ParentElement!.Closest("textarea, option, button, script, svg, .visually-hidden, .object-history, .term-card, .breadcrumb, .bead-line, details.fold form") is null
            );

    private static Task<RedthreadContext> ContextAsync(TestHost host) => host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();

    /// <summary>A sentence that holds the word of the text, inflected.</summary>
    private string Text(string of)
    {
        if (!words.TryGetValue(of, out var word))
            words[of] = word = $"zorb{(char)('a' + (words.Count / 26))}{(char)('a' + (words.Count % 26))}k";
        return $"There stood {word}s by the door";
    }

    private async Task PlantAsync(TestHost host)
    {
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Signals, Scope.Threads);
        var answer = await client.PostAsync(
            "/api/signals?source=s",
            $$"""[{"externalId": "1", "time": "2026-05-02T10:00:00Z", "customer": "c", "verbatim": "{{Text("verbatim")}}", "readings": [{"measure": "csat-5", "place": "shop/pay/card", "value": 1}]}]""".AsJson()
        );
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        await using var context = await ContextAsync(host);
        var (person, other) = (await host.AddPersonAsync(Role.Member, "owner@example.org", "An owner"), await host.AddPersonAsync(Role.Steward, "next@example.org", "The next"));
        var team = new Team { Key = "shops", Name = "Shops" };
        context.Teams.Add(team);
        var journey = await context.Journeys.Include(row => row.Stages).SingleAsync();
        var stage = journey.Stages.Single(row => row.Key == "pay");
        PlantGround(context, journey, stage);
        PlantThreads(context, stage);
        PlantAgreement(context, stage, team);
        PlantRhythm(context, person, other);
        PlantTalks(context, stage);
        await context.SaveChangesAsync();
        await context.Measures.Where(row => row.Key == "csat-5").ExecuteUpdateAsync(set => set.SetProperty(row => row.Wording, Text("wording")));
        context.Terms.AddRange(
            words.Append(new("definition", Word("definition"))).DistinctBy(pair => pair.Key).Select(pair => new Term
            {
                Key = pair.Value,
                Word = pair.Value,
                Definition = pair.Key == "definition" ? Text("definition") : $"What {pair.Key} means.",
                Avoid = "humbug",
                OwnerPersonId = person.Id,
                CreatedAt = Day,
            })
        );
        await context.SaveChangesAsync();
        host.Services.GetRequiredService<Redthread.Web.Shell.ChangeFeed>().Announce();
    }

    private string Word(string of)
    {
        Text(of);
        return words[of];
    }

    private void PlantGround(RedthreadContext context, Journey journey, Stage stage)
    {
        (journey.Goal, journey.Description, stage.Intent) = (Text("journey goal"), Text("journey description"), Text("intent"));
        var step = new Step { StageId = stage.Id, Key = "step", Name = "A step" };
        step.Lanes.Add(new LaneItem { Lane = Lane.Doing, Text = Text("lane") });
        context.Steps.Add(step);
        context.Notes.Add(new Note { On = DateOnly.FromDateTime(Day), Text = Text("note"), CreatedAt = Day });
        var segment = new Segment { Key = "families", Name = "Families" };
        context.Segments.Add(segment);
        context.Personas.Add(new Persona { Key = "jo", Name = "Jo", Story = Text("story"), SegmentId = segment.Id });
        context.Claims.Add(new Claim { Number = 1, Text = Text("claim"), SaidOn = DateOnly.FromDateTime(Day), CreatedAt = Day });
        context.Findings.Add(
            new Finding
            {
                Number = 1,
                Detector = "claim-broken",
                SubjectId = Guid.CreateVersion7(),
                Title = Text("finding title"),
                Evidence = $"{Text("finding evidence")}\t/claims/1",
                Fingerprint = "x",
                StepLabel = "Plan a decision",
                StepHref = "/decisions/new",
                FirstAt = Day,
                GoneAt = Day,
            }
        );
    }

    private void PlantThreads(RedthreadContext context, Stage stage)
    {
        var insight = new Insight { Number = 1, Title = Text("insight title"), Detail = Text("insight detail"), ApprovedAt = Day, CreatedAt = Day };
        var pressure = new Pressure { Number = 1, Title = Text("pressure title"), Detail = Text("pressure detail"), CreatedAt = Day };
        var opportunity = new Opportunity { Number = 1, Title = Text("opportunity title"), Detail = Text("opportunity detail"), CreatedAt = Day };
        var decision = new Decision
        {
            Number = 1,
            Title = Text("decision title"),
            Detail = Text("decision detail"),
            Question = Text("decision question"),
            Situation = Text("situation"),
            CreatedAt = Day,
        };
        decision.Options.Add(new DecisionOption { Title = Text("option"), Effect = Text("option effect") });
        var objective = new Objective { Number = 1, Title = Text("objective title"), Detail = Text("objective detail"), Cycle = Cycle.At(TimeProvider.System.GetUtcNow().UtcDateTime), CreatedAt = Day };
        var result = new KeyResult { Number = 1, Title = Text("key result title"), Detail = Text("key result detail"), ObjectiveId = objective.Id, Source = KeyResultSource.Manual, Target = 5, CreatedAt = Day };
        context.AddRange(
            insight,
            pressure,
            opportunity,
            decision,
            objective,
            result,
            new Solution { Number = 1, Title = Text("solution title"), Detail = Text("solution detail"), TestPlan = Text("test plan"), CreatedAt = Day },
            new CheckIn { KeyResultId = result.Id, At = Day, Value = 1, Text = Text("check-in") },
            new Comment { ObjectId = insight.Id, By = "An owner", Text = Text("comment"), At = Day }
        );
        foreach (var id in new[] { insight.Id, pressure.Id })
            context.Links.Add(new Redthread.Domain.Threads.Link { FromId = id, Kind = Redthread.Domain.Threads.LinkKind.OnStage, ToId = stage.Id, CreatedAt = Day });
    }

    private void PlantAgreement(RedthreadContext context, Stage stage, Team team)
    {
        var round = new AgreementRound { Number = 1, Cycle = new DateOnly(2026, 4, 1), Purpose = Text("round purpose"), OpenedAt = Day, RevealedAt = Day };
        round.Stages.Add(new AgreementStage { StageId = stage.Id, Agreed = -1, Why = Text("agreed why"), AgreedAt = Day, AgreedBy = "A Steward" });
        round.Teams.Add(new AgreementTeam { TeamId = team.Id });
        context.AddRange(
            round,
            new AgreementVote { RoundId = round.Id, StageId = stage.Id, TeamId = team.Id, Value = -2, Reason = Text("vote reason"), At = Day },
            new AgreementDissent { RoundId = round.Id, StageId = stage.Id, TeamId = team.Id, Reason = Text("dissent"), At = Day },
            new Comment { ObjectId = round.Id, By = "An owner", Text = Text("round comment"), At = Day }
        );
    }

    private void PlantRhythm(RedthreadContext context, Person person, Person other)
    {
        var ritual = new Ritual { Number = 1, Name = "Review", Purpose = Text("ritual purpose"), Unit = CadenceUnit.Months, StartsAt = Day, CreatedAt = Day };
        var handover = new Handover { Number = 1, FromPersonId = person.Id, ToPersonId = other.Id, Note = Text("hand-over note"), StartedAt = Day };
        handover.Items.Add(new HandoverItem { Text = Text("hand-over item") });
        context.AddRange(
            ritual,
            new Meeting { RitualId = ritual.Id, OccursAt = Day, Agenda = $"- {Text("agenda")}", Minutes = $"## Said\n\n{Text("minutes")}", PreparedAt = Day, HeldAt = Day },
            handover
        );
    }

    private void PlantTalks(RedthreadContext context, Stage stage)
    {
        var talk = new Conversation
        {
            Number = 1,
            Title = Text("conversation title"),
            StartsAt = Day,
            HeldAt = Day,
            Consent = Consent.Quotations,
            Notes = $"{Text("notes")}. {Text("highlight")}",
            CreatedAt = Day,
        };
        var highlight = new Highlight { Quotation = Text("highlight"), CreatedAt = Day };
        highlight.Stages.Add(new HighlightStage { StageId = stage.Id });
        talk.Highlights.Add(highlight);
        talk.Stages.Add(new ConversationStage { StageId = stage.Id });
        context.Add(talk);
    }
}
