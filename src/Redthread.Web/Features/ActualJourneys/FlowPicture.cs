using System.Globalization;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.ActualJourneys;

public sealed record PlacedNode(FlowNode Node, double X, double Y, double Width);

/// <param name="D">Of the SVG path, from where it comes to where it leads.</param>
/// <param name="Width">By how often.</param>
public sealed record PlacedPath(FlowPath Path, string D, string Arrow, double Width, double LabelX, double LabelY);

/// <summary>Where everything of the flow stands, in pixels from the upper left.</summary>
public sealed record FlowPicture(FlowGraph Graph, IReadOnlyList<PlacedNode> Nodes, IReadOnlyList<PlacedPath> Paths, double Width, double Height)
{
    public const double NodeHeight = 44;
    public const double DoorHeight = 28;
    private const double LayerStep = 122;
    private const double NodeWidth = 172;
    private const double PillWidth = 96;
    private const double LoopRoom = 62;
    private const double BendWidth = 58;
    private const double Gap = 22;
    private const double Margin = 14;
    private const double LetterWidth = 6.4;
    private const double LabelHeight = 8;

    // Such as “ · 37 min”.
    private const int LettersOfWait = 9;

    public static FlowPicture Of(FlowGraph graph) => new FlowPlacing(graph, FlowLayers.Of(graph)).Picture();

    private sealed class FlowPlacing(FlowGraph graph, FlowLayers layers)
    {
        private readonly double[] x = new double[layers.Layers.Sum(layer => layer.Count)];
        private readonly List<(double X, double Y, double Half)> labels = [];

        public FlowPicture Picture()
        {
            Spread();
            var left = Enumerable.Range(0, x.Length).Min(item => x[item] - (Room(item) / 2));
            for (var item = 0; item < x.Length; item++)
                x[item] += Margin - left;
            var width = Enumerable.Range(0, x.Length).Max(item => x[item] + (Room(item) / 2)) + Margin;
            var height = ((layers.Layers.Length - 1) * LayerStep) + NodeHeight + (2 * Margin);
            var nodes = graph.Nodes.Select((node, at) => new PlacedNode(node, Centre(at), Y(at), Box(at))).Where(node => !IsAlone(node.Node)).ToList();
            var most = graph.Paths.Count == 0 ? 1 : graph.Paths.Max(path => path.Count);
            var ends = Ports();
            var paths = graph.Paths.Select((path, at) => Place(path, at, most, ends)).ToList();
            return new(graph, nodes, paths, width, height);
        }

        private bool IsAlone(FlowNode node) => node.Activity < 0 && !graph.Paths.Any(path => graph.Nodes[path.From] == node || graph.Nodes[path.To] == node);

        private double Y(int item) => Margin + (layers.LayerOf(item) * LayerStep) + (NodeHeight / 2);

        private double Half(int node) => (graph.Nodes[node].Activity < 0 ? DoorHeight : NodeHeight) / 2;

        private double Box(int item) =>
            item >= graph.Nodes.Count ? 0
            : graph.Nodes[item].Activity < 0 ? PillWidth
            : NodeWidth;

        private double Loop(int item) => item < graph.Nodes.Count && graph.Nodes[item].Again > 0 ? LoopRoom : 0;

        private double Room(int item) => item >= graph.Nodes.Count ? BendWidth : Box(item) + Loop(item);

        private double Centre(int item) => x[item] - (Loop(item) / 2);

        // Each layer in turn moves towards its neighbours, as near as the room of its items allows: the least squares under the order, by pooling.
        private void Spread()
        {
            foreach (var layer in layers.Layers)
            {
                var at = -layer.Sum(item => Room(item) + Gap) / 2;
                foreach (var item in layer)
                {
                    x[item] = at + (Room(item) / 2);
                    at += Room(item) + Gap;
                }
            }

            for (var round = 0; round < 16; round++)
                foreach (var layer in round % 2 == 0 ? layers.Layers : layers.Layers.Reverse())
                    Pool(layer);
        }

        private void Pool(List<int> layer)
        {
            var offset = new double[layer.Count];
            for (var at = 1; at < layer.Count; at++)
                offset[at] = offset[at - 1] + ((Room(layer[at - 1]) + Room(layer[at])) / 2) + Gap;
            var pools = new List<(double Sum, double Weight, int Count)>();
            for (var at = 0; at < layer.Count; at++)
            {
                var near = layers.Above[layer[at]].Concat(layers.Below[layer[at]]).Select(item => x[item]).DefaultIfEmpty(x[layer[at]]);
                var weight = layer[at] >= graph.Nodes.Count ? 3.0 : 1.0;
                pools.Add(((near.Average() - offset[at]) * weight, weight, 1));
                while (pools.Count > 1 && pools[^2].Sum / pools[^2].Weight > pools[^1].Sum / pools[^1].Weight)
                {
                    pools[^2] = (pools[^2].Sum + pools[^1].Sum, pools[^2].Weight + pools[^1].Weight, pools[^2].Count + pools[^1].Count);
                    pools.RemoveAt(pools.Count - 1);
                }
            }

            var next = 0;
            foreach (var pool in pools)
                for (var one = 0; one < pool.Count; one++, next++)
                    x[layer[next]] = (pool.Sum / pool.Weight) + offset[next];
        }

