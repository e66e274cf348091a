using System.Text.Json;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Voice;

/// <summary>The flow for programs.</summary>
/// <param name="Customers">Distinct known customers among the units.</param>
/// <param name="Anonymous">Signals of nobody known that told of problems; not in the flow.</param>
public sealed record VoiceResource(string Period, int Total, int Customers, int Anonymous, IReadOnlyList<VoiceResource.Step> Steps)
{
    /// <param name="Loss">What those lost here lack: unplaced, no-insight, no-opportunity, no-decision, no-solution, no-key-result, no-movement.</param>
    public sealed record Step(string Column, int Customers, int Lost, string? Loss, IReadOnlyList<Item> Of);

    public sealed record Item(string? Insight, string? Stage, string? Title, int Customers);

    internal static readonly string[] Columns = ["column", "came this far", "lost here", "loss", "insight", "stage", "title", "customers"];

    /// <summary>One for each thing that was lost; a column that lost nothing has one of its own.</summary>
    internal IEnumerable<IReadOnlyList<object?>> Rows =>
        Steps.SelectMany(step =>
            (step.Of.Count == 0 ? [new Item(null, null, null, 0)] : step.Of).Select(item =>
                (IReadOnlyList<object?>)[step.Column, step.Customers, step.Lost, step.Loss, item.Insight, item.Stage, item.Title, item.Customers]
            )
        );

    public static VoiceResource Of(VoiceModel model) =>
        new(
            model.PeriodLabel,
            model.Flow.Total,
            model.Flow.Customers,
            model.Flow.Anonymous,
            [
                .. model.Flow.Steps.Select(step => new Step(
                    step.Column.ToString(),
                    step.In,
                    step.Lost,
                    step.Column == VoiceColumn.Moved ? null : VoiceWords.Key(step.Column),
                    [.. step.Of.Take(500).Select(loss => ItemOf(model, loss))]
                )),
            ]
        );

    private static Item ItemOf(VoiceModel model, VoiceLoss loss)
    {
        var stage = loss.Stage is { } id && model.Stages.TryGetValue(id, out var named) ? named : default;
        return new Item(loss.Insight is { } insight ? ThreadStore.Name(insight) : null, stage.Path, loss.Insight?.Title ?? stage.Name, loss.Customers);
    }
}

/// <summary>Reach for programs: shares are 0–1, null where there is not enough data.</summary>
public sealed record ReachResource(
    int WindowDays,
    ReachResource.Line All,
    IReadOnlyList<ReachResource.Line> Cycles,
    IReadOnlyList<ReachResource.Line> Teams,
    IReadOnlyList<ReachResource.Line> Journeys,
    int Decisions,
    int DecisionsOnFreshEvidence
)
{
    public sealed record Line(string Key, string Name, int Insights, int Decided, string State, double? Reach, double? Low, double? High, double? MedianDays);

    public static ReachResource Of(ReachReport report) =>
        new(
            Voice.Reach.Window,
            LineOf(report.Whole),
            [.. report.ByCycle.Select(LineOf)],
            [.. report.ByTeam.Select(LineOf)],
            [.. report.ByJourney.Select(LineOf)],
            report.Decisions,
            report.DecisionsOnFresh
        );

    /// <summary>The journey named; null where none is.</summary>
    public static async Task<Result<Journey?>> FindAsync(LandscapeSource landscapes, string? journey, CancellationToken cancel)
    {
        var found = (await landscapes.ReadAsync(cancel)).LiveJourneys.FirstOrDefault(row => row.Key == journey);
        return found is null && !string.IsNullOrEmpty(journey) ? Error.NotFound("journey") : found;
    }

    private static Line LineOf(ReachLine line)
    {
        var known = line.Reach.State != SurvivalState.NotEnoughData;
        var interval = known && line.Reach.Interval.Exists;
        return new Line(
            line.Key,
            line.Name,
            line.Insights,
            line.Decided,
            line.Reach.State.ToString(),
            known ? line.Reach.Estimate : null,
            interval ? line.Reach.Interval.Low : null,
            interval ? line.Reach.Interval.High : null,
            line.Median
        );
    }
}

/// <summary>A thread for programs.</summary>
/// <param name="Break">The first bead that is missing, “approval” where the insight waits for a steward; null where the thread reaches a moved score.</param>
public sealed record ThreadResource(string Name, string Title, int Signals, int Customers, string? Break, IReadOnlyList<ThreadResource.Bead> Beads)
{
    public sealed record Bead(string Kind, IReadOnlyList<Item> Objects);

    public sealed record Item(string Name, string Title);

    public static ThreadResource Of(ThreadView thread)
    {
        var beads = new List<Bead>
        {
            BeadOf("insight", thread.Insights),
            BeadOf("opportunity", thread.Opportunities),
            BeadOf("decision", thread.Decisions),
            BeadOf("solution", thread.Solutions),
            BeadOf("key-result", thread.KeyResults),
            BeadOf("movement", thread.Moved),
        };
        return new ThreadResource(ThreadStore.Name(thread.Centre!), thread.Centre!.Title, thread.Signals, thread.Customers, BreakOf(thread), beads);
    }

    private static string? BreakOf(ThreadView thread) =>
        thread.Unapproved && thread.Break == Reached.Insight ? "approval"
        : thread.Break is { } bead ? JsonNamingPolicy.KebabCaseLower.ConvertName(bead.ToString())
        : null;

    private static Bead BeadOf(string kind, IReadOnlyList<ThreadObject> rows) => new(kind, [.. rows.Select(row => new Item(ThreadStore.Name(row), row.Title))]);
}
