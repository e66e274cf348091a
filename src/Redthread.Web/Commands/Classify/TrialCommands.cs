using System.CommandLine;
using System.Globalization;
using Redthread.Statistics;
using Redthread.Web.Commands.Analyse;

namespace Redthread.Web.Commands.Classify;

/// <summary>Trials on texts of one's own that people labelled: whether themes are what nobody named, and what answers teach; nothing is stored.</summary>
internal static class TrialCommands
{
    private static readonly Argument<FileInfo> File = new("file") { Description = "Texts that people labelled, one label each: CSV, TSV, Excel or JSON, also .gz" };
    private static readonly Option<int> Unknown = new("--unknown") { Description = "Labels held out as unknown", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> Draws = new("--draws") { Description = "Times that labels and texts are drawn anew", DefaultValueFactory = _ => 10 };

    private static readonly Option<int> Chosen = new("--labels") { Description = "Labels drawn", DefaultValueFactory = _ => 20 };
    private static readonly Option<FileInfo?> Beside = new("--beside") { Description = "Texts that have none of the labels and wait among the others" };
    private static readonly Option<int> Silent = new("--beside-texts") { Description = "With --beside: so many of them", DefaultValueFactory = _ => 300 };

    public static Command MakeQuestions()
    {
        var command = new Command("questions", "Print what answers are worth: accuracy after so many, asked by chance, by margin and as the queue asks")
        {
            File,
            Chosen,
            Beside,
            Silent,
            Draws,
            ClassifyCommand.Text,
            ClassifyCommand.Label,
            ClassifyCommand.Seed,
            CommonOptions.Json,
        };
        AnalyseCommand.Run(command, Questions);
        return command;
    }

    private static void Questions(ParseResult parsed)
    {
        var (labels, examples) = Read(parsed);
        var trial = new QuestionTrial { Labels = parsed.GetValue(Chosen) };
        if (trial.Labels < 2 || trial.Labels > labels.Count)
            throw new ArgumentException($"2 to {labels.Count} labels can be drawn.");
        IReadOnlyList<string> silent = parsed.GetValue(Beside) is { } beside ? Drawn(LabelledFile.Read(beside, null, []).Texts(), parsed) : [];
        var runs = Enum.GetValues<QuestionRule>()
            .SelectMany(rule => Seeds(parsed).Select(seed => (Rule: rule, Seed: seed)))
            .AsParallel()
            .AsOrdered()
            .Select(run => (run.Rule, Run: QuestionEvaluation.Of(labels, examples, silent, run.Rule, trial, new PlacingOptions { Seed = run.Seed, Threads = 1 })))
            .ToList();
        var rows = runs.GroupBy(run => run.Rule)
            .Select(rule =>
                (Rule: $"{rule.Key}", Accuracy: trial.Answers.Select((_, at) => rule.Average(run => run.Run.Accuracy[at])).ToList(), Nothing: rule.Average(run => run.Run.Nothing))
            )
            .ToList();
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(
                new
                {
                    Trial = trial,
                    Silent = silent.Count,
                    Draws = Seeds(parsed).Count,
                    Rules = rows.Select(row => new
                    {
                        row.Rule,
                        row.Accuracy,
                        row.Nothing,
                    }),
                }
            );
            return;
        }

        Console.WriteLine(Text($"{trial.Labels} of {labels.Count} labels, {trial.Waiting} texts wait and {silent.Count} that have none of them; {Seeds(parsed).Count} draws"));
        TextTable.Print(
            ["accuracy after", .. trial.Answers.Select(many => Text($"{many}")), "answers to texts of no label"],
            rows.Select(row => (string[])[row.Rule.ToLowerInvariant(), .. row.Accuracy.Select(value => TextTable.Number(value, 3)), Text($"{row.Nothing:0.0}")])
        );
    }

    private static List<string> Drawn(IReadOnlyList<string> texts, ParseResult parsed)
    {
        var different = texts.Select(text => text.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        new Random(parsed.GetValue(ClassifyCommand.Seed)).Shuffle(different);
        return [.. different.Take(parsed.GetValue(Silent))];
    }

    public static Command MakeThemes()
    {
        var command = new Command("themes", "Print how well themes among texts that wait are the labels that were held out as unknown")
        {
            File,
            Unknown,
            Draws,
            ClassifyCommand.Text,
            ClassifyCommand.Label,
            ClassifyCommand.Seed,
            CommonOptions.Json,
        };
        AnalyseCommand.Run(command, Themes);
        return command;
    }

    private static void Themes(ParseResult parsed)
    {
        var (labels, examples) = Read(parsed);
        var trial = new ThemeTrial { Unknown = parsed.GetValue(Unknown) };
        if (trial.Unknown < 1 || trial.Unknown > labels.Count - 2)
            throw new ArgumentException($"Of {labels.Count} labels 1 to {labels.Count - 2} can be unknown.");
        var runs = Seeds(parsed).ConvertAll(seed => ThemeEvaluation.Of(labels, examples, trial, new PlacingOptions { Seed = seed, Threads = Environment.ProcessorCount }));
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(
                new
                {
                    Trial = trial,
                    Draws = runs.Count,
                    Mean = Mean(runs),
                    Runs = runs,
                }
            );
            return;
        }

        Console.WriteLine(
            Text(
                $"{trial.Unknown} of {labels.Count} labels unknown, {trial.WaitingOfUnknown} texts of each and {trial.WaitingOfKnown} of each known one wait, {trial.Placed} of each known one are placed"
            )
        );
        TextTable.Print(
            ["draw", "themes", "unknown found", "of their texts in themes", "purity", "mutual information", "texts of known", "words that tell"],
            runs.Select((run, at) => Row($"{at + 1}", run)).Append(["mean", .. Mean(runs).Values.Select(value => TextTable.Number(value, 3))])
        );
    }

    private static string[] Row(string draw, ThemeEvaluation run) =>
        [
            draw,
            Text($"{run.Themes}"),
            Text($"{run.Found}"),
            .. ((double[])[run.Cover, run.Purity, run.Information, run.Strangers, run.Telling]).Select(value => TextTable.Number(value, 3)),
        ];

    private static Dictionary<string, double> Mean(List<ThemeEvaluation> runs) =>
        new()
        {
            ["themes"] = runs.Average(run => run.Themes),
            ["found"] = runs.Average(run => run.Found),
            ["cover"] = runs.Average(run => run.Cover),
            ["purity"] = runs.Average(run => run.Purity),
            ["information"] = runs.Average(run => run.Information),
            ["strangers"] = runs.Average(run => run.Strangers),
            ["telling"] = runs.Average(run => run.Telling),
        };

    private static (List<string> Labels, IReadOnlyList<PlacingExample> Examples) Read(ParseResult parsed)
    {
        var read = ClassifyCommand.Read(parsed, parsed.GetRequiredValue(File));
        if (!read.OneLabel)
            throw new ArgumentException("The trial needs one column of labels; name it with --label.");
        var labels = read.Labels();
        return (ClassifyCommand.Words(labels), read.Examples(labels));
    }

    private static List<int> Seeds(ParseResult parsed) => [.. Enumerable.Range(parsed.GetValue(ClassifyCommand.Seed), Math.Max(1, parsed.GetValue(Draws)))];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
