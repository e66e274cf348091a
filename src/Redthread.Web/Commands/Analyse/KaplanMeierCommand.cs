using System.CommandLine;
using System.Globalization;
using Redthread.Statistics;

namespace Redthread.Web.Commands.Analyse;

internal static class KaplanMeierCommand
{
    private const string All = "all";

    private static readonly Option<string?> By = new("--by") { Description = "The column whose values are compared" };
    private static readonly Option<string[]> At = new("--at")
    {
        Description = "Times at which the share is told, by comma. Default: quarters of the longest follow-up",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Make()
    {
        var command = new Command("km", "The share still without an event as time goes by (Kaplan–Meier), and whether groups differ (log-rank)")
        {
            AnalyseCommand.File,
            AnalyseCommand.Time,
            AnalyseCommand.Event,
            By,
            At,
            CommonOptions.Json,
        };
        AnalyseCommand.Run(command, Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var (time, happened, by) = (parsed.GetValue(AnalyseCommand.Time)!, parsed.GetValue(AnalyseCommand.Event)!, parsed.GetValue(By));
        var table = AnalysisTable.Read(parsed.GetValue(AnalyseCommand.File)!, by is null ? [time, happened] : [time, happened, by]);
        var groups = by is null ? [.. Enumerable.Repeat(All, table.N)] : table.Text(by);
        var spans = table.Numbers(time).Zip(table.YesNo(happened), groups).Select(row => (Group: row.Third, Span: new FollowUp(row.First, row.Second ? 1 : 0))).ToList();
        var curves = spans
            .GroupBy(one => one.Group)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (Group: group.Key, Curve: KaplanMeier.Of(group.Select(one => one.Span))))
            .ToList();
        var test = by is null ? null : LogRank.Of(spans);
        var times = AnalyseCommand.Names(parsed.GetValue(At)).ConvertAll(Time);
        if (times.Count == 0 && spans.Count > 0)
            times = [.. Enumerable.Range(1, 4).Select(quarter => spans.Max(one => one.Span.Days) * quarter / 4)];
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(ToJson(curves, test, times, table));
        else
            Print(curves, test, times, table);
    }

    private static double Time(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) && double.IsFinite(time) && time >= 0
            ? time
            : throw new InvalidDataException($"“{text}” is no time; --at takes numbers of 0 or more.");

    private static object ToJson(List<(string Group, KaplanMeier Curve)> curves, LogRank? test, List<double> times, AnalysisTable table) =>
        new
        {
            table.N,
            Groups = curves.Select(one => new
            {
                one.Group,
                one.Curve.N,
                one.Curve.Events,
                State = one.Curve.State.ToString(),
                Median = one.Curve.Median.Days,
                MedianLow = one.Curve.Median.Low,
                MedianHigh = one.Curve.Median.High,
                At = times.Select(time => Share(one.Curve.At(time))),
                Steps = one.Curve.Steps.Select(step => new
                {
                    Time = step.Days,
                    step.AtRisk,
                    step.Events,
                    Share = step.Estimate,
                    StandardError = Math.Sqrt(step.Variance),
                    Low = AnalyseCommand.Finite(step.Interval.Low),
                    High = AnalyseCommand.Finite(step.Interval.High),
                }),
            }),
            LogRank = test is null ? null : new { Test = CoxCommand.Json(test.Test), test.Groups },
            table.LeftOut,
        };

    private static object Share(ShareAtTime share) =>
        new
        {
            Time = share.Days,
            State = share.State.ToString(),
            Share = AnalyseCommand.Finite(share.Estimate),
            Low = AnalyseCommand.Finite(share.Interval.Low),
            High = AnalyseCommand.Finite(share.Interval.High),
            share.AtRisk,
        };

    private static void Print(List<(string Group, KaplanMeier Curve)> curves, LogRank? test, List<double> times, AnalysisTable table)
    {
        AnalyseCommand.PrintLeftOut(table);
        TextTable.Print(
            ["", "n", "events", "median", .. times.Select(time => string.Create(CultureInfo.InvariantCulture, $"S({time:0.##})"))],
            curves.Select(one =>
                (string[])
                    [
                        one.Group,
                        one.Curve.N.ToString(CultureInfo.InvariantCulture),
                        one.Curve.Events.ToString(CultureInfo.InvariantCulture),
                        one.Curve.Median.Days?.ToString(CultureInfo.InvariantCulture) ?? MedianTime.NotReachedText,
                        .. times.Select(time => Text(one.Curve.At(time))),
                    ]
            )
        );
        if (test is not null)
        {
            Console.WriteLine();
            TextTable.Print(["", "χ²", "df", "p"], [CoxCommand.Row("log-rank", test.Test)]);
        }
    }

    private static string Text(ShareAtTime share) =>
        share.State == SurvivalState.NotEnoughData ? "not enough data"
        : share.Interval.Exists ? $"{TextTable.Number(share.Estimate, 3)} ({TextTable.Number(share.Interval.Low, 3)}–{TextTable.Number(share.Interval.High, 3)})"
        : TextTable.Number(share.Estimate, 3);
}
