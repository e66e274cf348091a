using System.CommandLine;
using System.Globalization;
using Redthread.Statistics;

namespace Redthread.Web.Commands.Analyse;

internal static class CoxCommand
{
    private const int MostLevels = 50;

    private static readonly Option<string[]> Columns = new("--covariates")
    {
        Description = "Columns that may matter, by comma; a category becomes one column for each level but the first. Default: all others, but those with more than 50 levels",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string?> Strata = new("--strata") { Description = "A column whose values each have a rate of their own" };
    private static readonly Option<string?> Cluster = new("--cluster") { Description = "A column whose equal values belong together, such as a customer: errors become robust" };
    private static readonly Option<string> Ties = new("--ties") { Description = "How events at one time are treated: efron or breslow", DefaultValueFactory = _ => "efron" };

    public static Command Make()
    {
        Ties.AcceptOnlyFromAmong("efron", "breslow");
        var command = new Command("cox", "How much columns multiply the rate of an event (proportional hazards)")
        {
            AnalyseCommand.File,
            AnalyseCommand.Time,
            AnalyseCommand.Event,
            Columns,
            Strata,
            Cluster,
            Ties,
            CommonOptions.Json,
        };
        AnalyseCommand.Run(command, Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var table = Read(parsed, out var names);
        var covariates = names.SelectMany(table.Covariates).ToList();
        var model = CoxModel.Of(
            new(table.Numbers(parsed.GetValue(AnalyseCommand.Time)!), table.YesNo(parsed.GetValue(AnalyseCommand.Event)!), covariates)
            {
                Strata = parsed.GetValue(Strata) is { } strata ? table.Codes(strata) : null,
                Clusters = parsed.GetValue(Cluster) is { } cluster ? table.Codes(cluster) : null,
                Ties = Enum.Parse<CoxTies>(parsed.GetValue(Ties)!, ignoreCase: true),
            }
        );
        var tests = ProportionalHazards.Of(model);
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(ToJson(model, tests, table));
        else
            Print(model, tests, table);
    }

    private static AnalysisTable Read(ParseResult parsed, out List<string> names)
    {
        var (file, time, happened) = (parsed.GetValue(AnalyseCommand.File)!, parsed.GetValue(AnalyseCommand.Time)!, parsed.GetValue(AnalyseCommand.Event)!);
        string?[] others = [parsed.GetValue(Strata), parsed.GetValue(Cluster)];
        names = AnalyseCommand.Names(parsed.GetValue(Columns));
        string[] needed = [time, happened, .. others.OfType<string>()];
        if (names.Count == 0)
        {
            var all = AnalysisTable.ColumnsOf(file).Except(needed, StringComparer.OrdinalIgnoreCase).ToList();
            var whole = AnalysisTable.Read(file, all);
            names = all.FindAll(name => whole.IsNumeric(name) || whole.Text(name).Distinct().Take(MostLevels + 1).Count() <= MostLevels);
        }

        var table = AnalysisTable.Read(file, [.. needed, .. names]);
        var (times, events) = (table.Numbers(time), table.YesNo(happened));
        // Never at risk, so that it says nothing of any rate.
        table.Keep(time, [.. times.Zip(events, (at, event_) => at > 0 || event_)], "0 without the event: never at risk");
        return table;
    }

    private static object ToJson(CoxModel model, ProportionalHazards tests, AnalysisTable table) =>
        new
        {
            model.N,
            model.Events,
            State = model.State.ToString(),
            Convergence = model.Convergence.ToString(),
            model.Iterations,
            Ties = model.Data.Ties.ToString().ToLowerInvariant(),
            Robust = model.Data.Clusters is not null,
            Coefficients = model.Coefficients.Select(
                (one, at) =>
                    new
                    {
                        one.Name,
                        State = one.State.ToString(),
                        Estimate = AnalyseCommand.Finite(one.Estimate),
                        Direction = double.IsInfinity(one.Estimate)
                            ? one.Estimate > 0
                                ? "up"
                                : "down"
                            : null,
                        StandardError = AnalyseCommand.Finite(one.StandardError),
                        ModelError = AnalyseCommand.Finite(model.ModelErrors[at]),
                        HazardRatio = AnalyseCommand.Finite(one.Ratio),
                        Low = AnalyseCommand.Finite(one.RatioInterval.Low),
                        High = AnalyseCommand.Finite(one.RatioInterval.High),
                        Z = AnalyseCommand.Finite(one.Statistic),
                        P = AnalyseCommand.Chance(one.P),
                        PText = double.IsNaN(one.P) ? null : TextTable.P(one.P),
                    }
            ),
            model.Aliased,
            LogLikelihood = AnalyseCommand.Finite(model.LogLikelihood),
            NullLogLikelihood = AnalyseCommand.Finite(model.NullLogLikelihood),
            LikelihoodRatio = Json(model.LikelihoodRatio),
            Wald = Json(model.Wald),
            Score = Json(model.Score),
            Concordance = AnalyseCommand.Finite(model.Concordance),
            Proportionality = new { Columns = tests.Columns.Select(one => new { one.Name, Test = Json(one.Test) }), Global = Json(tests.Global) },
            table.LeftOut,
            table.References,
        };

    internal static object? Json(ChiSquareTest test) =>
        double.IsNaN(test.P)
            ? null
            : new
            {
                test.Statistic,
                test.DegreesOfFreedom,
                P = AnalyseCommand.Chance(test.P),
                PText = TextTable.P(test.P),
            };

    private static void Print(CoxModel model, ProportionalHazards tests, AnalysisTable table)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.N} rows, {model.Events} with the event; ties by {model.Data.Ties}"));
        AnalyseCommand.PrintLeftOut(table);
        if (model.State == RegressionState.NotEnoughData)
        {
            Console.WriteLine($"Not enough data: at least {CoxModel.MinimumEvents} events are needed, and no fewer than columns.");
            return;
        }

        if (model.Convergence == Convergence.NotConverged)
            Console.WriteLine("The search did not converge: nothing should be read from these numbers.");
        Console.WriteLine();
        var by = tests.Columns.ToDictionary(one => one.Name, one => one.Test.P);
        TextTable.Print(
            ["", "coefficient", model.Data.Clusters is null ? "error" : "robust error", "hazard ratio", "95 %", "z", "p", "p proportional"],
            model.Coefficients.Select(one =>
                (string[])
                    [
                        one.Name,
                        one.State == CoefficientState.Aliased ? "collinear" : TextTable.Coefficient(one.Estimate),
                        TextTable.Coefficient(one.StandardError),
                        one.State == CoefficientState.Ok ? TextTable.Ratio(one.Ratio) : "–",
                        one.State == CoefficientState.Ok ? $"{TextTable.Ratio(one.RatioInterval.Low)}–{TextTable.Ratio(one.RatioInterval.High)}" : "–",
                        TextTable.Number(one.Statistic, 2),
                        TextTable.P(one.P),
                        TextTable.P(by[one.Name]),
                    ]
            )
        );
        Console.WriteLine();
        TextTable.Print(
            ["", "χ²", "df", "p"],
            [Row("likelihood ratio", model.LikelihoodRatio), Row("Wald", model.Wald), Row("score", model.Score), Row("hazards proportional", tests.Global)]
        );
        Console.WriteLine(
            $"concordance {TextTable.Number(model.Concordance)}, log likelihood {TextTable.Number(model.LogLikelihood)} (without columns {TextTable.Number(model.NullLogLikelihood)})"
        );
        if (model.Aliased.Any())
            Console.WriteLine($"Left out, as columns before say the same: {string.Join(", ", model.Aliased)}");
        if (model.Convergence == Convergence.Monotone)
            Console.WriteLine("A coefficient is infinite: its column separates those with the event, and the likelihood has no maximum there.");
    }

    internal static string[] Row(string name, ChiSquareTest test) =>
        [name, TextTable.Number(test.Statistic, 2), test.DegreesOfFreedom.ToString(CultureInfo.InvariantCulture), TextTable.P(test.P)];
}
