using Redthread.Domain;
using Redthread.Domain.Opportunities;
using Redthread.Web.Features.Priorities;

namespace Redthread.Web.Features.Opportunities;

/// <summary>The fields of the form as they are typed.</summary>
public sealed record OpportunityForm
{
    public string? Title { get; init; }
    public string? Detail { get; init; }
    public string? Effort { get; init; }
    public string? ValueAtRisk { get; init; }
    public string? ValueFrom { get; init; }
    public string? RiceReach { get; init; }
    public string? RiceImpact { get; init; }
    public string? RiceConfidence { get; init; }
    public string? OwnerTeam { get; init; }
    public string? From { get; init; }
    public int? Version { get; init; }

    public static OpportunityForm Of(Opportunity row) =>
        new()
        {
            Title = row.Title,
            Detail = row.Detail,
            Effort = Figures.Plain(row.Effort),
            ValueAtRisk = Figures.Plain(row.ValueAtRisk),
            ValueFrom = row.ValueFrom.ToString().ToLowerInvariant(),
            RiceReach = Figures.Plain(row.RiceReach),
            RiceImpact = Figures.Plain(row.RiceImpact),
            RiceConfidence = Figures.Plain(row.RiceConfidence),
            OwnerTeam = row.OwnerTeamId?.ToString(),
            Version = row.Version,
        };

    public Result<ChangeOpportunity.Request> ToRequest() => Check() is { } error ? error : Request();

    private Error? Check() =>
        Figures.Check(Effort, "the effort")
        ?? Figures.Check(ValueAtRisk, "the value at risk")
        ?? Figures.Check(RiceReach, "the reach")
        ?? Figures.Check(RiceImpact, "the impact")
        ?? Figures.Check(RiceConfidence, "the confidence");

    private ChangeOpportunity.Request Request() =>
        new()
        {
            Title = Title,
            Detail = Detail,
            Effort = Figures.Parse(Effort),
            ValueAtRisk = Figures.Parse(ValueAtRisk),
            ValueFrom = ValueFrom,
            RiceReach = Figures.Parse(RiceReach),
            RiceImpact = Figures.Parse(RiceImpact),
            RiceConfidence = Figures.Parse(RiceConfidence),
            OwnerTeam = OwnerTeam,
            From = From?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Version = Version,
        };

    /// <summary>What was typed beside what is stored, where they differ.</summary>
    public IEnumerable<(string Field, string? Stored, string? Typed)> Against(OpportunityForm stored) =>
        [
            ("Statement", stored.Title, Title),
            ("Details", stored.Detail, Detail),
            ("Effort", stored.Effort, Effort),
            ("Value at risk", stored.ValueAtRisk, ValueAtRisk),
            ("Which value counts", stored.ValueFrom, ValueFrom ?? "stated"),
            ("Reach", stored.RiceReach, RiceReach),
            ("Impact", stored.RiceImpact, RiceImpact),
            ("Confidence", stored.RiceConfidence, RiceConfidence),
            ("Team", stored.OwnerTeam, OwnerTeam),
        ];
}
