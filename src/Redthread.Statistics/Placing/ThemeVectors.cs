namespace Redthread.Statistics;

/// <summary>Texts as vectors of length 1 over the stems that weigh something, and what joins them: the mean cosine.</summary>
internal sealed class ThemeVectors
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<(int[] Stems, float[] Weights)> rows = [];

    /// <param name="texts">For each its stems; one of them at least weighs something.</param>
    public ThemeVectors(IEnumerable<IReadOnlyCollection<string>> texts, Func<string, double> weight)
    {
        foreach (var text in texts)
        {
            var heavy = text.Select(stem => (Stem: stem, Weight: weight(stem))).Where(one => one.Weight > 0).OrderBy(one => one.Stem, StringComparer.Ordinal).ToList();
            var length = Math.Sqrt(heavy.Sum(one => one.Weight * one.Weight));
            rows.Add(([.. heavy.Select(one => Number(one.Stem))], [.. heavy.Select(one => (float)(one.Weight / length))]));
        }
    }

    private int Number(string stem)
    {
        if (!numbers.TryGetValue(stem, out var number))
        {
            numbers.Add(stem, number = numbers.Count);
        }

        return number;
    }

    /// <summary>
    /// Groups from the top of average linkage down (UPGMA, by chains of nearest neighbours: Murtagh 1983): two groups are one while
    /// the mean cosine between their texts is at least so much. O(n²) time and memory.
    /// </summary>
    public IReadOnlyList<List<int>> Linked(double from)
    {
        var groups = rows.Select((_, text) => new List<int> { text }).ToArray();
        var (cosines, gone, lone) = (Cosines(), new bool[groups.Length], new bool[groups.Length]);
        var chain = new List<int>();
        for (var begin = 0; begin < groups.Length; )
        {
            if (chain.Count == 0)
            {
                if (gone[begin] || lone[begin])
                {
                    begin++;
                    continue;
                }

                chain.Add(begin);
            }

            var (top, before) = (chain[^1], chain.Count > 1 ? chain[^2] : -1);
            var nearest = Nearest(cosines, gone, top, before, from);
            if (nearest < 0)
            {
                // Nothing is near enough; merging others brings them no nearer than the nearest of them was.
                lone[top] = true;
                chain.RemoveAt(chain.Count - 1);
            }
            else if (nearest == before)
            {
                chain.RemoveRange(chain.Count - 2, 2);
                var (kept, merged) = (Math.Min(top, before), Math.Max(top, before));
                Merge(cosines, gone, groups, kept, merged);
                begin = Math.Min(begin, kept);
            }
            else
            {
                chain.Add(nearest);
            }
        }

        return [.. groups.Where((_, group) => !gone[group])];
    }

    private static int Nearest(float[][] cosines, bool[] gone, int top, int before, double from)
    {
        // On equal terms the one before, or chains run in circles.
        var (nearest, most) = (before, before < 0 ? (float)from : cosines[top][before]);
        for (var other = 0; other < gone.Length; other++)
        {
            if (other != top && !gone[other] && (cosines[top][other] > most || (nearest < 0 && cosines[top][other] >= most)))
            {
                (nearest, most) = (other, cosines[top][other]);
            }
        }

        return nearest;
    }

    private static void Merge(float[][] cosines, bool[] gone, List<int>[] groups, int kept, int merged)
    {
        var (ofKept, ofMerged) = (groups[kept].Count, groups[merged].Count);
        for (var other = 0; other < groups.Length; other++)
        {
            if (other != kept && other != merged && !gone[other])
            {
                cosines[kept][other] = cosines[other][kept] = ((cosines[kept][other] * ofKept) + (cosines[merged][other] * ofMerged)) / (ofKept + ofMerged);
            }
        }

        groups[kept].AddRange(groups[merged]);
        gone[merged] = true;
    }

    private float[][] Cosines()
    {
        var (cosines, dense) = (new float[rows.Count][], new float[numbers.Count]);
        for (var text = 0; text < rows.Count; text++)
        {
            Spread(text, dense);
            cosines[text] = [.. rows.Select(row => Product(row, dense))];
            Array.Clear(dense);
        }

        return cosines;
    }

    /// <summary>For each of the texts its cosine with the middle of them all.</summary>
    public double[] WithCentre(IReadOnlyList<int> texts)
    {
        var centre = new float[numbers.Count];
        foreach (var text in texts)
        {
            Spread(text, centre);
        }

        var length = MathF.Sqrt(centre.Sum(weight => weight * weight));
        return [.. texts.Select(text => (double)(Product(rows[text], centre) / length))];
    }

    private void Spread(int text, float[] dense)
    {
        for (var i = 0; i < rows[text].Stems.Length; i++)
        {
            dense[rows[text].Stems[i]] += rows[text].Weights[i];
        }
    }

    private static float Product((int[] Stems, float[] Weights) row, float[] dense)
    {
        var sum = 0f;
        for (var i = 0; i < row.Stems.Length; i++)
        {
            sum += row.Weights[i] * dense[row.Stems[i]];
        }

        return sum;
    }
}
