using System.Globalization;
using Redthread.Statistics;
using Redthread.Web.Commands.Analyse;

namespace Redthread.Web.Commands.Classify;

/// <param name="EachLabel">Examples of each label.</param>
/// <param name="Draws">Draws of examples, over which the rest is the mean.</param>
/// <param name="Spread">Standard deviation of the accuracy between draws.</param>
internal sealed record CurvePoint(int EachLabel, int Draws, double Accuracy, double Spread, double AmongFirst3);

/// <param name="PerSecond">Verbatims classified in a second on one thread, right after learning.</param>
internal sealed record Evaluated(LabelledFile File, IReadOnlyList<string> Labels, int Learnt, PlacingEvaluation Evaluation, IReadOnlyList<CurvePoint> Curve, double? PerSecond)
{
    public int? Folds { get; init; }
}

internal static class ClassifyReport
{
    public static void Print(Evaluated report, bool json)
    {
        if (json)
            Output.Json(ToJson(report));
        else
            Print(report);
    }

    private static object ToJson(Evaluated report) =>
        new
        {
            Text = report.File.TextColumn,
            Examples = report.Learnt,
            report.Evaluation.Tested,
            report.Folds,
            Accuracy = Share(report.Evaluation.Accuracy),
            AmongFirst3 = Share(report.Evaluation.AmongFirst3),
            report.Evaluation.Brier,
            report.Evaluation.CalibrationError,
            MicroF1 = AnalyseCommand.Finite(report.Evaluation.MicroF1),
            MacroF1 = AnalyseCommand.Finite(report.Evaluation.MacroF1),
            VerbatimsPerSecond = report.PerSecond,
            Curve = report.Curve.Select(point => new
            {
                point.EachLabel,
                point.Draws,
                point.Accuracy,
                Spread = AnalyseCommand.Finite(point.Spread),
                point.AmongFirst3,
            }),
            Labels = report.Labels.Zip(
                report.Evaluation.Counts,
                (label, counts) =>
                    new
                    {
                        Label = label,
                        N = counts.Held,
                        counts.Given,
                        Precision = AnalyseCommand.Finite(counts.Precision),
                        Recall = AnalyseCommand.Finite(counts.Recall),
                        F1 = AnalyseCommand.Finite(counts.F1),
                    }
            ),
            report.File.LeftOut,
        };

    private static object Share(Proportion share) =>
        new
        {
            share.Value,
            share.Interval.Low,
            share.Interval.High,
            share.N,
        };

    private static void Print(Evaluated report)
    {
        var evaluation = report.Evaluation;
        Console.WriteLine(
            Text(
                $"{report.Labels.Count} labels; {report.Learnt} texts in “{report.File.TextColumn}”, {(report.Folds is { } folds ? $"each asked once in {folds} parts" : $"asked of {evaluation.Tested} others")}"
            )
        );
        foreach (var one in report.File.LeftOut)
            Console.WriteLine($"{one.Rows} rows left out: {one.Column} {one.Why}".Replace(":  ", ": "));
        Console.WriteLine($"most probable label right    {Share(evaluation.Accuracy, "")}");
        Console.WriteLine($"right among first three      {Share(evaluation.AmongFirst3, "")}");
        Console.WriteLine(Text($"how sure against how right   Brier {evaluation.Brier:0.000}, calibration error {evaluation.CalibrationError:0.000}"));
        Console.WriteLine(Text($"F1                           micro {evaluation.MicroF1:0.000}, macro {evaluation.MacroF1:0.000}"));
        if (report.PerSecond is { } speed)
            Console.WriteLine(Text($"speed                        {speed:N0} texts/s on one thread"));
        if (report.Curve.Count > 0)
        {
            Console.WriteLine();
            TextTable.Print(
                ["examples a label", "draws", "accuracy", "± between draws", "among first three"],
                report.Curve.Select(point =>
                    (string[])
                        [Text($"{point.EachLabel}"), Text($"{point.Draws}"), TextTable.Number(point.Accuracy), TextTable.Number(point.Spread), TextTable.Number(point.AmongFirst3)]
                )
            );
        }

        Console.WriteLine();
        TextTable.Print(
            ["label", "n", "given", "precision", "recall", "F1"],
            report.Labels.Zip(
                evaluation.Counts,
                (label, counts) =>
                    (string[])
                        [
                            label,
                            Text($"{counts.Held}"),
                            Text($"{counts.Given}"),
                            TextTable.Number(counts.Precision, 3),
                            TextTable.Number(counts.Recall, 3),
                            TextTable.Number(counts.F1, 3),
                        ]
            )
        );
    }

    private static string Share(Proportion share, string none) =>
        share.N == 0 ? none : Text($"{share.Value:0.0000} (95 % {share.Interval.Low:0.0000}–{share.Interval.High:0.0000}, n {share.N:0})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
