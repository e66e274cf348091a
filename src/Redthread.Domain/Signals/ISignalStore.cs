namespace Redthread.Domain.Signals;

/// <summary>
/// Where signals lie. Everything that touches them goes through here, so that another engine can hold them; nothing
/// outside knows tables. All appends are durable when they return.
/// </summary>
public interface ISignalStore
{
    /// <summary>
    /// Appends the signals that are new by (source, external id), with their rollups, in one transaction.
    /// O(batch · log n) and, for customers heard before, O(their signals of the year).
    /// </summary>
    Task<AppendOutcome> AppendAsync(SignalBatch batch, ScoringRules rules, CancellationToken cancel);

    /// <summary>Sums per period × stage × segments, over the filter: O(cells of the periods), independent of signals.</summary>
    Task<IReadOnlyList<StageSums>> ReadStageCellsAsync(CellQuery query, CancellationToken cancel);

    /// <summary>What the same people said of two stages, per pair of stages, in a quarter or a year, unfiltered: O(stages²).</summary>
    Task<IReadOnlyList<StageCross>> ReadStageCrossesAsync(Period period, CancellationToken cancel);

    /// <summary>After an erasure: nothing erased stays readable in the store's own log of writes.</summary>
    Task ForgetWritesAsync(CancellationToken cancel);

    /// <summary>Sums per period × stage × touchpoint × measure × segments over readings: O(cells of the periods).</summary>
    Task<IReadOnlyList<TouchpointSums>> ReadTouchpointCellsAsync(TouchpointQuery query, CancellationToken cancel);

    /// <summary>When each stage was last heard, per segments, and how much there is: O(stages × segments).</summary>
    Task<StoreOverview> ReadOverviewAsync(CancellationToken cancel);

    /// <summary>A page of signals, newest first: O(page · log n) with a stage, O(log n + page) without.</summary>
    Task<IReadOnlyList<StoredSignal>> ReadSignalsAsync(SignalQuery query, CancellationToken cancel);

    /// <summary>How many signals match, wherever the query begins and ends: O(those that match), at most <paramref name="most"/>.</summary>
    Task<int> CountSignalsAsync(SignalQuery query, int most, CancellationToken cancel);

    /// <summary>
    /// Who had a problem in a span of time: a customer whose mean score in a stage lies below what counts as weak, or whose
    /// verbatim waits for a place without good ratings beside it. O(units of the span · log n): for summaries that are kept, not for pages.
    /// </summary>
    Task<IReadOnlyList<StageProblem>> ReadProblemsAsync(ProblemQuery query, CancellationToken cancel);

    /// <summary>
    /// The mean score of every known customer in each stage, and the needs they spoke of, within a span of time:
    /// O(units of the span · log n + customers): for analyses that are kept, not for pages.
    /// </summary>
    Task<CustomerVoices> ReadCustomerVoicesAsync(CustomerVoiceQuery query, CancellationToken cancel);

    /// <summary>The mean raw value of one measure by customer within a span of time: O(signals of the span), for analyses that are kept.</summary>
    Task<IReadOnlyDictionary<long, double>> ReadCustomerReadingsAsync(Guid measureId, DateTime from, DateTime before, CancellationToken cancel);

    /// <summary>
    /// Places a verbatim by hand, or takes a place back; returns false when there is no such signal. What somebody takes back that
    /// was not given by hand is remembered as refused.
    /// </summary>
    Task<bool> PlaceAsync(long signalId, NewPlacement placement, string placedBy, bool remove, CancellationToken cancel);

    /// <summary>
    /// Places many verbatims at once, in one transaction. A verbatim that somebody placed, or said to speak of no stage, keeps its
    /// places of that kind as they are, and no place is given that was refused: O(verbatims · log n).
    /// </summary>
    /// <returns>How many places are new.</returns>
    Task<int> PlaceAllAsync(IReadOnlyList<SignalPlacement> placements, string placedBy, CancellationToken cancel);

    /// <summary>Verbatims that were placed, for the classifier to learn from: O(what is asked for · log n).</summary>
    Task<PlacedVerbatims> ReadPlacedAsync(PlacedQuery query, CancellationToken cancel);

