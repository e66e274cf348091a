namespace Redthread.Statistics;

/// <summary>Where time goes between two activities.</summary>
/// <param name="Edge">The two and their waits.</param>
/// <param name="Share">Its waits ÷ all waits of the log, 0..1; NaN when nobody waited at all.</param>
public readonly record struct Bottleneck(FollowEdge Edge, double Share);

/// <summary>Edges by the time that customers spend waiting on them.</summary>
public static class Bottlenecks
{
    /// <summary>What pages print.</summary>
    public const string Formula = "waiting on an edge = count × mean wait; its share is of the waiting on all edges";

    /// <summary>From the most waiting on; with equal waiting in the order of the graph.</summary>
    public static IReadOnlyList<Bottleneck> Of(DirectlyFollows graph)
    {
        var all = graph.Edges.Sum(edge => edge.TotalSeconds);
        return [.. graph.Edges.Select(edge => new Bottleneck(edge, all > 0 ? edge.TotalSeconds / all : double.NaN)).OrderByDescending(one => one.Edge.TotalSeconds)];
    }
}
