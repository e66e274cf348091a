using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.Placing;

/// <summary>A place that a verbatim may have.</summary>
/// <param name="Probability">0–1; null while too few confirmations tell how sure it is.</param>
public sealed record SuggestedPlace(PlacingTarget Target, double? Probability);

/// <summary>
/// The classifier in memory. It is fitted from what the store holds when it is first asked, so nothing of it need be kept; each
/// confirmation is learnt at once, and when a tenth are new it is fitted anew beside the questions, with its calibration.
/// </summary>
public sealed class VerbatimPlacer(ISignalStore signals, LandscapeSource landscapes, ILogger<VerbatimPlacer> log)
{
    private const int MostConfirmed = 20_000;
    private const int GivenEach = 100;
    private const int MostWaiting = 2_000;
    private const int FewestNew = 10;
    private const int MostRecent = 5;

    private readonly SemaphoreSlim oneFitter = new(1, 1);
    private Fitted? last;
    private int fitting;
    private int version;

    /// <summary>One fit and what it was learnt from. The classifier is not for two threads at once.</summary>
    public sealed class Fitted(Landscape landscape, IReadOnlyList<PlacingTarget> targets, VerbatimClassifier classifier, int confirmations, int version)
    {
        internal Lock Gate { get; } = new();
        internal VerbatimClassifier Classifier => classifier;
        internal int Learnt { get; set; }
        internal int Changes { get; set; }
        internal bool Stale { get; set; }

        /// <summary>What was asked last, the latest last: what is like it can wait.</summary>
        internal Queue<string> Recent { get; init; } = [];
        public Landscape Landscape => landscape;
        public IReadOnlyList<PlacingTarget> Targets => targets;

        /// <summary>Verbatims that somebody placed.</summary>
        public int Confirmations => confirmations + Learnt;

        /// <summary>Differs whenever answers may.</summary>
        public (int Fit, int Changes) Version => (version, Changes);

        /// <summary>Whether probabilities are what they say.</summary>
        public bool Calibrated => classifier.Calibration is not null;
        public HeldOut HeldOut => classifier.HeldOut;

        public bool IsOf(int label, PlacementKind kind) => targets[label].Kind == kind;

        public double[] Probabilities(string text)
        {
            lock (Gate)
                return classifier.Probabilities(text);
        }

        /// <summary>The most probable places of a kind, the most probable first.</summary>
        public IReadOnlyList<SuggestedPlace> Suggest(string text, PlacementKind kind, int most) =>
            [
                .. Probabilities(text)
                    .Index()
                    .Where(row => IsOf(row.Index, kind))
                    .OrderByDescending(row => row.Item)
                    .ThenBy(row => row.Index)
                    .Take(most)
                    .Select(row => new SuggestedPlace(targets[row.Index], Calibrated ? row.Item : null)),
            ];

        /// <summary>Themes that no stage has, and texts that perhaps speak of one by another word.</summary>
        public EmergingThemes Emerging(IReadOnlyList<string> waiting, IReadOnlyList<string> placed, int fewest)
        {
            lock (Gate)
                return EmergingThemes.Of(classifier, waiting, placed, fewest, label => IsOf(label, PlacementKind.Stage));
        }

        /// <summary>Indices of the texts, the one most worth asking first.</summary>
        public IReadOnlyList<Question> Order(IReadOnlyList<string> texts)
        {
            var stages = targets.Any(target => target.Kind == PlacementKind.Stage);
            lock (Gate)
                return targets.Count == 0 ? [] : classifier.WorthAsking(texts, label => !stages || IsOf(label, PlacementKind.Stage), [.. Recent]);
        }
    }

    public async Task<Fitted> ReadAsync(CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        if (last is not { } held || (!ReferenceEquals(held.Landscape, landscape) && !held.Targets.SequenceEqual(PlacingTarget.Of(landscape))))
            return await FitAsync(cancel);
        if ((held.Stale || held.Learnt >= Math.Max(FewestNew, held.Confirmations / 10)) && Interlocked.Exchange(ref fitting, 1) == 0)
            _ = FitBesideAsync();
        return held;
    }

    // Whoever asks meanwhile is answered by what was known.
    private async Task FitBesideAsync()
    {
        try
        {
            await Task.Run(() => FitAsync(CancellationToken.None, anew: true));
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or ObjectDisposedException)
        {
            log.LogWarning(failure, "The classifier could not be fitted anew; it answers as before.");
        }
        finally
        {
            Interlocked.Exchange(ref fitting, 0);
        }
    }

    /// <summary>Fits it anew from all that is known.</summary>
    public async Task<Fitted> FitAsync(CancellationToken cancel, bool anew = false)
    {
        await oneFitter.WaitAsync(cancel);
        try
        {
            var landscape = await landscapes.ReadAsync(cancel);
            var targets = PlacingTarget.Of(landscape);
            if (!anew && last is { } meanwhile && meanwhile.Targets.SequenceEqual(targets))
                return meanwhile;
            var placed = await signals.ReadPlacedAsync(new(MostConfirmed, GivenEach, [.. targets.Select(target => (target.Kind, target.Id))]), cancel);
            var waiting = await signals.ReadSignalsAsync(new SignalQuery { WaitingOnly = true, Limit = MostWaiting }, cancel);
            var examples = placed.Given.Select(row => PlacingExamples.Given(row, targets)).Concat(placed.Confirmed.Select(row => PlacingExamples.Confirmed(row, targets)));
            var classifier = VerbatimClassifier.Fit(
                [.. targets.Select(target => target.Words)],
                [.. examples],
                [.. waiting.Select(row => row.Verbatim).OfType<string>()],
                new PlacingOptions { Threads = Environment.ProcessorCount }
            );
            return last = new(landscape, targets, classifier, placed.Confirmed.Count, ++version) { Recent = new(last?.Recent ?? []) };
        }
        finally
        {
            oneFitter.Release();
        }
    }

    /// <summary>Learns what somebody just said of a verbatim; nothing to learn while it was never asked, since the store will tell it.</summary>
    public async Task LearnAsync(long signal, bool noStage, CancellationToken cancel)
    {
        if (
            last is not { } held
            || (await signals.ReadSignalsAsync(new SignalQuery { SignalId = signal, Limit = 1 }, cancel)).FirstOrDefault() is not { Verbatim: { } verbatim } row
        )
            return;
        var example = PlacingExamples.Confirmed(
            new(signal, verbatim, [.. row.Placements.Where(placement => placement.Origin != PlacementOrigin.Classifier)], [], noStage),
            held.Targets
        );
        lock (held.Gate)
        {
            held.Classifier.Learn(example);
            held.Recent.Enqueue(verbatim);
            if (held.Recent.Count > MostRecent)
                held.Recent.Dequeue();
            held.Learnt += row.Waiting ? 0 : 1;
            held.Changes++;
        }
    }

    /// <summary>What was said was taken back: it cannot be unlearnt, so the next question fits anew.</summary>
    public void Forget()
    {
        if (last is { } held)
            held.Stale = true;
    }
}
