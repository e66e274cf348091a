using System.CommandLine;
using System.Globalization;
using Redthread.Statistics;

namespace Redthread.Web.Commands.Analyse;

internal static class PurchaseCommands
{
    private static readonly Argument<FileInfo> File = new("file")
    {
        Description = "One row for each customer with repeats (x, frequency), last (t_x, recency), age (T) and mean (zbar, monetary_value); or purchases as in CDNOW_sample.txt",
    };
    private static readonly Option<DateOnly?> Until = new("--until") { Description = "For a list of purchases: the last day that counts, yyyy-mm-dd. Default: the last purchase" };
    private static readonly Option<double> Ahead = new("--ahead")
    {
        Description = "Time ahead for which purchases are expected, in the file's unit (weeks for a list of purchases)",
        DefaultValueFactory = _ => 52,
    };
    private static readonly Option<bool> Customers = new("--customers") { Description = "Tell of each customer too" };

    public static Command MakePurchases()
    {
        Ahead.Validators.Add(AnalyseCommand.Positive<double>);
        var command = new Command("bgnbd", "Who is still a customer, and how often each will buy (BG/NBD)") { File, Until, Ahead, Customers, CommonOptions.Json };
        AnalyseCommand.Run(command, RunPurchases);
        return command;
    }

    public static Command MakeSpending()
    {
        var command = new Command("gammagamma", "What a purchase is worth (gamma–gamma)") { File, Until, Customers, CommonOptions.Json };
        AnalyseCommand.Run(command, RunSpending);
        return command;
    }

    private static void RunPurchases(ParseResult parsed)
    {
        var leftOut = new List<LeftOut>();
        var customers = PurchaseFile.Read(parsed.GetValue(File)!, parsed.GetValue(Until), false, leftOut);
        var model = PurchaseModel.Of(customers.ConvertAll(one => one.History));
        var ahead = parsed.GetValue(Ahead);
        var each = parsed.GetValue(Customers) && model.Converged;
        (string Name, PositiveEstimate Estimate)[] parameters = [("r", model.R), ("alpha", model.Alpha), ("a", model.A), ("b", model.B)];
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(
                new
                {
                    model.N,
                    model.Repeaters,
                    State = model.State.ToString(),
                    model.Converged,
                    LogLikelihood = AnalyseCommand.Finite(model.LogLikelihood),
                    Parameters = parameters.ToDictionary(one => one.Name, one => Json(one.Estimate)),
                    Ahead = ahead,
                    Expected = model.Converged ? customers.Sum(one => model.Expected(one.History, ahead)) : (double?)null,
                    Customers = each
                        ? customers.Select(one => new
                        {
                            one.Id,
                            Active = model.Active(one.History),
                            Expected = model.Expected(one.History, ahead),
                        })
                        : null,
                    LeftOut = leftOut,
                }
            );
            return;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.N} customers, {model.Repeaters} with repeats"));
        if (!Print(model.State, model.Converged, PurchaseModel.MinimumCustomers, parameters, model.LogLikelihood, leftOut))
            return;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{customers.Sum(one => model.Expected(one.History, ahead)):0.0} purchases expected in the next {ahead}"));
        if (each)
            TextTable.Print(
                ["customer", "active", "purchases"],
                customers.Select(one => (string[])[one.Id, TextTable.Number(model.Active(one.History), 3), TextTable.Number(model.Expected(one.History, ahead), 3)])
            );
    }

    private static void RunSpending(ParseResult parsed)
    {
        var leftOut = new List<LeftOut>();
        var customers = PurchaseFile.Read(parsed.GetValue(File)!, parsed.GetValue(Until), true, leftOut);
        // A purchase for nothing, such as a free sample, has no place among gamma distributed values.
        var free = customers.RemoveAll(one => one.History.Repeats > 0 && one.Mean == 0);
        if (free > 0)
            leftOut.Add(new("", free, "customers whose repeats cost nothing"));
        var spent = customers.ConvertAll(one => new Spending(one.History.Repeats, one.Mean));
        var model = SpendingModel.Of(spent);
        var each = parsed.GetValue(Customers) && model.Converged;
        (string Name, PositiveEstimate Estimate)[] parameters = [("p", model.P), ("q", model.Q), ("gamma", model.Gamma)];
        var mean = model.Expected(new(0, 0));
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(
                new
                {
                    model.N,
                    State = model.State.ToString(),
                    model.Converged,
                    LogLikelihood = AnalyseCommand.Finite(model.LogLikelihood),
                    Parameters = parameters.ToDictionary(one => one.Name, one => Json(one.Estimate)),
                    Mean = AnalyseCommand.Finite(mean),
                    Correlation = AnalyseCommand.Finite(model.Correlation),
                    Customers = each ? customers.Zip(spent, (one, of) => new { one.Id, Value = AnalyseCommand.Finite(model.Expected(of)) }) : null,
                    LeftOut = leftOut,
                }
            );
            return;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.N} customers with repeats"));
        if (!Print(model.State, model.Converged, SpendingModel.MinimumCustomers, parameters, model.LogLikelihood, leftOut))
            return;
        Console.WriteLine(
            $"mean value of a purchase over customers {TextTable.Number(mean, 2)}; correlation of repeats and value {TextTable.Number(model.Correlation, 3)} (the model supposes 0)"
        );
        if (each)
            TextTable.Print(["customer", "value of a purchase"], customers.Zip(spent, (one, of) => (string[])[one.Id, TextTable.Number(model.Expected(of), 2)]));
    }

    private static bool Print(RegressionState state, bool converged, int least, (string Name, PositiveEstimate Estimate)[] parameters, double logLikelihood, List<LeftOut> leftOut)
    {
        foreach (var one in leftOut)
            Console.WriteLine($"{one.Rows} left out: {one.Column} {one.Why}".Replace(":  ", ": "));
        if (state == RegressionState.NotEnoughData)
        {
            Console.WriteLine($"Not enough data: at least {least} customers with repeats are needed.");
            return false;
        }

        if (!converged)
        {
            Console.WriteLine("The likelihood has no maximum that could be found: customers leave too seldom or are too alike for this model.");
            return false;
        }

        Console.WriteLine();
        TextTable.Print(
            ["", "estimate", "95 %"],
            parameters.Select(one =>
                (string[])[one.Name, TextTable.Number(one.Estimate.Value), $"{TextTable.Number(one.Estimate.Interval.Low)}–{TextTable.Number(one.Estimate.Interval.High)}"]
            )
        );
        Console.WriteLine($"log likelihood {TextTable.Number(logLikelihood, 1)}");
        return true;
    }

    private static object Json(PositiveEstimate estimate) =>
        new
        {
            Value = AnalyseCommand.Finite(estimate.Value),
            Low = AnalyseCommand.Finite(estimate.Interval.Low),
            High = AnalyseCommand.Finite(estimate.Interval.High),
        };
}
