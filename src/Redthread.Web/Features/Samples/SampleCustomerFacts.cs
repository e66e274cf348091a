using System.Globalization;
using System.Text;
using Redthread.Domain;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Analysis;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Ingestion;

namespace Redthread.Web.Features.Samples;

/// <summary>
/// Since when and until when the made-up customers are there, what they bring and buy. Planted: who scores the first bill ten points lower
/// leaves at <see cref="Ratio"/> times the rate in the half year after it; no other stage has anything to do with leaving.
/// </summary>
public sealed class SampleCustomerFacts(ImportCustomerFacts import, ISignalStore signals, LandscapeSource landscapes, CustomerPseudonym pseudonym)
{
    public const double Ratio = 1.3;
    public const int Window = AnalysisRequest.DefaultWindow;
    private const double MeanScore = 57;
    private const int BuyersOutOf = 4;

    // Share that leaves in a month, and what one brings in it.
    private static readonly Dictionary<string, (double Leaving, double Margin)> Segments = new()
    {
        ["families"] = (0.008, 14),
        ["singles"] = (0.014, 11),
        ["seniors"] = (0.006, 10),
        ["small-business"] = (0.010, 26),
    };

    public async Task<Error?> LoadAsync(SampleCalendar calendar, Actor steward, CancellationToken cancel)
    {
        var stage = (await landscapes.ReadAsync(cancel)).FindStage(SampleLevels.FirstBill)!.Value.Stage.Id;
        var landmarks = new[] { calendar.End.AddDays(-2 * Window), calendar.End.AddDays(-Window) };
        var scores = new List<Dictionary<string, double>>();
        foreach (var landmark in landmarks)
            scores.Add(await ScoresAsync(stage, landmark, cancel));
        var random = new SampleRandom(360);
        var csv = new StringBuilder("customer,start,end,until,segment,margin,date,amount,id\n");
        foreach (var customer in new SampleCustomers(300).All)
        {
            var (start, end) = Life(random, calendar, customer, scores);
            var margin = Math.Round(Segments[customer.Segment].Margin * Math.Exp(0.35 * random.Normal()), 2);
            csv.Append(CultureInfo.InvariantCulture, $"{customer.Key},{start:yyyy-MM-dd},{end:yyyy-MM-dd},{calendar.End:yyyy-MM-dd},{customer.Segment},{margin},,,\n");
            if (random.Below(BuyersOutOf) == 0)
                AppendPurchases(csv, random, calendar, customer, start, end);
        }

        return (await import.HandleAsync(steward, csv.ToString(), cancel)).Error;
    }

    private async Task<Dictionary<string, double>> ScoresAsync(Guid stage, DateTime landmark, CancellationToken cancel)
    {
        var voices = await signals.ReadCustomerVoicesAsync(new CustomerVoiceQuery(landmark.AddDays(-AnalysisRequest.DefaultLookback), landmark, [stage]), cancel);
        var names = voices.Numbers.ToDictionary(entry => entry.Value, entry => Convert.ToHexString(entry.Key));
        return voices.Scores.ToDictionary(score => names[score.Customer], score => score.Score);
    }

    private (DateTime Start, DateTime? End) Life(SampleRandom random, SampleCalendar calendar, SampleCustomer customer, List<Dictionary<string, double>> scores)
    {
        var start = calendar.End.AddDays(-(2 * Window) - 30 - (2600 * random.Next()));
        var key = Convert.ToHexString(pseudonym.Of(customer.Key));
        for (var window = 0; window < scores.Count; window++)
        {
            var bad = scores[window].TryGetValue(key, out var score) ? (MeanScore - score) / 10 : 0;
            var days = -Math.Log(1 - random.Next()) * 30.4 / (Segments[customer.Segment].Leaving * Math.Pow(Ratio, bad));
            if (days < Window)
                return (start, calendar.End.AddDays((window - scores.Count) * Window).AddDays(Math.Max(1, Math.Floor(days))));
        }

        return (start, null);
    }

    /// <summary>Phones and extras: BG/NBD for how often, gamma–gamma for how much.</summary>
    private static void AppendPurchases(StringBuilder csv, SampleRandom random, SampleCalendar calendar, SampleCustomer customer, DateTime start, DateTime? end)
    {
        var rate = Gamma(random, 0.8) / 16;
        var (stop, stay) = (Gamma(random, 0.9), Gamma(random, 5));
        var leaving = stop / (stop + stay);
        var worth = Gamma(random, 4) / 15;
        var last = end ?? calendar.End;
        var at = start > calendar.Start ? start : calendar.Start;
        at = at.AddDays((calendar.End - at).TotalDays * 0.8 * random.Next());
        for (var number = 1; at < last; number++)
        {
            var amount = Math.Round(Gamma(random, 6) / worth, 2);
            csv.Append(CultureInfo.InvariantCulture, $"{customer.Key},,,,,,{at:yyyy-MM-dd},{Math.Max(amount, 0.01)},{customer.Key}-{number}\n");
            if (random.Chance(leaving))
                return;
            at = at.AddDays(7 * -Math.Log(1 - random.Next()) / Math.Max(rate, 1e-6));
        }
    }

    // Marsaglia and Tsang (2000); below 1 by a power of a uniform number.
    private static double Gamma(SampleRandom random, double shape)
    {
        if (shape < 1)
            return Gamma(random, shape + 1) * Math.Pow(1 - random.Next(), 1 / shape);
        var (d, c) = (shape - (1 / 3.0), 1 / Math.Sqrt(9 * (shape - (1 / 3.0))));
        while (true)
        {
            var normal = random.Normal();
            var cube = Math.Pow(1 + (c * normal), 3);
            if (cube > 0 && Math.Log(1 - random.Next()) < (0.5 * normal * normal) + d - (d * cube) + (d * Math.Log(cube)))
                return d * cube;
        }
    }
}
