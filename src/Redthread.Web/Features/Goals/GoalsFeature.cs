namespace Redthread.Web.Features.Goals;

/// <summary>Objectives and key results by cycle, the outcomes they may be bound to, and who pulls on what.</summary>
public static class GoalsFeature
{
    public static void Add(IServiceCollection services) => services.AddSingleton<KeyResultValues>();

    public static void Map(IEndpointRouteBuilder routes) { }
}
