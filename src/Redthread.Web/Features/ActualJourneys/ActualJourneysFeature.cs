using Redthread.Web.Shell;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>What customers really do, from event logs: the flow, repeats and their cost, variants, waits, drop-off, and how it differs from what was planned.</summary>
public static class ActualJourneysFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<LogFiles>().AddSingleton<LogCache>().AddSingleton<LogQueries>();
        services.AddScoped<KeepLog>().AddScoped<DraftJourney>().AddScoped<SaveFinding>().AddScoped<EraseFromLogs>();
        services.AddScoped<AddToLog>().AddScoped<FollowLog>().AddScoped<FollowFindings>().AddScoped<FollowComparisons>().AddScoped<KeepComparison>().AddScoped<ComparisonQueries>();
    }

    public static void Map(IEndpointRouteBuilder routes, HostSettings settings)
    {
        LogEndpoints.Map(routes.MapGroup("/actual-journeys").ExcludeFromDescription(), settings);
        GrowEndpoints.Map(routes.MapGroup("/actual-journeys").ExcludeFromDescription(), settings);
        DraftEndpoints.Map(routes.MapGroup("/actual-journeys").ExcludeFromDescription());
        FindingEndpoints.Map(routes.MapGroup("/actual-journeys").ExcludeFromDescription());
        LogApi.Map(routes.MapGroup("/api/event-logs").WithTags("Event logs"), settings);
    }
}
