using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Tests.Support;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Samples;

namespace Redthread.Tests.Features.Samples;

/// <summary>What docs/sample-organisation.md says is hidden in the sample is found by the product, and nothing else is.</summary>
[Collection(SampleCollection.Name)]
public sealed class PlantedFactsTests(SampleStores stores)
{
    private static readonly CancellationToken Cancel = CancellationToken.None;

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task The_phone_menu_fails_and_is_named_worst(Provider provider)
    {
        var board = await stores[provider].BoardAsync();

        var failing = board.Stages.Where(stage => stage.Standing == StageStanding.Failing).OrderBy(stage => stage.Rank).Select(stage => stage.Path).ToList();
        failing[0].ShouldBe("get-help/phone-menu");
        failing.Order().ShouldBe(["get-connected/wait-for-visit", "get-help/phone-menu", "get-help/wait-for-a-person", "use-and-pay/price-rise"]);
        board.Stages.Where(stage => stage.HasScore).MinBy(stage => stage.Score.Value)!.Path.ShouldBe("get-help/phone-menu");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_phone_menu_falls_since_the_new_menu_and_did_not_before(Provider provider)
    {
        var sample = stores[provider];
        var months = await sample.MonthsAsync("get-help/phone-menu");

        var trend = Trend.Of(Points(months));
        trend.PValue.ShouldBeLessThan(0.05);
        trend.Interval.High.ShouldBeLessThan(0);
        Trend.Of(Points(months.TakeLast(12))).Slope.ShouldBeLessThan(-2);
        Trend.Of(Points(months.Where(month => month.Period.End <= sample.Calendar.NewMenu))).PValue.ShouldBeGreaterThan(0.05);
        var notes = (await sample.Get<BoardQueries>().ReadLandscapeAsync(Cancel)).Notes;
        notes.ShouldContain(note => note.On == DateOnly.FromDateTime(sample.Calendar.NewMenu) && note.Text.Contains("phone menu"));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Only_seniors_fail_at_changing_a_plan(Provider provider)
    {
        foreach (var segment in SampleFacts.Shares.Select(entry => entry.Segment))
        {
            var stage = (await stores[provider].BoardAsync(segment)).Stages.Single(row => row.Path == "use-and-pay/change-a-plan");
            stage.Standing.ShouldBe(segment == "seniors" ? StageStanding.Failing : StageStanding.Sound, segment);
        }

        (await stores[provider].BoardAsync()).Stages.Single(row => row.Path == "use-and-pay/change-a-plan").Standing.ShouldBe(StageStanding.Sound);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_silent_stage_is_unknown_and_a_rarely_heard_one_has_too_few(Provider provider)
    {
        var sample = stores[provider];
        var board = await sample.BoardAsync();

        var silent = board.Stages.Single(stage => stage.Path == "use-and-pay/move-house");
        (silent.Standing, silent.Fresh).ShouldBe((StageStanding.Unknown, false));
        silent.NewestAt!.Value.ShouldBeLessThan(sample.Calendar.MoveHouseSilent);
        var rare = board.Stages.Single(stage => stage.Path == "get-connected/first-evening");
        (rare.Standing, rare.Fresh).ShouldBe((StageStanding.TooFew, true));
        rare.N.ShouldBeInRange(1, 29);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Nothing_is_flagged_that_did_not_move(Provider provider)
    {
        var board = await stores[provider].BoardAsync();

        var flagged = board.Stages.Where(stage => stage.FlaggedChange).ToDictionary(stage => stage.Path, stage => Math.Sign(stage.Change.Difference));
        flagged.ShouldBe(
            new Dictionary<string, int>
            {
                ["get-connected/book-a-visit"] = 1,
                ["use-and-pay/price-rise"] = -1,
                ["get-help/phone-menu"] = -1,
            },
            ignoreOrder: true
        );
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_dip_every_december_is_no_trend(Provider provider)
    {
        var months = await stores[provider].MonthsAsync("get-connected/first-bill");

        var decembers = months.Where(month => month.Period.Index == 12).ToList();
        decembers.Count.ShouldBe(2);
        decembers.ShouldAllBe(month => month.Score.Value < months.Where(other => other.Period.Index != 12).Min(other => other.Score.Value));
        Trend.Of(Points(months)).PValue.ShouldBeGreaterThan(0.05);
        Trend.OfSeasonal(Points(months), 12).PValue.ShouldBeGreaterThan(0.05);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Scores_are_weighted_to_the_shares_of_the_customer_base(Provider provider)
    {
        var sample = stores[provider];
        var board = await sample.BoardAsync();
        var stage = board.Stages.Single(row => row.Path == "use-and-pay/change-a-plan");
        var cells = (await sample.Get<ISignalStore>().ReadStageCellsAsync(new CellQuery(board.Period, board.Period, stage.Stage.Id), Cancel))
            .Where(cell => cell.StageId == stage.Stage.Id)
            .ToList();

        var means = board.Landscape.Segments.ToDictionary(segment => segment.Key, segment => Mean(cells.Where(cell => cell.SegmentIds.Contains(segment.Id))));
        var byHand = (0.38 * means["families"]) + (0.27 * means["singles"]) + (0.2 * means["seniors"]) + (0.15 * means["small-business"]);

        stage.Score.Value.ShouldBe(byHand, 1e-6);
        Math.Abs(Mean(cells) - byHand).ShouldBeGreaterThan(3);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task One_account_sends_every_eighth_ticket(Provider provider)
    {
        var tickets = await TicketsAsync(stores[provider]);

        tickets.Count.ShouldBe(SampleFacts.Tickets);
        var byAccount = tickets.Where(ticket => ticket.Account is not null).CountBy(ticket => ticket.Account!).OrderByDescending(entry => entry.Value).ToList();
        byAccount[0].ShouldBe(new(SampleFacts.LoudAccount, SampleFacts.Tickets / SampleFacts.LoudEvery));
        byAccount[1].Value.ShouldBeLessThan(byAccount[0].Value / 10);
    }

    private static async Task<List<StoredSignal>> TicketsAsync(LoadedSample sample)
    {
        var source = (await sample.Get<BoardQueries>().ReadLandscapeAsync(Cancel)).Sources.Single(row => row.Key == "sample-tickets").Id;
        var tickets = new List<StoredSignal>();
        while (
            await sample
                .Get<ISignalStore>()
                .ReadSignalsAsync(
                    new SignalQuery
                    {
                        SourceId = source,
                        Offset = tickets.Count,
                        Limit = 10_000,
                    },
                    Cancel
                )
                is { Count: > 0 } page
        )
            tickets.AddRange(page);
        return tickets;
    }

    private static double Mean(IEnumerable<StageSums> cells) => cells.Sum(cell => cell.Sums.Wx) / cells.Sum(cell => cell.Sums.W);

    private static IEnumerable<TrendPoint> Points(IEnumerable<(Period Period, Score Score)> months) =>
        months.Where(month => month.Score.State == ScoreState.Ok).Select(month => new TrendPoint((month.Period.Year * 12) + month.Period.Index, month.Score.Value));
}
