using Redthread.Domain.Goals;
using Redthread.Statistics;
using Redthread.Tests.Support;
using Redthread.Web.Features.Agreement;

namespace Redthread.Tests.Features.Samples;

/// <summary>The sample's agreed scores diverge and are dissented from where it was planted, and nowhere else.</summary>
[Collection(SampleCollection.Name)]
public sealed class PlantedAgreementTests(SampleStores stores)
{
    private static readonly CancellationToken Cancel = CancellationToken.None;

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task One_stage_diverges_and_one_team_dissents(Provider provider)
    {
        var rows = await RowsAsync(stores[provider], 0);
        rows.Count(row => row.Agreed is not null).ShouldBe(20);
        var apart = rows.Where(row => row.Diverges).ShouldHaveSingleItem();
        (apart.Path, apart.Says, apart.Divergence!.Value.Steps).ShouldBe(("use-and-pay/change-a-plan", "agreed +1, measured says 0", 1));
        var dissent = rows.Where(row => row.Dissent.Count > 0).ShouldHaveSingleItem();
        (dissent.Path, dissent.Dissent[0].Team).ShouldBe(("get-connected/wait-for-visit", "Sample delivery"));
        dissent.Dissent[0].Reason.ShouldContain("nine of ten visits");
        dissent.Index.Value.ShouldBe(rows.Min(row => row.Index.Value));
        rows.Where(row => row.Measured is null).Select(row => row.Path).Order().ShouldBe(["get-connected/first-evening", "use-and-pay/move-house"]);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_cycles_before_diverge_nowhere_and_the_phone_menu_has_fallen(Provider provider)
    {
        var sample = stores[provider];
        foreach (var back in new[] { 1, 2 })
        {
            var rows = await RowsAsync(sample, -back);
            rows.ShouldAllBe(row => row.Agreed != null && !row.Diverges && row.Dissent.Count == 0);
        }

        var history = (await sample.Get<AgreementQueries>().ReadStageAsync("get-help/phone-menu", Cancel)).Value;
        history.Lines.Select(line => line.Row.Agreed!.Value).ShouldBe([-2, -1, -1]);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_open_round_is_blind_for_its_steward(Provider provider)
    {
        var round = (await stores[provider].Get<AgreementQueries>().ReadRoundAsync(Actor.Operator, 4, null, Cancel)).Value;
        (round.Chosen.Voted, round.Chosen.Votes.Count).ShouldBe((1, 0));
    }

    private static Task<IReadOnlyList<AgreedRow>> RowsAsync(LoadedSample sample, int back) =>
        sample.Get<AgreementQueries>().ReadRowsAsync(Cycle.Shift(Cycle.At(sample.Calendar.End.AddDays(-1)), back), Cancel);
}
