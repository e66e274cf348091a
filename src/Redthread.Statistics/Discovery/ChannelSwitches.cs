namespace Redthread.Statistics;

/// <summary>One channel left for another.</summary>
/// <param name="From">Number of the channel before.</param>
/// <param name="To">Number of the channel after.</param>
/// <param name="Count">How often.</param>
/// <param name="Cases">In how many cases.</param>
/// <param name="Customers">Of how many customers.</param>
/// <param name="MedianSeconds">Between the two contacts.</param>
public readonly record struct ChannelSwitch(int From, int To, int Count, int Cases, int Customers, double MedianSeconds);

/// <summary>How customers are moved, or move, from channel to channel within a case. Events without a channel are passed over.</summary>
/// <param name="Switches">From the most frequent on.</param>
/// <param name="Cases">Cases with a channel.</param>
/// <param name="CasesSwitching">Of these, cases with a switch.</param>
public sealed record ChannelSwitches(IReadOnlyList<ChannelSwitch> Switches, int Cases, int CasesSwitching)
{
    /// <summary>What pages print.</summary>
    public const string Formula = "switch = two contacts of a case, one next to the other by time, over different channels; share = cases with a switch ÷ cases with a channel";

    /// <summary>Share of cases with a switch.</summary>
    public Proportion Share => Proportion.Of(CasesSwitching, Cases);

    /// <summary>Looks through the log; nothing where it has no channels.</summary>
    public static ChannelSwitches Of(EventLog log)
    {
        if (log.Channel is not { } channel)
        {
            return new([], 0, 0);
        }

        var found = new List<(int From, int To, int Case, long Wait)>();
        var (cases, switching) = (0, 0);
        for (var one = 0; one < log.CaseCount; one++)
        {
            var (last, before) = (-1, found.Count);
            for (var at = log.Starts[one]; at < log.Starts[one + 1]; at++)
            {
                if (channel.Ids[at] < 0)
                {
                    continue;
                }

                if (last >= 0 && channel.Ids[at] != channel.Ids[last])
                {
                    found.Add((channel.Ids[last], channel.Ids[at], one, Math.Max(0, log.Times[at] - log.EndOf(last))));
                }

                last = at;
            }

            cases += last >= 0 ? 1 : 0;
            switching += found.Count > before ? 1 : 0;
        }

        var switches = found
            .GroupBy(one => (one.From, one.To))
            .Select(group => new ChannelSwitch(
                group.Key.From,
                group.Key.To,
                group.Count(),
                group.DistinctBy(one => one.Case).Count(),
                group.DistinctBy(one => log.CustomerOf(one.Case)).Count(),
                OrderStatistics.Quantile(group.Select(one => one.Wait).ToArray(), 0.5) / TimeSpan.TicksPerSecond
            ))
            .OrderByDescending(one => one.Count)
            .ThenBy(one => channel.Names[one.From], StringComparer.Ordinal)
            .ThenBy(one => channel.Names[one.To], StringComparer.Ordinal);
        return new([.. switches], cases, switching);
    }
}
