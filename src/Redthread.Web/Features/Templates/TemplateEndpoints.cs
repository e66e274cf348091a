using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Templates;

public static class TemplateEndpoints
{
    public sealed record TemplateResource(string Name, string Title, string Description, IEnumerable<string> Journeys, int Stages, int Touchpoints, IEnumerable<string> Measures);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/templates", (HttpContext http) => Page(http, null)).Needs(Permission.ViewPicture).ExcludeFromDescription();
        routes.MapPost("/templates/{name}/use", UseAsync).Needs(Permission.EditMeasures).ExcludeFromDescription();
        routes
            .MapGet("/api/templates", () => TypedResults.Ok(Template.All.Select(Of)))
            .Needs(Permission.ViewPicture)
            .WithTags("Templates")
            .WithSummary("The templates that come with the program, and what they hold");
        routes
            .MapPost(
                "/api/templates/{name}/use",
                async (HttpContext http, string name, UseTemplate use, CancellationToken cancel) =>
                    (await use.HandleAsync(http.Actor(), new UseTemplate.Request(name), cancel)).ToApi()
            )
            .Needs(Permission.EditMeasures)
            .WithTags("Templates")
            .WithSummary("Bring in a template's journeys and measures, and its framework as a draft")
            .WithDescription("Journeys and measures that are there already are left as they are.")
            .Produces<UseTemplate.Used>();
    }

    public static TemplateResource Of(Template template) =>
        new(
            template.Name,
            template.Title,
            template.Description,
            template.Journeys.Select(journey => journey.Journey),
            template.StageCount,
            template.TouchpointCount,
            template.Measures.Select(measure => measure.Measure)
        );

    private static IResult Page(HttpContext http, Error? error)
    {
        var actor = http.Actor();
        var used = Template.Find(http.Request.Query["used"].ToString());
        return Pages.Page<TemplatesPage>(
            new
            {
                Frame = http.Frame("Templates", "journeys"),
                CanUse = actor.Can(Permission.EditMeasures) && actor.Can(Permission.EditJourneys),
                Used = used.Ok ? used.Value : null,
                Error = error,
            },
            error?.Status() ?? 200
        );
    }

    private static async Task<IResult> UseAsync(HttpContext http, string name, [FromForm] Nothing _, UseTemplate use, CancellationToken cancel)
    {
        var used = await use.HandleAsync(http.Actor(), new UseTemplate.Request(name), cancel);
        return used.Ok ? Answers.SeeOther($"/templates?used={used.Value.Name}") : Page(http, used.Error);
    }
}
