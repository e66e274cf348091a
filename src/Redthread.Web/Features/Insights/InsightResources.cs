using System.Globalization;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Insights;

/// <param name="Stages">journey/stage</param>
/// <param name="Confidence">0–100; see the formula.</param>
/// <param name="NewestEvidence">Ageing 180 and stale 365 days after it.</param>
/// <param name="Reaches">How far its thread goes.</param>
public sealed record InsightResource(
    int Number,
    string Name,
    InsightType Type,
    string Title,
    string? Detail,
    InsightState State,
    IReadOnlyList<string> Stages,
    IReadOnlyList<string> Needs,
    double Confidence,
    double Breadth,
    double Variety,
    double Freshness,
    double Balance,
    string Formula,
    int Customers,
    int Anonymous,
    int Kinds,
    int For,
    int Against,
    DateTime? NewestEvidence,
    Reached Reaches,
    DateTime CreatedAt,
    DateTime? ApprovedAt,
    string? ApprovedBy,
    string? MergedInto,
    string? SplitFrom,
    string? ExternalId,
    int Version
);

public sealed record InsightPageResource(int Total, int Page, IReadOnlyList<InsightResource> Items);

/// <summary>Insights as programs read them.</summary>
public sealed class InsightResources(LedgerSource ledgers, LandscapeSource landscapes, InsightIndex index, InsightQueries queries, KeyResultValues values)
{
    public static readonly string[] Columns =
    [
        "name",
        "type",
        "state",
        "title",
        "stages",
        "confidence",
        "customers",
        "anonymous",
        "kinds",
        "for",
        "against",
        "newestEvidence",
        "reaches",
        "createdAt",
        "approvedAt",
        "approvedBy",
        "externalId",
    ];

    public async Task<InsightPageResource> ListAsync(InsightFilter filter, int size, CancellationToken cancel)
    {
        var list = await queries.ReadListAsync(filter, size, cancel);
        var (stages, needs) = await PlacesAsync(cancel);
        var moved = await values.MovedAsync(cancel);
        var items = await ledgers.ReadAsync(ledger => list.Rows.Select(row => Of(ledger, row.Insight, stages, needs, moved)).ToList(), cancel);
        return new InsightPageResource(list.Total, filter.Number, items);
    }

    public async Task<Result<InsightResource>> ReadAsync(int number, CancellationToken cancel)
    {
        var (stages, needs) = await PlacesAsync(cancel);
        var moved = await values.MovedAsync(cancel);
        var found = await ledgers.ReadAsync(ledger => ledger.Find(ThreadKind.Insight, number) is Insight insight ? Of(ledger, insight, stages, needs, moved) : null, cancel);
        return found is null ? Error.NotFound("insight") : found;
    }

    public static IEnumerable<IReadOnlyList<string?>> Rows(InsightPageResource page) =>
        page.Items.Select(row =>
            (IReadOnlyList<string?>)
                [
                    row.Name,
                    InsightText.Key(row.Type),
                    InsightText.Of(row.State),
                    row.Title,
                    string.Join(' ', row.Stages),
                    row.Confidence.ToString("0.0", CultureInfo.InvariantCulture),
                    $"{row.Customers}",
                    $"{row.Anonymous}",
                    $"{row.Kinds}",
                    $"{row.For}",
                    $"{row.Against}",
                    row.NewestEvidence?.ToString("O"),
                    row.Reaches.ToString(),
                    row.CreatedAt.ToString("O"),
                    row.ApprovedAt?.ToString("O"),
                    row.ApprovedBy,
                    row.ExternalId,
                ]
        );

    private async Task<(Dictionary<Guid, string> Stages, Dictionary<Guid, string> Needs)> PlacesAsync(CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var stages = landscape.Journeys.SelectMany(journey => journey.Stages.Select(stage => (stage.Id, Path: $"{journey.Key}/{stage.Key}")));
        return (stages.ToDictionary(row => row.Id, row => row.Path), landscape.Needs.ToDictionary(row => row.Id, row => row.Key));
    }

    private InsightResource Of(Ledger ledger, Insight insight, Dictionary<Guid, string> stages, Dictionary<Guid, string> needs, IReadOnlySet<Guid> moved)
    {
        var facts = index.Of(ledger, insight.Id);
        return new InsightResource(
            insight.Number,
            ThreadStore.Name(insight),
            insight.Type,
            insight.Title,
            insight.Detail,
            index.StateOf(ledger, insight),
            [.. ledger.StagesOf(insight.Id).Where(stages.ContainsKey).Select(id => stages[id])],
            [.. ledger.Places(insight.Id, LinkKind.OfNeed).Where(needs.ContainsKey).Select(id => needs[id])],
            facts.Confidence.Percent,
            facts.Confidence.Breadth,
            facts.Confidence.Variety,
            facts.Confidence.Freshness,
            facts.Confidence.Balance,
            InsightConfidence.Formula,
            facts.Customers,
            facts.Anonymous,
            facts.Kinds,
            facts.For,
            facts.Against,
            facts.Newest,
            ThreadWalk.Depth(ledger, insight, moved),
            insight.CreatedAt,
            insight.ApprovedAt,
            insight.ApprovedBy,
            insight.MergedIntoId is null ? null : NameOf(ledger.Survivor(insight.Id)),
            insight.SplitFromId is { } from ? NameOf(ledger.Find(from)) : null,
            insight.ExternalId,
            insight.Version
        );
    }

    private static string? NameOf(ThreadObject? row) => row is null ? null : ThreadStore.Name(row);
}
