namespace Redthread.Web.Features.ActualJourneys;

/// <summary>
/// The flow in layers (Sugiyama, Tagawa and Toda, 1981): each node as deep as its longest way from the beginning, long paths with a bend in every layer they
/// cross, and the order within the layers by barycentres.
/// </summary>
internal sealed class FlowLayers
{
    private const int Sweeps = 12;

    /// <summary>Nodes first, by their place in the graph; then bends.</summary>
    private readonly List<int> layerOf = [];
    private readonly List<(int Above, int Below)> links = [];

    private FlowLayers(FlowGraph graph)
    {
        layerOf.AddRange(Depths(graph));
        Bends = new int[graph.Paths.Count][];
        for (var at = 0; at < graph.Paths.Count; at++)
            Bends[at] = Bend(graph.Paths[at]);
        Layers = Enumerable.Range(0, layerOf.Max() + 1).Select(layer => Enumerable.Range(0, layerOf.Count).Where(item => layerOf[item] == layer).ToList()).ToArray();
        Above = links.ToLookup(link => link.Below, link => link.Above);
        Below = links.ToLookup(link => link.Above, link => link.Below);
        Arrange();
    }

    /// <summary>The items of each layer from left to right.</summary>
    public List<int>[] Layers { get; private set; }

    /// <summary>For each path its bends from the upper end to the lower.</summary>
    public int[][] Bends { get; }
    public ILookup<int, int> Above { get; }
    public ILookup<int, int> Below { get; }

    public int LayerOf(int item) => layerOf[item];

    public static FlowLayers Of(FlowGraph graph) => new(graph);

    private static int[] Depths(FlowGraph graph)
    {
        // Nothing stands beside the beginning, not even an activity that only paths leading back come to.
        var depth = Enumerable.Repeat(1, graph.Nodes.Count).ToArray();
        depth[0] = 0;
        var forward = graph.Paths.Where(path => !path.Back).ToList();
        // Forward paths have no circles, so that depths settle after as many rounds as there are nodes.
        for (var (round, changed) = (0, true); changed && round <= depth.Length; round++)
        {
            changed = false;
            foreach (var path in forward.Where(path => depth[path.To] < depth[path.From] + 1))
            {
                depth[path.To] = depth[path.From] + 1;
                changed = true;
            }
        }

        depth[1] = Math.Max(depth[1], 1 + depth.Where((_, at) => at != 1).Max());
        return depth;
    }

    private int[] Bend(FlowPath path)
    {
        var (top, bottom) = layerOf[path.From] <= layerOf[path.To] ? (path.From, path.To) : (path.To, path.From);
        var bends = new List<int>();
        var last = top;
        for (var layer = layerOf[top] + 1; layer < layerOf[bottom]; layer++)
        {
            layerOf.Add(layer);
            links.Add((last, layerOf.Count - 1));
            last = layerOf.Count - 1;
            bends.Add(last);
        }

        if (layerOf[top] != layerOf[bottom])
            links.Add((last, bottom));
        return [.. bends];
    }

    private void Arrange()
    {
        var best = Copy(Layers);
        var fewest = Crossings(best);
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var down = sweep % 2 == 0;
            foreach (var layer in down ? Layers.Skip(1) : Layers.Reverse().Skip(1))
                Order(layer, down ? Above : Below);
            var crossings = Crossings(Layers);
            if (crossings < fewest)
                (best, fewest) = (Copy(Layers), crossings);
        }

        Layers = best;
    }

    private void Order(List<int> layer, ILookup<int, int> neighbours)
    {
        var place = Places();
        var centre = layer.ToDictionary(item => item, item => neighbours[item].Any() ? neighbours[item].Average(other => place[other]) : place[item]);
        var ordered = layer.OrderBy(item => centre[item]).ToList();
        layer.Clear();
        layer.AddRange(ordered);
    }

    // In parts of the width of their layer, so that layers of different size compare.
    private double[] Places()
    {
        var place = new double[layerOf.Count];
        foreach (var layer in Layers)
            for (var at = 0; at < layer.Count; at++)
                place[layer[at]] = (at + 1.0) / (layer.Count + 1);
        return place;
    }

    private int Crossings(List<int>[] layers)
    {
        var place = new int[layerOf.Count];
        foreach (var layer in layers)
            for (var at = 0; at < layer.Count; at++)
                place[layer[at]] = at;
        var crossings = 0;
        foreach (var gap in links.GroupBy(link => layerOf[link.Above]).Select(group => group.ToList()))
            for (var i = 0; i < gap.Count; i++)
            for (var j = i + 1; j < gap.Count; j++)
                crossings += (place[gap[i].Above] - place[gap[j].Above]) * (place[gap[i].Below] - place[gap[j].Below]) < 0 ? 1 : 0;
        return crossings;
    }

    private static List<int>[] Copy(List<int>[] layers) => [.. layers.Select(layer => layer.ToList())];
}
