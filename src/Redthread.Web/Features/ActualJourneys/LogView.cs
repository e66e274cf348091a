using Redthread.Domain.Journeys;
using Redthread.Statistics;
using Redthread.Web.Ingestion.EventLogs;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>A log as its pages show it: the cases that the address asks for, and what is found in them, each worked out when it is first asked for.</summary>
public sealed class LogView
{
    private readonly Lazy<DirectlyFollows> graph;
    private readonly Lazy<Variants> variants;
    private readonly Lazy<Rework> rework;
    private readonly Lazy<RepeatCost> repeats;
    private readonly Lazy<IReadOnlyList<PathTaken>> paths;
    private readonly Lazy<TimeSpan> usualQuiet;

    public LogView(UploadedLog row, EventLogRead read, LogFilter filter, LogSegments segments)
    {
        // Where time goes is told of instances wherever it can be: a start is no wait.
        MayJoin = LifecycleJoin.Applies(read.Log);
        filter = filter with { Join = MayJoin && (filter.Join || filter.Tab == WaitsTab) };
        (Row, Read, Filter, Segments) = (row, read, filter, segments);
        Clock = LogClock.Of(read.Report, LogMapping.Parse(row.Mapping));
        var asked = filter.Apply(read.Log, Clock, segments.Keeps);
        Log = filter.Holes ? asked : read.Whole(asked);
        CasesWithHoles = asked.CaseCount - Log.CaseCount;
        if (filter.Join && LifecycleJoin.Applies(Log))
            (Joined, Log) = LifecycleJoin.Of(Log) is var joined ? (joined, joined.Log) : default;
        graph = new(() => DirectlyFollows.Of(Log));
        variants = new(() => Variants.Of(Log));
        rework = new(() => Rework.Of(Log));
        repeats = new(() => RepeatCost.Of(Log, filter, read.Log));
        paths = new(() => DraftPath.Taken(Variants));
        usualQuiet = new(() => QuietTime.Usual(read.Log));
    }

    public const string WaitsTab = "waits";

    public UploadedLog Row { get; }
    public EventLogRead Read { get; }
    public LogFilter Filter { get; }

    public LogSegments Segments { get; }

    /// <summary>By which its times and days are told.</summary>
    public LogClock Clock { get; }

    /// <summary>Whether the log says start and complete, so that they can be joined.</summary>
    public bool MayJoin { get; }

    /// <summary>What joining came to; null where events stand as they are.</summary>
    public LifecycleJoin? Joined { get; }

    /// <summary>Cases that fit and are not counted, as an event of theirs was left out.</summary>
    public int CasesWithHoles { get; }

    /// <summary>Activities that end a case of the whole log, by name; what is asked for too, so that it is seen.</summary>
    public IReadOnlyList<string> Endings
    {
        get
        {
            var log = Read.Log;
            var last = new bool[log.Activities.Count];
            for (var one = 0; one < log.CaseCount; one++)
                last[log.ActivitiesOf(one)[^1]] = true;
            return [.. log.Activities.Where((name, at) => last[at] || name == Filter.Ends).Order(StringComparer.Ordinal)];
        }
    }

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

    /// <summary>Where a journey is drafted from these cases.</summary>
    /// <param name="path">The rank of the path it starts from.</param>
    public string Draft(int? path = null) =>
        $"{Address}/draft{Filter.Query(("tab", null), ("join", null), ("path", path?.ToString(System.Globalization.CultureInfo.InvariantCulture)))}";

    /// <summary>The same view of all cases.</summary>
    public string AllCases => Address + Filter.Query(("from", null), ("to", null), ("channel", null), ("ends", null), ("segment", null));

    /// <summary>The same view where each row is a contact of its own.</summary>
    public string EachEventAContact => Address + Filter.Query(("contact", RepeatCost.EachEvent));

    public FlowPicture Picture() => FlowPicture.Of(FlowGraph.Of(Graph, Filter.Activities, Filter.Paths));

    public string Name(int activity) => Log.Activities[activity];

    public string CasesWith(int activity) => Cases(("activity", Name(activity)));

    public string CasesOver(int from, int to) => Cases(("after", Name(from)), ("before", Name(to)));

    public string CasesBeginning(int activity) => Cases(("first", Name(activity)));

    public string CasesEnding(int activity) => Cases(("last", Name(activity)));

    /// <summary>Those that went no further than an activity.</summary>
    public string CasesStopping(int activity) => Cases(("last", Name(activity)), ("stopped", "1"));

    /// <summary>Those that reached an activity too lately to say whether they go on.</summary>
    public string CasesTooYoung(int activity) => Cases(("young", Name(activity)));

    public string Cases(params (string Name, string? Value)[] which) => $"{Address}/cases{Filter.Query([("tab", null), .. which])}";

    public IReadOnlyList<StepDropOff> DropOffs()
    {
        var goals = Filter.Goals.Select(Log.Find).ToHashSet();
        return DropOff.ByActivity(Log, goals.Contains, Quiet);
    }

    /// <summary>What the whole log tells of how long cases rest.</summary>
    public TimeSpan UsualQuiet => usualQuiet.Value;

    /// <summary>A case that rests no longer than this when the whole log ends is still running, whichever cases are asked for.</summary>
    public QuietTime Quiet => new(Filter.Quiet ?? UsualQuiet, Read.Log.Span()?.Last);

    /// <summary>The paths that cases take, that of the most cases first.</summary>
    public IReadOnlyList<PathTaken> Paths => paths.Value;

    /// <summary>What most cases really do: what a draft of a journey starts from. Null without cases.</summary>
    public PathTaken? UsualPath => DraftPath.Usual(Paths);

    /// <summary>The telephone calls of the log.</summary>
    public CallParts CallParts => CallParts.Of(Read.Log, Filter);

    public MenuFacts? Calls() => CallParts.Find(Log);
}
