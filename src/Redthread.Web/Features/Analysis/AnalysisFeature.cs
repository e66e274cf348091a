namespace Redthread.Web.Features.Analysis;

/// <summary>Drivers, lifetime value and linkage, from signals and from what is known of customers beside them.</summary>
public static class AnalysisFeature
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton<KeptAnalyses>()
            .AddSingleton<AnalysisQueries>()
            .AddScoped<LinkageAnalysis>()
            .AddScoped<LifetimeAnalysis>()
            .AddScoped<DriversAnalysis>()
            .AddScoped<ProposeImportance>()
            .AddScoped<FactsQueries>()
            .AddScoped<ImportCustomerFacts>()
            .AddScoped<EraseCustomerFacts>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        AnalysisPages.Map(routes);
        AnalysisApi.Map(routes);
    }
}
