using Redthread.Statistics;

namespace Redthread.Web.Features.Requirements;

/// <summary>What coordination was like in a cycle, beside business results.</summary>
/// <param name="Reach">Share of the insights approved in it that were used in a decision within the window; null when it cannot be said.</param>
/// <param name="Shared">Objectives of the cycle that two or more teams hold.</param>
/// <param name="Conflicts">Findings of the Desk that stood at its end, duplicates left out; null before the Desk first found anything.</param>
/// <param name="Duplicates">Near-duplicates between teams that stood at its end; null before there was any statement.</param>
/// <param name="Fresh">Of the decisions made in it, those on fresh evidence.</param>
/// <param name="Outcomes">The mean of each outcome's values in it, in the order of the record's outcomes.</param>
public sealed record CycleRow(
    DateOnly Cycle,
    bool Running,
    int Insights,
    double? Reach,
    int Objectives,
    int Shared,
    int? Conflicts,
    int? Duplicates,
    int Decisions,
    int Fresh,
    IReadOnlyList<double?> Outcomes
)
{
    public double? SharedShare => Objectives == 0 ? null : (double)Shared / Objectives;
    public double? FreshShare => Decisions == 0 ? null : (double)Fresh / Decisions;
}

public sealed record OutcomeName(string Key, string Name, string Unit);

/// <summary>One of the small multiples: its value in each cycle, oldest first, the running one last.</summary>
public sealed record CycleSeries(string Key, string Name, string Href, IReadOnlyList<double?> Values, Func<double, string> Text, string Unit = "");

/// <param name="Cycles">Whole cycles in which both have a value.</param>
/// <param name="Adjusted">Null as long as there is not enough data.</param>
public sealed record Association(string Series, string Outcome, int Cycles, RankCorrelation? Correlation, double? Adjusted)
{
    public string Text =>
        Correlation is not { Exists: true } one
            ? Correlation is null
                ? $"not enough data ({Cycles} of {CycleRecord.LeastCycles} cycles)"
                : "one of them never changed"
            : Adjusted <= FalseDiscovery.Rate
                ? one.Tau > 0
                    ? "rise and fall together"
                    : "one rises as the other falls"
                : "no clear association";
}

/// <summary>The last eight whole cycles and the running one, oldest first.</summary>
public sealed record CycleRecord(IReadOnlyList<CycleRow> Rows, IReadOnlyList<OutcomeName> Outcomes)
{
    public const int LeastCycles = 8;

    public static readonly IReadOnlyList<(string Key, string Name, string Href, Func<CycleRow, double?> Of, Func<double, string> Text)> Coordination =
    [
        ("reach", "Reach", "/voice#reach", row => row.Reach, Ui.Numbers.Share),
        ("shared-objectives", "Shared objectives", "/alignment", row => row.SharedShare, Ui.Numbers.Share),
        ("conflicts", "Findings of the Desk", "/desk", row => row.Conflicts, value => Ui.Numbers.Count((long)value)),
        ("duplicates", "Duplicates", "/desk?detector=duplicate-work", row => row.Duplicates, value => Ui.Numbers.Count((long)value)),
        ("fresh-decisions", "Decisions on fresh evidence", "/decisions?tab=made", row => row.FreshShare, Ui.Numbers.Share),
    ];

    public IReadOnlyList<CycleSeries> Series => [.. Coordination.Select(one => new CycleSeries(one.Key, one.Name, one.Href, [.. Rows.Select(one.Of)], one.Text))];

    public IReadOnlyList<CycleSeries> OutcomeSeries =>
        [
            .. Outcomes.Select(
                (outcome, at) =>
                    new CycleSeries(outcome.Key, outcome.Name, $"/outcomes#{outcome.Key}", [.. Rows.Select(row => row.Outcomes[at])], Goals.OutcomeQueries.Number, outcome.Unit)
            ),
        ];

    /// <summary>Every coordination series against every outcome over the whole cycles, false discoveries controlled over all of them.</summary>
    public IReadOnlyList<Association> Associations()
    {
        var whole = Rows.Where(row => !row.Running).TakeLast(LeastCycles).ToList();
        var found = new List<Association>();
        foreach (var (outcome, at) in Outcomes.Select((outcome, at) => (outcome, at)))
        {
            foreach (var one in Coordination)
            {
                var both = whole.Select(row => (X: one.Of(row), Y: row.Outcomes[at])).Where(pair => pair is { X: not null, Y: not null }).ToList();
                RankCorrelation? correlation = both.Count < LeastCycles ? null : RankCorrelation.Of(both.ConvertAll(pair => pair.X!.Value), both.ConvertAll(pair => pair.Y!.Value));
                found.Add(new Association(one.Key, outcome.Key, both.Count, correlation, null));
            }
        }

        var tested = found.Where(row => row.Correlation is { Exists: true }).ToList();
        var adjusted = FalseDiscovery.Adjust(tested.ConvertAll(row => row.Correlation!.Value.P).ToArray());
        return [.. found.Select(row => tested.IndexOf(row) is >= 0 and var index ? row with { Adjusted = adjusted[index] } : row)];
    }
}
