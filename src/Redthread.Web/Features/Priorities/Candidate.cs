using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Priorities;

/// <param name="Weeks">Person-weeks; null while nobody estimated any.</param>
/// <param name="Own">The opportunity's own estimate; else the sum of its live solutions'.</param>
/// <param name="WithoutEstimate">Live solutions that the sum leaves out.</param>
public sealed record EffortInput(double? Weeks, bool Own, int Solutions, int WithoutEstimate)
{
    public static EffortInput Of(Opportunity row, IReadOnlyList<Solution> solutions)
    {
        if (row.Effort is > 0)
            return new EffortInput(row.Effort, true, 0, 0);
        var known = solutions.Where(solution => solution.Effort is > 0).Sum(solution => solution.Effort!.Value);
        return new EffortInput(known > 0 ? known : null, false, solutions.Count, solutions.Count(solution => solution.Effort is not > 0));
    }

    public string Source =>
        Own ? "estimated on the opportunity"
        : Solutions == 0 ? "no estimate, and no live solution"
        : Weeks is null ? "no estimate on the opportunity or its live solutions"
        : $"sum of its live solutions{(WithoutEstimate > 0 ? $"; {WithoutEstimate} of {Solutions} have no estimate" : "")}";
}

/// <summary>
/// What an opportunity rests on: read once from the ledger, whatever the scores are today. An insight counts once it is approved.
/// </summary>
public sealed class Candidate
{
    public const string ConfidenceFormula = "confidence of an opportunity = mean of its insights' confidence, weighted by their pieces of evidence";
    private readonly DateTime today;
    private readonly IReadOnlyDictionary<Guid, SourceKind> kinds;
    private double? confidence;
    private bool confidenceKnown;
    private Loudness? loudness;

    private Candidate(IReadOnlyDictionary<Guid, SourceKind> kinds, DateTime now) => (this.kinds, today) = (kinds, now.Date);

    public required Opportunity Row { get; init; }
    public required IReadOnlyList<Insight> Insights { get; init; }

    /// <summary>Insights framed in it that no steward approved yet; they count for nothing here.</summary>
    public required int Proposed { get; init; }

    /// <summary>Its own stages and those of its insights.</summary>
    public required IReadOnlyList<Guid> Stages { get; init; }
    public required IReadOnlyList<Guid> Teams { get; init; }
    public required EffortInput Effort { get; init; }
    private IReadOnlyList<IReadOnlyList<Evidence>> Evidence { get; init; } = [];

    public bool IsOpen => Ledger.IsLive(Row) && Row.ClosedAt is null;

    /// <summary>0–100; null without an approved insight.</summary>
    public double? Confidence
    {
        get
        {
            if (!confidenceKnown)
                (confidence, confidenceKnown) = (MeanConfidence(), true);
            return confidence;
        }
    }

    public Loudness Loudness => loudness ??= Loudness.Of(Voices());

    public static Candidate Of(Ledger ledger, Opportunity row, DateTime now)
    {
        var framed = ledger.Up<Insight>(row.Id, LinkKind.FramedIn).ToList();
        var insights = framed.FindAll(insight => insight.ApprovedAt is not null);
        var solutions = ledger.Down<Solution>(row.Id, LinkKind.SolvedBy).Where(solution => solution.State != SolutionState.Dropped).ToList();
        return new Candidate(ledger.SourceKinds, now)
        {
            Row = row,
            Insights = insights,
            Proposed = framed.Count - insights.Count,
            Stages = [.. StagesOf(ledger, row.Id, insights)],
            Teams = [.. ledger.TeamsOf(row)],
            Effort = EffortInput.Of(row, solutions),
            Evidence = insights.ConvertAll(insight => ledger.EvidenceOf(insight.Id)),
        };
    }

    public static IEnumerable<Guid> StagesOf(Ledger ledger, Guid opportunity, IEnumerable<Insight> insights) =>
        ledger.StagesOf(opportunity).Concat(insights.SelectMany(insight => ledger.StagesOf(insight.Id))).Distinct();

    /// <summary>Who asked how often: an account speaks with one voice, so does a customer without account; a signal that names nobody is a voice of its own.</summary>
    public IEnumerable<Statistics.Voice> Voices() =>
        Evidence
            .SelectMany(rows => rows)
            .Where(row => row.Stance == Stance.For)
            .DistinctBy(row => row.SignalId)
            .Select(row => new Statistics.Voice(
                row.Account is { Length: > 0 } account ? account
                    : row.Customer is { } customer ? $"customer {customer}, without account"
                    : $"signal {row.SignalId}, anonymous",
                1
            ));

    private double? MeanConfidence()
    {
        double sum = 0,
            weight = 0;
        foreach (var rows in Evidence.Where(rows => rows.Count > 0))
        {
            sum += rows.Count * InsightFacts.Of(rows, kinds, today).Confidence.Percent;
            weight += rows.Count;
        }

        return Insights.Count == 0 ? null
            : weight > 0 ? sum / weight
            : 0;
    }
}
