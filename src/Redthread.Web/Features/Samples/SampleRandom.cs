namespace Redthread.Web.Features.Samples;

/// <summary>Repeatable chance: the same seed, the same sample.</summary>
internal sealed class SampleRandom(int seed)
{
    private readonly Random random = new(seed);

    public double Next() => random.NextDouble();

    public int Below(int limit) => random.Next(limit);

    public bool Chance(double probability) => random.NextDouble() < probability;

    public T Of<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>How many of so many tries succeed; its mean is exactly tries × probability.</summary>
    public int Successes(int tries, double probability)
    {
        var count = 0;
        for (var i = 0; i < tries; i++)
            count += Chance(probability) ? 1 : 0;
        return count;
    }

    public T Weighted<T>(IReadOnlyList<(T Item, double Weight)> items)
    {
        var at = random.NextDouble() * items.Sum(entry => entry.Weight);
        foreach (var (item, weight) in items)
        {
            if ((at -= weight) < 0)
                return item;
        }

        return items[^1].Item;
    }

    /// <summary>An instant by day, between eight in the morning and ten in the evening.</summary>
    public DateTime Instant(DateTime from, DateTime to)
    {
        var day = random.Next((int)(to - from).TotalDays);
        return from.Date.AddDays(day).AddSeconds((8 * 3600) + random.Next(14 * 3600));
    }
}
