namespace Redthread.Statistics;

/// <summary>A text as a sparse vector of length 1: numbers of features, and how much each weighs.</summary>
internal readonly record struct SparseText(int[] Features, float[] Weights)
{
    /// <summary>1 for a text with a word, 0 for one without.</summary>
    public float SquaredLength
    {
        get
        {
            var sum = 0f;
            foreach (var weight in Weights)
            {
                sum += weight * weight;
            }

            return sum;
        }
    }
}
