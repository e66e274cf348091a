namespace Redthread.Web.Features.Samples;

/// <summary>Raw answers whose scores scatter around a level.</summary>
internal sealed class SampleValues(SampleLevels levels)
{
    public double Next(SampleRandom random, string measure, string stage, SampleCustomer? customer, DateTime at)
    {
        var level = levels.Of(stage, customer?.Segment, at) / 100;
        var share = Math.Clamp(level + (customer?.Mood ?? 0) + (0.06 * random.Normal()), 0.01, 0.99);
        return measure switch
        {
            "csat-5" => 1 + random.Successes(4, share),
            "ces-7" => 1 + random.Successes(6, share),
            "nps" => Recommendation(random, random.Successes(2, share)),
            "fcr" => random.Chance(share) ? 1 : 0,
            "waiting-time" => Math.Round(600 - (570 * Math.Clamp(share + (0.12 * random.Normal()), 0, 1))),
            "transfers" => 3 - random.Successes(3, share),
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "The sample has no such measure."),
        };
    }

    private static double Recommendation(SampleRandom random, int box) =>
        box switch
        {
            0 => random.Below(7),
            1 => 7 + random.Below(2),
            _ => 9 + random.Below(2),
        };
}
