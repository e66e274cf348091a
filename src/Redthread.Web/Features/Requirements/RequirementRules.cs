using Redthread.Domain.Goals;
using Redthread.Web.Features.Conversations;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Requirements;

public enum RequirementState
{
    NotYet,
    Partly,
    Met,
}

/// <summary>One thing that must be so, by what was done.</summary>
/// <param name="Rule">As printed: when it holds.</param>
/// <param name="Evidence">The numbers it was judged by.</param>
/// <param name="Href">Where they come from.</param>
/// <param name="Missing">A sentence with the next step; null when it holds.</param>
public sealed record Condition(string Rule, bool Holds, string Evidence, string Href, NextStep? Missing);

public sealed record NextStep(string Text, string Label, string Href);

public sealed record Requirement(string Key, string Name, string Why, IReadOnlyList<Condition> Conditions)
{
    public int Held => Conditions.Count(condition => condition.Holds);

    public RequirementState State =>
        Held == Conditions.Count ? RequirementState.Met
        : Held > 0 ? RequirementState.Partly
        : RequirementState.NotYet;

    public NextStep? Next => Conditions.FirstOrDefault(condition => !condition.Holds)?.Missing;
}

/// <summary>When each of the four requirements of a customer-centric organisation is met: pure functions of what was done.</summary>
public static class RequirementRules
{
    public const string Reading =
        "A requirement is met when all of its conditions hold, partly met when some do, and not yet met when none does. With all four met, customer-centricity here is operational; else it is a claim.";
    public const int Days = 90;
    public const int ActiveDays = 30;
    public const int LeastTerms = 5;
    public const int LeastTexts = 10;
    public const double MostAvoiding = 0.1;
    public const int LeastMeetings = 3;
    public const double LeastKept = 0.8;
    public const double Half = 0.5;

    public static IReadOnlyList<Requirement> Of(RequirementFacts facts) => [Language(facts.Language), Rhythm(facts.Rhythm), Measurement(facts.Measurement), Steward(facts.Steward)];

    /// <summary>The one sentence on top.</summary>
    public static string Sentence(IReadOnlyList<Requirement> all)
    {
        var open = all.Where(one => one.State != RequirementState.Met).ToList();
        if (open.Count == 0)
            return "Customer-centricity here is operational: all four requirements are met.";
        var named = open.Select(one => one.State == RequirementState.Partly ? $"{one.Name} is only partly there" : $"{one.Name} is missing").ToList();
        return $"Customer-centricity here is a claim: {Joined(named)}.";
    }

    public static Requirement Language(LanguageFacts facts) =>
        new(
            "language",
            "a shared language",
            "Teams that mean different things by one word agree on nothing.",
            [
                Condition(
                    $"At least {LeastTerms} terms, and half of all, are agreed to by half of the teams at their newest version, without an objection.",
                    facts.Agreed >= LeastTerms && Reaches(facts.Agreed, facts.Terms, Half),
                    $"{facts.Agreed} of {Numbers.Counted(facts.Terms, "term")} agreed to; {Numbers.Counted(facts.Teams, "team")}",
                    "/language",
                    facts.Terms == 0
                        ? new NextStep("No term is defined.", "Define the first terms", "/language")
                        : new NextStep("Too few terms are agreed to by the teams.", "Agree to terms", "/language")
                ),
                Condition(
                    "No term is disputed: none stands twice, and no team objects to one.",
                    facts is { Terms: > 0, Disputed: 0 },
                    facts.Terms == 0 ? "no term to dispute" : $"{facts.Disputed} disputed",
                    "/language",
                    facts.Terms == 0
                        ? new NextStep("There is no term yet.", "Open the language", "/language")
                        : new NextStep("Some terms are disputed.", "Settle them", "/language")
                ),
                Condition(
                    $"Of the texts of the last {Days} days that use a term or a word to avoid, at least {LeastTexts}, at most {Share(MostAvoiding)} use a word to avoid.",
                    facts.Texts >= LeastTexts && facts.Avoiding <= MostAvoiding * facts.Texts,
                    $"{facts.Avoiding} of {Numbers.Counted(facts.Texts, "text")} use a word to avoid",
                    "/language",
                    facts.Texts < LeastTexts
                        ? new NextStep("Hardly any text of late uses the language.", "Write an insight", "/insights")
                        : new NextStep("Words to avoid are still in use.", "See which words", "/language")
                ),
            ]
        );

    public static Requirement Rhythm(RhythmFacts facts) =>
        new(
            "rhythm",
            "a discovery rhythm",
            "What is not asked again and again is known once, and then believed for years.",
            [
                Condition(
                    $"Of the meetings due in the last {Days} days, at least {LeastMeetings}, {Share(LeastKept)} were held and written down in time, and no ritual is broken.",
                    facts.Due >= LeastMeetings && Reaches(facts.OnTime, facts.Due, LeastKept) && facts.Broken == 0,
                    $"{facts.OnTime} of {Numbers.Counted(facts.Due, "meeting")} held in time; {Numbers.Counted(facts.Broken, "ritual")} broken",
                    "/rhythm",
                    facts.Rituals == 0 ? new NextStep("No ritual is agreed.", "Make a ritual", "/rhythm")
                        : facts.Broken > 0 ? new NextStep(facts.Broken == 1 ? "A ritual is broken." : "Rituals are broken.", "Hold the next meeting", "/rhythm")
                        : new NextStep("Too few meetings were held in time.", "See the rituals", "/rhythm")
                ),
                Condition(
                    $"At least {Share(LeastKept)} of the conversations wanted in the last cycle, and in this one as far as it has gone, were held.",
                    facts.Wanted > 0 && facts.Held >= LeastKept * facts.Wanted,
                    facts.Wanted > 0 ? $"{facts.Held} held of {Math.Ceiling(facts.Wanted):0} wanted" : $"{Numbers.Counted(facts.Held, "conversation")} held; no target",
                    "/conversations",
                    facts.Wanted > 0
                        ? new NextStep("Fewer conversations were held than were wanted.", "Plan conversations", "/conversations")
                        : new NextStep("No cycle has a target for conversations.", "Set targets", "/conversations/coverage")
                ),
                Condition(
                    $"At least {Share(LeastKept)} of the pairs of stage and segment were heard in the running cycle, or in the last while less than half of it has gone. {Hearing.Rule}",
                    Reaches(facts.Heard, facts.Pairs, LeastKept),
                    facts.Pairs > 0 ? $"{facts.Heard} of {Numbers.Counted(facts.Pairs, "pair")} heard in {Cycle.Label(facts.HeardIn)}" : "no stage and segment to hear about",
                    CoverageOf(facts),
                    facts.Pairs > 0
                        ? new NextStep("Some segments are silent at some stages.", "See who was not heard", CoverageOf(facts))
                        : new NextStep("There is no stage yet, or no segment.", "Name segments", "/segments")
                ),
            ]
        );