        // Paths at one side of a node touch it in the order of where they come from, so that none crosses another there.
        private Dictionary<(int Path, int Node), double> Ports()
        {
            var ports = new Dictionary<(int, int), double>();
            for (var node = 0; node < graph.Nodes.Count; node++)
            {
                var own = graph.Paths.Select((path, at) => (path, at)).Where(one => one.path.From == node || one.path.To == node).ToList();
                foreach (var side in own.GroupBy(one => Y(Other(one.path, node)) >= Y(node)))
                {
                    var ordered = side.OrderBy(one => x[Next(one.at, one.path, node)]).ThenBy(one => one.path.Back).ToList();
                    var step = Math.Min(26, Box(node) * 0.8 / ordered.Count);
                    for (var place = 0; place < ordered.Count; place++)
                        ports[(ordered[place].at, node)] = Centre(node) + ((place - ((ordered.Count - 1) / 2.0)) * step);
                }
            }

            return ports;
        }

        private static int Other(FlowPath path, int node) => path.From == node ? path.To : path.From;

        private int Next(int at, FlowPath path, int node)
        {
            var bends = layers.Bends[at];
            return bends.Length == 0 ? Other(path, node)
                : layers.LayerOf(node) < layers.LayerOf(bends[0]) ? bends[0]
                : bends[^1];
        }

        private PlacedPath Place(FlowPath path, int at, int most, Dictionary<(int Path, int Node), double> ports)
        {
            var down = layers.LayerOf(path.From) < layers.LayerOf(path.To);
            var half = NodeHeight / 2;
            var points = new List<(double X, double Y)> { (ports[(at, path.From)], Y(path.From) + (down ? Half(path.From) : -Half(path.From))) };
            foreach (var bend in down ? layers.Bends[at] : layers.Bends[at].Reverse())
            {
                points.Add((x[bend], Y(bend) + (down ? -half : half)));
                points.Add((x[bend], Y(bend) + (down ? half : -half)));
            }

            points.Add((ports[(at, path.To)], Y(path.To) + (down ? -Half(path.To) - 7 : Half(path.To) + 7)));
            var (labelX, labelY) = Label(points, path);
            return new(path, Curve(points), Arrow(points[^1], down), 1.2 + (7 * Math.Sqrt((double)path.Count / most)), labelX, labelY);
        }

        private static string Curve(List<(double X, double Y)> points)
        {
            var d = string.Create(CultureInfo.InvariantCulture, $"M{points[0].X:0.#} {points[0].Y:0.#}");
            for (var at = 1; at < points.Count; at++)
            {
                var ((x0, y0), (x1, y1)) = (points[at - 1], points[at]);
                var middle = (y0 + y1) / 2;
                d +=
                    x0 == x1
                        ? string.Create(CultureInfo.InvariantCulture, $"V{y1:0.#}")
                        : string.Create(CultureInfo.InvariantCulture, $"C{x0:0.#} {middle:0.#} {x1:0.#} {middle:0.#} {x1:0.#} {y1:0.#}");
            }

            return d;
        }

        private static string Arrow((double X, double Y) tip, bool down)
        {
            var (point, foot) = down ? (7, -2) : (-7, 2);
            return $"M{Numbers.Svg(tip.X)} {Numbers.Svg(tip.Y + point)}L{Numbers.Svg(tip.X - 5)} {Numbers.Svg(tip.Y + foot)}L{Numbers.Svg(tip.X + 5)} {Numbers.Svg(tip.Y + foot)}Z";
        }

        // Along the path where it covers neither a box nor another label; where it must, as little as can be.
        private (double X, double Y) Label(List<(double X, double Y)> points, FlowPath path)
        {
            var half = LetterWidth / 2 * (Numbers.Count(path.Count).Length + (path.Follow is null ? 0 : LettersOfWait));
            var (best, least) = ((X: 0.0, Y: 0.0), double.MaxValue);
            foreach (var stretch in Enumerable.Range(0, points.Count - 1))
            {
                var (a, b) = (points[stretch], points[stretch + 1]);
                foreach (var t in Along())
                {
                    var here = (X: Along(a.X, b.X, t), Y: Cubic(a.Y, (a.Y + b.Y) / 2, (a.Y + b.Y) / 2, b.Y, t) + 4);
                    var covered = Covered(here, half);
                    if (covered < least)
                        (best, least) = (here, covered);
                    if (covered == 0)
                        break;
                }

                if (least == 0)
                    break;
            }

            labels.Add((best.X, best.Y, half));
            return best;
        }

        private static double[] Along() => [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.15, 0.85];

        private double Covered((double X, double Y) here, double half)
        {
            double Over(double x, double y, double halfWidth, double halfHeight) =>
                Math.Max(0, half + halfWidth - Math.Abs(x - here.X)) * Math.Max(0, LabelHeight + halfHeight - Math.Abs(y - (here.Y - 4)));
            return labels.Sum(one => Over(one.X, one.Y - 4, one.Half, LabelHeight))
                + Enumerable.Range(0, graph.Nodes.Count).Sum(node => Over(Centre(node), Y(node), Box(node) / 2, Half(node)));
        }

        private static double Along(double from, double to, double t) => Cubic(from, from, to, to, t);

        private static double Cubic(double a, double b, double c, double d, double t) =>
            (Math.Pow(1 - t, 3) * a) + (3 * t * Math.Pow(1 - t, 2) * b) + (3 * t * t * (1 - t) * c) + (t * t * t * d);
    }
}
