namespace Redthread.Web.Features.Frameworks;

public static class FrameworksFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ScoringRulesSource>();
        services.AddScoped<RefreshScores>().AddScoped<SaveFramework>().AddScoped<AgreeFramework>().AddScoped<SignFramework>().AddScoped<FrameworkQueries>();
    }
}
