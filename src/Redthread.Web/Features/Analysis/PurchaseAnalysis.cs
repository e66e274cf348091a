using Redthread.Domain.Customers;
using Redthread.Statistics;

namespace Redthread.Web.Features.Analysis;

/// <summary>Buying without a contract: BG/NBD and gamma–gamma, checked against a time that was set aside.</summary>
internal static class PurchaseAnalysis
{
    public const int MostForSamples = 20_000;
    private const int Samples = 60;
    private const int Seed = 12;
    private const int Years = 3;

    // By quarters: months cost three times as much and change the third digit.
    private const int Quarters = 4;
    private const double Week = 7;

    public sealed record History(string Key, PurchaseHistory Purchases, double Mean);

    /// <summary>What everybody bought up to a day; days of purchase count once, as in the model one buys on a day or does not.</summary>
    public static List<History> Histories(IEnumerable<IGrouping<string, CustomerPurchase>> purchases, DateOnly until)
    {
        var histories = new List<History>();
        foreach (var customer in purchases)
        {
            var days = customer.Where(row => row.On <= until).GroupBy(row => row.On).Select(day => (day.Key, Amount: day.Sum(row => row.Amount))).OrderBy(day => day.Key).ToList();
            if (days.Count == 0 || days[0].Key >= until)
                continue;
            var (first, last) = (days[0].Key, days[^1].Key);
            histories.Add(
                new History(
                    customer.Key,
                    new PurchaseHistory(days.Count - 1, (last.DayNumber - first.DayNumber) / Week, (until.DayNumber - first.DayNumber) / Week),
                    days.Count == 1 ? 0 : days.Skip(1).Average(day => day.Amount)
                )
            );
        }

        return histories;
    }

    public static (PurchaseAnswer Answer, IReadOnlyDictionary<string, double> Values) Of(KnownCustomers known, LifetimeRequest request)
    {
        var until = known.LatestOn!.Value;
        var histories = Histories(known.Purchases, until);
        var (model, spending) = Fit(histories);
        var values = histories.ToDictionary(one => one.Key, one => Value(model, spending, one, request));
        var readable = model is { State: RegressionState.Ok, Converged: true } && spending is { State: RegressionState.Ok, Converged: true } && spending.Q.Value > 1;
        var (weeks, holdout, ratio) = readable ? Holdout(known, until) : (0, [], Interval.None);
        return (
            new PurchaseAnswer(
                model,
                spending,
                histories.Count,
                histories.Sum(one => one.Purchases.Repeats + 1),
                readable ? histories.Sum(one => model.Active(one.Purchases)) : double.NaN,
                readable ? values.Values.Average() : double.NaN,
                readable ? Sampled(histories, request) : Interval.None,
                weeks,
                holdout,
                ratio
            ),
            readable ? values.Where(entry => double.IsFinite(entry.Value)).ToDictionary() : new Dictionary<string, double>()
        );
    }

    private static (PurchaseModel Model, SpendingModel Spending) Fit(IReadOnlyList<History> histories) =>
        (PurchaseModel.Of([.. histories.Select(one => one.Purchases)]), SpendingModel.Of(histories.Select(one => new Spending(one.Purchases.Repeats, one.Mean))));

    private static double Value(PurchaseModel model, SpendingModel spending, History one, LifetimeRequest request) =>
        LifetimeValue.Of(model, spending, one.Purchases, one.Mean, Quarters * Years, 365.25 / Quarters / Week, request.Quarterly);

    private static Interval Sampled(IReadOnlyList<History> histories, LifetimeRequest request)
    {
        if (histories.Count > MostForSamples)
            return Interval.None;
        var means = new double[Samples];
        Parallel.For(
            0,
            Samples,
            sample =>
            {
                var random = new Random(Seed + sample);
                var drawn = Enumerable.Range(0, histories.Count).Select(_ => histories[random.Next(histories.Count)]).ToList();
                var (model, spending) = Fit(drawn);
                means[sample] = model.Converged && spending.Converged ? drawn.Average(one => Value(model, spending, one, request)) : double.NaN;
            }
        );
        var found = means.Where(double.IsFinite).Order().ToList();
        return found.Count < Samples / 2 ? Interval.None : new Interval(found[(int)(0.025 * found.Count)], found[(int)Math.Min(found.Count - 1, 0.975 * found.Count)]);
    }

    private static (int Weeks, IReadOnlyList<HoldoutLine> Lines, Interval Ratio) Holdout(KnownCustomers known, DateOnly until)
    {
        var first = known.Purchases.SelectMany(group => group.Select(row => row.On)).Min();
        var weeks = Math.Min(26, (until.DayNumber - first.DayNumber) / 7 / 4);
        if (weeks < 4)
            return (0, [], Interval.None);
        var cut = until.AddDays(-7 * weeks);
        var seen = Histories(known.Purchases, cut);
        var (model, _) = Fit(seen);
        if (model is not { State: RegressionState.Ok, Converged: true })
            return (0, [], Interval.None);
        var bought = seen.ConvertAll(one => known.Purchases[one.Key].Where(row => row.On > cut && row.On <= until).Select(row => row.On).Distinct().Count());
        var lines = seen.Zip(bought)
            .GroupBy(pair => Math.Min(3, pair.First.Purchases.Repeats))
            .OrderBy(group => group.Key)
            .Select(group => new HoldoutLine(
                group.Key == 3 ? "3 and more" : $"{group.Key}",
                group.Count(),
                group.Sum(pair => model.Expected(pair.First.Purchases, weeks)),
                group.Sum(pair => pair.Second)
            ))
            .ToList();
        return (
            weeks,
            lines,
            HoldoutRatio.IntervalOf([.. seen.Select(one => one.Purchases)], bought, weeks, lines.Sum(line => line.Bought) / lines.Sum(line => line.Expected), Seed)
        );
    }
}
