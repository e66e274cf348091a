using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Language;

/// <summary>The published glossary, open to all; before it is published nothing is there.</summary>
public static class GlossaryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/glossary", PageAsync).OpenToAll().ExcludeFromDescription();
        foreach (var format in new[] { "md", "json" })
            routes
                .MapGet($"/glossary.{format}", (HttpContext http, GlossaryQueries queries, CancellationToken cancel) => DownloadAsync(http, format, queries, cancel))
                .OpenToAll()
                .ExcludeFromDescription();
        routes
            .MapPost(
                "/language/terms/glossary",
                (HttpContext http, [FromForm] PublishGlossary.Request request, PublishGlossary publish, LanguageQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(
                        publish.HandleAsync(http.Actor(), request, cancel),
                        "/language#glossary",
                        form => LanguageFeature.ListAsync(http, queries, null, false, form, cancel)
                    )
            )
            .Needs(Permission.CurateLanguage)
            .ExcludeFromDescription();
    }

    private static async Task<IResult> PageAsync(HttpContext http, GlossaryQueries queries, CancellationToken cancel)
    {
        var glossary = await queries.ReadAsync(cancel);
        if (!glossary.Published)
            return http.ErrorPage(Missing);
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return Pages.Page<GlossaryPage>(new { Frame = http.Frame("Glossary", "language"), Model = glossary });
    }

    private static async Task<IResult> DownloadAsync(HttpContext http, string format, GlossaryQueries queries, CancellationToken cancel)
    {
        var glossary = await queries.ReadAsync(cancel);
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return glossary.Published ? LanguageFiles.Of(format, "glossary", "Glossary", glossary.Entries) : http.ErrorPage(Missing);
    }

    private static Error Missing => Error.NotFound("glossary");
}
