using Redthread.Web.Features.Requirements;

namespace Redthread.Tests.Features.Requirements;

/// <summary>Every condition on both sides of its limit.</summary>
public sealed class RequirementRulesTests
{
    private static readonly LanguageFacts Language = new(Terms: 10, Agreed: 5, Disputed: 0, Teams: 4, Texts: 10, Avoiding: 1);
    private static readonly RhythmFacts Rhythm = new(Rituals: 3, Due: 10, OnTime: 8, Broken: 0, Wanted: 10, Held: 8, Pairs: 20, Heard: 16);
    private static readonly MeasurementFacts Measurement = new(Framework: 2, Named: 2, Signed: 2, Stages: 10, Fresh: 8, Results: 4, OnScores: 2, LiveStages: 10, Agreed: 5);
    private static readonly StewardFacts Steward = new(["Sam"], Active: 1, Days: 30, Completed: 1, OpenDays: 30);
    private static readonly RequirementFacts Nothing = new(
        new LanguageFacts(0, 0, 0, 0, 0, 0),
        new RhythmFacts(0, 0, 0, 0, 0, 0, 0, 0),
        new MeasurementFacts(null, 0, 0, 0, 0, 0, 0, 0, 0),
        new StewardFacts([], 0, null, 0, null)
    );

    /// <summary>The facts, and which of the conditions hold.</summary>
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, _, holds) in Table)
                data.Add(name, holds);
            return data;
        }
    }

    private static readonly (string Name, Requirement Requirement, string Holds)[] Table =
    [
        ("language: all at the limit", RequirementRules.Language(Language), "111"),
        ("language: four agreed", RequirementRules.Language(Language with { Terms = 8, Agreed = 4 }), "011"),
        ("language: fewer than half agreed", RequirementRules.Language(Language with { Terms = 11 }), "011"),
        ("language: one disputed", RequirementRules.Language(Language with { Disputed = 1 }), "101"),
        ("language: two of ten avoid", RequirementRules.Language(Language with { Avoiding = 2 }), "110"),
        ("language: nine texts", RequirementRules.Language(Language with { Texts = 9, Avoiding = 0 }), "110"),
        ("language: nothing", RequirementRules.Language(Nothing.Language), "000"),
        ("rhythm: all at the limit", RequirementRules.Rhythm(Rhythm), "111"),
        ("rhythm: seven of ten held", RequirementRules.Rhythm(Rhythm with { OnTime = 7 }), "011"),
        ("rhythm: one broken", RequirementRules.Rhythm(Rhythm with { Broken = 1 }), "011"),
        ("rhythm: two due", RequirementRules.Rhythm(Rhythm with { Due = 2, OnTime = 2 }), "011"),
        ("rhythm: seven conversations", RequirementRules.Rhythm(Rhythm with { Held = 7 }), "101"),
        ("rhythm: no target", RequirementRules.Rhythm(Rhythm with { Wanted = 0 }), "101"),
        ("rhythm: fifteen pairs heard", RequirementRules.Rhythm(Rhythm with { Heard = 15 }), "110"),
        ("rhythm: nothing", RequirementRules.Rhythm(Nothing.Rhythm), "000"),
        ("measurement: all at the limit", RequirementRules.Measurement(Measurement), "1111"),
        ("measurement: one signature missing", RequirementRules.Measurement(Measurement with { Signed = 1 }), "0111"),
        ("measurement: one team alone", RequirementRules.Measurement(Measurement with { Named = 1, Signed = 1 }), "0111"),
        ("measurement: seven fresh", RequirementRules.Measurement(Measurement with { Fresh = 7 }), "1011"),
        ("measurement: one bound", RequirementRules.Measurement(Measurement with { OnScores = 1 }), "1101"),
        ("measurement: no key result", RequirementRules.Measurement(Measurement with { Results = 0, OnScores = 0 }), "1101"),
        ("measurement: four agreed", RequirementRules.Measurement(Measurement with { Agreed = 4 }), "1110"),
        ("measurement: nothing", RequirementRules.Measurement(Nothing.Measurement), "0000"),
        ("steward: all at the limit", RequirementRules.Steward(Steward), "111"),
        ("steward: none active", RequirementRules.Steward(Steward with { Active = 0, Days = 31 }), "101"),
        ("steward: never handed over, alone", RequirementRules.Steward(Steward with { Completed = 0 }), "110"),
        ("steward: a second one", RequirementRules.Steward(Steward with { Completed = 0, Active = 2, OpenDays = null }), "111"),
        ("steward: a hand-over lies open", RequirementRules.Steward(Steward with { OpenDays = 31 }), "110"),
        ("steward: nobody", RequirementRules.Steward(Nothing.Steward), "000"),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void A_condition_holds_by_its_rule(string name, string holds)
    {
        var one = Table.Single(row => row.Name == name).Requirement;
        string.Concat(one.Conditions.Select(condition => condition.Holds ? '1' : '0')).ShouldBe(holds);
        one.State.ShouldBe(
            holds.Contains('0')
                ? holds.Contains('1')
                    ? RequirementState.Partly
                    : RequirementState.NotYet
                : RequirementState.Met
        );
        // What does not hold says what is missing, with a link to the next step.
        foreach (var condition in one.Conditions)
            (condition.Missing is null).ShouldBe(condition.Holds);
        one.Conditions.ShouldAllBe(condition => condition.Missing == null || (condition.Missing.Href.StartsWith('/') && condition.Missing.Text.EndsWith('.')));
    }

    [Fact]
    public void It_is_operational_only_when_all_four_are_met()
    {
        var all = new RequirementFacts(Language, Rhythm, Measurement, Steward);
        RequirementRules.Sentence(RequirementRules.Of(all)).ShouldBe("Customer-centricity here is operational: all four requirements are met.");
        RequirementRules
            .Sentence(RequirementRules.Of(all with { Rhythm = Nothing.Rhythm, Steward = Steward with { Completed = 0 } }))
            .ShouldBe("Customer-centricity here is a claim: a discovery rhythm is missing, and a steward is only partly there.");
        RequirementRules
            .Sentence(RequirementRules.Of(Nothing))
            .ShouldBe(
                "Customer-centricity here is a claim: a shared language is missing, a discovery rhythm is missing, a shared measurement framework is missing, and a steward is missing."
            );
    }

    [Fact]
    public void Nothing_is_said_of_coordination_and_outcomes_below_eight_whole_cycles()
    {
        var seven = Record(Enumerable.Range(0, 7));
        seven.Associations().ShouldAllBe(row => row.Correlation == null && row.Text == "not enough data (7 of 8 cycles)");
        var eight = Record(Enumerable.Range(0, 8)).Associations();
        eight.Single(row => row.Series == "conflicts").Text.ShouldBe("one rises as the other falls");
        eight.Single(row => row.Series == "reach").Text.ShouldBe("rise and fall together");
        eight.Single(row => row.Series == "duplicates").Text.ShouldBe("one of them never changed");
        // The running cycle, whatever it holds, is no whole one.
        Record(Enumerable.Range(0, 7), running: true).Associations().ShouldAllBe(row => row.Correlation == null);
    }

    private static CycleRecord Record(IEnumerable<int> cycles, bool running = false)
    {
        var rows = cycles.Select(at => new CycleRow(new DateOnly(2024, 1, 1).AddMonths(3 * at), false, 5, 0.1 * at, 4, at % 3, 20 - at, 2, 5, 5, [100.0 + at])).ToList();
        if (running)
            rows.Add(rows[^1] with { Running = true });
        return new CycleRecord(rows, [new OutcomeName("retention", "Retention", "%")]);
    }
}
