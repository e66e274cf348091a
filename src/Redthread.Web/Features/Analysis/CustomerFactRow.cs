using System.Globalization;
using Redthread.Domain;
using Redthread.Domain.Customers;
using Redthread.Web.Features.Notes;
using Redthread.Web.Ingestion;

namespace Redthread.Web.Features.Analysis;

/// <summary>One row of a file of customer facts: a customer, what one brought in a month, or a purchase, told apart by the columns that are filled.</summary>
internal sealed record CustomerFactRow(long Row, string? Text, object? Fact, RejectedRow? Reject)
{
    public const string Columns =
        "customer, start, end, until, segment, margin (a customer) · customer, month, revenue, margin (a month) · customer, date, amount, id (a purchase); source may be added";

    private const int LongestKey = 200;

    private const int LongestSource = 60;

    private static readonly string[] Days = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ"];

    internal sealed record Context(IReadOnlyDictionary<string, Guid> Segments, CustomerPseudonym Pseudonym, DateOnly Today, DateTime Now);

    public static CustomerFactRow Of(CsvTable.Row row, Context context)
    {
        var (fact, column, reason) = Read(row, context);
        return new CustomerFactRow(row.Number, row.Text, fact, reason is null ? null : new RejectedRow(row.Number, column, reason, row.Text));
    }

    private static (object? Fact, string? Column, string? Reason) Read(CsvTable.Row row, Context context)
    {
        if (row.Damage is { } damage)
            return (null, null, damage);
        if (row["customer"]?.Trim() is not { Length: > 0 and <= LongestKey } key)
            return (null, "customer", $"A row names its customer by a key of 1 to {LongestKey} characters.");
        if (row["source"] is { Length: > LongestSource })
            return (null, "source", $"A source has at most {LongestSource} characters.");
        var source = row["source"]?.Trim() ?? CustomerFact.DefaultSource;
        var customer = CustomerMark.Read(context.Pseudonym, key);
        return row["amount"] is not null ? Purchase(row, source, customer, context)
            : row["month"] is not null ? Period(row, source, customer, context)
            : row["start"] is not null ? Customer(row, source, customer, context)
            : (null, null, "A row fills start (a customer), month (what one brought in it) or amount (a purchase).");
    }

    private static (object?, string?, string?) Customer(CsvTable.Row row, string source, byte[] customer, Context context)
    {
        if (Day(row["start"]) is not { } start)
            return (null, "start", NoDay(row["start"]));
        if (row["end"] is { } ended && Day(ended) is null)
            return (null, "end", NoDay(ended));
        if (row["until"] is { } looked && Day(looked) is null)
            return (null, "until", NoDay(looked));
        var end = Day(row["end"]);
        var until = Day(row["until"]) ?? (end > context.Today ? context.Today : end) ?? context.Today;
        if (end < start)
            return (null, "end", "The end lies before the start.");
        if (end > context.Today)
            return (null, "end", "The end lies in the future; leave it empty until the customer has left.");
        if (until > context.Today)
            return (null, "until", "Nothing is known of the future; until is today at the latest.");
        if (until < (end ?? start))
            return (null, "until", "Until lies before the start or the end.");
        if (row["segment"] is { } segment && !context.Segments.ContainsKey(segment.Trim()))
            return (null, "segment", $"There is no segment “{segment}”.{Nearest.Hint(segment, context.Segments.Keys)}");
        if (row["margin"] is { } typed && Number(typed) is null)
            return (null, "margin", NoNumber(typed));
        return (
            new CustomerFact
            {
                Source = source,
                Customer = customer,
                StartedOn = start,
                EndedOn = end,
                KnownUntil = until,
                SegmentId = row["segment"] is { } known ? context.Segments[known.Trim()] : null,
                Margin = Number(row["margin"]),
                ChangedAt = context.Now,
            },
            null,
            null
        );
    }

    private static (object?, string?, string?) Period(CsvTable.Row row, string source, byte[] customer, Context context)
    {
        if (!DateOnly.TryParseExact(row["month"]?.Trim(), ["yyyy-MM", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
            return (null, "month", $"“{row["month"]}” is no month; write it as 2026-05.");
        if (month > context.Today)
            return (null, "month", "The month lies in the future.");
        foreach (var column in new[] { "revenue", "margin" })
        {
            if (row[column] is { } typed && Number(typed) is null)
                return (null, column, NoNumber(typed));
        }

        if (row["revenue"] is null && row["margin"] is null)
            return (null, "revenue", "A month needs a revenue or a margin.");
        return (
            new CustomerPeriod
            {
                Source = source,
                Customer = customer,
                Month = new DateOnly(month.Year, month.Month, 1),
                Revenue = Number(row["revenue"]),
                Margin = Number(row["margin"]),
            },
            null,
            null
        );
    }

    private static (object?, string?, string?) Purchase(CsvTable.Row row, string source, byte[] customer, Context context)
    {
        if (Day(row["date"]) is not { } day)
            return (null, "date", NoDay(row["date"]));
        if (day > context.Today)
            return (null, "date", "The purchase lies in the future.");
        if (Number(row["amount"]) is not { } amount)
            return (null, "amount", NoNumber(row["amount"]));
        if (amount <= 0)
            return (null, "amount", "An amount is above 0; what was given back is left out.");
        if (row["id"] is { Length: > LongestKey })
            return (null, "id", $"An id has at most {LongestKey} characters.");
        return (
            new CustomerPurchase
            {
                Source = source,
                ExternalId = row["id"]?.Trim() ?? "",
                Customer = customer,
                On = day,
                Amount = amount,
            },
            null,
            null
        );
    }

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text?.Trim(), Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static double? Number(string? text) =>
        double.TryParse(text?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static string NoDay(string? text) => $"“{text}” is no day; write it as 2026-05-01.";

    private static string NoNumber(string? text) => $"“{text}” is no number; write it as 1234.5.";
}
