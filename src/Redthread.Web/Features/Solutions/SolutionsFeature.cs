namespace Redthread.Web.Features.Solutions;

public static class SolutionsFeature
{
    public static void Add(IServiceCollection services) => services.AddScoped<SolutionQueries>().AddScoped<ChangeSolution>().AddScoped<MoveSolution>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        SolutionEndpoints.Map(routes);
        SolutionApi.Map(routes);
    }
}
