using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Redthread.Web.Shell;

public sealed class ApiDescription : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Redthread";
        document.Info.Version = "1";
        document.Info.Description = "Signals in, the Picture out. Authenticate with an API token: Authorization: Bearer rt_…";
        document.Servers = [];
        return Task.CompletedTask;
    }
}
