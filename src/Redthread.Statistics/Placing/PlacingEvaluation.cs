namespace Redthread.Statistics;

/// <summary>How well verbatims are placed that the classifier had not seen.</summary>
/// <param name="Tested">Verbatims.</param>
/// <param name="Accuracy">Of the verbatims, those whose most probable label is right.</param>
/// <param name="AmongFirst3">Of the verbatims, those with a right label among the three most probable.</param>
/// <param name="Brier">Mean squared difference of the most probable label's probability and of whether it is right, 0..1.</param>
/// <param name="CalibrationError">Expected calibration error of the most probable label in ten bins of probability (Guo et al. 2017), 0..1.</param>
/// <param name="Counts">For each label, under the rule chosen on what was learnt from.</param>
public sealed record PlacingEvaluation(int Tested, Proportion Accuracy, Proportion AmongFirst3, double Brier, double CalibrationError, IReadOnlyList<LabelCounts> Counts)
{
    private const int Bins = 10;

    public double MicroF1 => LabelCounts.MicroF1(Counts);

    public double MacroF1 => LabelCounts.MacroF1(Counts);

    /// <summary>Learns from some and asks of others.</summary>
    public static PlacingEvaluation Of(IReadOnlyList<string> labels, IReadOnlyList<PlacingExample> train, IReadOnlyList<PlacingExample> test, PlacingOptions options) =>
        Of(labels.Count, Answered(labels, train, test, options));

    /// <summary>
    /// Each example is asked once, of a classifier that learnt from the other parts; the rule is chosen anew within those. Parts are
    /// drawn by the seed.
    /// </summary>
    public static PlacingEvaluation CrossValidated(IReadOnlyList<string> labels, IReadOnlyList<PlacingExample> examples, int folds, PlacingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var part = Parts(examples.Count, folds, options.Seed);
        return Of(
            labels.Count,
            Enumerable
                .Range(0, folds)
                .SelectMany(fold => Answered(labels, [.. examples.Where((_, at) => part[at] != fold)], [.. examples.Where((_, at) => part[at] == fold)], options))
        );
    }

    /// <summary>Examples for each number of each label: the first ones in the order of the seed. Labels beyond what there is have fewer.</summary>
    public static IReadOnlyList<PlacingExample> Few(IReadOnlyList<PlacingExample> examples, int perLabel, int seed)
    {
        var shuffled = examples.ToArray();
        new Random(seed).Shuffle(shuffled);
        var taken = new Dictionary<int, int>();
        var few = new List<PlacingExample>();
        foreach (var example in shuffled)
        {
            if (example.Labels.Any(label => taken.GetValueOrDefault(label) < perLabel))
            {
                few.Add(example);
                foreach (var label in example.Labels)
                {
                    taken[label] = taken.GetValueOrDefault(label) + 1;
                }
            }
        }

        return few;
    }

    internal static int[] Parts(int count, int folds, int seed)
    {
        var parts = Enumerable.Range(0, count).Select(at => at % folds).ToArray();
        new Random(seed).Shuffle(parts);
        return parts;
    }

    private readonly record struct Answer(double[] Probabilities, bool[] Given, sbyte[] Right);

    private static IEnumerable<Answer> Answered(IReadOnlyList<string> labels, IReadOnlyList<PlacingExample> train, IReadOnlyList<PlacingExample> test, PlacingOptions options)
    {
        var classifier = VerbatimClassifier.Fit(labels, train, [], options);
        var rule = PlacingRule.Of(classifier.HeldOut);
        foreach (var example in test)
        {
            var probabilities = classifier.Probabilities(example.Text);
            yield return new(probabilities, rule.Given(probabilities), Placing.Right(example, labels.Count));
        }
    }

    private static PlacingEvaluation Of(int labels, IEnumerable<Answer> answers)
    {
        var counts = LabelCounts.None(labels);
        var (tested, first, amongThree, squares) = (0, 0, 0, 0.0);
        var bins = new (int N, double Sure, int Right)[Bins];
        foreach (var (probabilities, given, right) in answers)
        {
            var order = Enumerable.Range(0, labels).OrderByDescending(label => probabilities[label]).Take(3).ToArray();
            var (sure, hit) = (probabilities[order[0]], right[order[0]] > 0);
            LabelCounts.Add(counts, given, right);
            (tested, first, amongThree) = (tested + 1, first + (hit ? 1 : 0), amongThree + (Array.Exists(order, label => right[label] > 0) ? 1 : 0));
            squares += (sure - (hit ? 1 : 0)) * (sure - (hit ? 1 : 0));
            ref var bin = ref bins[Math.Min(Bins - 1, (int)(sure * Bins))];
            bin = (bin.N + 1, bin.Sure + sure, bin.Right + (hit ? 1 : 0));
        }

        var error = bins.Sum(bin => Math.Abs(bin.Sure - bin.Right)) / tested;
        return new(tested, Proportion.Of(first, tested), Proportion.Of(amongThree, tested), squares / tested, error, counts);
    }
}
