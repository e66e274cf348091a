using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Agreement;
using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Journeys;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Threads;
using Redthread.Tests.Features.Agreement;
using Redthread.Tests.Features.Notices;
using Redthread.Tests.Support;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Rhythm;

/// <summary>
/// Of the same kind of fact one is planted before the last meeting, one after it: an agenda names what is news to its meeting and
/// nothing else. Meetings are monthly on the tenth; it is the 10 May, and the last was held on 10 April.
/// </summary>
public sealed class AgendaTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    private static readonly DateTime Earlier = Day(3, 10);
    private static readonly DateTime Last = Day(4, 10);
    private static readonly DateTime Now = Day(5, 10);
    private static readonly DateTime LongAgo = Day(1, 15);

    private static DateTime Day(int month, int day) => new(2026, month, day, 12, 0, 0, DateTimeKind.Utc);

    [Theory, MemberData(nameof(Providers))]
    public async Task Scores_that_moved_and_stages_that_began_to_fail_are_told_at_one_meeting_only(Provider provider)
    {
        await using var host = await StartAsync(postgres, provider);
        using var token = await host.WithTokenAsync(Scope.Signals, Scope.Read);
        // Paying falls in April, finding fell in March already, receiving stays as it was and wavers by chance.
        await HearAsync(token, "shop/pay", month => month < 4 ? 5 : 1);
        await HearAsync(token, "shop/find", month => month < 3 ? 5 : 1);
        await HearAsync(token, "shop/receive", _ => 4);

        var now = Sections(await WriteAsync(host, Last, Now));
        Titles(now["Scores that moved"]).ShouldBe(["[Pay](/?stage=shop/pay&period=2026-04)"]);
        now["Scores that moved"][0].ShouldContain("in April 2026");
        now["Scores that moved"][0].ShouldContain("n 60");
        Titles(now["Stages that began to fail without a decision"]).ShouldBe(["[Pay](/?stage=shop/pay&period=2026-04)"]);
        var before = Sections(await WriteAsync(host, Earlier, Last));
        Titles(before["Scores that moved"]).ShouldBe(["[Find it](/?stage=shop/find&period=2026-03)"]);
        Titles(before["Stages that began to fail without a decision"]).ShouldBe(["[Find it](/?stage=shop/find&period=2026-03)"]);

        // Held more often, each week is judged once: nothing is left of April for the middle of May, but for the week in which it ended.
        Sections(await WriteAsync(host, Day(5, 5), Now)).ShouldNotContainKey("Scores that moved");

        // A decision on the stage is what failing waits for.
        await using var context = await host.ContextAsync();
        var decision = new Decision
        {
            Number = 1,
            Title = "Mend paying",
            MadeAt = Day(4, 20),
            CreatedAt = LongAgo,
        };
        context.AddRange(decision, On(decision, await StageAsync(context, "pay")));
        await SaveAsync(host, context);
        Sections(await WriteAsync(host, Last, Now)).ShouldNotContainKey("Stages that began to fail without a decision");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task New_breaks_of_every_kind_are_told_and_old_ones_are_not(Provider provider)
    {
        await using var host = await StartAsync(postgres, provider);
        await using (var context = await host.ContextAsync())
        {
            // Odd numbers broke before the last meeting, even ones after it.
            foreach (var (at, by) in new[] { (Day(3, 20), 0), (Day(4, 20), 1) })
                new ThreadsOfEachLength(context, at, by).Plant();
            await SaveAsync(host, context);
        }

        var now = Sections(await WriteAsync(host, Last, Now));
        var before = Sections(await WriteAsync(host, Earlier, Last));
        var kinds = new (string Section, int Number)[]
        {
            ("no signal behind it", 1),
            ("insights that wait for approval", 3),
            ("insights without an opportunity", 5),
            ("opportunities without a decision", 7),
            ("decisions without a solution", 9),
            ("solutions without a key result", 11),
        };
        foreach (var (section, number) in kinds)
        {
            Names(now[$"Threads that broke: {section}"]).ShouldContain($"I-{number + 1}", section);
            Names(now[$"Threads that broke: {section}"]).ShouldNotContain($"I-{number}", section);
            Names(before[$"Threads that broke: {section}"]).ShouldContain($"I-{number}", section);
            Names(before[$"Threads that broke: {section}"]).ShouldNotContain($"I-{number + 1}", section);
        }

        // A key result has until its cycle ends: that of the first quarter broke at its end, that of the second did not break yet.
        Names(before["Threads that broke: key results that moved no score"]).ShouldBe(["I-13"]);
        now.ShouldNotContainKey("Threads that broke: key results that moved no score");
        // What was strung long ago breaks anew when a bead is lost.
        Names(now["Threads that broke: insights without an opportunity"]).ShouldBe(["I-6", "I-16"]);
        Names(before["Threads that broke: insights without an opportunity"]).ShouldBe(["I-5", "I-15"]);
        // Strengths, threads that hold, and what nobody changed for long are no news.
        var all = string.Join('\n', now.Values.Concat(before.Values).SelectMany(lines => lines));
        all.ShouldNotContain("I-90");
        all.ShouldNotContain("I-91");
        // A decision and an opportunity that rest on nothing.
        Names(now["Threads that broke: no signal behind it"]).ShouldBe(["I-2", "O-92", "D-92"]);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Due_are_decisions_and_reviews_before_the_next_meeting(Provider provider)
    {
        await using var host = await StartAsync(postgres, provider);
        await using (var context = await host.ContextAsync())
        {
            Decision Row(int number, int month, int day, bool made = false) =>
                new()
                {
                    Number = number,
                    Title = $"Decision {number}",
                    CreatedAt = LongAgo,
                    MadeAt = made ? LongAgo : null,
                    DueOn = made ? null : new DateOnly(2026, month, day),
                    ReviewOn = made ? new DateOnly(2026, month, day) : null,
                };
            var reviewed = Row(5, 5, 20, made: true);
            reviewed.ReviewedAt = Day(5, 1);
            context.AddRange(Row(1, 6, 1), Row(2, 7, 1), Row(3, 6, 1, made: true), Row(4, 7, 1, made: true), reviewed);
            await SaveAsync(host, context);
        }

        var now = Sections(await WriteAsync(host, Last, Now));
        Names(now["Decisions due"]).ShouldBe(["D-1"]);
        Names(now["Reviews due"]).ShouldBe(["D-3"]);
    }

    [Fact]
    public async Task An_agenda_is_about_those_who_meet_and_says_when_it_was_drafted()
    {
        await using var host = await StartAsync(postgres, Provider.Sqlite);
        using var token = await host.WithTokenAsync(Scope.Signals, Scope.Read);
        await HearAsync(token, "shop/pay", month => month < 4 ? 5 : 1);
        await HearAsync(token, "shop/find", month => month < 4 ? 5 : 1);
        using var web = await host.MemberAsync("web");
        using var service = await host.MemberAsync("service");
        await PlantTrackAsync(host);
        var text = await PrepareAsync(host, 1);
        text.ShouldStartWith("Drafted on 10 May 2026, 12:00 UTC from what changed since 10 Apr 2026, for Team web.");
        var track = Sections(text);
        Titles(track["Scores that moved"]).ShouldBe(["[Pay](/?stage=shop/pay&period=2026-04)"]);
        Names(track["Decisions due"]).ShouldBe(["D-1"]);
        // By stage, one line each.
        track["Conversations missing"]
            .ShouldBe([
                "- [Pay](/conversations/new?with=customer&stage=shop/pay): nobody was heard",
                "- [1 team](/conversations/coverage?cycle=2026-Q2): never interviewed: Team web",
            ]);

        var whole = await PrepareAsync(host, 2);
        whole.ShouldStartWith("Drafted on 10 May 2026, 12:00 UTC from what changed since 10 Apr 2026.\n");
        Titles(Sections(whole)["Scores that moved"]).Count.ShouldBe(2);
        Names(Sections(whole)["Decisions due"]).ShouldBe(["D-1", "D-2"]);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Divergences_and_open_rounds_are_told_once_and_counted_from_then_on(Provider provider)
    {
        await using var host = await StartAsync(postgres, provider);
        using var token = await host.WithTokenAsync(Scope.Signals, Scope.Read);
        using var web = await host.MemberAsync("web");
        using var service = await host.MemberAsync("service");
        await HearAsync(token, "shop/pay", _ => 1);
        await HearAsync(token, "shop/find", _ => 1);
        await PlantTrackAsync(host);
        await using var context = await host.ContextAsync();
        var agreed = Round(1, Day(3, 20));
        agreed.RevealedAt = Day(3, 25);
        foreach (var (stage, at) in new[] { ("pay", Day(4, 5)), ("find", Day(4, 20)) })
            agreed.Stages.Add(
                new AgreementStage
                {
                    StageId = (await StageAsync(context, stage)).Id,
                    Agreed = 2,
                    AgreedAt = at,
                }
            );
        // The last is opened after the meeting, and the agenda drafted later still.
        context.AddRange(agreed, Round(2, Day(3, 20)), Round(3, Day(4, 20)), Round(4, Now.AddHours(1)));
        await SaveAsync(host, context);
        host.Services.GetRequiredService<ChangeFeed>().Announce();

        // By their days, as long as no meeting left an agenda.
        var now = Sections(await PrepareAsync(host, 2));
        now["Agreed and measured diverge"][0].ShouldStartWith("- [Find it](/agreed-scores/1?stage=shop/find): agreed +2, measured says −2");
        now["Agreed and measured diverge"][1..].ShouldBe(["- [Still open](/agreed-scores): Pay"]);
        now["Rounds that wait for votes"].ShouldBe(["- [A-3](/agreed-scores/3): ", "- [Still open](/agreed-scores): A-2"]);

        // By what was on the agenda, where there was one: a stage may come to diverge long after its score was agreed.
        await ToldAsync(context, "- [Find it](/agreed-scores/1?stage=shop/find): agreed +2\n- [A-2](/agreed-scores/2): Team web 0 of 1");
        var then = Sections(await AgainAsync(host, context));
        then["Agreed and measured diverge"][0].ShouldStartWith("- [Pay](");
        then["Agreed and measured diverge"][1..].ShouldBe(["- [Still open](/agreed-scores): Find it"]);
        then["Rounds that wait for votes"].ShouldBe(["- [A-3](/agreed-scores/3): ", "- [Still open](/agreed-scores): A-2"]);
        await ToldAsync(context, string.Join(' ', then["Agreed and measured diverge"].Concat(now["Agreed and measured diverge"])));
        Sections(await AgainAsync(host, context))["Agreed and measured diverge"]
            .Single()
            .ShouldBeOneOf(["- [Still open](/agreed-scores): Find it, Pay", "- [Still open](/agreed-scores): Pay, Find it"]);
    }

    private static AgreementRound Round(int number, DateTime opened) =>
        new()
        {
            Number = number,
            Cycle = new DateOnly(2026, 4, 1),
            OpenedAt = opened,
        };

    private static Task<int> ToldAsync(RedthreadContext context, string agenda) =>
        context.Meetings.Where(row => row.OccursAt == Last).ExecuteUpdateAsync(set => set.SetProperty(row => row.Agenda, agenda));

    private static async Task<string> AgainAsync(TestHost host, RedthreadContext context)
    {
        await context.Meetings.Where(row => row.OccursAt == Now).ExecuteDeleteAsync();
        return await PrepareAsync(host, 2);
    }

    private static async Task<TestHost> StartAsync(PostgresServer postgres, Provider provider)
    {
        var host = await TestHost.StartAsync(postgres, provider, time: new Clock { Now = Now });
        await Ground.LayAsync(host.Services);
        return host;
    }

    private static async Task PlantTrackAsync(TestHost host)
    {
        await using var context = await host.ContextAsync();
        var team = context.Teams.Single(row => row.Key == "web").Id;
        var other = context.Teams.Single(row => row.Key == "service").Id;
        (await StageAsync(context, "find")).OwnerTeamId = other;
        // The track works on paying by a solution of its own, and decides elsewhere.
        var solution = new Solution
        {
            Number = 1,
            Title = "One tap",
            OwnerTeamId = team,
            State = SolutionState.Started,
            CreatedAt = LongAgo,
        };
        context.AddRange(
            solution,
            On(solution, await StageAsync(context, "pay")),
            new Decision
            {
                Number = 1,
                Title = "Ours",
                OwnerTeamId = team,
                DueOn = new DateOnly(2026, 5, 20),
                CreatedAt = LongAgo,
            },
            new Decision
            {
                Number = 2,
                Title = "Theirs",
                OwnerTeamId = other,
                DueOn = new DateOnly(2026, 5, 20),
                CreatedAt = LongAgo,
            },
            new Segment { Key = "families", Name = "Families" },
            new Segment
            {
                Key = "seniors",
                Name = "Seniors",
                Position = 1,
            }
        );
        foreach (var row in new[] { Monthly(1, RitualType.TrackSync), Monthly(2, RitualType.QuarterlyReview) })
        {
            row.Audience.Add(new RitualAudience { MemberId = team, IsTeam = true });
            context.AddRange(
                row,
                new Meeting
                {
                    RitualId = row.Id,
                    OccursAt = Last,
                    HeldAt = Last,
                    PreparedAt = Last,
                }
            );
        }

        await SaveAsync(host, context);
    }

    private static Ritual Monthly(int number, RitualType type) =>
        new()
        {
            Number = number,
            Name = $"Ritual {number}",
            Type = type,
            Every = 1,
            Unit = CadenceUnit.Months,
            StartsAt = LongAgo.AddDays(-5),
            CreatedAt = LongAgo,
        };

    // Sixty answers of sixty customers a month, now and then one better or worse.
    private static async Task HearAsync(HttpClient token, string stage, Func<int, int> answer)
    {
        var rows = Enumerable
            .Range(1, 5)
            .SelectMany(month =>
                Enumerable
                    .Range(0, month == 5 ? 10 : 60)
                    .Select(number =>
                        $$"""{"externalId": "{{stage}} {{month}} {{number}}", "time": "2026-{{month:00}}-{{1 + (number % (month == 5 ? 9 : 27)):00}}T10:00:00Z", "customer": "c{{stage}}{{month}}{{number}}", "readings": [{"measure": "csat-5", "place": "{{stage}}", "value": {{Math.Clamp(answer(month) + (number % 6 == 0 ? 1 : number % 6 == 1 ? -1 : 0), 1, 5)}}}]}"""
                    )
            );
        var answered = await token.PostAsync("/api/signals?source=s", $"[{string.Join(',', rows)}]".AsJson());
        answered.IsSuccessStatusCode.ShouldBeTrue(await answered.Content.ReadAsStringAsync());
    }

    private static Link On(ThreadObject row, Stage stage) =>
        new()
        {
            FromId = row.Id,
            Kind = LinkKind.OnStage,
            ToId = stage.Id,
            CreatedAt = LongAgo,
        };

    private static Task<Stage> StageAsync(RedthreadContext context, string key) => context.Stages.SingleAsync(row => row.Key == key);

    private static async Task SaveAsync(TestHost host, RedthreadContext context)
    {
        foreach (var row in context.ChangeTracker.Entries<ThreadObject>().Select(entry => entry.Entity).ToList())
            context.Activities.Add(Domain.Activities.Activity.Of(Actor.Operator, Now, $"{Redthread.Web.Features.Threads.LedgerSource.Noun(row.Kind)}.made", row.Id, "made"));
        (await host.Services.GetRequiredService<ChangeFeed>().SaveAsync(context, default)).ShouldBeNull();
    }

    private static async Task<string> WriteAsync(TestHost host, DateTime since, DateTime until)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DraftAgenda>().WriteAsync(new AgendaSpan(since, until, until.AddMonths(1)), default);
    }

    private static async Task<string> PrepareAsync(TestHost host, int ritual)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var meeting = await scope.ServiceProvider.GetRequiredService<RunMeeting>().PrepareAsync(Actor.Operator, ritual, "20260510T1200", default);
        meeting.Ok.ShouldBeTrue(meeting.Error?.Message);
        return meeting.Value.Agenda!;
    }

    /// <summary>Lines by heading, each of which the agenda has once.</summary>
    private static Dictionary<string, List<string>> Sections(string text) =>
        text.Split("## ").Skip(1).Select(part => part.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(lines => lines[0], lines => lines.Skip(1).ToList());

    private static List<string> Titles(IEnumerable<string> lines) => [.. lines.Select(line => line[2..(line.IndexOf("): ", StringComparison.Ordinal) + 1)])];

    private static List<string> Names(IEnumerable<string> lines) => [.. lines.Select(line => line[3..line.IndexOf(']')])];
}
