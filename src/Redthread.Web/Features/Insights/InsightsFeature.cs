namespace Redthread.Web.Features.Insights;

public static class InsightsFeature
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton<InsightIndex>()
            .AddScoped<InsightQueries>()
            .AddScoped<NewInsightQueries>()
            .AddScoped<InsightResources>()
            .AddScoped<InsightEvidence>()
            .AddScoped<SaveInsight>()
            .AddScoped<ChangeEvidence>()
            .AddScoped<ApproveInsight>()
            .AddScoped<ArchiveInsight>()
            .AddScoped<MergeInsights>()
            .AddScoped<SplitInsight>()
            .AddScoped<EraseEvidence>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        InsightEndpoints.Map(routes);
        InsightApi.Map(routes);
    }
}
