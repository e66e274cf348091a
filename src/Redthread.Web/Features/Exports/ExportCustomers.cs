using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Customers;
using Redthread.Web.Features.ActualJourneys;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.EventLogs;

namespace Redthread.Web.Features.Exports;

/// <summary>What is known of customers beside their signals, and the event logs that were uploaded. Customers stand by their pseudonyms, which only this installation's secret ties to keys.</summary>
public sealed class ExportCustomers(IDbContextFactory<RedthreadContext> contexts, LogFiles files)
{
    private static readonly string[] FactColumns = ["source", "customer", "start", "end", "until", "segment", "margin", "month", "revenue", "date", "amount", "id"];

    /// <returns>How many rows there are.</returns>
    public async Task<int> WriteFactsAsync(string path, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var segments = await context.Segments.ToDictionaryAsync(segment => segment.Id, segment => segment.Key, cancel);
        var rows = (await context.CustomerFacts.AsNoTracking().ToListAsync(cancel)).ConvertAll(fact => Row(fact, segments));
        rows.AddRange((await context.CustomerPeriods.AsNoTracking().ToListAsync(cancel)).Select(Row));
        rows.AddRange((await context.CustomerPurchases.AsNoTracking().ToListAsync(cancel)).Select(Row));
        await ExportAll.WriteCsvAsync(path, FactColumns, rows, cancel);
        return rows.Count;
    }

    /// <returns>How many logs there are.</returns>
    public async Task<int> WriteLogsAsync(string folder, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var logs = await context.EventLogs.AsNoTracking().OrderBy(log => log.Number).ToListAsync(cancel);
        Directory.CreateDirectory(folder);
        var rows = new List<string[]>();
        foreach (var log in logs.Where(log => File.Exists(files.Of(log.Id))))
        {
            var names = new List<string>();
            foreach (var path in files.PathsOf(log))
            {
                names.Add($"{log.Number}-{Domain.Key.From(log.Name)}{(names.Count == 0 ? "" : $"-{names.Count + 1}")}.{EventLogFile.ExtensionOf(path)}");
                File.Copy(path, Path.Combine(folder, names[^1]), overwrite: true);
            }

            rows.Add([
                $"{log.Number}",
                log.Name,
                string.Join(' ', names),
                log.Mapping,
                $"{log.Cases}",
                $"{log.Events}",
                log.UploadedBy,
                $"{log.UploadedAt:o}",
                $"{log.ArchivedAt:o}",
            ]);
        }

        await ExportAll.WriteCsvAsync(
            Path.Combine(folder, "event-logs.csv"),
            ["number", "name", "file", "mapping", "cases", "events", "uploadedBy", "uploadedAt", "archivedAt"],
            rows,
            cancel
        );
        return rows.Count;
    }

    private static string[] Row(CustomerFact fact, Dictionary<Guid, string> segments) =>
        [
            fact.Source,
            CustomerMark.Of(fact.Customer),
            Day(fact.StartedOn),
            fact.EndedOn is { } end ? Day(end) : "",
            Day(fact.KnownUntil),
            fact.SegmentId is { } segment ? segments[segment] : "",
            Number(fact.Margin),
            "",
            "",
            "",
            "",
            "",
        ];

    private static string[] Row(CustomerPeriod period) =>
        [
            period.Source,
            CustomerMark.Of(period.Customer),
            "",
            "",
            "",
            "",
            Number(period.Margin),
            period.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            Number(period.Revenue),
            "",
            "",
            "",
        ];

    private static string[] Row(CustomerPurchase purchase) =>
        [purchase.Source, CustomerMark.Of(purchase.Customer), "", "", "", "", "", "", "", Day(purchase.On), Number(purchase.Amount), purchase.ExternalId];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
