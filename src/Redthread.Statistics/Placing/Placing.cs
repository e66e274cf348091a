namespace Redthread.Statistics;

/// <summary>Training on all examples, and on all but those held out.</summary>
internal static class Placing
{
    public static LabelModel Trained(int labels, IEnumerable<(PlacingExample Example, SparseText Text)> rows, int features, PlacingOptions options)
    {
        var model = new LabelModel(labels, options);
        model.Reserve(features);
        foreach (var (example, text) in rows)
        {
            model.Add(example, text);
        }

        model.Train();
        return model;
    }

    /// <summary>
    /// Scores of each confirmation by a classifier that learnt from the others. Rarity alone is counted with it, as it would be for a
    /// text that waits.
    /// </summary>
    /// <param name="named">So many rows at the beginning are what labels say of themselves, never held out.</param>
    public static HeldOut HoldOut(int labels, IReadOnlyList<(PlacingExample Example, SparseText Text)> rows, int named, int features, PlacingOptions options)
    {
        var held = Enumerable.Range(named, rows.Count - named).Where(row => rows[row].Example.Weight >= 1).ToArray();
        if (options.Folds < 2 || held.Length < options.Folds)
        {
            return new([], [], []);
        }

        var fold = Folds(rows, held, options);
        var scores = new float[rows.Count][];
        for (var part = 0; part < options.Folds; part++)
        {
            var model = Trained(labels, rows.Where((_, row) => fold[row] != part), features, options);
            foreach (var row in held.Where(row => fold[row] == part))
            {
                scores[row] = model.Scores(rows[row].Text);
            }
        }

        return new([.. held.Select(row => row - named)], [.. held.Select(row => scores[row])], [.. held.Select(row => Right(rows[row].Example, labels))]);
    }

    private static int[] Folds(IReadOnlyList<(PlacingExample Example, SparseText Text)> rows, int[] held, PlacingOptions options)
    {
        var parts = PlacingEvaluation.Parts(held.Length, options.Folds, options.Seed);
        var fold = new int[rows.Count];
        Array.Fill(fold, -1);
        foreach (var (at, row) in held.Index())
        {
            fold[row] = parts[at];
        }

        return fold;
    }

    internal static sbyte[] Right(PlacingExample example, int labels)
    {
        var right = new sbyte[labels];
        Array.Fill(right, (sbyte)-1);
        foreach (var label in example.Unknown)
        {
            right[label] = 0;
        }

        foreach (var label in example.Labels)
        {
            right[label] = 1;
        }

        return right;
    }
}
