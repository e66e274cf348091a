using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Analysis;

/// <summary>Everything together beside leaving, groups of customers as time goes by, and what goes with an overall answer: O(units of the time looked back), then the regressions.</summary>
public sealed class DriversAnalysis(IDbContextFactory<RedthreadContext> contexts, ISignalStore signals, LandscapeSource landscapes)
{
    public const string NeedPrefix = "need:";
    private const int CoxColumns = 20;
    private const int MostNeeds = 2;
    private const int LeastWhoSpoke = 20;
    private const int Seed = 12;

    /// <summary>Fewest customers for driver shares, and how many for each stage beyond.</summary>
    public const int RowsForShares = 60;
    public const int RowsForStage = 10;
    public static readonly string SharesRule = $"{RowsForShares} customers who answered and were heard in two stages, and {RowsForStage} for each stage";

    private sealed record Followed(
        Landscape Landscape,
        Cohort Cohort,
        Dictionary<long, CohortMember> Members,
        CustomerVoices Voices,
        Dictionary<Guid, Dictionary<long, double>> Heard
    );

    public async Task<LeavingAnswer> LeavingAsync(AnalysisRequest request, CancellationToken cancel)
    {
        if (await FollowAsync(request, cancel) is not { } followed)
            return new LeavingAnswer(null, request.Window, request.Lookback, 0, 0, 0, 0, RegressionState.NotEnoughData, double.NaN, ChiSquareTest.None, [], StagesSeen.None);
        var (landscape, cohort, members, voices, heard) = followed;
        var spoken = voices.Needs.Where(need => members.ContainsKey(need.Customer)).ToLookup(need => need.NeedId, need => need.Customer);
        var needs = landscape
            .Needs.Where(need => spoken[need.Id].Count() >= LeastWhoSpoke)
            .OrderByDescending(need => spoken[need.Id].Count())
            .Take(MostNeeds)
            .Select(need => (need.Key, need.Name, Who: (IReadOnlySet<long>)spoken[need.Id].ToHashSet()))
            .ToList();
        var complete = Complete(members, heard, needs.Count);
        if (complete.Stages.Count == 0)
        {
            needs = [];
            complete = Complete(members, heard, 0);
        }

        var empty = new LeavingAnswer(
            cohort.Landmark,
            request.Window,
            request.Lookback,
            cohort.Members.Count,
            cohort.Left,
            0,
            0,
            RegressionState.NotEnoughData,
            double.NaN,
            ChiSquareTest.None,
            [],
            StagesSeen.Of(
                landscape,
                heard,
                complete,
                CoxColumns,
                $"{StageLinkage.EventsPerColumn} customers who left for each stage and need, and one more for the time they have been customers"
            )
        );
        return complete.Stages.Count == 0 ? empty : Fitted(empty, followed, complete, needs);
    }

    private static CompleteRows Complete(Dictionary<long, CohortMember> members, Dictionary<Guid, Dictionary<long, double>> heard, int needs) =>
        CompleteRows.Of(heard, CoxColumns, (customers, stages) => customers.Count(customer => members[customer].Left) >= StageLinkage.EventsPerColumn * (stages + needs + 1));

    private static LeavingAnswer Fitted(LeavingAnswer answer, Followed followed, CompleteRows complete, IReadOnlyList<(string Key, string Name, IReadOnlySet<long> Who)> needs)
    {
        var rows = complete.Customers.Select(customer => followed.Members[customer]).ToArray();
        var segments = rows.Select(row => row.Customer.Segment).Distinct().OrderBy(id => id).ToList();
        List<(string Key, string Name, bool IsNeed, double[] Values)> columns =
        [
            .. complete.Stages.Select(stage =>
            {
                var (path, name) = NameOf(followed.Landscape, stage);
                return (path, name, false, complete.Customers.Select(customer => -followed.Heard[stage][customer] / 10).ToArray());
            }),
            .. needs.Select(need => (NeedPrefix + need.Key, need.Name, true, complete.Customers.Select(customer => need.Who.Contains(customer) ? 1.0 : 0).ToArray())),
        ];
        var model = CoxModel.Of(
            new CoxData(
                Array.ConvertAll(rows, row => row.Days),
                Array.ConvertAll(rows, row => row.Left),
                [.. columns.Select(column => new Covariate(column.Key, column.Values)), new Covariate("tenure", Array.ConvertAll(rows, row => Math.Log(1 + row.Tenure)))]
            )
            {
                Strata = Array.ConvertAll(rows, row => segments.IndexOf(row.Customer.Segment)),
            }
        );
        var tests = ProportionalHazards.Of(model);
        var readable = model.State == RegressionState.Ok && model.Convergence != Convergence.NotConverged;
        return answer with
        {
            Rows = rows.Length,
            Events = rows.Count(row => row.Left),
            State = readable ? RegressionState.Ok : RegressionState.NotEnoughData,
            Concordance = model.Concordance,
            Proportional = tests.Global,
            Drivers = readable ? [.. columns.Select((column, at) => new HazardDriver(column.Key, column.Name, column.IsNeed, model.Coefficients[at], tests.Columns[at].Test))] : [],
        };
    }

