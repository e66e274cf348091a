using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Redthread.Statistics;

/// <summary>
/// Sixteen linear classifiers side by side, each telling one label from the rest: what of the memory is fetched for one serves all.
/// Support vector machines with squared hinge loss, ½‖w‖² + Σ C·max(0, 1 − y·(w·x))², by dual coordinate descent (Hsieh et al. 2008),
/// so that an example can be learnt, learnt again, or added at any time.
/// </summary>
internal sealed class LabelBlock
{
    public const int Width = 16;

    // The last row is that of the constant.
    private float[] weights = new float[Width];
    private readonly float[] constant = new float[Width];
    private readonly List<float[]> duals = [];

    public void Scores(SparseText text, Span<float> scores)
    {
        var (low, high) = Sums(text);
        low.CopyTo(scores);
        high.CopyTo(scores[8..]);
    }

    private (Vector256<float> Low, Vector256<float> High) Sums(SparseText text)
    {
        var (low, high) = (Vector256.Create<float>(constant), Vector256.Create<float>(constant.AsSpan(8)));
        var (features, values) = (text.Features, text.Weights);
        ref var first = ref MemoryMarshal.GetArrayDataReference(weights);
        for (var i = 0; i < features.Length; i++)
        {
            var at = features[i] * Width;
            if (at >= weights.Length)
            {
                continue;
            }

            var value = Vector256.Create(values[i]);
            low += value * Vector256.LoadUnsafe(ref first, (nuint)at);
            high += value * Vector256.LoadUnsafe(ref first, (nuint)at + 8);
        }

        return (low, high);
    }

    /// <summary>Room for features met since.</summary>
    public void Reserve(int features)
    {
        if (features * Width > weights.Length)
        {
            Array.Resize(ref weights, Math.Max(features * Width, weights.Length + (weights.Length / 4)));
        }
    }

    public int Examples => duals.Count;

    public void Add() => duals.Add(new float[Width]);

    /// <summary>One step for one example: O(features). Returns by how much the conditions for the best were broken.</summary>
    /// <param name="signs">1 where the example has the label, −1 where not, 0 where that is not known.</param>
    /// <param name="slack">1 ÷ 2C.</param>
    public float Step(int example, SparseText text, float squared, ReadOnlySpan<float> signs, float slack)
    {
        var row = duals[example];
        var (low, high) = Sums(text);
        var (changedLow, mostLow) = Change(low, row, signs, slack, squared, 0);
        var (changedHigh, mostHigh) = Change(high, row, signs, slack, squared, 8);
        var most = Math.Max(mostLow, mostHigh);
        if (most == 0)
        {
            return 0;
        }

        (Vector256.Create<float>(constant) + changedLow).CopyTo(constant);
        (Vector256.Create<float>(constant.AsSpan(8)) + changedHigh).CopyTo(constant.AsSpan(8));
        Move(text, changedLow, changedHigh);
        return most;
    }

    private static (Vector256<float> Change, float Most) Change(Vector256<float> score, float[] row, ReadOnlySpan<float> signs, float slack, float squared, int at)
    {
        var sign = Vector256.Create(signs[at..]);
        var dual = Vector256.Create<float>(row.AsSpan(at));
        // The constant adds 1 to the squared length.
        var gradient = (sign * score) - Vector256<float>.One + (dual * slack);
        var moved = Vector256.Max(dual - (gradient / Vector256.Create(squared + 1 + slack)), Vector256<float>.Zero);
        moved = Vector256.ConditionalSelect(Vector256.Equals(sign, Vector256<float>.Zero), Vector256<float>.Zero, moved);
        var step = moved - dual;
        if (Vector256.EqualsAll(step, Vector256<float>.Zero))
        {
            return (Vector256<float>.Zero, 0);
        }

        moved.CopyTo(row.AsSpan(at));
        var size = Vector256.Abs(step);
        var most = 0f;
        for (var i = 0; i < 8; i++)
        {
            most = Math.Max(most, size[i]);
        }

        return (step * sign, most);
    }

    private void Move(SparseText text, Vector256<float> low, Vector256<float> high)
    {
        var (features, values) = (text.Features, text.Weights);
        ref var first = ref MemoryMarshal.GetArrayDataReference(weights);
        for (var i = 0; i < features.Length; i++)
        {
            var at = (nuint)(features[i] * Width);
            var value = Vector256.Create(values[i]);
            (Vector256.LoadUnsafe(ref first, at) + (value * low)).StoreUnsafe(ref first, at);
            (Vector256.LoadUnsafe(ref first, at + 8) + (value * high)).StoreUnsafe(ref first, at + 8);
        }
    }
}
