using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Shell;

public sealed partial class OpenApiTests(PostgresServer postgres)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task The_description_of_the_API_changes_only_knowingly()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var client = await host.WithTokenAsync(Scope.Read);

        var document = await (await client.GetAsync("/api/openapi.json")).JsonAsync();

        Snapshot.Matches("openapi.json", JsonSerializer.Serialize(document, Indented));
    }

    [Fact]
    public async Task Only_the_API_is_described()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var client = await host.WithTokenAsync(Scope.Read);
        var document = await (await client.GetAsync("/api/openapi.json")).JsonAsync();
        document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ShouldAllBe(path => path.StartsWith("/api/"));
    }

    // Types within types of one name each would share one schema, and all but one would be described wrongly.
    [Fact]
    public async Task Every_body_is_described_with_the_properties_it_has()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var client = await host.WithTokenAsync(Scope.Read);
        var document = await (await client.GetAsync("/api/openapi.json")).JsonAsync();
        var compared = 0;
        foreach (var (method, path, type) in Bodies(host))
        {
            var operation = document.GetProperty("paths").GetProperty(path).GetProperty(method);
            if (!operation.TryGetProperty("requestBody", out var body) || !body.GetProperty("content").TryGetProperty("application/json", out var content))
                continue;
            var described = Resolve(document, content.GetProperty("schema"));
            if (described.ValueKind == JsonValueKind.Undefined || !described.TryGetProperty("properties", out var properties))
                continue;
            var names = type.GetProperties().Where(row => row.GetIndexParameters().Length == 0 && row.CanRead).Select(row => JsonNamingPolicy.CamelCase.ConvertName(row.Name));
            properties.EnumerateObject().Select(row => row.Name).ShouldBe(names, ignoreOrder: true, $"{method} {path} takes a {type.FullName}");
            compared++;
        }

        compared.ShouldBeGreaterThan(70);
    }

    private static IEnumerable<(string Method, string Path, Type Type)> Bodies(TestHost host) =>
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = "/" + Constraint().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "{$1}")
        where path.StartsWith("/api/") && endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null
        let accepts = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()
        where accepts?.RequestType is not null && accepts.ContentTypes.Contains("application/json")
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (method.ToLowerInvariant(), path, accepts.RequestType);

    private static JsonElement Resolve(JsonElement document, JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        foreach (var group in new[] { "allOf", "oneOf", "anyOf" })
        {
            if (schema.TryGetProperty(group, out var parts))
                return parts.EnumerateArray().Select(part => Resolve(document, part)).LastOrDefault(part => part.ValueKind == JsonValueKind.Object);
        }

        return schema;
    }

    [GeneratedRegex(@"\{([^:}]*)[^}]*\}")]
    private static partial Regex Constraint();
}
