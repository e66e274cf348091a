using Redthread.Domain.Frameworks;
using Redthread.Domain.Journeys;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.Picture;

/// <summary>What the Picture is asked for. Null means all, or the period of the newest signal.</summary>
public sealed record BoardRequest(PeriodKind Kind = PeriodKind.Quarter, Period? Period = null, Guid? SegmentId = null, Guid? ChannelId = null, string? JourneyKey = null);

/// <summary>The scores of all live stages in a period, from which page, API and command line are drawn alike.</summary>
public sealed record Board(
    BoardRequest Request,
    Period Period,
    Landscape Landscape,
    Scoring Scoring,
    StoreOverview Overview,
    DateTime Now,
    IReadOnlyList<BoardStage> Stages,
    IReadOnlyList<BoardJourney> Journeys,
    long Signals,
    long Customers,
    StageCorrelations Together
)
{
    public Framework? Framework => Landscape.Framework;

    /// <summary>A channel alone is no cell of the family over which false discoveries are controlled.</summary>
    public bool JudgesChanges => Request.ChannelId is null;

    /// <summary>Distinct customers are kept by one dimension at a time.</summary>
    public bool CustomersAtMost => Request is { ChannelId: not null, SegmentId: not null };

    public BoardStage? Find(Guid stageId) => Stages.FirstOrDefault(stage => stage.Stage.Id == stageId);
}

/// <param name="Fresh">The newest evidence is within the freshness limit at the period's end, or today in a running period.</param>
/// <param name="FlaggedChange">The change survives the control of false discoveries over all cells of framework and period.</param>
/// <param name="Rank">For rankings only: the empirical-Bayes estimate where comparable stages support one, else the score.</param>
/// <param name="Agreed">What teams agreed on for the cycle that the period ends in; of all customers, whatever the page filters.</param>
/// <param name="History">Scores of this and the periods before, oldest first; with too few signals they carry no value.</param>
public sealed record BoardStage(
    Journey Journey,
    Stage Stage,
    FrameworkStage Standards,
    Score Score,
    StageStanding Standing,
    bool Fresh,
    DateTime? NewestAt,
    PeriodChange Change,
    bool FlaggedChange,
    double Rank,
    IReadOnlyList<(Period Period, Score Score)> History,
    long N,
    long Customers,
    long? Traffic,
    AgreedScore? Agreed
)
{
    public string Path => $"{Journey.Key}/{Stage.Key}";

    public string State =>
        Standing switch
        {
            StageStanding.TooFew => "too-few",
            StageStanding.Unknown when NewestAt is null => "no-data",
            _ => Standing.ToString().ToLowerInvariant(),
        };

    public bool HasScore => Standing is StageStanding.Failing or StageStanding.Weak or StageStanding.Sound;
}

public sealed record BoardJourney(Journey Journey, RolledUpScore Score, int Stages);
