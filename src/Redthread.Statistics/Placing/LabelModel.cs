namespace Redthread.Statistics;

/// <summary>Linear classifiers of all labels over the same examples, in blocks that are learnt apart.</summary>
internal sealed class LabelModel
{
    // Under this change of a dual variable another pass changes no answer.
    private const float Settled = 0.02f;
    private const int ReviewedPerExample = 200;

    private readonly PlacingOptions options;
    private readonly LabelBlock[] blocks;
    private readonly List<Taught> taught = [];
    private readonly Random random;

    /// <param name="Length">Squared length of the vector.</param>
    /// <param name="Slack">1 ÷ 2C.</param>
    private sealed record Taught(SparseText Text, float Length, float Slack, float[] Signs);

    public LabelModel(int labels, PlacingOptions options)
    {
        (Labels, this.options) = (labels, options);
        random = new(options.Seed);
        blocks = new LabelBlock[(labels + LabelBlock.Width - 1) / LabelBlock.Width];
        for (var at = 0; at < blocks.Length; at++)
        {
            blocks[at] = new();
        }
    }

    public int Labels { get; }

    public void Add(PlacingExample example, SparseText text)
    {
        var signs = new float[blocks.Length * LabelBlock.Width];
        signs.AsSpan(0, Labels).Fill(-1);
        foreach (var label in example.Unknown)
        {
            signs[label] = 0;
        }

        foreach (var label in example.Labels)
        {
            signs[label] = 1;
        }

        taught.Add(new(text, text.SquaredLength, (float)(1 / (2 * options.Cost * example.Weight)), signs));
        foreach (var block in blocks)
        {
            block.Add();
        }
    }

    public void Reserve(int features)
    {
        foreach (var block in blocks)
        {
            block.Reserve(features);
        }
    }

    /// <summary>Goes through all examples until nothing changes: O(passes × features of all examples × labels).</summary>
    public void Train() =>
        Parallel.For(
            0,
            blocks.Length,
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
            at =>
            {
                var (random, order) = (new Random(options.Seed), new int[taught.Count]);
                for (var i = 0; i < order.Length; i++)
                {
                    order[i] = i;
                }

                for (var (pass, most) = (0, float.MaxValue); pass < options.Passes && most > Settled; pass++)
                {
                    random.Shuffle(order);
                    most = 0;
                    foreach (var example in order)
                    {
                        most = Math.Max(most, Step(at, example));
                    }
                }
            }
        );

    /// <summary>Learns the last example added, and looks again at some others that it may have unsettled: O(features × labels).</summary>
    public void LearnLast()
    {
        for (var at = 0; at < blocks.Length; at++)
        {
            Step(at, taught.Count - 1);
        }

        for (var look = 0; look < Math.Min(ReviewedPerExample, taught.Count); look++)
        {
            var example = random.Next(taught.Count);
            for (var at = 0; at < blocks.Length; at++)
            {
                Step(at, example);
            }
        }

        for (var at = 0; at < blocks.Length; at++)
        {
            Step(at, taught.Count - 1);
        }
    }

    private float Step(int block, int example)
    {
        var row = taught[example];
        return blocks[block].Step(example, row.Text, row.Length, row.Signs.AsSpan(block * LabelBlock.Width, LabelBlock.Width), row.Slack);
    }

    /// <summary>Above 0 for a label that the text rather has, around −1 for one it has not: O(features × labels).</summary>
    public float[] Scores(SparseText text)
    {
        var scores = new float[blocks.Length * LabelBlock.Width];
        for (var at = 0; at < blocks.Length; at++)
        {
            blocks[at].Scores(text, scores.AsSpan(at * LabelBlock.Width, LabelBlock.Width));
        }

        return scores[..Labels];
    }
}
