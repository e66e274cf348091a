using Redthread.Domain.Rhythm;
using Redthread.Statistics;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Language;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Desk;

/// <summary>What detectors judge by beside the ledger and the names of teams.</summary>
[Flags]
public enum DeskFacts
{
    None = 0,

    /// <summary>The Picture: stages, segments, the framework and how many signals there are.</summary>
    Stages = 1,
    Results = 2,
    Loud = 4,
    Reports = 8,
    Rituals = 16,
    Terms = 32,
    Pairs = 64,
    Claims = 128,
    Drafts = 256,
    Stewards = 512,
    All = 1023,
}

/// <summary>A stage as detectors see it, from the Picture of the running quarter.</summary>
/// <param name="Position">Along its journey.</param>
/// <param name="Flagged">The change survives the control of false discoveries.</param>
/// <param name="InFramework">The agreed framework measures it.</param>
/// <param name="Debt">Experience debt; null without a fresh score.</param>
/// <param name="Divergence">Of what the teams agreed on last from what is measured now; null where they agreed on nothing lately.</param>
public sealed record StageFact(
    Guid Id,
    Guid JourneyId,
    string Name,
    string Journey,
    string Path,
    int Position,
    Guid? OwnerTeamId,
    Guid? OwnerPersonId,
    bool InFramework,
    StageStanding Standing,
    double? Score,
    double? Change,
    bool Flagged,
    DateTime? NewestAt,
    double? Debt,
    Divergence? Divergence = null
)
{
    public bool HasOwner => OwnerTeamId is not null || OwnerPersonId is not null;
    public string Href => $"/?stage={Path}";
}

public sealed record SegmentFact(Guid Id, string Name, double? Share, DateTime? NewestAt);

/// <param name="Current">Null is no live data.</param>
/// <param name="At">When the value was entered or ends, where it is not computed.</param>
public sealed record ResultFact(double? Current, DateTime? At, string Basis);

/// <param name="Share">Of the loudest account, 0–1.</param>
public sealed record LoudFact(Guid Opportunity, int ByRequests, int ByFairVoice, double Share, string Loudest, double Voices);

/// <param name="Answered">Its signal is evidence of an insight.</param>
public sealed record ReportFact(Guid Id, Guid TeamId, string Team, string Stage, DateTime At, bool Answered, string Href);

/// <param name="OverdueSince">Null when nothing is overdue.</param>
public sealed record RitualFact(Guid Id, string Name, Guid? OwnerPersonId, DateTime? OverdueSince, int Missed, string Href)
{
    /// <summary>By whose clocks days are named.</summary>
    public MeetingZone Zone { get; init; } = MeetingZone.Utc;
}

/// <param name="TeamId">Who writes a word to avoid.</param>
/// <param name="Count">Texts that hold it.</param>
/// <param name="Recent">Of these, within the running month and the two before.</param>
public sealed record TermFact(
    DriftKind Kind,
    Guid Id,
    Guid? TeamId,
    Guid? OwnerPersonId,
    string Word,
    string Problem,
    int Count,
    int Recent,
    IReadOnlyList<EvidenceLine> Evidence,
    string Href
)
{
    public static TermFact Of(DriftFinding row) =>
        new(
            row.Kind,
            row.Subject,
            row.TeamId,
            row.OwnerPersonId,
            row.Word,
            row.Problem,
            row.Count,
            row.Recent,
            [
                .. row.Senses.Select(sense => new EvidenceLine(
                    $"{(sense.Objection ? "objection" : "definition")}{(sense.By is null ? "" : $", {sense.By}")}: {sense.Text}",
                    sense.Href
                )),
                .. row.Examples.Take(3).Select(example => new EvidenceLine($"{example.Name} {example.Title}", example.Href)),
            ],
            row.Href
        );
}

/// <summary>A claim that is not withdrawn.</summary>
/// <param name="Stages">The stages it speaks of.</param>
/// <param name="Says">What is promised and what is measured; it holds no age.</param>
public sealed record ClaimFact(Guid Id, string Name, string Text, Verdict Verdict, IReadOnlyList<Guid> Stages, string Says, Guid? TeamId, string Href);

/// <summary>Two statements of different teams that say nearly the same.</summary>
public sealed record PairFact(Guid One, Guid Other, double Similarity);

public sealed record FrameworkFact(Guid Id, int Number, DateTime DraftedAt, IReadOnlyList<string> Unsigned);

/// <param name="ActiveAt">When they last changed or opened anything.</param>
public sealed record StewardFact(Guid Id, string Name, DateTime? ActiveAt);

/// <summary>
/// What detectors judge by, at one moment: of each look what its detectors need. It is put together from what is kept in memory, each
/// part as long as what it rests on is the same.
/// </summary>
public sealed class DeskWorld
{
    public static readonly Guid Organisation = new("00000000-0000-0000-0000-000000000001");

    public required Ledger Ledger { get; init; }
    public required DateTime Now { get; init; }

    /// <summary>The first day of the running planning quarter.</summary>
    public required DateOnly Cycle { get; init; }
    public required Func<Guid, InsightFacts> FactsOf { get; init; }
    public IReadOnlyDictionary<Guid, StageFact> Stages { get; init; } = new Dictionary<Guid, StageFact>();
    public IReadOnlyList<SegmentFact> Segments { get; init; } = [];
    public IReadOnlyDictionary<Guid, ResultFact> Results { get; init; } = new Dictionary<Guid, ResultFact>();
    public IReadOnlyDictionary<Guid, LoudFact> Loud { get; init; } = new Dictionary<Guid, LoudFact>();
    public IReadOnlyList<ReportFact> Reports { get; init; } = [];
    public IReadOnlyList<RitualFact> Rituals { get; init; } = [];
    public IReadOnlyList<TermFact> Terms { get; init; } = [];
    public IReadOnlyList<PairFact> Pairs { get; init; } = [];
    public IReadOnlyList<ClaimFact> Claims { get; init; } = [];
    public IReadOnlyList<FrameworkFact> Drafts { get; init; } = [];
    public IReadOnlyList<StewardFact> Stewards { get; init; } = [];
    public IReadOnlyDictionary<Guid, string> Teams { get; init; } = new Dictionary<Guid, string>();

    /// <summary>Whether a framework is agreed at all.</summary>
    public bool Agreed { get; init; } = true;
    public long Signals { get; init; }

    /// <summary>The agreed framework's limit, past which a stage is unknown.</summary>
    public int FreshnessDays { get; init; } = 90;

    public double DaysSince(DateTime at) => (Now - at).TotalDays;

    public string Team(Guid? id) => id is { } team ? Teams.GetValueOrDefault(team, "a team") : "nobody";
}
