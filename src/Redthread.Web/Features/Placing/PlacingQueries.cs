using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Signals;
using Redthread.Statistics;

namespace Redthread.Web.Features.Placing;

/// <summary>One verbatim of the queue with what the classifier suggests.</summary>
public sealed record PlacingModel(
    VerbatimPlacer.Fitted Fitted,
    StoredSignal? Signal,
    long Waiting,
    int Skip,
    StoredSignal? Last,
    IReadOnlyList<SuggestedPlace> Stages,
    IReadOnlyList<SuggestedPlace> Needs
);

/// <summary>How right the classifier is on confirmations held out, and what it may do by itself.</summary>
/// <param name="At">For each threshold its precision on confirmations held out, and the share of them it would place.</param>
public sealed record PlacingTrust(PlacementKind Kind, PlacingSetting? Setting, IReadOnlyList<PlacingTrust.Point> At)
{
    public static readonly IReadOnlyList<double> Thresholds = [0.8, 0.9, 0.95, 0.99];

    public sealed record Point(double Threshold, Proportion Precision, Proportion Placed);

    public Point Of(VerbatimPlacer.Fitted fitted, double threshold) =>
        new(threshold, fitted.HeldOut.Precision(threshold, label => fitted.IsOf(label, Kind)), fitted.HeldOut.Placed(threshold, label => fitted.IsOf(label, Kind)));
}

/// <summary>A theme with its verbatims, the most typical first.</summary>
/// <param name="Words">That tell them from all others, the most telling first.</param>
/// <param name="Saying">How many say the first of the words.</param>
/// <param name="Quotations">Some of them, no two of which say the same.</param>
/// <param name="Perhaps">A place there is that they lean to; null where they lean nowhere.</param>
public sealed record WaitingTheme(IReadOnlyList<string> Words, IReadOnlyList<StoredSignal> Signals, int Saying, IReadOnlyList<StoredSignal> Quotations, PlacingTarget? Perhaps);

/// <summary>Verbatims that wait although they speak, perhaps by another word, of a stage there is; the most probable first.</summary>
public sealed record LeaningVerbatims(PlacingTarget Target, IReadOnlyList<StoredSignal> Signals);

/// <summary>What waits, told apart.</summary>
/// <param name="Sure">From which probability on a verbatim leans to a stage rather than to a new theme.</param>
/// <param name="Read">How many of those that wait were looked through, the newest first.</param>
/// <param name="Waiting">How many wait in all.</param>
public sealed record WaitingThemes(IReadOnlyList<WaitingTheme> Themes, IReadOnlyList<LeaningVerbatims> Known, double Sure, int Read, long Waiting);

public sealed class PlacingQueries(VerbatimPlacer placer, ISignalStore signals, IDbContextFactory<RedthreadContext> contexts)
{
    internal const int MostOrdered = 1_000;
    private const int StagesSuggested = 5;
    private const int NeedsSuggested = 4;
    private const int FewestOfTheme = 3;
    private const int PlacedOfEach = 100;

    private readonly SemaphoreSlim oneReader = new(1, 1);
    private Queue? queue;
    private (Queue Of, WaitingThemes Themes)? themes;

    private sealed record Queue(long Store, (int, int) Model, IReadOnlyList<StoredSignal> Waiting, IReadOnlyList<Question> Order);

    public async Task<PlacingModel> ReadAsync(long? signal, int skip, long? placed, CancellationToken cancel)
    {
        var fitted = await placer.ReadAsync(cancel);
        var shown = signal is { } id ? await FindAsync(id, cancel) : await NextAsync(fitted, skip, cancel);
        return new(
            fitted,
            shown,
            (await signals.ReadOverviewAsync(cancel)).Waiting,
            skip,
            placed is { } lastId ? await FindAsync(lastId, cancel) : null,
            Suggest(fitted, shown, PlacementKind.Stage, StagesSuggested),
            Suggest(fitted, shown, PlacementKind.Need, NeedsSuggested)
        );
    }

    public async Task<StoredSignal?> FindAsync(long id, CancellationToken cancel) =>
        (await signals.ReadSignalsAsync(new SignalQuery { SignalId = id, Limit = 1 }, cancel)).FirstOrDefault();

