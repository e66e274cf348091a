using System.CommandLine;
using System.Diagnostics;
using Redthread.Statistics;
using Redthread.Web.Commands.Analyse;

namespace Redthread.Web.Commands.Classify;

/// <summary>How well verbatims are placed, on texts of one's own; nothing is stored.</summary>
internal static class ClassifyCommand
{
    private static readonly Argument<FileInfo?> File = new("file")
    {
        Description = "Texts that people labelled, for cross-validation: CSV, TSV, Excel or JSON, also .gz",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<FileInfo?> Train = new("--train") { Description = "Instead of FILE: texts to learn from" };
    private static readonly Option<FileInfo?> Test = new("--test") { Description = "Instead of FILE: texts to ask of" };
    internal static readonly Option<string?> Text = new("--text") { Description = "The column of the text. Default: the one that says most and repeats itself least" };
    internal static readonly Option<string?> Label = new("--label") { Description = "The column of the label, where each text has one. Default: the one with names that return" };
    private static readonly Option<string[]> Labels = new("--labels", "--label-columns")
    {
        Description = "The columns of 0 or 1 (or blank, yes, no), one for each label, where texts have several. Default: all such columns",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<int> Folds = new("--folds")
    {
        Description = "Parts for cross-validation; each is asked once of what was learnt from the others",
        DefaultValueFactory = _ => 5,
    };
    private static readonly Option<string[]> Curve = new("--curve")
    {
        Description = "With --train and --test: accuracy with so many examples a label, such as 0,1,5,10,20",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<int> Draws = new("--draws") { Description = "Draws of examples for each point of the curve", DefaultValueFactory = _ => 5 };
    private static readonly Option<bool> Distinct = new("--distinct") { Description = "Leave out texts that were there before: repeats are placed more easily" };
    internal static readonly Option<int> Seed = new("--seed") { Description = "The same seed gives the same result", DefaultValueFactory = _ => 1 };

    public static Command Make()
    {
        var evaluate = new Command("evaluate", "Print how well labels of texts are told that were not learnt from, and how sure of itself it is")
        {
            File,
            Train,
            Test,
            Text,
            Label,
            Labels,
            Folds,
            Curve,
            Draws,
            Distinct,
            Seed,
            CommonOptions.Json,
        };
        AnalyseCommand.Run(evaluate, Evaluate);
        return new Command("classify", "The classifier that places verbatims") { evaluate, TrialCommands.MakeThemes(), TrialCommands.MakeQuestions() };
    }

    private static void Evaluate(ParseResult parsed)
    {
        var (file, train, test) = (parsed.GetValue(File), parsed.GetValue(Train), parsed.GetValue(Test));
        if (file is null == (train is null) || train is null != test is null)
            throw new ArgumentException("Name one file to cross-validate, or --train and --test.");
        var options = new PlacingOptions { Seed = parsed.GetValue(Seed), Threads = Environment.ProcessorCount };
        ClassifyReport.Print(file is null ? Apart(parsed, train!, test!, options) : CrossValidated(parsed, file, options), parsed.GetValue(CommonOptions.Json));
    }

    private static Evaluated CrossValidated(ParseResult parsed, FileInfo file, PlacingOptions options)
    {
        var read = Read(parsed, file);
        var labels = read.Labels();
        var examples = read.Examples(labels);
        if (parsed.GetValue(Folds) < 2 || examples.Count < parsed.GetValue(Folds))
            throw new ArgumentException($"{examples.Count} texts cannot be divided into {parsed.GetValue(Folds)} parts; two or more are needed.");
        return new(read, labels, examples.Count, PlacingEvaluation.CrossValidated(Words(labels), examples, parsed.GetValue(Folds), options), [], null)
        {
            Folds = parsed.GetValue(Folds),
        };
    }

    private static Evaluated Apart(ParseResult parsed, FileInfo trainFile, FileInfo testFile, PlacingOptions options)
    {
        var (train, test) = (Read(parsed, trainFile), Read(parsed, testFile));
        var labels = train.Labels();
        var (learnt, asked) = (train.Examples(labels), test.Examples(labels));
        if (learnt.Count == 0 || asked.Count == 0)
            throw new ArgumentException("There is no text to learn from or to ask of.");
        var words = Words(labels);
        var points = AnalyseCommand
            .Names(parsed.GetValue(Curve))
            .ConvertAll(point => int.TryParse(point, out var each) && each >= 0 ? each : throw new ArgumentException($"“{point}” is no number of examples."));
        var curve = points.ConvertAll(each => Point(words, learnt, asked, each, parsed.GetValue(Draws), options));
        var evaluation = PlacingEvaluation.Of(words, learnt, asked, options);
        return new(train, labels, learnt.Count, evaluation, curve, Speed(words, learnt, asked, options));
    }

    private static CurvePoint Point(
        IReadOnlyList<string> labels,
        IReadOnlyList<PlacingExample> learnt,
        IReadOnlyList<PlacingExample> asked,
        int each,
        int draws,
        PlacingOptions options
    )
    {
        // Accuracy needs no calibration, and without examples all draws are one.
        var runs = Enumerable
            .Range(options.Seed, each == 0 ? 1 : Math.Max(1, draws))
            .Select(seed => PlacingEvaluation.Of(labels, PlacingEvaluation.Few(learnt, each, seed), asked, options with { Folds = 0, Seed = seed }))
            .ToList();
        var mean = runs.Average(run => run.Accuracy.Value);
        var spread = runs.Count == 1 ? double.NaN : Math.Sqrt(runs.Sum(run => Math.Pow(run.Accuracy.Value - mean, 2)) / (runs.Count - 1));
        return new(each, runs.Count, mean, spread, runs.Average(run => run.AmongFirst3.Value));
    }

    private static double Speed(IReadOnlyList<string> labels, IReadOnlyList<PlacingExample> learnt, IReadOnlyList<PlacingExample> asked, PlacingOptions options)
    {
        var classifier = VerbatimClassifier.Fit(labels, learnt, [], options with { Folds = 0 });
        var started = Stopwatch.GetTimestamp();
        foreach (var example in asked)
            classifier.Probabilities(example.Text);
        return asked.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    internal static LabelledFile Read(ParseResult parsed, FileInfo name)
    {
        var read = LabelledFile.Read(name, parsed.GetValue(Text), [.. new[] { parsed.GetValue(Label) }.OfType<string>(), .. parsed.GetValue(Labels) ?? []]);
        if (parsed.GetValue(Distinct))
            read.LeaveOutRepeats();
        return read;
    }

    // A name such as card_arrival says something once it is words.
    internal static List<string> Words(IReadOnlyList<string> labels) => [.. labels.Select(label => label.Replace('_', ' ').Replace('-', ' '))];
}
