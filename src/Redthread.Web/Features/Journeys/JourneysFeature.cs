namespace Redthread.Web.Features.Journeys;

public static class JourneysFeature
{
    public static void Add(IServiceCollection services) =>
        services.AddScoped<JourneyQueries>().AddScoped<SaveJourney>().AddScoped<ChangeJourney>().AddScoped<MoveJourney>().AddScoped<ImportJourneys>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        AtlasEndpoints.Map(routes);
        JourneyEndpoints.Map(routes);
        StageEndpoints.Map(routes);
        JourneyApi.Map(routes);
    }
}
