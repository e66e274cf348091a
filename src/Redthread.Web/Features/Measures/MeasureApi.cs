using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Measures;

/// <summary>Measures for programs.</summary>
public static class MeasureApi
{
    public sealed record MeasureResource(MeasureEntry Entry, int Version, int Revision, bool Locked, string Formula);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var measures = routes.MapGroup("/api/measures").WithTags("Measures");
        measures
            .MapGet("", async (MeasureQueries queries, CancellationToken cancel) => TypedResults.Ok((await queries.ReadListAsync(cancel)).Rows.Select(row => Of(row.Measure))))
            .Needs(Permission.ViewPicture)
            .WithSummary("All measures, each in its current version")
            .WithDescription("The formula says in words how a raw value becomes 0–100. A locked measure is in use: changing what it measures makes a new version.");
        measures
            .MapGet(
                "/{key}",
                async (string key, MeasureQueries queries, CancellationToken cancel) => (await queries.ReadAsync(key, cancel)).ToApi(view => TypedResults.Ok(Of(view.Measure)))
            )
            .Needs(Permission.ViewPicture)
            .WithSummary("One measure in its current version")
            .Produces<MeasureResource>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        measures
            .MapPut("/{key}", PutAsync)
            .Needs(Permission.EditMeasures)
            .WithSummary("Make a measure, or make it be what the body says")
            .WithDescription(
                "With a revision (0 for a new measure) the change is refused as 409 changed-meanwhile if another came first; without one it counts on none. mappingText: linear “min max”, target “bad good”, boxes “0-6:0 7-8:50 9-10:100”."
            )
            .Produces<SaveMeasure.Saved>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> PutAsync(HttpContext http, string key, MeasureEntry entry, int? revision, SaveMeasure save, CancellationToken cancel)
    {
        if (entry.Measure.Length > 0 && entry.Measure != key)
            return Error.Invalid("key-differs", $"The address names {key}, the body {entry.Measure}. A key never changes.").ToProblem();
        return (await save.HandleAsync(http.Actor(), new SaveMeasure.Request(entry with { Measure = key }, revision), cancel)).ToApi();
    }

    private static MeasureResource Of(Domain.Measures.Measure measure) =>
        new(MeasureEntry.Of(measure), measure.Version, measure.Revision, measure.LockedAt is not null, MeasureText.Mapping(measure));
}
