using Microsoft.EntityFrameworkCore;
using Redthread.Tests.Support;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Tests.Features.Journeys;

public sealed class SaveJourneyTests(PostgresServer postgres)
{
    private const string Join =
        "journey: join\nname: Join\nstages:\n  - {key: notice, name: Notice}\n  - {key: choose, name: Choose, archived: true}\n  - {key: sign, name: Sign}\n";

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Any_journey_is_the_same_after_the_store(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        for (var seed = 0; seed < 15; seed++)
        {
            var journey = new JourneyGenerator(seed).Next($"j-{seed}");
            await desk.SaveAsync(journey.ToYaml());
            JourneyFileTests.Json(await desk.ReadAsync(journey.Journey)).ShouldBe(JourneyFileTests.Json(journey), $"seed {seed}");
            (await desk.SaveAsync(journey.ToYaml())).Changed.ShouldBeFalse($"seed {seed}");
        }
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task The_second_of_two_editors_is_told_and_nothing_is_lost(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        await desk.SaveAsync(Join);
        var first = await desk.Get<ChangeJourney>().SetStageAsync(Actor.Operator, "join", "notice", new ChangeJourney.StageRequest(1, "Hear of it", null, null), default);
        var second = await desk.Get<ChangeJourney>().SetStageAsync(Actor.Operator, "join", "sign", new ChangeJourney.StageRequest(1, "Sign up", null, null), default);
        first.Value.Version.ShouldBe(2);
        second.Error.ShouldBe(Error.Stale);
        (await desk.ReadAsync("join")).Stages.Select(stage => stage.Name).ShouldBe(["Hear of it", "Choose", "Sign"]);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Of_saves_at_the_same_moment_one_wins_and_the_others_are_told(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        await desk.SaveAsync(Join);
        var saves = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(number => desk.Get<ChangeJourney>().SetStageAsync(Actor.Operator, "join", "sign", new ChangeJourney.StageRequest(1, $"Sign {number}", null, null), default))
        );
        saves.Count(save => save.Ok).ShouldBe(1);
        saves.Where(save => !save.Ok).ShouldAllBe(save => save.Error == Error.Stale);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Undo_brings_back_what_was_and_keeps_every_id(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        await desk.SaveAsync(Join);
        var ids = await IdsAsync(desk);
        var before = (await desk.ReadAsync("join")).ToYaml();
        await desk.SaveAsync("journey: join\nname: Join us\nstages:\n  - {key: sign, name: Sign now}\n");
        (await desk.ReadAsync("join")).Stages.Count(stage => !stage.Archived).ShouldBe(1);
        var back = await desk.Get<ChangeJourney>().RestoreAsync(Actor.Operator, "join", 1, 2, default);
        back.Value.Version.ShouldBe(3);
        (await desk.ReadAsync("join")).ToYaml().ShouldBe(before);
        (await IdsAsync(desk)).ShouldBe(ids);
    }

    [Fact]
    public async Task Moving_passes_over_what_is_archived()
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, Provider.Sqlite);
        await desk.SaveAsync(Join);
        var change = desk.Get<ChangeJourney>();
        await change.MoveStageAsync(Actor.Operator, "join", "sign", new ChangeJourney.MoveRequest(1, -1), default);
        (await desk.ReadAsync("join")).Stages.Where(stage => !stage.Archived).Select(stage => stage.Key).ShouldBe(["sign", "notice"]);
        (await change.MoveStageAsync(Actor.Operator, "join", "sign", new ChangeJourney.MoveRequest(2, -1), default)).Value.Changed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_journey_cannot_stand_above_itself()
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, Provider.Sqlite);
        await desk.SaveAsync("journey: a\nname: A\n");
        await desk.SaveAsync("journey: b\nname: B\nparent: a\n");
        await desk.SaveAsync("journey: c\nname: C\nparent: b\n");
        var save = desk.Get<SaveJourney>();
        var circle = await save.HandleAsync(
            Actor.Operator,
            new SaveJourney.Request(
                new JourneyFile
                {
                    Journey = "a",
                    Name = "A",
                    Parent = "c",
                },
                null
            ),
            default
        );
        circle.Error!.Code.ShouldBe("parent-circle");
        (
            await save.HandleAsync(
                Actor.Operator,
                new SaveJourney.Request(
                    new JourneyFile
                    {
                        Journey = "a",
                        Name = "A",
                        Parent = "a",
                    },
                    null
                ),
                default
            )
        ).Ok.ShouldBeFalse();
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Files_come_in_with_those_above_first_whatever_the_order(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        var report = await desk.Get<ImportJourneys>()
            .HandleAsync(
                Actor.Operator,
                [new("x.yaml", "journey: c\nname: C\nparent: b\n---\njourney: b\nname: B\nparent: a\n"), new("y.yaml", "journey: a\nname: A\nlevel: lifecycle\n")],
                default
            );
        report.Value.Ok.ShouldBeTrue(string.Join(' ', report.Value.Lines));
        (await desk.Get<JourneyQueries>().ReadAtlasAsync(default)).Select(entry => (entry.Journey.Key, entry.Depth)).ShouldBe([("a", 0), ("b", 1), ("c", 2)]);
        var second = await desk.Get<ImportJourneys>().HandleAsync(Actor.Operator, [new("z.yaml", "journey: d\nname: D\n---\njourney: e\nnome: E\n")], default);
        second.Value.Lines.Single().Reason!.ShouldContain("Line 5");
        (await desk.Get<JourneyQueries>().ReadAtlasAsync(default)).Count.ShouldBe(3);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Siblings_are_put_in_order_past_what_is_archived(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        foreach (var key in new[] { "a", "b", "c" })
            await desk.SaveAsync($"journey: {key}\nname: {key}\narchived: {(key == "b" ? "true" : "false")}\n");
        (await desk.Get<MoveJourney>().HandleAsync(Actor.Operator, "c", new MoveJourney.Request(-1), default)).Ok.ShouldBeTrue();
        (await desk.Get<JourneyQueries>().ReadAtlasAsync(default)).Select(entry => entry.Journey.Key).ShouldBe(["c", "a", "b"]);
        (await desk.Get<LandscapeSource>().ReadAsync(default)).Journeys[0].Key.ShouldBe("c");
    }

    [Fact]
    public async Task Who_may_only_look_changes_nothing()
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, Provider.Sqlite);
        var made = await desk.Get<ChangeJourney>().CreateAsync(Actor.Nobody, new ChangeJourney.NewRequest("A", Domain.Journeys.JourneyLevel.Journey, null), default);
        made.Error!.Kind.ShouldBe(ErrorKind.Forbidden);
    }

    private static async Task<List<(string, Guid)>> IdsAsync(JourneyDesk desk)
    {
        await using var context = desk.Context();
        return [.. (await context.Stages.OrderBy(stage => stage.Key).ToListAsync()).Select(stage => (stage.Key, stage.Id))];
    }
}
