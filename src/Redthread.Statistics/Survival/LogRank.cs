namespace Redthread.Statistics;

/// <summary>One group of a log-rank test.</summary>
/// <param name="Group">Its name.</param>
/// <param name="N">Subjects.</param>
/// <param name="Events">Events observed.</param>
/// <param name="Expected">Events expected if the group's rate were that of all.</param>
public readonly record struct LogRankGroup(string Group, int N, int Events, double Expected);

/// <summary>
/// Whether groups have the event at the same rate at all times: Mantel, Cancer Chemotherapy Reports 50 (1966); Peto and Peto,
/// JRSS A 135 (1972). It does not matter in which order groups are given. Where curves cross it sees little.
/// </summary>
/// <param name="State">Not enough data with fewer than five events or fewer than two groups that were ever at risk together.</param>
/// <param name="Groups">By name.</param>
/// <param name="Test">On groups − 1 degrees of freedom, fewer when a group was never at risk at an event of others.</param>
public sealed record LogRank(RegressionState State, IReadOnlyList<LogRankGroup> Groups, ChiSquareTest Test)
{
    /// <summary>What pages print.</summary>
    public const string Formula = "χ² = (O − E)ᵀ·V⁻¹·(O − E), O and E a group's observed and expected events, V their hypergeometric covariance summed over times (log-rank)";

    /// <summary>Fewest events about which anything is said.</summary>
    public const int MinimumEvents = 5;

    /// <summary>Compares groups. All causes count as the event.</summary>
    /// <param name="spans">One for each subject, in any order, with the name of its group.</param>
    /// <exception cref="ArgumentException">A time is negative or not finite, or a cause is negative.</exception>
    public static LogRank Of(IEnumerable<(string Group, FollowUp Span)> spans)
    {
        var all = spans.ToArray();
        if (Array.Exists(all, one => !double.IsFinite(one.Span.Days) || one.Span.Days < 0 || one.Span.Cause < 0))
        {
            throw new ArgumentException("A follow-up has a finite time of 0 or more and a cause of 0 or more.", nameof(spans));
        }

        var names = all.Select(one => one.Group).Distinct().Order(StringComparer.Ordinal).ToArray();
        var places = names.Index().ToDictionary(name => name.Item, name => name.Index);
        var size = names.Length;
        var (observed, expected, covariance) = (new double[size], new double[size], new double[size, size]);
        var atRisk = new double[size];
        foreach (var one in all)
        {
            atRisk[places[one.Group]]++;
        }

        var counts = atRisk.ToArray();
        foreach (var tied in all.GroupBy(one => one.Span.Days).OrderBy(time => time.Key))
        {
            var (events, gone) = (new double[size], new double[size]);
            foreach (var (group, span) in tied)
            {
                gone[places[group]]++;
                events[places[group]] += span.Cause == FollowUp.Censored ? 0 : 1;
            }

            Add(atRisk, events, observed, expected, covariance);
            for (var group = 0; group < size; group++)
            {
                atRisk[group] -= gone[group];
            }
        }

        var groups = names.Select((name, group) => new LogRankGroup(name, (int)counts[group], (int)observed[group], expected[group])).ToArray();
        var factor = InformationFactor.Of(covariance);
        return observed.Sum() < MinimumEvents || factor is null || factor.Rank == 0
            ? new(RegressionState.NotEnoughData, groups, ChiSquareTest.None)
            : new(RegressionState.Ok, groups, ChiSquareTest.Of(factor.Quadratic([.. observed.Zip(expected, (o, e) => o - e)]), factor.Rank));
    }

    private static void Add(double[] atRisk, double[] events, double[] observed, double[] expected, double[,] covariance)
    {
        double n = atRisk.Sum(),
            d = events.Sum();
        if (d == 0)
        {
            return;
        }

        var spread = n > 1 ? d * (n - d) / (n - 1) : 0;
        for (var j = 0; j < atRisk.Length; j++)
        {
            observed[j] += events[j];
            expected[j] += d * atRisk[j] / n;
            for (var k = 0; k < atRisk.Length; k++)
            {
                covariance[j, k] += spread * atRisk[j] / n * ((j == k ? 1 : 0) - (atRisk[k] / n));
            }
        }
    }
}
