using System.Reflection;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Tests.Support;

namespace Redthread.Tests.Architecture;

/// <summary>Whatever binds a form asks for the form's token.</summary>
public sealed class FormRuleTests(PostgresServer postgres)
{
    [Fact]
    public async Task Every_form_route_asks_for_its_token()
    {
        await using var host = await TestHost.StartAsync(postgres);
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        endpoints.Count(BindsForm).ShouldBeGreaterThan(20);
        Unprotected(endpoints).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_form_route_that_does_not_is_found()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapPost("/bad", ([FromForm] string name) => name).DisableAntiforgery();
        app.MapPost("/good", ([FromForm] string name) => name);
        Unprotected(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)).ShouldHaveSingleItem().ShouldContain("/bad");
    }

    private static IEnumerable<string> Unprotected(IEnumerable<Endpoint> endpoints) =>
        endpoints
            .Where(endpoint => BindsForm(endpoint) && endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: true })
            .Select(endpoint => endpoint.DisplayName!);

    private static bool BindsForm(Endpoint endpoint) =>
        endpoint
            .Metadata.GetMetadata<MethodInfo>()
            ?.GetParameters()
            .Any(parameter => parameter.GetCustomAttribute<FromFormAttribute>() is not null || parameter.ParameterType == typeof(IFormFile)) == true;
}
