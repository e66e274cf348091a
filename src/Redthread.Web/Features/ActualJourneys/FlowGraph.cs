using Redthread.Statistics;

namespace Redthread.Web.Features.ActualJourneys;

/// <param name="Activity">Its number; −1 is the beginning of cases, −2 their end.</param>
/// <param name="Count">How often; cases for beginning and end.</param>
/// <param name="Again">How often directly after itself.</param>
public sealed record FlowNode(int Activity, string Name, int Count, int Again)
{
    /// <summary>How many times it is come to by paths that are not drawn.</summary>
    public int Unseen { get; init; }

    /// <summary>Enough to say it at the box: one in twenty.</summary>
    public bool ComesUnseen => Activity >= 0 && Unseen * 20 >= Count && Unseen > 0;
}

/// <param name="From">Place in the list of nodes.</param>
/// <param name="Follow">Null for the way in and the way out, which have no wait.</param>
/// <param name="Back">Whether it leads back against the main direction.</param>
public sealed record FlowPath(int From, int To, int Count, FollowEdge? Follow, bool Back);

/// <summary>The part of a directly-follows graph that is drawn: the most frequent activities, and of their paths the most frequent and all that are needed to come in and go out.</summary>
public sealed record FlowGraph(IReadOnlyList<FlowNode> Nodes, IReadOnlyList<FlowPath> Paths, int Activities, int AllPaths, int ActivityShare, int PathShare)
{
    public const int Beginning = -1;
    public const int Ending = -2;
    private const int UsualActivities = 12;
    private const int UsualPaths = 22;

    public static FlowGraph Of(DirectlyFollows graph, int? activityShare, int? pathShare)
    {
        var ranked = graph
            .Nodes.Where(node => node.Events > 0)
            .OrderByDescending(node => node.Events)
            .ThenBy(node => graph.Log.Activities[node.Activity], StringComparer.Ordinal)
            .ToList();
        var shareOfActivities = activityShare ?? Share(UsualActivities, ranked.Count);
        var shown = ranked.Take(Math.Max(1, (int)Math.Ceiling(ranked.Count * shareOfActivities / 100.0))).ToList();
        var again = graph.Edges.Where(edge => edge.From == edge.To).ToDictionary(edge => edge.From, edge => edge.Count);
        var nodes = new List<FlowNode> { new(Beginning, "begin", graph.Log.CaseCount, 0), new(Ending, "end", graph.Log.CaseCount, 0) };
        nodes.AddRange(shown.Select(node => new FlowNode(node.Activity, graph.Log.Activities[node.Activity], node.Events, again.GetValueOrDefault(node.Activity))));
        var place = nodes.Select((node, at) => (node.Activity, at)).ToDictionary(one => one.Activity, one => one.at);
        var all = Candidates(graph, shown, place).OrderByDescending(path => path.Count).ToList();
        var shareOfPaths = pathShare ?? Share(UsualPaths, all.Count);
        var order = Order(graph, nodes);
        all = all.ConvertAll(path => path with { Back = order[path.From] > order[path.To] });
        var kept = Keep(all, nodes.Count, (int)Math.Ceiling(all.Count * shareOfPaths / 100.0));
        // What the sliders leave out still comes from somewhere: a single thin way in would say something false.
        var drawn = kept.ToLookup(path => path.To, path => path.Count);
        nodes = [.. nodes.Select((node, at) => node.Activity < 0 ? node : node with { Unseen = node.Count - node.Again - drawn[at].Sum() })];
        return new(nodes, kept, ranked.Count, all.Count, shareOfActivities, shareOfPaths);
    }

    private static int Share(int few, int all) => all <= few ? 100 : Math.Max(1, few * 100 / all);

    private static IEnumerable<FlowPath> Candidates(DirectlyFollows graph, List<FollowNode> shown, Dictionary<int, int> place) =>
        graph
            .Edges.Where(edge => edge.From != edge.To && place.ContainsKey(edge.From) && place.ContainsKey(edge.To))
            .Select(edge => new FlowPath(place[edge.From], place[edge.To], edge.Count, edge, false))
            .Concat(shown.Where(node => node.Starts > 0).Select(node => new FlowPath(0, place[node.Activity], node.Starts, null, false)))
            .Concat(shown.Where(node => node.Ends > 0).Select(node => new FlowPath(place[node.Activity], 1, node.Ends, null, false)));

    // Whether a path leads on or back is told by when cases first come to its activities, which no circle of frequent paths can turn round.
    private static int[] Order(DirectlyFollows graph, List<FlowNode> nodes)
    {
        var (sum, cases, seen) = (new double[graph.Log.Activities.Count], new int[graph.Log.Activities.Count], new int[graph.Log.Activities.Count]);
        for (var one = 0; one < graph.Log.CaseCount; one++)
        {
            var at = 0;
            foreach (var activity in graph.Log.ActivitiesOf(one))
            {
                if (seen[activity] != one + 1)
                {
                    seen[activity] = one + 1;
                    sum[activity] += at;
                    cases[activity]++;
                }

                at++;
            }
        }

        var order = new int[nodes.Count];
        foreach (
            var (rank, place) in Enumerable
                .Range(0, nodes.Count)
                .OrderBy(place =>
                    nodes[place].Activity switch
                    {
                        Beginning => double.MinValue,
                        Ending => double.MaxValue,
                        var activity => sum[activity] / cases[activity],
                    }
                )
                .ThenBy(place => place)
                .Index()
        )
            order[place] = rank;
        return order;
    }

    // The strongest way on into each activity and out of it stay, whatever the slider says: an activity that nothing joins would say something false.
    private static List<FlowPath> Keep(List<FlowPath> all, int nodes, int wanted)
    {
        var kept = all.Take(wanted).ToHashSet();
        for (var node = 0; node < nodes; node++)
        {
            if ((all.Find(path => path.To == node && !path.Back) ?? all.Find(path => path.To == node)) is { } strongestIn)
                kept.Add(strongestIn);
            if ((all.Find(path => path.From == node && !path.Back) ?? all.Find(path => path.From == node)) is { } strongestOut)
                kept.Add(strongestOut);
        }

        return [.. all.Where(kept.Contains)];
    }
}
