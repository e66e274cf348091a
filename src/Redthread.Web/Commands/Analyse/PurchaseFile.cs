using System.Globalization;
using Redthread.Statistics;

namespace Redthread.Web.Commands.Analyse;

/// <summary>One customer of a purchase file.</summary>
internal sealed record Purchaser(string Id, PurchaseHistory History, double Mean);

/// <summary>
/// Customers from a table with named columns (repeats, last, age; mean), or from purchases as the CDNOW data set writes them:
/// customer, sample number, date, quantity and value by spaces. Purchases of one day count as one; time is in weeks.
/// </summary>
internal static class PurchaseFile
{
    private static readonly string[] Ids = ["id", "customer", "customer_id"];
    private static readonly string[] Repeats = ["x", "frequency", "repeats"];
    private static readonly string[] Lasts = ["t_x", "recency", "last"];
    private static readonly string[] Ages = ["T", "age"];
    private static readonly string[] Means = ["zbar", "monetary_value", "mean", "m_x"];

    public static List<Purchaser> Read(FileInfo file, DateOnly? until, bool spending, List<LeftOut> leftOut)
    {
        if (IsListOfPurchases(file))
            return FromPurchases(file, until, leftOut);
        var columns = AnalysisTable.ColumnsOf(file);
        string? Named(string[] names) =>
            names.Select(name => columns.Find(column => string.Equals(column, name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(found => found is not null);
        string Needed(string[] names) =>
            Named(names) ?? throw new InvalidDataException($"The file has no column {string.Join(" or ", names)}; it has {string.Join(", ", columns)}.");
        var (id, repeats) = (Named(Ids), Needed(Repeats));
        var (last, age, mean) = spending ? (Named(Lasts), Named(Ages), Needed(Means)) : (Needed(Lasts), Needed(Ages), Named(Means));
        var table = AnalysisTable.Read(file, new[] { id, repeats, last, age, mean }.OfType<string>());
        leftOut.AddRange(table.LeftOut);
        double[] Numbers(string? name) => name is null ? new double[table.N] : table.Numbers(name);
        var (xs, lasts, ages, means) = (table.Numbers(repeats), Numbers(last), Numbers(age), Numbers(mean));
        var names = id is null ? [.. Enumerable.Range(1, table.N).Select(row => row.ToString(CultureInfo.InvariantCulture))] : table.Text(id);
        return
        [
            .. names.Select(
                (name, at) =>
                    xs[at] is >= 0 and <= int.MaxValue && xs[at] == Math.Floor(xs[at])
                        ? new Purchaser(name, new((int)xs[at], lasts[at], ages[at]), means[at])
                        : throw new InvalidDataException($"Customer {name} has {xs[at]} repeats; these are whole numbers of 0 or more.")
            ),
        ];
    }

    private static bool IsListOfPurchases(FileInfo file)
    {
        if (!file.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
            return false;
        var cells = Cells(File.ReadLines(file.FullName).FirstOrDefault(line => line.Trim().Length > 0) ?? "");
        return cells.Length is 4 or 5 && Array.TrueForAll(cells, cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
    }

    private static List<Purchaser> FromPurchases(FileInfo file, DateOnly? until, List<LeftOut> leftOut)
    {
        var bought = File.ReadLines(file.FullName).Where(line => line.Trim().Length > 0).Select(Purchase).ToList();
        var end = until ?? bought.Max(one => one.On);
        var before = bought.FindAll(one => one.On <= end);
        if (before.Count < bought.Count)
            leftOut.Add(new("", bought.Count - before.Count, string.Create(CultureInfo.InvariantCulture, $"purchases after {end:yyyy-MM-dd}")));
        return [.. before.GroupBy(one => one.Id).Select(customer => Summed(customer.Key, customer, end)).Where(one => one.History.Age > 0)];
    }

    private static Purchaser Summed(string id, IEnumerable<(string Id, DateOnly On, double Value)> bought, DateOnly end)
    {
        var days = bought.GroupBy(one => one.On).OrderBy(day => day.Key).Select(day => (On: day.Key, Value: day.Sum(one => one.Value))).ToList();
        double Weeks(DateOnly on) => (on.DayNumber - days[0].On.DayNumber) / 7.0;
        return new(id, new(days.Count - 1, Weeks(days[^1].On), Weeks(end)), days.Count == 1 ? 0 : days.Skip(1).Average(day => day.Value));
    }

    private static (string Id, DateOnly On, double Value) Purchase(string line)
    {
        var cells = Cells(line);
        return
            cells.Length is 4 or 5
            && DateOnly.TryParseExact(cells[^3], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
            && double.TryParse(cells[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? (cells[0], on, value)
            : throw new InvalidDataException($"“{line.Trim()}” is no purchase: customer, sample number, date as yyyymmdd, quantity and value are expected, by spaces.");
    }

    private static string[] Cells(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
