using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Redthread.Domain.People;
using Redthread.Tests.Features.Measures;
using Redthread.Tests.Support;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Measures;

namespace Redthread.Tests.Features.Frameworks;

public class SaveFrameworkTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_file_becomes_the_draft_and_comes_back_as_it_was(Provider provider)
    {
        await using var bench = await Bench.NewAsync(postgres, provider);
        await bench.AddBasicsAsync();
        await bench.AddTeamAsync("service");
        await bench.SaveAsync(ShippedMeasures.All.First(entry => entry.Measure == "waiting-time"));
        var file = Bench.Simple("service") with
        {
            Stages = new()
            {
                ["help/call"] = new()
                {
                    Importance = 0,
                    Target = 0,
                    WeakBelow = 0,
                    FailingBelow = 0,
                },
                ["help/wait"] = new()
                {
                    Importance = 2.5,
                    Target = 80,
                    WeakBelow = 60,
                    FailingBelow = 41.5,
                    Weights = { ["csat-5"] = 1, ["waiting-time"] = 0.25 },
                },
            },
        };
        (await bench.SaveAsync(FrameworkFile.Parse(file.ToYaml()).Value)).Error.ShouldBeNull();
        (await bench.Get<FrameworkQueries>().ReadFileAsync(null, Bench.Cancel)).Value.ToYaml().ShouldBe(file.ToYaml());
        var again = (await bench.SaveAsync(file)).Value;
        (again.Changed, again.Number).ShouldBe((false, 1));
        var shorter = file with { Stages = new() { ["help/call"] = new() { Weights = { ["waiting-time"] = 1 } } } };
        (await bench.SaveAsync(shorter, 1)).Value.Changed.ShouldBeTrue();
        (await bench.SaveAsync(shorter with { MinimumN = 9 }, 1)).Error.ShouldBe(Error.Stale);
        await using var context = bench.Context();
        (await context.FrameworkStages.CountAsync(Bench.Cancel), await context.FrameworkWeights.CountAsync(Bench.Cancel)).ShouldBe((1, 1));
    }

    [Fact]
    public void Files_are_lossless()
    {
        var text = Gen.Elements("a", "0", "yes", "null", "# no", "- x", "“Größe”", "it: is", "1e3", "~", "'q'", "\"");
        var number = Gen.Choose(0, 4000).Select(value => value / 40.0);
        var file =
            from name in text
            from days in Gen.Choose(1, 3660)
            from importance in number
            from weight in Gen.Choose(1, 40000)
            from stages in Gen.Choose(0, 4)
            select new FrameworkFile
            {
                Framework = name,
                FreshnessDays = days,
                CutPoints = [0, 0.1 + (importance / 10), 99.5, 100],
                Teams = [.. Enumerable.Range(0, stages).Select(index => $"t{index}")],
                Stages = Enumerable
                    .Range(0, stages)
                    .ToDictionary(index => $"j/s{index}", _ => new FrameworkFile.StageEntry { Importance = importance, Weights = { ["csat-5"] = weight / 40.0 } }),
            };
        Prop.ForAll(
                file.ToArbitrary(),
                given => FrameworkFile.Parse(given.ToYaml()).Value.ToYaml() == given.ToYaml() && FrameworkFile.Parse(given.ToYaml()).Value.Framework == given.Framework
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("cutPoints: [30, 45, 45, 75]", "cut-points")]
    [InlineData("cutPoints: [30, 45, 60]", "cut-points")]
    [InlineData("cutPoints: [30, 45, 60, 175]", "cut-points")]
    [InlineData("cutPoints: [30, 45, 60, 75]\nfreshnessDays: 0", "freshness")]
    [InlineData("cutPoints: [30, 45, 60, 75]\nminimumN: 0", "minimum-n")]
    [InlineData("cutPoints: [30, 45, 60, 75]\nstages:\n  help/call: { target: 40, weakBelow: 50 }", "stage-values")]
    [InlineData("cutPoints: [30, 45, 60, 75]\nstages:\n  help/call: { weights: { csat-5: 0 } }", "stage-values")]
    [InlineData("cutPoints: [30, 45, 60, 75]\nstages:\n  help/call: { importance: .nan }", "stage-values")]
    [InlineData("cutPoints: [30, 45, 60, 75]\nstages:\n  help/call:", "stage-values")]
    [InlineData("cutPoints: [30, 45, 60, 75]\nwhat: ever", "file-syntax")]
    public void Impossible_files_are_refused(string yaml, string code) => FrameworkFile.Parse($"framework: Ours\n{yaml}").Error!.Code.ShouldBe(code);

    [Fact]
    public async Task Unknown_names_are_refused_and_change_nothing()
    {
        await using var bench = await Bench.NewAsync(postgres, Provider.Sqlite);
        await bench.AddBasicsAsync();
        var file = Bench.Simple();
        (await bench.SaveAsync(file with { NorthStar = "no" })).Error!.Code.ShouldBe("north-star");
        (await bench.SaveAsync(file with { Teams = ["no"] })).Error!.Code.ShouldBe("team-unknown");
        (await bench.SaveAsync(file with { Stages = new() { ["help/no"] = new() } })).Error!.Code.ShouldBe("stage-unknown");
        (await bench.SaveAsync(file with { Stages = new() { ["help/call"] = new() { Weights = { ["no"] = 1 } } } })).Error!.Code.ShouldBe("measure-unknown");
        (await bench.Get<FrameworkQueries>().ReadFileAsync(null, Bench.Cancel)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task A_new_draft_has_the_usual_values_first_and_then_copies_what_is_agreed_and_still_lives()
    {
        await using var bench = await Bench.NewAsync(postgres, Provider.Sqlite);
        await bench.AddBasicsAsync();
        var save = bench.Get<SaveFramework>();
        (await save.StartAsync(Actor.Operator, Bench.Cancel)).Value.IsNew.ShouldBeTrue();
        (await save.StartAsync(Actor.Operator, Bench.Cancel)).Error!.Code.ShouldBe("draft-exists");
        var usual = (await bench.Get<FrameworkQueries>().ReadFileAsync(null, Bench.Cancel)).Value;
        usual.Stages.Keys.ShouldBe(["help/call", "help/wait"]);
        (await bench.Get<AgreeFramework>().HandleAsync(Actor.Operator, new(null), Bench.Cancel)).Error!.Code.ShouldBe("no-weights");
        usual.Stages["help/call"].Weights["csat-5"] = 2;
        await bench.SaveAsync(usual);
        (await bench.Get<AgreeFramework>().HandleAsync(Actor.Operator, new("another"), Bench.Cancel)).Error.ShouldBe(Error.Stale);
        (await bench.Get<AgreeFramework>().HandleAsync(Actor.Operator, new(null), Bench.Cancel)).Error.ShouldBeNull();

        var journey = new JourneyFile
        {
            Journey = "help",
            Name = "help",
            Stages = [new() { Key = "call", Name = "call" }],
        };
        await bench.Get<SaveJourney>().HandleAsync(Actor.Operator, new SaveJourney.Request(journey, null), Bench.Cancel);
        (await save.StartAsync(Actor.Operator, Bench.Cancel)).Value.Number.ShouldBe(2);
        var copy = (await bench.Get<FrameworkQueries>().ReadFileAsync(null, Bench.Cancel)).Value;
        copy.Stages.Keys.ShouldBe(["help/call"]);
        copy.Stages["help/call"].Weights["csat-5"].ShouldBe(2);
        (await save.DiscardAsync(Actor.Operator, 1, Bench.Cancel)).Ok.ShouldBeTrue();
        (await save.DiscardAsync(Actor.Operator, null, Bench.Cancel)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task Members_sign_but_do_not_edit()
    {
        await using var bench = await Bench.NewAsync(postgres, Provider.Sqlite);
        var member = new Actor(null, "member", Permissions.Of(Role.Member), [], Role.Member);
        var save = bench.Get<SaveFramework>();
        (await save.StartAsync(member, Bench.Cancel)).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await save.HandleAsync(member, new(Bench.Simple(), null), Bench.Cancel)).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await save.DiscardAsync(member, null, Bench.Cancel)).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await bench.Get<AgreeFramework>().HandleAsync(member, new(null), Bench.Cancel)).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
    }
}
