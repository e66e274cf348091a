namespace Redthread.Statistics;

/// <summary>What a classifier said of examples that it had not learnt from.</summary>
public sealed class HeldOut
{
    internal HeldOut(IReadOnlyList<int> examples, IReadOnlyList<float[]> scores, IReadOnlyList<sbyte[]> right) => (Examples, Scores, Right) = (examples, scores, right);

    /// <summary>Which examples.</summary>
    public IReadOnlyList<int> Examples { get; }

    internal IReadOnlyList<float[]> Scores { get; }

    internal IReadOnlyList<sbyte[]> Right { get; }

    internal IReadOnlyList<double[]> Probabilities { get; private init; } = [];

    public int Count => Examples.Count;

    internal int Labels => Scores.Count == 0 ? 0 : Scores[0].Length;

    internal HeldOut Calibrated(Calibration calibration) => new(Examples, Scores, Right) { Probabilities = [.. Scores.Select(row => calibration.Probabilities(row))] };

    /// <summary>Of the labels it would have given from this probability on, those that are right.</summary>
    /// <param name="of">Only these labels; null for all.</param>
    public Proportion Precision(double from, Func<int, bool>? of = null)
    {
        var (right, given) = (0, 0);
        for (var text = 0; text < Probabilities.Count; text++)
        {
            for (var label = 0; label < Probabilities[text].Length; label++)
            {
                if (Right[text][label] != 0 && Probabilities[text][label] >= from && of?.Invoke(label) != false)
                {
                    given++;
                    right += Right[text][label] > 0 ? 1 : 0;
                }
            }
        }

        return Proportion.Of(right, given);
    }

    /// <summary>Of the examples, those it would have given a label from this probability on.</summary>
    public Proportion Placed(double from, Func<int, bool>? of = null) =>
        Proportion.Of(Probabilities.Count(row => row.Where((probability, label) => probability >= from && of?.Invoke(label) != false).Any()), Count);
}