    private static IReadOnlyList<SuggestedPlace> Suggest(VerbatimPlacer.Fitted fitted, StoredSignal? signal, PlacementKind kind, int most) =>
        signal?.Verbatim is { } text
            ? [.. fitted.Suggest(text, kind, most).Where(row => !signal.Placements.Any(placement => placement.Kind == kind && placement.TargetId == row.Target.Id))]
            : [];

    // The newest are asked in the order of what teaches most, older ones after them by date.
    private async Task<StoredSignal?> NextAsync(VerbatimPlacer.Fitted fitted, int skip, CancellationToken cancel)
    {
        var ordered = await OrderAsync(fitted, cancel);
        if (skip < ordered.Order.Count)
            return ordered.Waiting[ordered.Order[skip].Text];
        var next = new SignalQuery
        {
            WaitingOnly = true,
            Offset = skip,
            Limit = 1,
        };
        return (await signals.ReadSignalsAsync(next, cancel)).FirstOrDefault();
    }

    private async Task<Queue> OrderAsync(VerbatimPlacer.Fitted fitted, CancellationToken cancel)
    {
        await oneReader.WaitAsync(cancel);
        try
        {
            var store = await signals.ReadVersionAsync(cancel);
            if (queue is { } kept && (kept.Store, kept.Model) == (store, fitted.Version))
                return kept;
            var model = fitted.Version;
            var waiting = await signals.ReadSignalsAsync(new SignalQuery { WaitingOnly = true, Limit = MostOrdered }, cancel);
            return queue = new(store, model, waiting, fitted.Order([.. waiting.Select(row => row.Verbatim ?? "")]));
        }
        finally
        {
            oneReader.Release();
        }
    }

    public async Task<IReadOnlyList<PlacingTrust>> ReadTrustAsync(VerbatimPlacer.Fitted fitted, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var settings = await context.PlacingSettings.AsNoTracking().ToListAsync(cancel);
        return
        [
            .. Enum.GetValues<PlacementKind>()
                .Where(kind => fitted.Targets.Any(target => target.Kind == kind))
                .Select(kind => new PlacingTrust(kind, settings.Find(row => row.Kind == kind), []))
                .Select(trust =>
                    trust with
                    {
                        At = [.. PlacingTrust.Thresholds.Append(trust.Setting?.Threshold ?? PlacingTrust.Thresholds[0]).Distinct().Order().Select(at => trust.Of(fitted, at))],
                    }
                ),
        ];
    }

    /// <summary>Themes among the newest verbatims that wait, and those that perhaps speak of a stage there is; made anew only when they or the classifier changed.</summary>
    public async Task<WaitingThemes> ReadThemesAsync(CancellationToken cancel)
    {
        var fitted = await placer.ReadAsync(cancel);
        var ordered = await OrderAsync(fitted, cancel);
        if (themes is { } kept && ReferenceEquals(kept.Of, ordered))
            return kept.Themes;
        var rows = ordered.Waiting;
        // Words that placed verbatims say as often tell of no new theme, whoever or whatever placed them.
        var placed = await signals.ReadPlacedAsync(new(MostOrdered, PlacedOfEach, [.. fitted.Targets.Select(target => (target.Kind, target.Id))]), cancel);
        var found = fitted.Emerging([.. rows.Select(row => row.Verbatim ?? "")], [.. placed.Confirmed.Concat(placed.Given).Select(row => row.Verbatim)], FewestOfTheme);
        var made = new WaitingThemes(
            [
                .. found.Themes.Select(one => new WaitingTheme(
                    [.. one.Theme.Words.Select(word => word.Word)],
                    [.. one.Theme.Texts.Select(text => rows[text])],
                    one.Theme.Saying,
                    [.. one.Theme.Quotations.Select(text => rows[text])],
                    one.Leaning is { } leaning ? fitted.Targets[leaning.Label] : null
                )),
            ],
            [.. found.Known.Select(known => new LeaningVerbatims(fitted.Targets[known.Label], [.. known.Texts.Select(text => rows[text])]))],
            fitted.Calibrated ? EmergingThemes.Sure : EmergingThemes.SureUncalibrated,
            rows.Count,
            Math.Max(rows.Count, (await signals.ReadOverviewAsync(cancel)).Waiting)
        );
        themes = (ordered, made);
        return made;
    }
}
