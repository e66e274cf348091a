using Redthread.Web.Features.Talk;

namespace Redthread.Web.Features.Agreement;

/// <summary>Agreed scores: rounds of blind votes by teams, what was agreed, who dissents, and where it diverges from what is measured.</summary>
public static class AgreementFeature
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton<AgreementQueries>()
            .AddSingleton<ITopics, AgreementTopics>()
            .AddScoped<OpenRound>()
            .AddScoped<CastVote>()
            .AddScoped<SettleRound>()
            .AddScoped<RecordAgreed>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        AgreementEndpoints.Map(routes);
        AgreementApi.Map(routes);
    }
}
