namespace Redthread.Web.Features.Requirements;

/// <summary>What the rules judge by: counts of what was done, none of what anybody thinks of it.</summary>
/// <param name="Agreed">Live terms that at least half of the teams agree to at their newest version, and no team objects to.</param>
/// <param name="Disputed">Live terms that a team objects to, or that stand twice under one word.</param>
/// <param name="Texts">Texts of the last 90 days that use a term or a word to avoid.</param>
/// <param name="Avoiding">Of these, those that use a word to avoid.</param>
public sealed record LanguageFacts(int Terms, int Agreed, int Disputed, int Teams, int Texts, int Avoiding);

/// <param name="Due">Meetings of live rituals due in the last 90 days, those skipped with a reason left out.</param>
/// <param name="OnTime">Of these, held and written down within the days of grace.</param>
/// <param name="Wanted">Conversations wanted in the last cycle, and in this one as far as it has gone.</param>
/// <param name="Heard">Pairs of stage and segment heard in <paramref name="HeardIn"/>, as coverage counts them, of <paramref name="Pairs"/>.</param>
/// <param name="HeardIn">The cycle that is judged.</param>
public sealed record RhythmFacts(int Rituals, int Due, int OnTime, int Broken, double Wanted, int Held, int Pairs, int Heard, DateOnly HeardIn = default);

/// <param name="Framework">Number of the agreed one; null while none is agreed.</param>
/// <param name="Results">Live key results of this cycle's objectives, <paramref name="OnScores"/> of them bound to the score of a stage or journey.</param>
/// <param name="Agreed">Live stages with an agreed score of this cycle or the last.</param>
public sealed record MeasurementFacts(int? Framework, int Named, int Signed, int Stages, int Fresh, int Results, int OnScores, int LiveStages, int Agreed);

/// <param name="Days">Since a steward last changed anything; null when none ever did.</param>
/// <param name="Active">Stewards who changed something in the last 30 days.</param>
/// <param name="OpenDays">How long the oldest open hand-over has lain; null when none is open.</param>
public sealed record StewardFacts(IReadOnlyList<string> Names, int Active, int? Days, int Completed, int? OpenDays);

public sealed record RequirementFacts(LanguageFacts Language, RhythmFacts Rhythm, MeasurementFacts Measurement, StewardFacts Steward);
