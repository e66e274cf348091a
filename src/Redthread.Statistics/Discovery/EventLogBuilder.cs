namespace Redthread.Statistics;

/// <summary>One event as it is read. A number of −1 stands for a text that is not there.</summary>
/// <param name="Case">From <see cref="EventLogBuilder.Case"/>.</param>
/// <param name="Activity">From <see cref="EventLogBuilder.Activity"/>.</param>
/// <param name="Ticks">Its time, UTC.</param>
/// <param name="End">When it ended, if the log says so.</param>
/// <param name="Lifecycle">From <see cref="EventLogBuilder.Lifecycle"/>.</param>
/// <param name="Resource">From <see cref="EventLogBuilder.Resource"/>.</param>
/// <param name="Channel">From <see cref="EventLogBuilder.Channel"/>.</param>
/// <param name="Customer">From <see cref="EventLogBuilder.Customer"/>; a case has the first that one of its events names.</param>
/// <param name="Segment">From <see cref="EventLogBuilder.Segment"/>; likewise.</param>
public readonly record struct RawEvent(
    int Case,
    int Activity,
    long Ticks,
    long? End = null,
    int Lifecycle = -1,
    int Resource = -1,
    int Channel = -1,
    int Customer = -1,
    int Segment = -1
);

/// <summary>Makes a log of events in any order.</summary>
public sealed class EventLogBuilder
{
    private readonly List<int> cases = [];
    private readonly List<int> activities = [];
    private readonly List<long> ticks = [];
    private readonly List<long> ends = [];
    private readonly List<bool> endMissing = [];
    private readonly List<int> lifecycles = [];
    private readonly List<int> resources = [];
    private readonly List<int> channels = [];
    private readonly List<int> customers = [];
    private readonly List<int> segments = [];
    private bool hasEnds;
    private HashSet<int> leftOut = [];

    /// <summary>Names of the cases.</summary>
    public TextNumbers Case { get; } = new();

    /// <summary>Names of the activities.</summary>
    public TextNumbers Activity { get; } = new();

    /// <summary>Steps of a life cycle.</summary>
    public TextNumbers Lifecycle { get; } = new();

    /// <summary>Who did it.</summary>
    public TextNumbers Resource { get; } = new();

    /// <summary>Channels.</summary>
    public TextNumbers Channel { get; } = new();

    /// <summary>Customers.</summary>
    public TextNumbers Customer { get; } = new();

    /// <summary>Segments of customers.</summary>
    public TextNumbers Segment { get; } = new();

    /// <summary>Cases of the log whose events name more than one customer: each belongs to the first of them.</summary>
    public int CasesOfSeveralCustomers { get; private set; }

    /// <summary>Events so far.</summary>
    public int Count => ticks.Count;

    /// <summary>Adds an event after those of the same time.</summary>
    public void Add(RawEvent one)
    {
        cases.Add(one.Case);
        activities.Add(one.Activity);
        ticks.Add(one.Ticks);
        ends.Add(one.End ?? one.Ticks);
        endMissing.Add(one.End is null);
        hasEnds |= one.End is not null;
        lifecycles.Add(one.Lifecycle);
        resources.Add(one.Resource);
        channels.Add(one.Channel);
        customers.Add(one.Customer);
        segments.Add(one.Segment);
    }

    /// <summary>The case of an event, by the number of its addition, from 0.</summary>
    public int CaseOf(int at) => cases[at];

    /// <summary>Takes events away again, by the number of their addition, from 0.</summary>
    public void LeaveOut(IEnumerable<int> events) => leftOut = [.. events];

    /// <summary>The log; cases and activities in the order in which they were first met. Cases without an event are left out.</summary>
    /// <param name="outOfOrder">Cases whose events were not in the order of time as they were read.</param>
    public EventLog Build(out int outOfOrder)
    {
        var starts = new int[Case.Count + 1];
        for (var at = 0; at < Count; at++)
        {
            starts[cases[at] + 1] += leftOut.Contains(at) ? 0 : 1;
        }

        for (var one = 0; one < Case.Count; one++)
        {
            starts[one + 1] += starts[one];
        }

        var (next, order) = (starts[..^1], new int[Count - leftOut.Count]);
        for (var at = 0; at < Count; at++)
        {
            if (!leftOut.Contains(at))
            {
                order[next[cases[at]]++] = at;
            }
        }

        outOfOrder = 0;
        for (var one = 0; one < Case.Count; one++)
        {
            outOfOrder += ByTime(order.AsSpan(starts[one], starts[one + 1] - starts[one])) ? 0 : 1;
        }

        var log = new EventLog(Case.Names, Activity.Names, starts, Gather(activities, order), Gather(ticks, order))
        {
            Ends = hasEnds ? Gather(ends, order) : null,
            EndMissing = hasEnds && endMissing.Contains(true) ? Gather(endMissing, order) : null,
            Lifecycle = Column(Lifecycle, lifecycles, order),
            Resource = Column(Resource, resources, order),
            Channel = Column(Channel, channels, order),
            Customer = Customer.Count == 0 ? null : new(Customer.Names, OfCases(customers)),
            Segment = Segment.Count == 0 ? null : new(Segment.Names, OfCases(segments)),
        };
        CasesOfSeveralCustomers = Customer.Count == 0 ? 0 : CountOfSeveral(customers, log.Customer!.Ids);
        return HasEmpty(starts) ? log.Where(one => starts[one + 1] > starts[one]) : log;
    }

    private static bool HasEmpty(int[] starts)
    {
        for (var one = 0; one + 1 < starts.Length; one++)
        {
            if (starts[one] == starts[one + 1])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sorts events by time, those of one time as they were read; says whether they were so already.</summary>
    private bool ByTime(Span<int> order)
    {
        for (var at = 1; at < order.Length; at++)
        {
            if (ticks[order[at]] < ticks[order[at - 1]])
            {
                order.Sort((one, other) => (ticks[one], one).CompareTo((ticks[other], other)));
                return false;
            }
        }

        return true;
    }

    // The first that an event of the case names.
    private int[] OfCases(List<int> named)
    {
        var of = new int[Case.Count];
        Array.Fill(of, -1);
        for (var at = 0; at < Count; at++)
        {
            if (of[cases[at]] < 0 && !leftOut.Contains(at))
            {
                of[cases[at]] = named[at];
            }
        }

        return of;
    }

    private int CountOfSeveral(List<int> named, int[] first)
    {
        var several = new HashSet<int>();
        for (var at = 0; at < Count; at++)
        {
            if (named[at] >= 0 && named[at] != first[cases[at]] && !leftOut.Contains(at))
            {
                several.Add(cases[at]);
            }
        }

        return several.Count;
    }

    private static EventColumn? Column(TextNumbers texts, List<int> ids, int[] order) => texts.Count == 0 ? null : new(texts.Names, Gather(ids, order));

    private static T[] Gather<T>(List<T> column, int[] from) => Array.ConvertAll(from, at => column[at]);
}
