namespace Redthread.Statistics;

/// <summary>A range of raw values, both ends included, that earns the same points.</summary>
/// <param name="From">Lowest raw value of the box.</param>
/// <param name="To">Highest raw value of the box, not below <paramref name="From"/>.</param>
/// <param name="Points">What it earns, 0..100.</param>
public readonly record struct Box(double From, double To, double Points);

/// <summary>Value ranges to points: NPS, top-two-box, yes and no. A value in no box, also in a gap between two, is out of scale.</summary>
public sealed record BoxesMapping : MeasureMapping
{
    private readonly Box[] boxes;

    /// <summary>The boxes, in any order.</summary>
    /// <exception cref="ArgumentException">No boxes, a box upside down, points outside 0..100, or two boxes that share a value.</exception>
    public BoxesMapping(IEnumerable<Box> boxes)
    {
        this.boxes = [.. boxes.OrderBy(box => box.From)];
        if (this.boxes.Length == 0)
        {
            throw new ArgumentException("A mapping by boxes needs a box.", nameof(boxes));
        }

        if (this.boxes.Any(box => !(box.From <= box.To) || !(box.Points >= 0 && box.Points <= 100)))
        {
            throw new ArgumentException("A box runs from a lower to a higher value and earns 0 to 100 points.", nameof(boxes));
        }

        if (this.boxes.Zip(this.boxes.Skip(1)).Any(pair => pair.First.To >= pair.Second.From))
        {
            throw new ArgumentException("Two boxes share a value.", nameof(boxes));
        }
    }

    /// <summary>The Net Promoter question: 0–6 → 0, 7–8 → 50, 9–10 → 100; then NPS = 2 × mean − 100.</summary>
    public static BoxesMapping NetPromoter { get; } = new([new(0, 6, 0), new(7, 8, 50), new(9, 10, 100)]);

    /// <summary>Yes is 1 and earns 100, no is 0 and earns 0: first contact resolved, "did you get done what you came for?".</summary>
    public static BoxesMapping YesNo { get; } = new([new(0, 0, 0), new(1, 1, 100)]);

    /// <summary>The boxes in ascending order.</summary>
    public IReadOnlyList<Box> Boxes => boxes;

    /// <inheritdoc/>
    public override string Text => string.Join("; ", boxes.Select(Describe)) + "; anything else: out of scale";

    /// <summary>Equal when the boxes are.</summary>
    public bool Equals(BoxesMapping? other) => other is not null && boxes.AsSpan().SequenceEqual(other.boxes);

    /// <inheritdoc/>
    public override int GetHashCode() => boxes.Aggregate(0, HashCode.Combine);

    private static string Describe(Box box) => box.From == box.To ? $"{Number(box.From)} → {Number(box.Points)}" : $"{Number(box.From)}–{Number(box.To)} → {Number(box.Points)}";

    private protected override double? Points(double raw)
    {
        foreach (var box in boxes)
        {
            if (raw >= box.From && raw <= box.To)
            {
                return box.Points;
            }
        }

        return null;
    }
}
