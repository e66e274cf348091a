using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Requirements;

/// <summary>The four requirements of a customer-centric organisation, judged by what is done here.</summary>
public static class RequirementsFeature
{
    public static void Add(IServiceCollection services) => services.AddSingleton<FactQueries>().AddSingleton<CycleQueries>().AddSingleton<RequirementQueries>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/requirements", PageAsync).Needs(Permission.ViewThreads).ExcludeFromDescription();
        routes
            .MapGet("/api/requirements", ApiAsync)
            .Needs(Permission.ViewThreads)
            .WithTags("Requirements")
            .WithSummary("The four requirements with their conditions and evidence, and coordination by cycle beside outcomes; with format=csv the cycles as a table.")
            .Produces<RequirementsResource>();
    }

    private static async Task<IResult> PageAsync(HttpContext http, RequirementQueries queries, CancellationToken cancel) =>
        Pages.Page<RequirementsPage>(new { Frame = http.Frame("The four requirements", "requirements"), Model = await queries.ReadAsync(cancel) });

    /// <param name="Operational">All four are met.</param>
    /// <param name="On">The day it says so of.</param>
    public sealed record RequirementsResource(
        bool Operational,
        string Sentence,
        string Reading,
        DateOnly On,
        IReadOnlyList<RequirementResource> Requirements,
        IReadOnlyList<CycleResource> Cycles,
        IReadOnlyList<AssociationResource> Associations
    );

    /// <param name="State">met, partly or not-yet.</param>
    public sealed record RequirementResource(string Key, string Name, string State, IReadOnlyList<ConditionResource> Conditions);

    public sealed record ConditionResource(string Rule, bool Holds, string Evidence, string EvidenceAddress, string? Missing, string? Step, string? StepAddress);

    /// <param name="Cycle">As 2026-Q4.</param>
    /// <param name="Reach">Share, 0–1.</param>
    public sealed record CycleResource(
        string Cycle,
        bool Running,
        int Insights,
        double? Reach,
        int Objectives,
        int SharedObjectives,
        int? Conflicts,
        int? Duplicates,
        int Decisions,
        int DecisionsOnFreshEvidence,
        IReadOnlyDictionary<string, double?> Outcomes
    );

    /// <param name="Tau">Kendall's τ-b; null as long as there is not enough data.</param>
    /// <param name="Probability">Held to the false discovery rate over all associations.</param>
    public sealed record AssociationResource(string Series, string Outcome, int Cycles, double? Tau, double? Probability, string Reading);

    private static readonly string[] Columns =
    [
        "cycle",
        "running",
        "insights",
        "reach",
        "objectives",
        "sharedObjectives",
        "conflicts",
        "duplicates",
        "decisions",
        "decisionsOnFreshEvidence",
    ];

    private static async Task<IResult> ApiAsync(string? format, RequirementQueries queries, CancellationToken cancel)
    {
        var model = await queries.ReadAsync(cancel);
        return CsvAnswer.IsAsked(format)
            ? CsvAnswer.Of("requirements.csv", [.. Columns, .. model.Record.Outcomes.Select(outcome => outcome.Key)], model.Record.Rows.Select(Cells))
            : TypedResults.Ok(Resource(model));
    }

    private static IReadOnlyList<object?> Cells(CycleRow row) =>
        [
            Cycle.Address(row.Cycle),
            row.Running ? "true" : "false",
            row.Insights,
            row.Reach,
            row.Objectives,
            row.Shared,
            row.Conflicts,
            row.Duplicates,
            row.Decisions,
            row.Fresh,
            .. row.Outcomes.Select(value => (object?)value),
        ];

    private static RequirementsResource Resource(RequirementModel model) =>
        new(
            model.Operational,
            model.Sentence,
            RequirementRules.Reading,
            DateOnly.FromDateTime(model.At),
            [.. model.Requirements.Select(one => new RequirementResource(one.Key, one.Name, StateKey(one.State), [.. one.Conditions.Select(Resource)]))],
            [
                .. model.Record.Rows.Select(row => new CycleResource(
                    Cycle.Address(row.Cycle),
                    row.Running,
                    row.Insights,
                    row.Reach,
                    row.Objectives,
                    row.Shared,
                    row.Conflicts,
                    row.Duplicates,
                    row.Decisions,
                    row.Fresh,
                    model.Record.Outcomes.Zip(row.Outcomes).ToDictionary(pair => pair.First.Key, pair => pair.Second)
                )),
            ],
            [
                .. model.Associations.Select(row => new AssociationResource(
                    row.Series,
                    row.Outcome,
                    row.Cycles,
                    row.Correlation is { Exists: true } one ? one.Tau : null,
                    row.Adjusted,
                    row.Text
                )),
            ]
        );

    private static ConditionResource Resource(Condition condition) =>
        new(condition.Rule, condition.Holds, condition.Evidence, condition.Href, condition.Missing?.Text, condition.Missing?.Label, condition.Missing?.Href);

    public static string StateKey(RequirementState state) =>
        state switch
        {
            RequirementState.Met => "met",
            RequirementState.Partly => "partly",
            _ => "not-yet",
        };
}
