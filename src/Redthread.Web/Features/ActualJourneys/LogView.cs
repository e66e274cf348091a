using Redthread.Domain.Journeys;
using Redthread.Statistics;
using Redthread.Web.Ingestion.EventLogs;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>A log as its pages show it: the cases that the address asks for, and what is found in them, each worked out when it is first asked for.</summary>
public sealed class LogView
{
    private const double MainShare = 0.2;
    private readonly Lazy<DirectlyFollows> graph;
    private readonly Lazy<Variants> variants;
    private readonly Lazy<Rework> rework;
    private readonly Lazy<RepeatCost> repeats;

    public LogView(UploadedLog row, EventLogRead read, LogFilter filter, LogSegments segments)
    {
        // Where time goes is told of instances wherever it can be: a start is no wait.
        MayJoin = LifecycleJoin.Applies(read.Log);
        filter = filter with { Join = MayJoin && (filter.Join || filter.Tab == WaitsTab) };
        (Row, Read, Filter, Segments) = (row, read, filter, segments);
        var asked = filter.Apply(read.Log, segments.Keeps);
        Log = filter.Holes ? asked : read.Whole(asked);
        CasesWithHoles = asked.CaseCount - Log.CaseCount;
        if (filter.Join && LifecycleJoin.Applies(Log))
            (Joined, Log) = LifecycleJoin.Of(Log) is var joined ? (joined, joined.Log) : default;
        graph = new(() => DirectlyFollows.Of(Log));
        variants = new(() => Variants.Of(Log));
        rework = new(() => Rework.Of(Log));
        repeats = new(() => RepeatCost.Of(Log, filter));
    }

    public const string WaitsTab = "waits";

    public UploadedLog Row { get; }
    public EventLogRead Read { get; }
    public LogFilter Filter { get; }

    public LogSegments Segments { get; }

    /// <summary>Whether the log says start and complete, so that they can be joined.</summary>
    public bool MayJoin { get; }

    /// <summary>What joining came to; null where events stand as they are.</summary>
    public LifecycleJoin? Joined { get; }

    /// <summary>Cases that fit and are not counted, as an event of theirs was left out.</summary>
    public int CasesWithHoles { get; }

    /// <summary>Only the cases asked for.</summary>
    public EventLog Log { get; }
    public DirectlyFollows Graph => graph.Value;
    public Variants Variants => variants.Value;
    public Rework Rework => rework.Value;
    public RepeatCost Repeats => repeats.Value;
    public string Address => $"/actual-journeys/{Row.Number}";

    /// <summary>The same cases in another view.</summary>
    public string Tab(string tab) => Address + Filter.Query(("tab", tab), ("join", tab == Filter.Tab && Filter.Join ? "1" : null));

    /// <summary>The same view with the cases of which an event was left out, or without.</summary>
    public string WithHoles(bool count) => Address + Filter.Query(("holes", count ? "1" : null));

    /// <summary>The same view of all cases.</summary>
    public string AllCases => Address + Filter.Query(("from", null), ("to", null), ("channel", null), ("ends", null), ("segment", null));

    public FlowPicture Picture() => FlowPicture.Of(FlowGraph.Of(Graph, Filter.Activities, Filter.Paths));

    public string Name(int activity) => Log.Activities[activity];

    public string CasesWith(int activity) => Cases(("activity", Name(activity)));

    public string CasesOver(int from, int to) => Cases(("after", Name(from)), ("before", Name(to)));

    public string CasesBeginning(int activity) => Cases(("first", Name(activity)));

    public string CasesEnding(int activity) => Cases(("last", Name(activity)));

    public string Cases(params (string Name, string? Value)[] which) => $"{Address}/cases{Filter.Query([("tab", null), .. which])}";

    public IReadOnlyList<StepDropOff> DropOffs()
    {
        var goals = Filter.Goals.Select(Log.Find).ToHashSet();
        return DropOff.ByActivity(Log, goals.Contains);
    }

    /// <summary>What most customers go through, in the order in which they mostly meet it: activities of at least a fifth of the cases by the mean place of their first time.</summary>
    public IReadOnlyList<string> MainPath()
    {
        var (sum, cases) = (new double[Log.Activities.Count], new int[Log.Activities.Count]);
        for (var one = 0; one < Log.CaseCount; one++)
        {
            var (seen, place) = (new HashSet<int>(), 0);
            foreach (var activity in Log.ActivitiesOf(one))
            {
                if (!seen.Add(activity))
                    continue;
                sum[activity] += place++;
                cases[activity]++;
            }
        }

        var often = Enumerable.Range(0, cases.Length).Where(activity => cases[activity] > 0).OrderByDescending(activity => cases[activity]).ToList();
        var main = often.Where(activity => cases[activity] >= MainShare * Log.CaseCount).ToList();
        // Where nearly every case is short, the few most frequent still tell a story.
        main = main.Count >= 3 ? main : [.. often.Take(4)];
        return [.. main.OrderBy(activity => sum[activity] / cases[activity]).Select(Name)];
    }

    /// <summary>Menus and people of a telephone log, named in the address or by what they are called.</summary>
    public (IReadOnlyList<string> Menus, IReadOnlyList<string> Persons) CallParts()
    {
        IReadOnlyList<string> Like(params string[] words) => [.. Log.Activities.Where(name => words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))];
        return (
            Filter.Menus.Count > 0 ? [.. Filter.Menus.Where(name => Log.Find(name) >= 0)] : Like("menu", "ivr", "prompt"),
            Filter.Persons.Count > 0 ? [.. Filter.Persons.Where(name => Log.Find(name) >= 0)] : Like("agent", "advisor", "person", "operator", "representative")
        );
    }

    public MenuFacts? Calls()
    {
        var (menus, persons) = CallParts();
        if (menus.Count == 0 || persons.Count == 0)
            return null;
        var (menu, person, done) = (menus.Select(Log.Find).ToHashSet(), persons.Select(Log.Find).ToHashSet(), Filter.Goals.Select(Log.Find).ToHashSet());
        return MenuFacts.Of(Log, new CallRoles(menu.Contains, person.Contains, done.Count == 0 ? null : done.Contains));
    }
}
