using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Redthread.Web.Shell;

public sealed class ApiDescription : IOpenApiDocumentTransformer
{
    private static readonly string[] Doors = ["Api", "Endpoints", "Feature", "Queries", "Pages"];

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer<ApiDescription>();
        options.CreateSchemaReferenceId = NameOf;
        options.ShouldInclude = IsApi;
    }

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Redthread";
        document.Info.Version = "1";
        document.Info.Description = "Signals in, the Picture out. Authenticate with an API token: Authorization: Bearer rt_…";
        document.Servers = [];
        return Task.CompletedTask;
    }

    // Forms of pages are no API: they need a cookie and an antiforgery token.
    private static bool IsApi(Microsoft.AspNetCore.Mvc.ApiExplorer.ApiDescription description) => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;

    /// <summary>
    /// A type within another is named after both, or all “Request”s would be one schema: SaveInsight.Request is SaveInsightRequest.
    /// What says whose it is by itself keeps its name: InsightApi.InsightResource is InsightResource.
    /// </summary>
    private static string? NameOf(JsonTypeInfo info)
    {
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(info);
        for (var outer = (Nullable.GetUnderlyingType(info.Type) ?? info.Type).DeclaringType; name is not null && outer is not null; outer = outer.DeclaringType)
        {
            var prefix = Doors.Where(door => outer.Name.EndsWith(door, StringComparison.Ordinal)).Select(door => outer.Name[..^door.Length]).FirstOrDefault() ?? outer.Name;
            name = name.StartsWith(prefix, StringComparison.Ordinal) ? name : prefix + name;
        }

        return name;
    }
}
