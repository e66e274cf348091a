using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Notes;

public static class NotesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/notes", async (NoteQueries queries, CancellationToken cancel) => TypedResults.Ok(await queries.ReadNotesAsync(cancel)))
            .Needs(Permission.ViewPicture)
            .WithSummary("Notes of the timeline, newest first.");
        api.MapPost("/notes", MakeAsync).Needs(Permission.EditJourneys).WithSummary("Make a note.");
        api.MapGet("/traffic", async (NoteQueries queries, CancellationToken cancel) => TypedResults.Ok(await queries.ReadTrafficAsync(cancel)))
            .Needs(Permission.ViewPicture)
            .WithSummary("Stage traffic: customers by stage, month and segment.");
        api.MapPost("/traffic", SetAsync)
            .Needs(Permission.EditJourneys)
            .WithSummary("Set stage traffic. The same stage, month and segment again sets the figure anew; rejected rows are named and stop no other.");
    }

    /// <param name="Stage">journey/stage, by keys.</param>
    /// <param name="Month">2026-05.</param>
    /// <param name="Segment">Key of a segment; none is all segments together.</param>
    /// <param name="Customers">null takes the figure away.</param>
    public sealed record TrafficFigure(string? Stage, string? Month, string? Segment, long? Customers);

    private static async Task<IResult> MakeAsync(HttpContext http, ChangeNote.Request request, ChangeNote change, CancellationToken cancel) =>
        (await change.CreateAsync(http.Actor(), request, cancel)).ToApi(note =>
            TypedResults.Created("/api/notes", new NoteQueries.NoteLine(note.Id, note.On, note.Text, request.Journey, note.ExternalId, note.ActorName, note.Version))
        );

    private static async Task<IResult> SetAsync(HttpContext http, List<TrafficFigure> figures, SetTraffic set, CancellationToken cancel) =>
        (
            await set.HandleAsync(
                http.Actor(),
                [
                    .. figures.Select(figure => new SetTraffic.Figure(
                        figure.Stage,
                        figure.Month,
                        figure.Segment,
                        figure.Customers?.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    )),
                ],
                cancel
            )
        ).ToApi();
}
