using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.Analysis;

/// <summary>What customers are worth in the time to come, and in which stages it is exposed: O(facts + purchases + units of a year), and some sixty fits of the models.</summary>
public sealed class LifetimeAnalysis(IDbContextFactory<RedthreadContext> contexts, ISignalStore signals, LandscapeSource landscapes)
{
    private const int Year = 365;
    private const double Month = 30.4375;

    public async Task<LifetimeAnswer> ComputeAsync(LifetimeRequest request, CancellationToken cancel)
    {
        var known = await KnownCustomers.ReadAsync(contexts, cancel);
        if (known.LatestOn is not { } latest)
            return new LifetimeAnswer(null, [], null, null, 0, 0, 0, Year, [], StageRisks.None);
        var landscape = await landscapes.ReadAsync(cancel);
        var names = landscape.Segments.ToDictionary(segment => segment.Id, segment => segment.Name);
        var there = known.All.Where(customer => customer.End is null && customer.Margin is not null).ToList();
        var pooled = Line("All together", known.All, latest, request);
        var segments = known
            .All.GroupBy(customer => customer.Segment)
            .Where(group => group.Key is not null && names.ContainsKey(group.Key.Value))
            .ToDictionary(group => group.Key!.Value, group => Line(names[group.Key!.Value], [.. group], latest, request));
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        var purchases = known.Purchases.Count == 0 ? default : PurchaseAnalysis.Of(known, request);
        var gone = known.All.Where(customer => customer.End is not null).Select(customer => KnownCustomers.Name(customer.Key)).ToHashSet();
        foreach (var (key, value) in purchases.Values ?? new Dictionary<string, double>())
        {
            if (!gone.Contains(key))
                values[key] = value;
        }

        var byContract = 0;
        // A segment of its own where enough is known of it.
        ContractLine By(KnownCustomer customer) => customer.Segment is { } id && segments.TryGetValue(id, out var own) && own.Value.State == RegressionState.Ok ? own : pooled;
        foreach (var customer in there)
        {
            var line = By(customer);
            var rate = LifetimeValue.OfContract(line.Renewed, line.Due, 1, request.Monthly);
            if (rate.State != RegressionState.Ok || !double.IsFinite(rate.Value))
                continue;
            values[KnownCustomers.Name(customer.Key)] = Math.Max(0, customer.Margin!.Value) * rate.Value;
            byContract++;
        }

        var together = there
            .GroupBy(By)
            .Select(group =>
                (group.Count(), LifetimeValue.OfContract(group.Key.Renewed, group.Key.Due, group.Average(customer => Math.Max(0, customer.Margin!.Value)), request.Monthly))
            );
        var all = pooled with { Value = LifetimeValue.Together([.. together]) };
        var (stages, risks) = await StagesAsync(landscape, values, latest, cancel);
        return new LifetimeAnswer(
            latest,
            [.. segments.Values.OrderBy(line => line.Name, StringComparer.Ordinal)],
            known.HasMargins ? all : null,
            purchases.Answer,
            values.Count,
            byContract,
            values.Values.Sum(),
            Year,
            stages,
            risks
        );
    }

    // Months of the last year only: how many stayed long ago says little of who stays now.
    private static ContractLine Line(string name, IReadOnlyList<KnownCustomer> customers, DateOnly latest, LifetimeRequest request)
    {
        var from = latest.AddDays(-Year);
        double due = 0;
        var ended = 0;
        foreach (var customer in customers)
        {
            var (start, end) = (customer.Start > from ? customer.Start : from, customer.End ?? customer.Until);
            due += Math.Max(0, end.DayNumber - start.DayNumber) / Month;
            ended += customer.End is { } day && day > from ? 1 : 0;
        }

        var there = customers.Where(customer => customer.End is null && customer.Margin is not null).ToList();
        var margin = there.Count == 0 ? double.NaN : there.Average(customer => customer.Margin!.Value);
        due = Math.Max(due, ended);
        // Somebody who costs more than they bring is worth nothing, not less.
        var worth = there.Count == 0 ? double.NaN : there.Average(customer => Math.Max(0, customer.Margin!.Value));
        var value =
            there.Count == 0 ? new ValueEstimate(RegressionState.NotEnoughData, double.NaN, Interval.None) : LifetimeValue.OfContract(due - ended, due, worth, request.Monthly);
        return new ContractLine(name, there.Count, due, due - ended, margin, value);
    }

    private async Task<(IReadOnlyList<StageValue> Stages, StageRisks Risks)> StagesAsync(
        Landscape landscape,
        Dictionary<string, double> values,
        DateOnly latest,
        CancellationToken cancel
    )
    {
        var stages = landscape.LiveStages.ToList();
        var before = latest.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var voices = await signals.ReadCustomerVoicesAsync(new CustomerVoiceQuery(before.AddDays(-Year), before, stages.ConvertAll(row => row.Stage.Id)), cancel);
        var numbers = voices.Numbers.ToDictionary(entry => entry.Value, entry => KnownCustomers.Name(entry.Key));
        var places = stages.Select((row, index) => (row.Stage.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
        var weakBelow = stages.ConvertAll(row => landscape.Standards(row.Stage.Id).WeakBelow);
        var heard = values.Keys.ToDictionary(key => key, _ => new List<HeardAt>());
        foreach (var score in voices.Scores)
        {
            if (heard.TryGetValue(numbers[score.Customer], out var at))
                at.Add(new HeardAt(places[score.StageId], score.Score < weakBelow[places[score.StageId]]));
        }

        var exposed = ExposedValue.Of(
            [.. values.Select(entry => new ValuedCustomer(entry.Value, heard[entry.Key]))],
            stages.ConvertAll(row => Busiest(landscape, row.Stage.Id, latest))
        );
        var risks = new StageRisks(exposed, places);
        return ([.. stages.Select(row => new StageValue(row.Stage.Id, $"{row.Journey.Key}/{row.Stage.Key}", row.Stage.Name, row.Journey.Name, risks.Of([row.Stage.Id])!))], risks);
    }

    // Months are not added up: who passes in several would count again.
    private static double? Busiest(Landscape landscape, Guid stage, DateOnly latest) =>
        landscape
            .Traffic.Where(row => row.StageId == stage && row.SegmentId == Guid.Empty && row.Month > latest.AddDays(-Year) && row.Month <= latest)
            .Max(row => (double?)row.Customers);
}
