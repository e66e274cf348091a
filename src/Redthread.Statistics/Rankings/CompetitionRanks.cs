namespace Redthread.Statistics;

/// <summary>Ranks as in sport: 1 for the highest, equals share the better rank, and the next rank is left out (1, 2, 2, 4).</summary>
public static class CompetitionRanks
{
    /// <summary>What pages print.</summary>
    public const string Formula = "rank = 1 + number of items with more; equals share a rank";

    /// <summary>One rank for each value, in the order given; null for null.</summary>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static IReadOnlyList<int?> Of(IReadOnlyList<double?> values)
    {
        if (values.Any(value => value is { } number && double.IsNaN(number)))
        {
            throw new ArgumentException("A value that is not a number has no rank: pass null.", nameof(values));
        }

        var ranks = new Dictionary<double, int>();
        var above = 0;
        foreach (var equals in values.OfType<double>().GroupBy(value => value).OrderByDescending(group => group.Key))
        {
            ranks[equals.Key] = above + 1;
            above += equals.Count();
        }

        return [.. values.Select(value => value is { } number ? ranks[number] : (int?)null)];
    }
}
