namespace Redthread.Web.Features.Decisions;

/// <summary>The ledger of decisions: what evidence reached which choice, what was expected of it, and what happened.</summary>
public static class DecisionsFeature
{
    public static void Add(IServiceCollection services) =>
        services
            .AddScoped<DecisionQueries>()
            .AddSingleton<DecisionWatch>()
            .AddScoped<SaveDecision>()
            .AddScoped<ChangeOptions>()
            .AddScoped<WeighInsight>()
            .AddScoped<MakeDecision>()
            .AddScoped<ReviewMovement>()
            .AddScoped<DraftDossier>()
            .AddScoped<SaveDossier>()
            .AddScoped<DossierCitations>()
            .AddScoped<EraseQuotes>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        DecisionEndpoints.Map(routes);
        DossierEndpoints.Map(routes);
        DecisionApi.Map(routes);
    }
}
