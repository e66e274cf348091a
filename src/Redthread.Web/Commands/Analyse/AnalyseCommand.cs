using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Redthread.Web.Commands.Analyse;

/// <summary>Statistics of a file of one's own; nothing is stored.</summary>
internal static class AnalyseCommand
{
    internal static readonly Argument<FileInfo> File = new("file") { Description = "One row for each customer or case: CSV, TSV, Excel or JSON, also .gz" };
    internal static readonly Option<string> Time = new("--time") { Description = "The column of the time to the event or to the last look", Required = true };
    internal static readonly Option<string> Event = new("--event")
    {
        Description = "The column that says whether the event happened: 1, yes, true or 0, no, false",
        Required = true,
    };

    public static Command Make() =>
        new("analyse", "Statistics of a file: times to an event, purchases, spending")
        {
            CoxCommand.Make(),
            KaplanMeierCommand.Make(),
            PurchaseCommands.MakePurchases(),
            PurchaseCommands.MakeSpending(),
        };

    internal static void Run(Command command, Action<ParseResult> run) =>
        command.SetAction(parsed =>
        {
            try
            {
                run(parsed);
                return 0;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
            {
                return CommonOptions.Fail(failure.Message);
            }
        });

    /// <summary>Refuses an option that is no number above 0, before anything is read or printed.</summary>
    internal static void Positive<T>(OptionResult option)
        where T : struct, INumber<T>
    {
        if (option.Tokens is [var token] && !(T.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number > T.Zero && T.IsFinite(number)))
            option.AddError($"{option.Option.Name} must be a number above 0, not “{token.Value}”.");
    }

    /// <summary>Names given apart or with commas.</summary>
    internal static List<string> Names(string[]? given) =>
        [.. (given ?? []).SelectMany(one => one.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    internal static void PrintLeftOut(AnalysisTable table)
    {
        foreach (var one in table.LeftOut)
            Console.WriteLine($"{one.Rows} rows left out: {one.Column} {one.Why}".Replace(":  ", ": "));
        foreach (var one in table.References)
            Console.WriteLine($"{one.Column} is compared with {one.Level}");
    }

    /// <summary>Numbers that JSON can hold.</summary>
    /// <summary>A probability is never 0 for being small: what lies under the least that is told stands as that, and its text says “<1e-300”.</summary>
    internal static double? Chance(double p) => double.IsFinite(p) ? Math.Max(p, Features.Analysis.AnalysisText.LeastChance) : null;

    internal static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