    /// <summary>What customers can be told apart by.</summary>
    public static List<SelectOption> Groupings(Landscape landscape) =>
        [
            .. landscape.LiveStages.Select(row => new SelectOption($"{row.Journey.Key}/{row.Stage.Key}", row.Stage.Name, row.Journey.Name)),
            .. landscape.Needs.Select(need => new SelectOption(NeedPrefix + need.Key, need.Name, "Needs")),
        ];

    public async Task<CurvesAnswer> CurvesAsync(AnalysisRequest request, string? by, CancellationToken cancel)
    {
        if (await FollowAsync(request, cancel) is not { } followed)
            return new CurvesAnswer(null, request.Window, request.Lookback, by, null, false, [], null);
        var (landscape, cohort, members, voices, heard) = followed;
        var need = by?.StartsWith(NeedPrefix, StringComparison.Ordinal) == true ? landscape.Needs.FirstOrDefault(row => row.Key == by[NeedPrefix.Length..]) : null;
        var stage = need is not null
            ? default
            : landscape.FindStage(by)?.Stage.Id ?? heard.OrderByDescending(entry => entry.Value.Count).Select(entry => entry.Key).FirstOrDefault();
        var groups = need is not null ? ByNeed(voices, members, need.Id) : ByBand(landscape, members, heard, stage);
        var curves = groups
            .Where(group => group.Spans.Count > 0)
            .Select(group => (group.Name, group.Spans, Curve: KaplanMeier.Of(group.Spans)))
            .Select(group => new CurveGroup(group.Name, group.Curve, group.Curve.At(request.Window)))
            .ToList();
        var named = need is not null ? (Path: NeedPrefix + need.Key, need.Name) : NameOf(landscape, stage);
        return new CurvesAnswer(
            cohort.Landmark,
            request.Window,
            request.Lookback,
            named.Path,
            named.Name,
            need is not null,
            curves,
            LogRank.Of(groups.SelectMany(group => group.Spans.Select(span => (group.Name, span))))
        );
    }

    public async Task<SharesAnswer> SharesAsync(string? measure, int lookback, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var measures = landscape.Measures.Where(row => row.SupersededAt is null).OrderBy(row => row.Key != "nps").ThenBy(row => row.Name, StringComparer.Ordinal).ToList();
        var names = measures.ConvertAll(row => (row.Key, row.Name));
        var newest = (await signals.ReadOverviewAsync(cancel)).NewestAt;
        var chosen = measures.Find(row => row.Key == measure) ?? measures.FirstOrDefault();
        if (newest is not { } until || chosen is null)
            return new SharesAnswer(chosen?.Key, chosen?.Name, names, null, lookback, 0, RegressionState.NotEnoughData, double.NaN, [], [], StagesSeen.None);
        var (from, before) = (until.AddDays(-lookback), until.AddDays(1));
        // A stage whose score holds the measure itself would explain it by itself.
        var own = landscape.Framework?.Weights.Where(weight => weight.MeasureId == chosen.Id && weight.Weight > 0).Select(weight => weight.StageId).ToHashSet() ?? [];
        var stages = landscape.LiveStages.Where(row => !own.Contains(row.Stage.Id)).Select(row => row.Stage.Id).ToList();
        var readings = await signals.ReadCustomerReadingsAsync(chosen.Id, from, before, cancel);
        var voices = await signals.ReadCustomerVoicesAsync(new CustomerVoiceQuery(from, before, stages), cancel);
        var heard = Heard(stages, voices, readings.ContainsKey);
        var complete = CompleteRows.Of(heard, DriverShares.MaximumDrivers, (customers, count) => customers.Count >= Math.Max(RowsForShares, RowsForStage * count));
        var seen = StagesSeen.Of(landscape, heard, complete, DriverShares.MaximumDrivers, SharesRule, own);
        var empty = new SharesAnswer(
            chosen.Key,
            chosen.Name,
            names,
            DateOnly.FromDateTime(until),
            lookback,
            complete.Customers.Count,
            RegressionState.NotEnoughData,
            double.NaN,
            [],
            [],
            seen
        );
        if (complete.Stages.Count < 2)
            return empty with { Rows = InBoth(heard) };
        return Divided(empty, landscape, complete, heard, [.. complete.Customers.Select(customer => readings[customer])]);
    }

    // The two stages that are heard most are the first that could be compared.
    private static int InBoth(Dictionary<Guid, Dictionary<long, double>> heard) =>
        heard.Values.OrderByDescending(stage => stage.Count).Take(2).ToList() is [var most, var next] ? next.Keys.Count(most.ContainsKey) : 0;

