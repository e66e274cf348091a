namespace Redthread.Web.Features.Signals;

public static class SignalsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<EraseCustomer>().AddScoped<CustomerLosses>().AddScoped<SignalTrailQueries>();
        services.AddSingleton<AppendSignals>();
        services.AddSingleton<LiveSignals>();
    }
}
