using System.Text;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Journeys;

public static class JourneyApi
{
    private static readonly Lazy<string> SchemaText = new(() =>
    {
        using var stream = typeof(JourneyApi).Assembly.GetManifestResourceStream("journey.schema.json")!;
        using var text = new StreamReader(stream, Encoding.UTF8);
        return text.ReadToEnd();
    });

    /// <summary>The JSON Schema of journey files.</summary>
    public static string Schema => SchemaText.Value;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Journeys");
        api.MapGet("/journeys", ListAsync).Needs(Permission.ViewPicture).WithSummary("All journeys, each under the one above it, in their order.");
        api.MapGet("/journeys/{key}", ReadAsync).Needs(Permission.ViewPicture).WithSummary("One journey, whole, with the version it is at.");
        api.MapGet("/journeys/{key}.yaml", ReadYamlAsync).Needs(Permission.ViewPicture).WithSummary("One journey as its YAML file.");
        api.MapPut("/journeys/{key}", SaveAsync)
            .Needs(Permission.EditJourneys)
            .WithSummary("Make a journey be what the body says. With ?version= it is refused when somebody changed the journey since that version; 0 means it must be new.");
        api.MapPost("/journeys/{key}/publication", PublishAsync)
            .Needs(Permission.EditJourneys)
            .WithSummary(
                "Publish a draft: from then on it stands on the Picture and counts. With ?version= it is refused when somebody changed it since; one that is published stays as it is."
            );
        api.MapGet("/schemas/journey", () => TypedResults.Text(Schema, "application/schema+json")).Needs(Permission.ViewPicture).WithSummary("The JSON Schema of journey files.");
    }

    /// <param name="Draft">Kept out of the Picture, of scores and of every choice until it is published.</param>
    public sealed record Listed(string Key, string Name, string Level, string? Parent, string? Owner, bool Archived, bool Draft, int Version, int Stages);

    private static async Task<IResult> ListAsync(JourneyQueries queries, CancellationToken cancel)
    {
        var atlas = await queries.ReadAtlasAsync(cancel);
        var keys = atlas.ToDictionary(entry => entry.Journey.Id, entry => entry.Journey.Key);
        return TypedResults.Ok(
            atlas
                .Select(entry => entry.Journey)
                .Select(journey => new Listed(
                    journey.Key,
                    journey.Name,
                    System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(journey.Level.ToString()),
                    journey.ParentId is { } parent ? keys[parent] : null,
                    Words.Owner(journey),
                    journey.ArchivedAt is not null,
                    journey.DraftedAt is not null,
                    journey.Version,
                    journey.LiveStages.Count()
                ))
                .ToList()
        );
    }

    private static async Task<IResult> ReadAsync(HttpContext http, string key, JourneyQueries queries, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(key, cancel);
        if (view.Ok)
            http.Response.Headers.ETag = $"\"{view.Value.Journey.Version}\"";
        return view.ToApi(found => TypedResults.Ok(found.File));
    }

    private static async Task<IResult> ReadYamlAsync(string key, JourneyQueries queries, CancellationToken cancel) =>
        (await queries.ReadAsync(key, cancel)).ToApi(view => TypedResults.Text(view.File.ToYaml(), "application/yaml"));

    private static async Task<IResult> SaveAsync(HttpContext http, string key, int? version, JourneyFile file, SaveJourney save, CancellationToken cancel)
    {
        if (file.Journey.Length > 0 && file.Journey != key)
            return Error.Invalid("key-differs", $"The address names the journey {key}, the body {file.Journey}. Nothing was changed.").ToProblem();
        var result = await save.HandleAsync(http.Actor(), new SaveJourney.Request(file with { Journey = key }, version ?? IfMatch(http)), cancel);
        return result.ToApi();
    }

    private static async Task<IResult> PublishAsync(HttpContext http, string key, int? version, ChangeJourney change, CancellationToken cancel) =>
        (await change.PublishAsync(http.Actor(), key, version ?? IfMatch(http), cancel)).ToApi();

    private static int? IfMatch(HttpContext http) =>
        int.TryParse(http.Request.Headers.IfMatch.ToString().Trim('"'), System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : null;
}
