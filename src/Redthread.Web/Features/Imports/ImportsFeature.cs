namespace Redthread.Web.Features.Imports;

public static class ImportsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ImportQueue>().AddSingleton<ImportRunner>();
        services.AddScoped<StartImport>().AddScoped<ImportQueries>();
    }
}
