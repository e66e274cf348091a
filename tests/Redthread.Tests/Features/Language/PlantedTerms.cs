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

/// <summary>An organisation in which every text that people write holds a word of its own, and a term for each.</summary>
internal sealed class PlantedTerms
{
    public static readonly DateTime Day = new(2026, 5, 4, 9, 0, 0, DateTimeKind.Utc);

    private readonly Dictionary<string, string> words = [];

    public static Task<RedthreadContext> ContextAsync(TestHost host) => host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();

    /// <summary>A sentence that holds the word of the text, inflected.</summary>
    private string Text(string of)
    {
        if (!words.TryGetValue(of, out var word))
            words[of] = word = $"zorb{(char)('a' + (words.Count / 26))}{(char)('a' + (words.Count % 26))}k";
        return $"There stood {word}s by the door";
    }

    /// <returns>The words planted, by the text that holds them.</returns>
    public async Task<IReadOnlyDictionary<string, string>> PlantAsync(TestHost host)
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
        PlantGoals(context);
        PlantAgreement(context, stage, team);
        PlantRhythm(context, person, other);
        PlantTalks(context, stage);
        await context.SaveChangesAsync();
        await context.Measures.Where(row => row.Key == "csat-5").ExecuteUpdateAsync(set => set.SetProperty(row => row.Wording, Text("wording")));
        context.Terms.AddRange(
            words
                .Append(new("definition", Word("definition")))
                .DistinctBy(pair => pair.Key)
                .Select(pair => new Term
                {
                    Key = pair.Value,
                    Word = pair.Value,
                    Definition = pair.Key == "definition" ? Text("definition") : $"What {pair.Key} means.",
                    Avoid = "humbug",
                    OwnerPersonId = person.Id,
                    CreatedAt = Day,
                })
        );
        // The ledger may have been read before: it reads itself again.
        context.Activities.Add(
            Domain.Activities.Activity.Of(Actor.Operator, TimeProvider.System.GetUtcNow().UtcDateTime, Redthread.Web.Features.Threads.LedgerSource.Loaded, null, "planted")
        );
        await context.SaveChangesAsync();
        host.Services.GetRequiredService<Redthread.Web.Shell.ChangeFeed>().Announce();
        return words;
    }

    private string Word(string of)
    {
        Text(of);
        return words[of];
    }

    private void PlantGround(RedthreadContext context, Journey journey, Stage stage)
    {
        (journey.Goal, journey.Description, stage.Intent) = (Text("journey goal"), Text("journey description"), Text("intent"));
        var step = new Step
        {
            StageId = stage.Id,
            Key = "step",
            Name = "A step",
        };
        step.Lanes.Add(new LaneItem { Lane = Lane.Doing, Text = Text("lane") });
        context.Steps.Add(step);
        context.Notes.Add(
            new Note
            {
                On = DateOnly.FromDateTime(Day),
                Text = Text("note"),
                CreatedAt = Day,
            }
        );
        var segment = new Segment { Key = "families", Name = "Families" };
        context.Segments.Add(segment);
        context.Personas.Add(
            new Persona
            {
                Key = "jo",
                Name = "Jo",
                Story = Text("story"),
                SegmentId = segment.Id,
            }
        );
        context.Claims.Add(
            new Claim
            {
                Number = 1,
                Text = Text("claim"),
                SaidOn = DateOnly.FromDateTime(Day),
                CreatedAt = Day,
            }
        );
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
        var insight = new Insight
        {
            Number = 1,
            Title = Text("insight title"),
            Detail = Text("insight detail"),
            ApprovedAt = Day,
            CreatedAt = Day,
        };
        var pressure = new Pressure
        {
            Number = 1,
            Title = Text("pressure title"),
            Detail = Text("pressure detail"),
            CreatedAt = Day,
        };
        var opportunity = new Opportunity
        {
            Number = 1,
            Title = Text("opportunity title"),
            Detail = Text("opportunity detail"),
            CreatedAt = Day,
        };
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
        context.AddRange(
            insight,
            pressure,
            opportunity,
            decision,
            new Comment
            {
                ObjectId = insight.Id,
                By = "An owner",
                Text = Text("comment"),
                At = Day,
            }
        );
        foreach (var id in new[] { insight.Id, pressure.Id })
            context.Links.Add(
                new Redthread.Domain.Threads.Link
                {
                    FromId = id,
                    Kind = Redthread.Domain.Threads.LinkKind.OnStage,
                    ToId = stage.Id,
                    CreatedAt = Day,
                }
            );
    }

    private void PlantGoals(RedthreadContext context)
    {
        var objective = new Objective
        {
            Number = 1,
            Title = Text("objective title"),
            Detail = Text("objective detail"),
            Cycle = Cycle.At(TimeProvider.System.GetUtcNow().UtcDateTime),
            CreatedAt = Day,
        };
        var result = new KeyResult
        {
            Number = 1,
            Title = Text("key result title"),
            Detail = Text("key result detail"),
            ObjectiveId = objective.Id,
            Source = KeyResultSource.Manual,
            Target = 5,
            CreatedAt = Day,
        };
        context.AddRange(
            objective,
            result,
            new Solution
            {
                Number = 1,
                Title = Text("solution title"),
                Detail = Text("solution detail"),
                TestPlan = Text("test plan"),
                CreatedAt = Day,
            },
            new CheckIn
            {
                KeyResultId = result.Id,
                At = Day,
                Value = 1,
                Text = Text("check-in"),
            }
        );
    }

    private void PlantAgreement(RedthreadContext context, Stage stage, Team team)
    {
        var round = new AgreementRound
        {
            Number = 1,
            Cycle = new DateOnly(2026, 4, 1),
            Purpose = Text("round purpose"),
            OpenedAt = Day,
            RevealedAt = Day,
        };
        round.Stages.Add(
            new AgreementStage
            {
                StageId = stage.Id,
                Agreed = -1,
                Why = Text("agreed why"),
                AgreedAt = Day,
                AgreedBy = "A Steward",
            }
        );
        round.Teams.Add(new AgreementTeam { TeamId = team.Id });
        context.AddRange(
            round,
            new AgreementVote
            {
                RoundId = round.Id,
                StageId = stage.Id,
                TeamId = team.Id,
                Value = -2,
                Reason = Text("vote reason"),
                At = Day,
            },
            new AgreementDissent
            {
                RoundId = round.Id,
                StageId = stage.Id,
                TeamId = team.Id,
                Reason = Text("dissent"),
                At = Day,
            },
            new Comment
            {
                ObjectId = round.Id,
                By = "An owner",
                Text = Text("round comment"),
                At = Day,
            }
        );
    }

    private void PlantRhythm(RedthreadContext context, Person person, Person other)
    {
        var ritual = new Ritual
        {
            Number = 1,
            Name = "Review",
            Purpose = Text("ritual purpose"),
            Unit = CadenceUnit.Months,
            StartsAt = Day,
            CreatedAt = Day,
        };
        var handover = new Handover
        {
            Number = 1,
            FromPersonId = person.Id,
            ToPersonId = other.Id,
            Note = Text("hand-over note"),
            StartedAt = Day,
        };
        handover.Items.Add(new HandoverItem { Text = Text("hand-over item"), LeftReason = Text("reason of an item left") });
        context.AddRange(
            ritual,
            new Meeting
            {
                RitualId = ritual.Id,
                OccursAt = Day,
                Agenda = $"- {Text("agenda")}",
                Minutes = $"## Said\n\n{Text("minutes")}",
                PreparedAt = Day,
                HeldAt = Day,
            },
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