    /// <summary>Marks a verbatim as looked at: it leaves the queue even without a place, or comes back.</summary>
    Task<bool> SetWaitingAsync(long signalId, bool waiting, CancellationToken cancel);

    /// <summary>The customer's number, by which evidence keeps it; null when nobody of that pseudonym was heard: O(log n).</summary>
    Task<long?> FindCustomerAsync(byte[] customer, CancellationToken cancel);

    /// <summary>Removes everything of a customer and recomputes the cells they were in: O(units of those cells).</summary>
    Task<EraseOutcome> EraseAsync(byte[] customer, ScoringRules rules, CancellationToken cancel);

    /// <summary>Removes single signals and recomputes the cells they were in: O(units of those cells + signals of their customers).</summary>
    /// <returns>How many there were; an unknown number is none.</returns>
    Task<int> RemoveAsync(IReadOnlyCollection<long> signals, ScoringRules rules, CancellationToken cancel);

    /// <summary>Recomputes all rollups from the raw signals under the rules, in one transaction: O(n).</summary>
    Task<RebuildOutcome> RebuildAsync(ScoringRules rules, CancellationToken cancel);

    /// <summary>Counts up with every change; a cheap way to ask whether anything is new.</summary>
    Task<long> ReadVersionAsync(CancellationToken cancel);

    /// <summary>The framework the rollups were last rebuilt under.</summary>
    Task<Guid?> ReadFrameworkAsync(CancellationToken cancel);
}

/// <summary>What turns readings into units: the mapping of each measure to 0–100 and the framework's weights.</summary>
public sealed record ScoringRules(Guid? FrameworkId, IReadOnlyDictionary<Guid, Func<double, double?>> Scores, IReadOnlyDictionary<(Guid StageId, Guid MeasureId), double> Weights)
{
    public static ScoringRules None { get; } = new(null, new Dictionary<Guid, Func<double, double?>>(), new Dictionary<(Guid, Guid), double>());
}

/// <param name="SourceId">All signals of a batch come from one source.</param>
/// <param name="Run">The import whose progress is saved in the same transaction, or null for live signals.</param>
public sealed record SignalBatch(Guid SourceId, IReadOnlyList<NewSignal> Signals, DateTime ReceivedAt, RunProgress? Run = null);

/// <summary>Where an import stands after a batch, with the rows the batch rejected.</summary>
public sealed record RunProgress(Guid RunId, long RowsRead, long BytesRead, IReadOnlyList<RejectedRow> Rejects);

public sealed record RejectedRow(long Row, string? Column, string Code, string Reason, string Text);

/// <param name="New">Of each signal of the batch, in order, whether it was new.</param>
public sealed record AppendOutcome(int Accepted, int Duplicate, int Readings, IReadOnlyList<bool> New);

public sealed record EraseOutcome(int Signals, int Cells);

public sealed record RebuildOutcome(long Signals, long Readings, long Units);

/// <summary>Sums over units (a signal in a stage): x is 0–100, w the survey weight. Pairs are of one customer's units within the period.</summary>
public record struct UnitSums
{
    public long N,
        Known,
        Pairs;
    public double W,
        Ww,
        Wx,
        Wxx,
        Wwx,
        Wwxx,
        PairWw,
        PairWwx,
        PairWwxx;
}

/// <summary>Sums of a stage in a period. Guid.Empty stands for all signals whatever they speak of, with counts only.</summary>
public sealed record StageSums(
    Period Period,
    Guid StageId,
    IReadOnlyList<Guid> SegmentIds,
    Guid? SourceId,
    IReadOnlyList<Guid> MeasureIds,
    UnitSums Sums,
    long Customers,
    long[] Histogram
);

/// <summary>Σ over pairs of units of one customer, or of one anonymous signal, the first in stage A and the second in B.</summary>
/// <param name="Ww">Σ of the products of their weights.</param>
/// <param name="WwA">Σ ww × score in A.</param>
/// <param name="WwB">Σ ww × score in B.</param>
/// <param name="WwAb">Σ ww × score in A × score in B.</param>
public sealed record StageCross(Guid StageA, Guid StageB, long N, double Ww, double WwA, double WwB, double WwAb);

