using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Measures;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Features.Measures;

namespace Redthread.Tests.Features.Measures;

public class SaveMeasureTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_measure_may_change_until_a_reading_uses_it_and_then_gets_versions(Provider provider)
    {
        await using var bench = await Bench.NewAsync(postgres, provider);
        var first = (await bench.SaveAsync(Bench.Csat, 0)).Value;
        var edited = (await bench.SaveAsync(Bench.Csat with { Wording = "How was it?" }, 1)).Value;
        edited.ShouldBe(first with { Changed = true });
        await bench.Get<LockMeasures>().HandleAsync([first.Id, first.Id], Bench.Cancel);
        await bench.Get<LockMeasures>().HandleAsync([first.Id], Bench.Cancel);

        var renamed = (await bench.SaveAsync(Bench.Csat with { Wording = "How was it?", Name = "Other name" }, 3)).Value;
        (renamed.Id, renamed.Version, renamed.NewVersion).ShouldBe((first.Id, 1, false));
        var second = (await bench.SaveAsync(Bench.Csat with { Wording = "How was it really?", Name = "Other name" }, 4)).Value;
        (second.Version, second.NewVersion).ShouldBe((2, true));

        await using var context = bench.Context();
        var versions = await context.Measures.OrderBy(measure => measure.Version).ToListAsync(Bench.Cancel);
        versions.Select(measure => measure.Wording).ShouldBe(["How was it?", "How was it really?"]);
        versions.Select(measure => measure.SupersededAt is null).ShouldBe([false, true]);
        versions.Select(measure => measure.LockedAt is null).ShouldBe([false, true]);
        (await context.Activities.Select(activity => activity.Kind).ToListAsync(Bench.Cancel))
            .Order()
            .ShouldBe(["measure.changed", "measure.changed", "measure.created", "measure.version-made"]);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Edits_on_an_older_state_conflict(Provider provider)
    {
        await using var bench = await Bench.NewAsync(postgres, provider);
        await bench.SaveAsync(Bench.Csat, 0);
        (await bench.SaveAsync(Bench.Csat, 0)).Error!.Code.ShouldBe("key-taken");
        (await bench.SaveAsync(Bench.Csat with { Name = "A" }, 1)).Ok.ShouldBeTrue();
        (await bench.SaveAsync(Bench.Csat with { Name = "B" }, 1)).Error.ShouldBe(Error.Stale);
        (await bench.SaveAsync(Bench.Csat with { Measure = "other" }, 1)).Error.ShouldBe(Error.Stale);
    }

    [Fact]
    public async Task Saving_the_same_again_changes_nothing()
    {
        await using var bench = await Bench.NewAsync(postgres, Provider.Sqlite);
        await bench.SaveAsync(Bench.Csat);
        (await bench.SaveAsync(Bench.Csat with { Name = $" {Bench.Csat.Name} ", MappingText = "1   5" })).Value.Changed.ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_agreed_framework_weighs_is_locked_and_cannot_be_archived()
    {
        await using var bench = await Bench.NewAsync(postgres, Provider.Sqlite);
        await bench.AddBasicsAsync();
        await bench.SaveAsync(Bench.Simple());
        (await bench.SaveAsync(Bench.Csat with { Archived = true })).Ok.ShouldBeTrue();
        (await bench.Get<Web.Features.Frameworks.AgreeFramework>().HandleAsync(Actor.Operator, new(null), Bench.Cancel)).Error!.Code.ShouldBe("measure-archived");
        (await bench.Get<SaveMeasure>().SetArchivedAsync(Actor.Operator, "csat-5", null, false, Bench.Cancel)).Ok.ShouldBeTrue();
        (await bench.Get<Web.Features.Frameworks.AgreeFramework>().HandleAsync(Actor.Operator, new(null), Bench.Cancel)).Error.ShouldBeNull();
        (await bench.SaveAsync(Bench.Csat with { Archived = true })).Error!.Code.ShouldBe("measure-weighed");
        (await bench.SaveAsync(Bench.Csat with { MappingText = "0 5", Scale = [0, 5] })).Value.NewVersion.ShouldBeTrue();
    }

    [Fact]
    public async Task Only_those_who_may_edit_measures_do()
    {
        await using var bench = await Bench.NewAsync(postgres, Provider.Sqlite);
        var member = new Actor(null, "member", Permissions.Of(Role.Member), [], Role.Member);
        (await bench.Get<SaveMeasure>().HandleAsync(member, new SaveMeasure.Request(Bench.Csat, 0), Bench.Cancel)).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
    }

    [Fact]
    public async Task A_file_of_measures_survives_the_way_there_and_back()
    {
        await using var bench = await Bench.NewAsync(postgres, Provider.Sqlite);
        List<MeasureEntry> given =
        [
            .. ShippedMeasures.All,
            Bench.Csat with
            {
                Measure = "odd",
                Name = "yes",
                Wording = "- \"Well\": 'what', #now?\nAnd on a new line",
                Unit = "1",
                Archived = true,
            },
            Bench.Csat with
            {
                Measure = "zero",
                Scale = [-5, 0],
                MappingText = "-5 0",
            },
        ];
        var parsed = MeasureFile.Parse(MeasureFile.ToYaml(given)).Value;
        (await bench.Get<SaveMeasure>().SaveAllAsync(Actor.Operator, [.. parsed.Select(entry => new SaveMeasure.Request(entry, null))], Bench.Cancel)).Error.ShouldBeNull();
        var stored = await bench.Get<MeasureQueries>().ReadEntriesAsync(Bench.Cancel);
        MeasureFile.ToYaml(stored).ShouldBe(MeasureFile.ToYaml(given.OrderBy(entry => entry.Measure, StringComparer.Ordinal)));
    }
}
