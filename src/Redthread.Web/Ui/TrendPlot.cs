namespace Redthread.Web.Ui;

/// <summary>Places a trend's points on the plane of its drawing.</summary>
public sealed class TrendPlot
{
    public const double Left = 26;
    public const double Top = 16;
    private const double Right = 10;
    private const double Bottom = 22;
    private readonly IReadOnlyList<TrendPoint> _points;

    public TrendPlot(IReadOnlyList<TrendPoint> points, IEnumerable<double> alsoShow, double width, double height)
    {
        _points = points;
        Width = width;
        Height = height;
        var values = points.SelectMany(point => new[] { point.Score, point.Low, point.High }).OfType<double>().Concat(alsoShow).DefaultIfEmpty(50).ToList();
        // Whole tens around what is shown, and never less than thirty points, so that small movements look small.
        Low = Math.Floor((values.Min() - 2) / 10) * 10;
        High = Math.Ceiling((values.Max() + 2) / 10) * 10;
        while (High - Low < 30)
        {
            Low = Math.Max(0, Low - 10);
            High = Math.Min(100, High + 10);
        }

        Low = Math.Max(0, Low);
        High = Math.Min(100, High);
    }

    public double Width { get; }
    public double Height { get; }
    public double Low { get; }
    public double High { get; }
    public double Floor => Height - Bottom;
    public double End => Width - Right;

    public double X(int index) => _points.Count < 2 ? (Left + End) / 2 : Left + 6 + ((End - Left - 12) * index / (_points.Count - 1));

    public double Y(double value) => Floor - ((Floor - Top) * (value - Low) / (High - Low));

    public IEnumerable<double> GridLines()
    {
        var step = High - Low > 50 ? 20 : 10;
        for (var value = Low; value <= High; value += step)
        {
            yield return value;
        }
    }

    /// <summary>Unbroken stretches of known points, by index.</summary>
    public IEnumerable<IReadOnlyList<int>> Runs()
    {
        var run = new List<int>();
        for (var index = 0; index <= _points.Count; index++)
        {
            if (index < _points.Count && _points[index].Score is not null)
            {
                run.Add(index);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }
    }

    public string Line(IReadOnlyList<int> run) => string.Join(' ', run.Select(index => Pair(X(index), Y(_points[index].Score!.Value))));

    public string Band(IReadOnlyList<int> run)
    {
        var known = run.Where(index => _points[index].Low is not null && _points[index].High is not null).ToList();
        var upper = known.Select(index => Pair(X(index), Y(_points[index].High!.Value)));
        var lower = known.AsEnumerable().Reverse().Select(index => Pair(X(index), Y(_points[index].Low!.Value)));
        return string.Join(' ', upper.Concat(lower));
    }

    /// <summary>A line's label stands on the side where the first points are not.</summary>
    public double LabelShift(double value)
    {
        var near = _points.Take(Math.Max(1, _points.Count / 3)).Select(point => point.Score).OfType<double>().DefaultIfEmpty(value - 1).Average();
        return near <= value ? -4 : 11;
    }

    /// <summary>Every label, or every second, third … so that they never touch.</summary>
    public int LabelStep(double room = 34) => Math.Max(1, (int)Math.Ceiling(room * _points.Count / Math.Max(1, End - Left)));

    private static string Pair(double x, double y) => $"{Numbers.Svg(x)},{Numbers.Svg(y)}";
}
