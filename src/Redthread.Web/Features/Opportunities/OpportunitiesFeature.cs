using Redthread.Web.Features.Priorities;

namespace Redthread.Web.Features.Opportunities;

public static class OpportunitiesFeature
{
    public static void Add(IServiceCollection services) =>
        services.AddSingleton<PortfolioSource>().AddScoped<OpportunityQueries>().AddScoped<ChangeOpportunity>().AddScoped<SettleOpportunity>().AddScoped<ScoreOpportunity>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        OpportunityEndpoints.Map(routes);
        OpportunityApi.Map(routes);
    }
}
