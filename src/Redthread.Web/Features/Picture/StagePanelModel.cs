using Redthread.Web.Ui;

namespace Redthread.Web.Features.Picture;

/// <summary>One stage opened: what the number is made of, where it comes from, and what people said.</summary>
public sealed record StagePanelModel
{
    public required StageModel Stage { get; init; }

    /// <summary>journey/stage, by keys.</summary>
    public string StagePath { get; init; } = "";
    public required string JourneyName { get; init; }
    public required string JourneyHref { get; init; }

    /// <summary>The same Picture without the panel.</summary>
    public required string CloseHref { get; init; }
    public required string PeriodLabel { get; init; }

    /// <summary>Null where nothing measures the stage.</summary>
    public PanelFormula? Formula { get; init; }
    public double? Target { get; init; }
    public double? WeakBelow { get; init; }
    public double? FailingBelow { get; init; }

    /// <summary>What customers with a weak score here are worth; null while it is unknown.</summary>
    public PanelValue? Value { get; init; }

    /// <summary>The slope over all periods drawn, in a sentence with its interval, or why there is none.</summary>
    public string? LongTrend { get; init; }
    public IReadOnlyList<TrendPoint> Trend { get; init; } = [];
    public IReadOnlyList<TrendNote> Notes { get; init; } = [];

    /// <summary>Signals over 0–100 in equal parts.</summary>
    public IReadOnlyList<long> Distribution { get; init; } = [];

    /// <summary>Worst first.</summary>
    public IReadOnlyList<PanelPart> Touchpoints { get; init; } = [];
    public IReadOnlyList<PanelPart> Segments { get; init; } = [];
    public IReadOnlyList<PanelVerbatim> Newest { get; init; } = [];
    public IReadOnlyList<PanelVerbatim> Typical { get; init; } = [];

    /// <summary>Null for who may not look at evidence.</summary>
    public required string? SignalsHref { get; init; }
    public long SignalCount { get; init; }

    /// <summary>Whether voices can be chosen as evidence.</summary>
    public bool MayChoose { get; init; }

    /// <summary>Approved insights on the stage, problems and most confident first.</summary>
    public IReadOnlyList<PanelInsight> Insights { get; init; } = [];

    /// <summary>Unresolved pressures that work on the stage.</summary>
    public IReadOnlyList<PanelPressure> Pressures { get; init; } = [];

    /// <summary>All of them, where more are known than the panel lists.</summary>
    public int InsightCount { get; init; }
    public int PressureCount { get; init; }

    /// <summary>What teams agreed on in the cycles so far; null where nothing was agreed.</summary>
    public PanelAgreed? Agreed { get; init; }

    /// <summary>Empty until the stage has an insight.</summary>
    public IReadOnlyList<Bead> Thread { get; init; } = [];
}

/// <param name="Text">The formula as Statistics prints it.</param>
/// <param name="EffectiveN">After weights and clustering by customer.</param>
/// <param name="PostStratification">"by segment, 4 shares" or why it was not done.</param>
/// <param name="Measures">What counts here, with its weight.</param>
public sealed record PanelFormula(string Text, string FrameworkLabel, string FrameworkHref, double EffectiveN, string PostStratification, IReadOnlyList<PanelMeasure> Measures);

/// <param name="Mapping">How a raw value becomes 0–100: "boxes 0–6 → 0, 7–8 → 50, 9–10 → 100".</param>
public sealed record PanelMeasure(string Name, double Weight, string Mapping, string? Href = null);

/// <summary>A touchpoint or a segment of the stage.</summary>
/// <param name="Score">Null where too few or none spoke; <paramref name="Reason"/> says which.</param>
/// <param name="Share">A segment's share of the customer base, 0–1.</param>
public sealed record PanelPart(string Name, double? Score, double? Low, double? High, long N, string? Reason = null, double? Share = null, string? Href = null);

/// <param name="Origin">"Survey · phone · families".</param>
/// <param name="Score">What the same signal gave, if it gave a reading.</param>
public sealed record PanelVerbatim(string Text, string DateLabel, string Origin, string Href, double? Score = null, string? Language = null, long Id = 0);

public sealed record PanelInsight(string Name, string Title, string Href, MarkKind? Kind, double Confidence, string Reaches);

public sealed record PanelPressure(string Title, string Href, string Type, string? KeepsAlive);

/// <param name="Cycle">"Q4 2026".</param>
/// <param name="Apart">"agreed +1, measured says −1 to 0", where they diverge.</param>
/// <param name="Earlier">The cycles before, newest first.</param>
public sealed record PanelAgreed(string? Cycle, int? Value, string? Why, int Dissents, string? Apart, string HistoryHref, IReadOnlyList<(string Cycle, int Value)> Earlier);

/// <param name="AtLeast">The stage has no traffic.</param>
public sealed record PanelValue(string Amount, string Interval, bool AtLeast);
