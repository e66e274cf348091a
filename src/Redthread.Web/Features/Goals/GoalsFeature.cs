namespace Redthread.Web.Features.Goals;

/// <summary>Objectives and key results by cycle, the outcomes they may be bound to, and who pulls on what.</summary>
public static class GoalsFeature
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton<KeyResultValues>()
            .AddSingleton<OutcomeQueries>()
            .AddScoped<BoundTargets>()
            .AddScoped<GoalQueries>()
            .AddScoped<AlignmentQueries>()
            .AddScoped<LeaderQueries>()
            .AddScoped<SaveObjective>()
            .AddScoped<SaveKeyResult>()
            .AddScoped<SaveOutcome>()
            .AddScoped<ImportOutcomes>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        GoalEndpoints.Map(routes);
        GoalsApi.Map(routes);
    }
}
