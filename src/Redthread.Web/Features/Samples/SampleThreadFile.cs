using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;

namespace Redthread.Web.Features.Samples;

/// <summary>The sample's year of threads, as its file has it: weeks count back from the last day, keys join the entries.</summary>
public sealed record SampleThreadFile
{
    public List<PressureEntry> Pressures { get; init; } = [];
    public List<InsightEntry> Insights { get; init; } = [];
    public List<OpportunityEntry> Opportunities { get; init; } = [];
    public List<DecisionEntry> Decisions { get; init; } = [];
    public List<SolutionEntry> Solutions { get; init; } = [];
    public List<ObjectiveEntry> Objectives { get; init; } = [];
    public List<KeyResultEntry> KeyResults { get; init; } = [];
    public List<OutcomeEntry> Outcomes { get; init; } = [];

    public abstract record Entry
    {
        public string Key { get; init; } = "";
        public string Title { get; init; } = "";
        public string? Team { get; init; }
        public List<string> Teams { get; init; } = [];
        public List<string> Stages { get; init; } = [];
        public int Week { get; init; }
    }

    public sealed record PressureEntry : Entry
    {
        public PressureType Type { get; init; }
        public int? Resolved { get; init; }
    }

    public sealed record InsightEntry : Entry
    {
        public InsightType Type { get; init; }
        public List<string> Needs { get; init; } = [];
        public int Made { get; init; }
        public int? Approved { get; init; }
        public int? Archived { get; init; }

        /// <summary>So many signals of its first stage, since the week <see cref="From"/>.</summary>
        public int Signals { get; init; }
        public int From { get; init; }
        public bool Good { get; init; }
        public string? Segment { get; init; }
        public List<string> KeptAlive { get; init; } = [];
        public string? MergedInto { get; init; }
    }

    public sealed record OpportunityEntry : Entry
    {
        public List<string> Insights { get; init; } = [];
        public List<string> BlockedBy { get; init; } = [];
        public double? Effort { get; init; }
        public double? Value { get; init; }
        public ValueFrom ValueFrom { get; init; }
    }

    public sealed record DecisionEntry : Entry
    {
        public DecisionType Type { get; init; }
        public string? Question { get; init; }
        public int? Due { get; init; }
        public int? Made { get; init; }
        public string? Choice { get; init; }
        public List<string> Used { get; init; } = [];
        public List<string> Against { get; init; } = [];
        public List<AsideEntry> SetAside { get; init; } = [];
        public string? LookedBy { get; init; }
        public List<string> Opportunities { get; init; } = [];
        public string? Expected { get; init; }
        public double? Points { get; init; }
        public int? Review { get; init; }
        public int? Reviewed { get; init; }
        public string? Actual { get; init; }
        public string? External { get; init; }
        public List<OptionEntry> Options { get; init; } = [];
    }

    public sealed record AsideEntry
    {
        public string Insight { get; init; } = "";
        public string Reason { get; init; } = "";
    }

    public sealed record OptionEntry
    {
        public string Title { get; init; } = "";
        public double? Points { get; init; }
        public string? Effect { get; init; }
        public bool Chosen { get; init; }
    }

    public sealed record SolutionEntry : Entry
    {
        public SolutionType Type { get; init; }
        public Horizon Horizon { get; init; }
        public SolutionState? State { get; init; }
        public int? Shipped { get; init; }
        public double? Effort { get; init; }
        public double? Cost { get; init; }
        public string? Opportunity { get; init; }
        public string? Decision { get; init; }
        public List<string> Moves { get; init; } = [];
    }

    public sealed record ObjectiveEntry : Entry
    {
        /// <summary>The cycle is the quarter this week lies in.</summary>
        public int CycleWeek { get; init; }
        public string? Decision { get; init; }
    }

    public sealed record KeyResultEntry : Entry
    {
        public string Objective { get; init; } = "";
        public KeyResultSource Source { get; init; }
        public string? Stage { get; init; }
        public string? Outcome { get; init; }
        public double? Start { get; init; }
        public double Target { get; init; }
        public double? Manual { get; init; }
        public bool PayDepends { get; init; }
    }

    public sealed record OutcomeEntry
    {
        public string Key { get; init; } = "";
        public string Name { get; init; } = "";
        public OutcomeType Type { get; init; }
        public string Unit { get; init; } = "";
        public bool HigherIsBetter { get; init; }

        /// <summary>Two years ago and now; months lie between, with some noise.</summary>
        public double First { get; init; }
        public double Last { get; init; }
    }
}