    private static SharesAnswer Divided(SharesAnswer answer, Landscape landscape, CompleteRows complete, Dictionary<Guid, Dictionary<long, double>> heard, double[] outcome)
    {
        var columns = complete.Stages.Select(stage => new Covariate(NameOf(landscape, stage).Path, [.. complete.Customers.Select(customer => heard[stage][customer])])).ToList();
        var shares = DriverShares.Of(outcome, columns, Seed);
        var drivers = complete
            .Stages.Select((stage, at) => new SharedDriver(stage, columns[at].Name, NameOf(landscape, stage).Name, shares.Drivers[at], landscape.Standards(stage).Importance))
            .OrderByDescending(driver => driver.Share.Share)
            .ToList();
        var linear = LinearModel.Of(outcome, columns);
        return answer with
        {
            State = shares.State,
            RSquared = shares.RSquared,
            AdjustedRSquared = shares.AdjustedRSquared,
            RSquaredInterval = shares.RSquaredInterval,
            Drivers = drivers,
            Partial = linear.State == RegressionState.Ok && shares.State == RegressionState.Ok ? PartialEffect.Of(linear, drivers[0].Key, [20, 40, 60, 80]) : [],
        };
    }

    private async Task<Followed?> FollowAsync(AnalysisRequest request, CancellationToken cancel)
    {
        var known = await KnownCustomers.ReadAsync(contexts, cancel);
        if ((request.Landmark ?? known.LatestOn?.AddDays(-request.Window)) is not { } landmark || known.All.Count == 0)
            return null;
        var landscape = await landscapes.ReadAsync(cancel);
        var stages = landscape.LiveStages.Select(row => row.Stage.Id).ToList();
        var at = landmark.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var voices = await signals.ReadCustomerVoicesAsync(new CustomerVoiceQuery(at.AddDays(-request.Lookback), at, stages), cancel);
        var cohort = Cohort.Of(known, landmark, request.Window);
        var members = new Dictionary<long, CohortMember>();
        foreach (var member in cohort.Members)
        {
            if (voices.Numbers.TryGetValue(member.Customer.Key, out var number))
                members[number] = member;
        }

        return new Followed(landscape, cohort, members, voices, Heard(stages, voices, members.ContainsKey));
    }

    private static Dictionary<Guid, Dictionary<long, double>> Heard(IReadOnlyList<Guid> stages, CustomerVoices voices, Func<long, bool> counts)
    {
        var scores = voices.Scores.Where(score => counts(score.Customer)).ToLookup(score => score.StageId);
        return stages.ToDictionary(stage => stage, stage => scores[stage].ToDictionary(score => score.Customer, score => score.Score));
    }

    private static List<(string Name, List<FollowUp> Spans)> ByNeed(CustomerVoices voices, Dictionary<long, CohortMember> members, Guid need)
    {
        var spoke = voices.Needs.Where(row => row.NeedId == need).Select(row => row.Customer).ToHashSet();
        var heard = voices.Scores.Select(score => score.Customer).Concat(voices.Needs.Select(row => row.Customer)).Distinct().Where(members.ContainsKey).ToList();
        return [("spoke of it", Spans(heard.Where(spoke.Contains))), ("heard, but not of it", Spans(heard.Where(customer => !spoke.Contains(customer))))];

        List<FollowUp> Spans(IEnumerable<long> customers) => [.. customers.Select(customer => Span(members[customer]))];
    }

    private static List<(string Name, List<FollowUp> Spans)> ByBand(
        Landscape landscape,
        Dictionary<long, CohortMember> members,
        Dictionary<Guid, Dictionary<long, double>> heard,
        Guid stage
    )
    {
        var standards = landscape.Standards(stage);
        var scores = heard.GetValueOrDefault(stage) ?? [];
        List<FollowUp> Spans(Func<double, bool> within) => [.. scores.Where(entry => within(entry.Value)).Select(entry => Span(members[entry.Key]))];
        return
        [
            ($"weak, under {standards.WeakBelow:0}", Spans(score => score < standards.WeakBelow)),
            ($"at target, {standards.Target:0} and more", Spans(score => score >= standards.Target)),
            ("between", Spans(score => score >= standards.WeakBelow && score < standards.Target)),
        ];
    }

    private static FollowUp Span(CohortMember member) => new(member.Days, member.Left ? 1 : FollowUp.Censored);

    private static (string Path, string Name) NameOf(Landscape landscape, Guid stage) =>
        landscape
            .LiveStages.Where(row => row.Stage.Id == stage)
            .Select(row => ($"{row.Journey.Key}/{row.Stage.Key}", StageNames.Of(landscape)[stage]))
            .FirstOrDefault(("", "an archived stage"));
}
