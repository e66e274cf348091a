using Redthread.Domain.Agreement;
using Redthread.Domain.Goals;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Talk;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Agreement;

/// <summary>The measured side of a stage in a cycle.</summary>
/// <param name="Cuts">The framework's four cut points.</param>
public sealed record MeasuredSide(Score Score, IReadOnlyList<double> Cuts)
{
    public static MeasuredSide? Of(BoardStage? stage, Board board) => stage is { HasScore: true } && board.Framework is { } framework ? new(stage.Score, framework.Cuts) : null;

    public Divergence Against(int agreed) => Divergence.Of(agreed, Score.Interval, new CutPoints(Cuts[0], Cuts[1], Cuts[2], Cuts[3]));

    public int Low => Tint.Band(Score.Interval.Low, Cuts);

    public int High => Tint.Band(Score.Interval.High, Cuts);

    public string Bands => Numbers.SignedRange(Low, High);

    /// <summary>“agreed +1, measured says −1 to 0”.</summary>
    public string Says(int agreed) => $"agreed {Numbers.Signed(agreed)}, measured says {Bands}";
}

public sealed record DissentView(string TeamKey, string Team, string Reason, string By, DateTime At);

/// <summary>A stage in a cycle: what was agreed, how far the votes agreed, who dissents, and what is measured.</summary>
public sealed record AgreedRow(
    string Path,
    string Stage,
    string JourneyName,
    AgreedScore? Agreed,
    AgreementIndex Index,
    int Votes,
    IReadOnlyList<DissentView> Dissent,
    MeasuredSide? Measured,
    int? Before
)
{
    public Divergence? Divergence => Agreed is { } agreed && Measured is { } measured ? measured.Against(agreed.Value) : null;

    public bool Diverges => Divergence is { Diverges: true };

    public string Says => Measured!.Says(Agreed!.Value);
}

/// <param name="Teams">Each with the number of stages it has voted on.</param>
/// <param name="Missing">Stages on which a team of the reader has not voted.</param>
public sealed record RoundLine(AgreementRound Round, int Stages, int Recorded, IReadOnlyList<(string Team, int Voted)> Teams, int Missing)
{
    public string Name => AgreementRound.NameOf(Round.Number);
}

public sealed record AgreementList(
    DateOnly Cycle,
    IReadOnlyList<DateOnly> Cycles,
    IReadOnlyList<AgreedRow> Rows,
    IReadOnlyList<RoundLine> Open,
    IReadOnlyList<RoundLine> Past,
    int PastTotal,
    int Page
)
{
    public string Label => Domain.Goals.Cycle.Label(Cycle);

    public IReadOnlyList<AgreedRow> Divergences => [.. Rows.Where(row => row.Diverges).OrderByDescending(row => Math.Abs(row.Divergence!.Value.Steps))];

    public IReadOnlyList<AgreedRow> Dissents => [.. Rows.Where(row => row.Dissent.Count > 0)];

    public int Agreed => Rows.Count(row => row.Agreed is not null);
}

public sealed record VoteView(string TeamKey, string Team, AgreementVote Vote)
{
    public IReadOnlyList<VoteEvidence.Item> Evidence => VoteEvidence.Of(Vote.Evidence);
}

/// <param name="Votes">Only those that the reader may see: all after the reveal, before it those of their own teams.</param>
/// <param name="Voted">Teams that have voted.</param>
public sealed record RoundStageView(
    AgreementStage Row,
    string Path,
    string Name,
    string JourneyName,
    IReadOnlyList<VoteView> Votes,
    int Voted,
    AgreementIndex Index,
    IReadOnlyList<DissentView> Dissent,
    MeasuredSide? Measured
)
{
    public Divergence? Divergence => Row.Agreed is { } agreed && Measured is { } measured ? measured.Against(agreed) : null;
}

/// <param name="Mine">The reader is a member.</param>
public sealed record RoundTeamView(Guid Id, string Key, string Name, int Voted, bool Mine);

public sealed record RoundView(AgreementRound Round, IReadOnlyList<RoundTeamView> Teams, IReadOnlyList<RoundStageView> Stages, RoundStageView Chosen, TalkView Talk)
{
    public string Name => AgreementRound.NameOf(Round.Number);

    /// <summary>When the reader joined one of its teams, where that was after it was opened.</summary>
    public DateTime? JoinedTooLate { get; init; }

    public string Title => $"{Name}, {Cycle.Label(Round.Cycle)}";

    public string Href(RoundStageView stage) => $"{AgreementNews.AddressOf(Round.Number)}?stage={Uri.EscapeDataString(stage.Path)}";

    /// <summary>The stage after this one on which the team has not voted.</summary>
    public RoundStageView? NextFor(string team, string path)
    {
        var at = Stages.ToList().FindIndex(stage => stage.Path == path);
        return Stages.Skip(at + 1).Concat(Stages.Take(at)).FirstOrDefault(stage => stage.Votes.All(vote => vote.TeamKey != team));
    }
}

/// <param name="Lines">Newest cycle first.</param>
public sealed record StageHistory(string Path, string Stage, string JourneyName, string JourneyKey, IReadOnlyList<StageHistoryLine> Lines);

public sealed record StageHistoryLine(DateOnly Cycle, AgreedRow Row);
