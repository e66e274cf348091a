namespace Redthread.Statistics;

/// <summary>How often an activity is done again.</summary>
/// <param name="Activity">Its number.</param>
/// <param name="Cases">Cases in which it happens.</param>
/// <param name="CasesRepeating">Cases in which it happens more than once.</param>
/// <param name="Repeats">Its events beyond the first of each case.</param>
/// <param name="SelfLoops">Of these, the ones directly after itself.</param>
/// <param name="CustomersRepeating">Customers of the cases that repeat it; cases where customers are not known.</param>
public readonly record struct ActivityRework(int Activity, int Cases, int CasesRepeating, int Repeats, int SelfLoops, int CustomersRepeating)
{
    /// <summary>Share of its cases that repeat it.</summary>
    public Proportion Share => Proportion.Of(CasesRepeating, Cases);
}

/// <summary>An activity come back to after exactly one other: a, b, a.</summary>
/// <param name="Activity">Number of a.</param>
/// <param name="Through">Number of b.</param>
/// <param name="Count">How often.</param>
/// <param name="Cases">In how many cases.</param>
public readonly record struct ShortLoop(int Activity, int Through, int Count, int Cases);

/// <summary>Loops and rework: what customers have to go through again.</summary>
/// <param name="Activities">Those repeated anywhere, from the most repeats on.</param>
/// <param name="Loops">From the most frequent on.</param>
/// <param name="Cases">All cases.</param>
/// <param name="CasesRepeating">Cases in which any activity happens more than once.</param>
/// <param name="Customers">All customers; cases where customers are not known.</param>
/// <param name="CustomersRepeating">Customers with a case that repeats anything.</param>
public sealed record Rework(IReadOnlyList<ActivityRework> Activities, IReadOnlyList<ShortLoop> Loops, int Cases, int CasesRepeating, int Customers, int CustomersRepeating)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "share with rework = cases in which an activity happens more than once ÷ all cases; repeats = events of an activity beyond its first in each case";

    /// <summary>Share of cases that repeat anything.</summary>
    public Proportion Share => Proportion.Of(CasesRepeating, Cases);

    /// <summary>Share of customers who had to repeat anything.</summary>
    public Proportion CustomerShare => Proportion.Of(CustomersRepeating, Customers);

    /// <summary>Looks through the log.</summary>
    public static Rework Of(EventLog log)
    {
        var counts = new ReworkCounts(log);
        for (var one = 0; one < log.CaseCount; one++)
        {
            counts.Add(one);
        }

        return counts.Result();
    }
}

internal sealed class ReworkCounts(EventLog log)
{
    private readonly int[] times = new int[log.Activities.Count];
    private readonly int[] selfLoops = new int[log.Activities.Count];
    private readonly ActivityRework[] activities = [.. Enumerable.Range(0, log.Activities.Count).Select(activity => new ActivityRework(activity, 0, 0, 0, 0, 0))];
    private readonly HashSet<int>[] repeating = [.. Enumerable.Range(0, log.Activities.Count).Select(_ => new HashSet<int>())];
    private readonly Dictionary<(int, int), (int Count, int Cases, int Last)> loops = [];
    private readonly HashSet<int> customers = [];
    private readonly HashSet<int> customersRepeating = [];
    private int casesRepeating;

    public void Add(int one)
    {
        var sequence = log.ActivitiesOf(one);
        var customer = log.CustomerOf(one);
        if (log.Customer is not null)
        {
            customers.Add(customer);
        }

        var again = false;
        for (var at = 0; at < sequence.Length; at++)
        {
            var activity = sequence[at];
            times[activity]++;
            var directly = at > 0 && sequence[at - 1] == activity;
            selfLoops[activity] += directly ? 1 : 0;
            if (at > 1 && !directly && sequence[at - 2] == activity)
            {
                Loop(one, activity, sequence[at - 1]);
            }
        }

        foreach (var activity in sequence)
        {
            again |= Settle(activity, customer);
        }

        casesRepeating += again ? 1 : 0;
        if (again && log.Customer is not null)
        {
            customersRepeating.Add(customer);
        }
    }

    public Rework Result() =>
        new(
            [
                .. activities
                    .Where(one => one.Repeats > 0)
                    .Select(one => one with { SelfLoops = selfLoops[one.Activity], CustomersRepeating = log.Customer is null ? one.CasesRepeating : repeating[one.Activity].Count })
                    .OrderByDescending(one => one.Repeats)
                    .ThenBy(Name),
            ],
            [
                .. loops
                    .Select(loop => new ShortLoop(loop.Key.Item1, loop.Key.Item2, loop.Value.Count, loop.Value.Cases))
                    .OrderByDescending(loop => loop.Count)
                    .ThenBy(loop => log.Activities[loop.Activity], StringComparer.Ordinal)
                    .ThenBy(loop => log.Activities[loop.Through], StringComparer.Ordinal),
            ],
            log.CaseCount,
            casesRepeating,
            log.Customer is null ? log.CaseCount : customers.Count,
            log.Customer is null ? casesRepeating : customersRepeating.Count
        );

    private string Name(ActivityRework one) => log.Activities[one.Activity];

    private void Loop(int one, int activity, int through)
    {
        var (count, cases, last) = loops.GetValueOrDefault((activity, through), (0, 0, -1));
        loops[(activity, through)] = (count + 1, cases + (last == one ? 0 : 1), one);
    }

    // Each activity of the case is settled once, at its first event, and its count is then free for the next case.
    private bool Settle(int activity, int customer)
    {
        var count = times[activity];
        if (count == 0)
        {
            return false;
        }

        times[activity] = 0;
        var before = activities[activity];
        activities[activity] = before with { Cases = before.Cases + 1, CasesRepeating = before.CasesRepeating + (count > 1 ? 1 : 0), Repeats = before.Repeats + count - 1 };
        if (count > 1 && log.Customer is not null)
        {
            repeating[activity].Add(customer);
        }

        return count > 1;
    }
}
