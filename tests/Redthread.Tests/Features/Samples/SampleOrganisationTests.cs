using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Frameworks;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Tests.Support;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Samples;

namespace Redthread.Tests.Features.Samples;

[Collection(SampleCollection.Name)]
public sealed class SampleOrganisationTests(SampleStores stores, PostgresServer server)
{
    private static readonly CancellationToken Cancel = CancellationToken.None;

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task It_has_the_size_it_says(Provider provider)
    {
        var loaded = stores[provider].Loaded;
        var overview = await stores[provider].Get<ISignalStore>().ReadOverviewAsync(Cancel);

        loaded.AsOf.ShouldBe(SampleStores.AsOf);
        loaded.Signals.ShouldBeInRange(40_000, 60_000);
        loaded.Customers.ShouldBeInRange(8_500, 9_000);
        loaded.Waiting.ShouldBeGreaterThan(500);
        overview.NewestAt!.Value.ShouldBeInRange(stores[provider].Calendar.End.AddDays(-1), stores[provider].Calendar.End);
        await using var context = stores[provider].Context();
        (await context.Database.SqlQuery<long>($"SELECT COUNT(*) AS \"Value\" FROM signals WHERE verbatim IS NOT NULL").SingleAsync(Cancel)).ShouldBeInRange(11_000, 14_000);
        (await context.Database.SqlQuery<long>($"SELECT COUNT(DISTINCT verbatim) AS \"Value\" FROM signals WHERE verbatim IS NOT NULL").SingleAsync(Cancel)).ShouldBeGreaterThan(
            10_000
        );
    }

    [Fact]
    public async Task The_same_day_gives_the_same_data_in_another_store() => (await stores[Provider.Postgres].HashAsync()).ShouldBe(await stores[Provider.Sqlite].HashAsync());

    [Theory, MemberData(nameof(Providers))]
    public async Task It_goes_into_an_empty_store_only(Provider provider)
    {
        var again = await stores[provider].LoadAsync(null);

        again.Error!.Code.ShouldBe("store-not-empty");
        again.Error.Message.ShouldContain("--data");
        (await stores[provider].LoadAsync(SampleStores.AsOf.AddDays(1))).Error!.Code.ShouldBe("sample-future");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Its_steward_can_sign_in_and_nobody_else(Provider provider)
    {
        await using var context = stores[provider].Context();
        var people = await context.People.AsNoTracking().ToListAsync(Cancel);

        var steward = people.Single(person => person.PasswordHash is not null);
        (steward.Email, steward.Role).ShouldBe((SamplePeople.StewardEmail, Role.Steward));
        new PasswordHasher<Person>().VerifyHashedPassword(steward, steward.PasswordHash!, stores[provider].Loaded.Password).ShouldBe(PasswordVerificationResult.Success);
        people.Count.ShouldBe(5);
        people.ShouldAllBe(person => person.Name.StartsWith("Sample ") && person.Email.EndsWith("@sample.invalid"));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Its_framework_is_signed_by_every_team(Provider provider)
    {
        await using var context = stores[provider].Context();
        var framework = await context.Frameworks.AsNoTracking().Include(row => row.Teams).ThenInclude(row => row.Team).SingleAsync(Cancel);

        framework.State.ShouldBe(FrameworkState.Agreed);
        framework
            .Teams.Select(team => $"{team.Team!.Key}: {team.SignedBy}")
            .Order()
            .ShouldBe([
                "sample-delivery: Sample delivery member",
                "sample-marketing: Sample marketing member",
                "sample-product: Sample product member",
                "sample-service: Sample service member",
            ]);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Two_waves_with_other_column_names_come_in_by_one_mapping(Provider provider)
    {
        await using var context = stores[provider].Context();
        var runs = await context.ImportRuns.AsNoTracking().OrderBy(run => run.FileName).ToListAsync(Cancel);

        runs.Select(run => (run.RowsRead, run.Accepted, run.Rejected, run.State))
            .ShouldBe(Enumerable.Repeat(((long)SampleFacts.SurveyRows + SampleFacts.BadRows, (long)SampleFacts.SurveyRows, (long)SampleFacts.BadRows, ImportState.Done), 2));
        runs[0].MappingYaml.ShouldBe(runs[1].MappingYaml);
        runs[0].Header!.Trim().Split(',').Intersect(runs[1].Header!.Trim().Split(',')).ShouldBeEmpty();
        runs[0].Readings.ShouldBeGreaterThan(20_000);
        runs[1].Readings.ShouldBeInRange((long)(runs[0].Readings * 0.95), (long)(runs[0].Readings * 1.05));
    }

    [Fact]
    public async Task In_the_first_days_of_a_quarter_it_shows_the_quarter_before()
    {
        await using var sample = await LoadedSample.NewAsync(server, Provider.Sqlite, new DateOnly(2027, 1, 5));

        var board = await sample.BoardAsync();

        board.Period.ShouldBe(new Period(PeriodKind.Quarter, 202604));
        board.Stages.Where(stage => stage.Standing == StageStanding.Failing).MinBy(stage => stage.Rank)!.Path.ShouldBe("get-help/phone-menu");
        board.Stages.Where(stage => !stage.HasScore).Select(stage => $"{stage.Stage.Key} {stage.Standing}").ShouldBe(["first-evening TooFew", "move-house Unknown"]);
    }
}
