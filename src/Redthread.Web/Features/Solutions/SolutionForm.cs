using Redthread.Domain;
using Redthread.Domain.Opportunities;
using Redthread.Web.Features.Priorities;

namespace Redthread.Web.Features.Solutions;

/// <summary>The fields of the form as they are typed.</summary>
public sealed record SolutionForm
{
    public string? Title { get; init; }
    public string? Detail { get; init; }
    public string? Type { get; init; }
    public string? State { get; init; }
    public string? Horizon { get; init; }
    public string? Cycle { get; init; }
    public string? Effort { get; init; }
    public string? Cost { get; init; }
    public string? TestPlan { get; init; }
    public string? TrackerUrl { get; init; }
    public string? OwnerTeam { get; init; }
    public string? OwnerPerson { get; init; }
    public string? For { get; init; }
    public int? Version { get; init; }

    public static SolutionForm Of(Solution row) =>
        new()
        {
            Title = row.Title,
            Detail = row.Detail,
            Type = row.Type.ToString(),
            State = row.State.ToString(),
            Horizon = row.Horizon.ToString(),
            Cycle = row.Cycle is { } cycle ? Domain.Goals.Cycle.Address(cycle) : null,
            Effort = Figures.Plain(row.Effort),
            Cost = Figures.Plain(row.Cost),
            TestPlan = row.TestPlan,
            TrackerUrl = row.TrackerUrl,
            OwnerTeam = row.OwnerTeamId?.ToString(),
            OwnerPerson = row.OwnerPersonId?.ToString(),
            Version = row.Version,
        };

    public Result<ChangeSolution.Request> ToRequest() => (Figures.Check(Effort, "the effort") ?? Figures.Check(Cost, "the cost")) is { } error ? error : Request();

    /// <summary>What was typed beside what is stored, where they differ.</summary>
    public IEnumerable<(string Field, string? Stored, string? Typed)> Against(SolutionForm stored) =>
        [
            ("Title", stored.Title, Title),
            ("Details", stored.Detail, Detail),
            ("Kind", stored.Type, Type),
            ("State", stored.State, State),
            ("Horizon", stored.Horizon, Horizon),
            ("Cycle", stored.Cycle, Cycle),
            ("Effort", stored.Effort, Effort),
            ("Cost", stored.Cost, Cost),
            ("Test plan", stored.TestPlan, TestPlan),
            ("Tracker", stored.TrackerUrl, TrackerUrl),
        ];

    private ChangeSolution.Request Request() =>
        new()
        {
            Title = Title,
            Detail = Detail,
            Type = Enum.TryParse<SolutionType>(Type, true, out var type) ? type : null,
            State = Enum.TryParse<SolutionState>(State, true, out var state) ? state : null,
            Horizon = Enum.TryParse<Horizon>(Horizon, true, out var horizon) ? horizon : null,
            Cycle = Cycle,
            Effort = Figures.Parse(Effort),
            Cost = Figures.Parse(Cost),
            TestPlan = TestPlan,
            TrackerUrl = TrackerUrl,
            OwnerTeam = OwnerTeam,
            OwnerPerson = Guid.TryParse(OwnerPerson, out var person) ? person : null,
            For = For?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Version = Version,
        };
}
