using Microsoft.Extensions.DependencyInjection.Extensions;
using Redthread.Web.Features.Journeys;

namespace Redthread.Web.Features.Templates;

public static class TemplatesFeature
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddScoped<SaveJourney>();
        services.TryAddScoped<JourneyQueries>();
        services.AddScoped<UseTemplate>();
    }
}
