namespace Redthread.Web.Features.Measures;

public static class MeasuresFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<LockMeasures>();
        services.AddScoped<SaveMeasure>().AddScoped<MeasureQueries>();
    }
}
