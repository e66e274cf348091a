namespace Redthread.Web.Features.Samples;

public static class SamplesFeature
{
    public static void Add(IServiceCollection services) =>
        services
            .AddScoped<SampleOrganisation>()
            .AddScoped<SamplePeople>()
            .AddScoped<SampleFramework>()
            .AddScoped<SampleImport>()
            .AddScoped<SampleCustomerFacts>()
            .AddScoped<SampleThreads>()
            .AddScoped<SampleAgreement>()
            .AddScoped<SampleRhythm>()
            .AddScoped<SampleConversations>()
            .AddScoped<SampleLanguage>()
            .AddScoped<SampleClaims>()
            .AddScoped<SampleLogs>();
}
