using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using Redthread.Web.Shell;

// The namespace that encloses all of ours: its extension methods are found before the framework's of the same name.
namespace Redthread.Web;

/// <summary>
/// Maps a route as the framework does, but prepares its handler on the first request to it. Preparing all of some
/// hundreds at once took the better part of the start.
/// </summary>
public static class LazyRoutes
{
    public static RouteHandlerBuilder MapGet(this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Delegate handler) =>
        Map(routes, pattern, handler, HttpMethods.Get);

    public static RouteHandlerBuilder MapPost(this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Delegate handler) =>
        Map(routes, pattern, handler, HttpMethods.Post);

    public static RouteHandlerBuilder MapPut(this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Delegate handler) =>
        Map(routes, pattern, handler, HttpMethods.Put);

    public static RouteHandlerBuilder MapDelete(this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Delegate handler) =>
        Map(routes, pattern, handler, HttpMethods.Delete);

    private static RouteHandlerBuilder Map(IEndpointRouteBuilder routes, string pattern, Delegate handler, string method) =>
        RouteHandlerServices.Map(routes, pattern, handler, [method], RequestDelegateFactory.InferMetadata, PrepareLater).AddEndpointFilterFactory(EmptyForms.Fill);

    private static RequestDelegateResult PrepareLater(Delegate handler, RequestDelegateFactoryOptions options, RequestDelegateMetadataResult? inferred)
    {
        var prepared = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(handler, options, inferred).RequestDelegate);
        return new RequestDelegateResult(context => prepared.Value(context), inferred?.EndpointMetadata ?? []);
    }
}
