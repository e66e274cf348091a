using Redthread.Web.Features.Activities;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Imports;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Measures;
using Redthread.Web.Features.People;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Samples;
using Redthread.Web.Features.Signals;

namespace Redthread.Web.Features;

/// <summary>All features of the product; each brings its use cases, queries and routes.</summary>
public static class FeatureList
{
    public static void AddFeatures(this IServiceCollection services)
    {
        PeopleFeature.Add(services);
        MeasuresFeature.Add(services);
        FrameworksFeature.Add(services);
        services.AddSingleton<LandscapeSource>();
        ImportsFeature.Add(services);
        SignalsFeature.Add(services);
        PictureFeature.Add(services);
        SamplesFeature.Add(services);
    }

    /// <summary>What only runs in the web host.</summary>
    public static void AddWebFeatures(this IServiceCollection services)
    {
        services.AddHostedService<ImportWorker>();
    }

    public static void MapFeatures(this IEndpointRouteBuilder routes)
    {
        ShellRoutes.Map(routes);
        PictureFeature.Map(routes);
        SetupEndpoints.Map(routes);
        PeopleEndpoints.Map(routes);
        TeamEndpoints.Map(routes);
        TokenEndpoints.Map(routes);
        ActivityEndpoints.Map(routes);
    }
}
