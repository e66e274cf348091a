using Microsoft.Extensions.DependencyInjection.Extensions;
using Redthread.Web.Features.Journeys;

namespace Redthread.Web.Features.Samples;

public static class SamplesFeature
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddScoped<SaveJourney>();
        services.AddScoped<SampleOrganisation>().AddScoped<SamplePeople>().AddScoped<SampleFramework>().AddScoped<SampleImport>();
    }
}
