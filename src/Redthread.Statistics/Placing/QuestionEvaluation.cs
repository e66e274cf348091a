namespace Redthread.Statistics;

/// <summary>How the next text to ask about is chosen.</summary>
public enum QuestionRule
{
    /// <summary>By chance.</summary>
    Random,

    /// <summary>The one most in doubt.</summary>
    Margin,

    /// <summary>The one most worth asking, as the queue does.</summary>
    Worth,
}

/// <summary>What waits when somebody begins to answer.</summary>
public sealed record QuestionTrial
{
    /// <summary>Labels drawn.</summary>
    public int Labels { get; init; } = 20;

    /// <summary>Texts of these labels that wait.</summary>
    public int Waiting { get; init; } = 800;

    /// <summary>After so many answers accuracy is measured, ascending.</summary>
    public IReadOnlyList<int> Answers { get; init; } = [20, 40, 80, 120, 160];
}

/// <summary>What answers are worth: somebody answers one text after another, as the rule puts them, and the classifier is asked of texts that nobody will see.</summary>
/// <param name="Accuracy">For each number of answers, of the texts asked of those whose most probable label is right.</param>
/// <param name="Nothing">Answers spent on texts that have none of the labels.</param>
public sealed record QuestionEvaluation(IReadOnlyList<double> Accuracy, int Nothing)
{
    // As often as the queue's classifier is made anew.
    private const int FewestNew = 10;

    /// <param name="examples">Texts with one label each.</param>
    /// <param name="silent">Texts that have none of the labels and wait among the others.</param>
    /// <param name="options">Of the classifier; its seed draws labels and texts too.</param>
    public static QuestionEvaluation Of(
        IReadOnlyList<string> labels,
        IReadOnlyList<PlacingExample> examples,
        IReadOnlyList<string> silent,
        QuestionRule rule,
        QuestionTrial trial,
        PlacingOptions options
    )
    {
        var random = new Random(options.Seed);
        var drawn = Enumerable.Range(0, labels.Count).ToArray();
        random.Shuffle(drawn);
        drawn = drawn[..trial.Labels];
        var pool = examples.Where(example => drawn.Contains(example.Labels[0])).Select(example => example with { Labels = [Array.IndexOf(drawn, example.Labels[0])] }).ToArray();
        random.Shuffle(pool);
        var (waiting, asked) = (pool.Take(trial.Waiting).Concat(silent.Select(text => new PlacingExample(text, []))).ToArray(), pool.Skip(trial.Waiting).ToList());
        random.Shuffle(waiting);
        return Answered([.. drawn.Select(label => labels[label])], [.. waiting], asked, rule, trial, options, random);
    }

    private static QuestionEvaluation Answered(
        IReadOnlyList<string> names,
        List<PlacingExample> waiting,
        IReadOnlyList<PlacingExample> asked,
        QuestionRule rule,
        QuestionTrial trial,
        PlacingOptions options,
        Random random
    )
    {
        var all = waiting.ConvertAll(example => example.Text);
        var (answers, recent, accuracy) = (new List<PlacingExample>(), new List<string>(), new List<double>());
        var (classifier, learnt) = (VerbatimClassifier.Fit(names, answers, all, options), 0);
        while (accuracy.Count < trial.Answers.Count && waiting.Count > 0)
        {
            var next = Next(classifier, waiting, recent, rule, random);
            answers.Add(waiting[next]);
            recent.Add(waiting[next].Text);
            waiting.RemoveAt(next);
            if (++learnt >= Math.Max(FewestNew, answers.Count / 10))
            {
                (classifier, learnt) = (VerbatimClassifier.Fit(names, answers, all, options), 0);
            }
            else
            {
                classifier.Learn(answers[^1]);
            }

            if (answers.Count == trial.Answers[accuracy.Count])
            {
                accuracy.Add(asked.Average(example => classifier.Suggest(example.Text, 1)[0].Label == example.Labels[0] ? 1.0 : 0));
            }
        }

        return new(accuracy, answers.Count(answer => answer.Labels.Count == 0));
    }

    private static int Next(VerbatimClassifier classifier, List<PlacingExample> waiting, List<string> recent, QuestionRule rule, Random random) =>
        rule switch
        {
            QuestionRule.Random => random.Next(waiting.Count),
            QuestionRule.Margin => Enumerable.Range(0, waiting.Count).MaxBy(text => VerbatimClassifier.Doubt(classifier.Probabilities(waiting[text].Text), null).Doubt),
            _ => classifier.WorthAsking(waiting.ConvertAll(example => example.Text), null, recent)[0].Text,
        };
}
