using Redthread.Web.Ui;

namespace Redthread.Web.Features.Picture;

/// <param name="Name">Null for journeys that belong to no lifecycle; such a group has no heading.</param>
public sealed record LifecycleModel(string? Name, IReadOnlyList<JourneyModel> Journeys, JourneyScore? Score = null);

/// <summary>One line of the map.</summary>
public sealed record JourneyModel
{
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required string Href { get; init; }
    public required IReadOnlyList<StageModel> Stages { get; init; }
    public string? Owner { get; init; }
    public JourneyScore? Score { get; init; }

    /// <summary>The lifecycle's own stages; its score stands above all its journeys.</summary>
    public bool IsWhole { get; init; }
}

/// <param name="Coverage">Share of stage importance with fresh data, 0–1; below 1 the score speaks for less than the journey.</param>
public sealed record JourneyScore(double Score, double HalfWidth, double Low, double High, long N, double Coverage);

public enum StageState
{
    /// <summary>Has a score with an interval.</summary>
    Scored,

    /// <summary>Heard, but by fewer than the framework's minimum.</summary>
    TooFew,

    /// <summary>Was heard once; the evidence is past the freshness limit.</summary>
    Unknown,

    /// <summary>Never heard, or nothing measures it.</summary>
    NoData,
}

/// <summary>One cell of the map.</summary>
public sealed record StageModel
{
    public required string Key { get; init; }
    public required string JourneyKey { get; init; }
    public required string Name { get; init; }

    /// <summary>This Picture with the stage's panel open: <c>?stage=journey/stage</c> and all filters.</summary>
    public required string Href { get; init; }
    public required StageState State { get; init; }

    /// <summary>Only when <see cref="StageState.Scored"/>.</summary>
    public StageScore? Score { get; init; }

    /// <summary>Why there is no score: "no signal for 63 days", "n 7 of 30".</summary>
    public string? Reason { get; init; }
    public StageTrend? Trend { get; init; }

    /// <summary>Scores of the last periods, oldest first, this one last; null where unknown.</summary>
    public IReadOnlyList<double?> Spark { get; init; } = [];
    public StageVolume? Volume { get; init; }

    /// <summary>"newest 2 days ago".</summary>
    public string? Freshness { get; init; }

    /// <summary>The evidence will pass the freshness limit soon: "ages in 9 days".</summary>
    public string? AgesIn { get; init; }
    public bool Failing { get; init; }

    /// <summary>−2 … +2, null while none is agreed for the cycle.</summary>
    public int? Agreed { get; init; }
    public MarkCounts Marks { get; init; }
    public StageThread? Thread { get; init; }

    public string Id => $"stage-{JourneyKey}-{Key}";
}

/// <param name="Score">0–100.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="N">Signals.</param>
/// <param name="Customers">Distinct customers among them; of a segment in a channel at most so many.</param>
/// <param name="Tint">−1 … +1, from <see cref="Tint.Position"/> with the stage's cut points.</param>
/// <param name="Band">−2 … +2, which of the five parts the score falls in.</param>
/// <param name="CutPoints">The stage's own four.</param>
public sealed record StageScore(double Score, double Low, double High, long N, long Customers, double Tint, int Band, IReadOnlyList<double> CutPoints, bool CustomersAtMost = false)
{
    /// <summary>Short, for it stands in a cell.</summary>
    public string People => (CustomersAtMost ? "≤ " : "") + Labels.Customers(Customers, false);

    public double HalfWidth => (High - Low) / 2;
}

/// <param name="Significant">Flagged after control over all cells of framework and period; null where the cell is none of that family.</param>
/// <param name="Against">"Q1 2026".</param>
public sealed record StageTrend(double Delta, double Low, double High, bool? Significant, string Against)
{
    /// <summary>Measures or sources differ between the periods, so they are not compared.</summary>
    public bool MixChanged { get; init; }

    public static StageTrend Mixed(string against) => new(0, 0, 0, false, against) { MixChanged = true };
}

/// <param name="Share">Of the busiest stage on the Picture, 0–1.</param>
/// <param name="Counts">What is counted: "customers passed (traffic)" or "customers heard".</param>
public sealed record StageVolume(double Share, long Value, string Counts);

/// <summary>Either the decision the stage has reached this cycle, or for how long its thread has been broken.</summary>
public sealed record StageThread(string? Decision, string? Date, string? Href, int? BrokenDays)
{
    public static StageThread Reached(string decision, string date, string href) => new(decision, date, href, null);

    public static StageThread Broken(int days, string? href = null) => new(null, null, href, days);
}