public sealed record TouchpointSums(
    Period Period,
    Guid StageId,
    Guid? TouchpointId,
    Guid MeasureId,
    IReadOnlyList<Guid> SegmentIds,
    long N,
    double SumX,
    double W,
    double Ww,
    double Wx,
    double Wxx,
    double SumS,
    double Ws,
    double Wss,
    double Wws,
    double Wwss,
    long[] Histogram
);

/// <param name="ByMix">True splits cells by source and by the set of measures behind each unit, for trends; false merges them.</param>
public sealed record CellQuery(
    Period From,
    Period To,
    Guid? StageId = null,
    Guid? SegmentId = null,
    Guid? ChannelId = null,
    Guid? SourceId = null,
    bool ByMix = false,
    bool WithHistogram = false
);

/// <param name="WeakBelow">Per stage the score, 0–100, below which a customer had a problem there.</param>
public sealed record ProblemQuery(DateTime From, DateTime Before, IReadOnlyDictionary<Guid, double> WeakBelow, Guid? SegmentId = null);

/// <param name="StageId">Null where nobody has said which stage the verbatim speaks of.</param>
/// <param name="Customer">The customer's number; null for all anonymous signals together.</param>
public sealed record StageProblem(Guid? StageId, long? Customer, int Signals);

public sealed record CustomerVoiceQuery(DateTime From, DateTime Before, IReadOnlyList<Guid> Stages);

/// <param name="Customer">The store's number of the customer.</param>
/// <param name="Score">0–100, the mean over their signals that speak of the stage.</param>
public readonly record struct CustomerStageScore(long Customer, Guid StageId, double Score, int Signals);

public readonly record struct CustomerNeed(long Customer, Guid NeedId);

/// <param name="Numbers">By pseudonym, of all customers ever heard.</param>
public sealed record CustomerVoices(IReadOnlyDictionary<byte[], long> Numbers, IReadOnlyList<CustomerStageScore> Scores, IReadOnlyList<CustomerNeed> Needs);

public sealed record TouchpointQuery(Period From, Period To, Guid? StageId = null, Guid? SegmentId = null);

public sealed record StageLatest(Guid StageId, IReadOnlyList<Guid> SegmentIds, DateTime At);

public sealed record StoreOverview(long Signals, long Customers, DateTime? FirstAt, DateTime? NewestAt, long Waiting, IReadOnlyList<StageLatest> Latest);

public sealed record SignalQuery
{
    public Guid? StageId { get; init; }
    public Guid? SegmentId { get; init; }
    public Guid? ChannelId { get; init; }
    public Guid? SourceId { get; init; }
    public DateTime? From { get; init; }
    public DateTime? Before { get; init; }
    public bool VerbatimOnly { get; init; }
    public bool WaitingOnly { get; init; }

    /// <summary>Only signals with a score in the stage: those that its score counts. Means nothing without a stage.</summary>
    public bool ScoredOnly { get; init; }
    public long? SignalId { get; init; }

    /// <summary>Only of these customers, by the store's numbers.</summary>
    public IReadOnlyCollection<long>? Customers { get; init; }

    /// <summary>Only these signals: O(their number · log n).</summary>
    public IReadOnlyCollection<long>? SignalIds { get; init; }

    /// <summary>The source's own id; with the source it names one signal.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Only signals of a higher id, in the order of ids: to read all, page by page, O(page) each.</summary>
    public long? AfterId { get; init; }
    public int Offset { get; init; }
    public int Limit { get; init; } = 50;
}

public sealed record StoredSignal(
    long Id,
    Guid SourceId,
    string ExternalId,
    DateTime OccurredAt,
    bool HasCustomer,
    long? CustomerNumber,
    string? Account,
    IReadOnlyList<Guid> SegmentIds,
    Guid? ChannelId,
    double Weight,
    string? Verbatim,
    string? Language,
    bool Waiting,
    IReadOnlyList<NewReading> Readings,
    IReadOnlyList<StoredPlacement> Placements,
    double? Score
);

public sealed record StoredPlacement(PlacementKind Kind, Guid TargetId, PlacementOrigin Origin, string? PlacedBy, double? Confidence = null);