    private static string CoverageOf(RhythmFacts facts) => $"/conversations/coverage?cycle={Cycle.Address(facts.HeardIn)}";

    public static Requirement Measurement(MeasurementFacts facts) =>
        new(
            "measurement",
            "a shared measurement framework",
            "Teams measured by different things pull in different directions.",
            [
                Condition(
                    "A framework is agreed, names at least two teams, and all of them have signed it.",
                    facts is { Framework: not null, Named: >= 2 } && facts.Signed == facts.Named,
                    facts.Framework is { } number ? $"framework {number}: {facts.Signed} of {Numbers.Counted(facts.Named, "team")} signed" : "none is agreed",
                    "/frameworks",
                    facts.Framework is null
                        ? new NextStep("No framework is agreed.", "Draft a framework", "/frameworks")
                        : new NextStep(facts.Named < 2 ? "The framework names fewer than two teams." : "Not every named team has signed.", "Open the framework", "/frameworks")
                ),
                Condition(
                    $"At least {Share(LeastKept)} of the stages it measures have a score from fresh evidence.",
                    Reaches(facts.Fresh, facts.Stages, LeastKept),
                    $"{facts.Fresh} of {Numbers.Counted(facts.Stages, "stage")} fresh",
                    "/",
                    new NextStep("Stages are unknown: their evidence is old, or too little.", "Bring signals in", "/imports")
                ),
                Condition(
                    "At least half of this cycle’s key results are bound to the score of a stage or journey.",
                    Reaches(facts.OnScores, facts.Results, Half),
                    $"{facts.OnScores} of {Numbers.Counted(facts.Results, "key result")}",
                    "/goals",
                    facts.Results == 0
                        ? new NextStep("This cycle has no key result.", "Set objectives", "/goals")
                        : new NextStep("Most key results measure no experience.", "Bind them to scores", "/goals")
                ),
                Condition(
                    "In this cycle or the last, at least half of the stages got an agreed score by the teams’ blind votes.",
                    Reaches(facts.Agreed, facts.LiveStages, Half),
                    $"{facts.Agreed} of {Numbers.Counted(facts.LiveStages, "stage")} agreed",
                    "/agreed-scores",
                    new NextStep("The teams have not voted on most stages.", "Open a round", "/agreed-scores")
                ),
            ]
        );

    public static Requirement Steward(StewardFacts facts) =>
        new(
            "steward",
            "a steward",
            "What is everybody’s business falls to nobody when the quarter gets busy.",
            [
                Condition(
                    "Somebody is named as steward.",
                    facts.Names.Count > 0,
                    facts.Names.Count > 0 ? string.Join(", ", facts.Names) : "nobody",
                    "/rhythm/steward",
                    new NextStep("Nobody has the role of steward.", "Name one", "/people")
                ),
                Condition(
                    $"A steward has changed something in the last {ActiveDays} days.",
                    facts.Active > 0,
                    facts.Days is { } days ? $"last {(days == 0 ? "today" : days == 1 ? "yesterday" : $"{days} days ago")}" : "never",
                    "/rhythm/steward",
                    new NextStep("No steward is at work.", "Hand the work over", "/rhythm/steward")
                ),
                Condition(
                    $"The work outlasts the person: a hand-over was completed or a second steward is at work, and no hand-over has lain open for more than {ActiveDays} days.",
                    (facts.Completed > 0 || facts.Active > 1) && !(facts.OpenDays > ActiveDays),
                    $"{Numbers.Counted(facts.Completed, "hand-over")} completed; {Numbers.Counted(facts.Active, "steward")} at work{(facts.OpenDays is { } open ? $"; one open for {Numbers.Counted(open, "day")}" : "")}",
                    "/rhythm/steward",
                    facts.OpenDays > ActiveDays
                        ? new NextStep("A hand-over was begun and not finished.", "Finish it", "/rhythm/steward")
                        : new NextStep("Nobody could take the work over tomorrow.", "Name a second steward or hand over", "/rhythm/steward")
                ),
            ]
        );

    private static Condition Condition(string rule, bool holds, string evidence, string href, NextStep missing) => new(rule, holds, evidence, href, holds ? null : missing);

    private static bool Reaches(int part, int whole, double share) => whole > 0 && part >= share * whole;

    private static string Share(double share) => Numbers.Share(share);

    private static string Joined(List<string> parts) => parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts.SkipLast(1))}, and {parts[^1]}";
}
