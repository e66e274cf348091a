using Redthread.Domain.Journeys;
using Redthread.Statistics;
using Redthread.Tests.Support;
using Redthread.Web.Features.ActualJourneys;
using Redthread.Web.Features.Samples;

namespace Redthread.Tests.Features.Samples;

/// <summary>What was planted in the sample's event logs is found in them.</summary>
[Collection(SampleCollection.Name)]
public sealed class PlantedLogsTests(SampleStores stores)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task A_third_menu_is_heard_since_it_came_and_more_callers_give_up_in_menus(Provider provider)
    {
        var day = DateOnly.FromDateTime(stores[provider].Calendar.ThirdLayer);
        var before = (await ViewAsync(provider, SampleLogs.Calls, new LogFilter { To = day.AddDays(-1) })).Calls()!;
        var since = (await ViewAsync(provider, SampleLogs.Calls, new LogFilter { From = day })).Calls()!;
        before.MedianDepth.ShouldBe(2);
        since.MedianDepth.ShouldBe(3);
        Proportion InMenus(MenuFacts facts) => Proportion.Of(facts.Menus.Sum(menu => menu.DeadEnds), facts.Calls);
        InMenus(since).Interval.Low.ShouldBeGreaterThan(InMenus(before).Interval.High);
        since.LoopShare.Interval.Low.ShouldBeGreaterThan(before.LoopShare.Interval.High);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Who_calls_about_a_visit_calls_again(Provider provider)
    {
        var view = await ViewAsync(provider, SampleLogs.Calls, new LogFilter());
        var repeats = view.Repeats.Repeats.Activities;
        view.Name(repeats[0].Activity).ShouldBe(SampleLogs.CallsAboutVisits);
        repeats[0].Share.Value.ShouldBe(SampleLogs.CallAgainAboutVisits, 0.06);
        repeats.Skip(1).ShouldAllBe(one => one.Share.Interval.High < repeats[0].Share.Interval.Low);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Visits_are_hardly_moved_since_windows_of_two_hours_came(Provider provider)
    {
        var day = DateOnly.FromDateTime(stores[provider].Calendar.ShortWindows);
        async Task<Proportion> Moved(LogFilter filter)
        {
            var view = await ViewAsync(provider, SampleLogs.Installations, filter);
            var moved = view.Log.Find(SampleLogs.Moved);
            return Proportion.Of(view.Graph.CasesWith(moved).Count(), view.Log.CaseCount);
        }

        (await Moved(new LogFilter { To = day.AddDays(-1) })).Interval.Contains(SampleLogs.MovedBefore).ShouldBeTrue();
        (await Moved(new LogFilter { From = day })).Interval.High.ShouldBeLessThan(SampleLogs.MovedBefore / 2);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_last_month_was_added_and_installations_are_told_beside_their_plan(Provider provider)
    {
        var view = await ViewAsync(provider, SampleLogs.Installations, new LogFilter());
        view.Read.Report.Duplicate.ShouldBeGreaterThan(20);
        view.CasesWithHoles.ShouldBe(0);
        await using var context = stores[provider].Context();
        var journey = context.Set<Journey>().Single(row => row.Key == "get-connected").Id;
        var lived = (
            await stores[provider].ScopedAsync<ComparisonQueries, IReadOnlyList<LivedJourney>>(queries => queries.OfJourneyAsync(journey, default))
        ).ShouldHaveSingleItem();
        lived.Found.Cases.ShouldBe(view.Log.CaseCount);
        lived.Found.Fitting.ShouldBeInRange(0.3, 0.7);
        lived.Found.Deviations.Select(one => one.Activity).ShouldContain(SampleLogs.Moved);
    }

    private async Task<LogView> ViewAsync(Provider provider, string name, LogFilter filter)
    {
        var logs = stores[provider].Get<LogQueries>();
        var row = (await logs.ReadAllAsync(default)).Single(log => log.Name == name);
        return (await logs.ViewAsync(row.Number, filter, default)).Value;
    }
}
