using System.Globalization;
using Redthread.Statistics;
using Redthread.Tests.Ingestion;

namespace Redthread.Tests.Statistics.Survival;

/// <summary>Public data sets, read plainly so that the product's own reader is not part of what is tested.</summary>
internal static class SurvivalData
{
    /// <summary>Rossi, Berk and Lenihan (1980): weeks to the arrest of 432 released people.</summary>
    public static CoxData Rossi()
    {
        var (head, rows) = Read("survival/rossi.csv");
        var numbers = rows.ConvertAll(row => Array.ConvertAll(row, cell => double.Parse(cell, CultureInfo.InvariantCulture)));
        return new(
            [.. numbers.Select(row => row[0])],
            [.. numbers.Select(row => row[1] == 1)],
            [.. Enumerable.Range(2, 7).Select(column => new Covariate(head[column], [.. numbers.Select(row => row[column])]))]
        );
    }

    /// <summary>Customers of a fictional telecom operator (IBM sample), those with total charges.</summary>
    public static (List<string[]> Rows, Func<string, int> At) Telco(bool all = false)
    {
        var (head, rows) = Read("churn/Telco-Customer-Churn.csv");
        int At(string name) => Array.IndexOf(head, name);
        return (rows.FindAll(row => all || row[At("TotalCharges")].Trim().Length > 0), At);
    }

    public static (string[] Head, List<string[]> Rows) Read(string path)
    {
        var lines = File.ReadAllLines(SharedData.Require(path)).Where(line => line.Length > 0).Select(line => line.Split(',')).ToList();
        return (lines[0], lines[1..]);
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
