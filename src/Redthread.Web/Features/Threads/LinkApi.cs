using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Threads;

/// <summary>Links for programs.</summary>
public static class LinkApi
{
    /// <param name="From">The object it starts from, as I-12.</param>
    /// <param name="To">The object it leads to, as O-3; the id of a stage, need or team.</param>
    /// <param name="Path">Of a stage, journey/stage by their keys; of a need its key; else null.</param>
    public sealed record LinkResource(string From, LinkKind Kind, string To, string? Path, string? Reason, DateTime CreatedAt, string CreatedBy);

    public static void Map(RouteGroupBuilder links)
    {
        links
            .MapGet("", ReadAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("All links of an object, in both directions")
            .WithDescription("of: the object's name, such as I-12.")
            .Produces<IEnumerable<LinkResource>>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        links
            .MapPost(
                "",
                async (HttpContext http, ChangeLinks.Request request, ChangeLinks change, CancellationToken cancel) =>
                    (await change.LinkAsync(http.Actor(), request, cancel)).ToApi(_ => TypedResults.NoContent())
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Link two objects, or an object to a stage, need or team; again changes nothing")
            .WithDescription(
                "Which kinds may join what is checked: insight framedIn opportunity, opportunity decidedIn decision, decision chooses solution, solution moves key result, and so on."
            )
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        links
            .MapDelete(
                "",
                async (HttpContext http, string from, LinkKind kind, string to, ChangeLinks change, CancellationToken cancel) =>
                    (
                        await change.UnlinkAsync(
                            http.Actor(),
                            new ChangeLinks.Request
                            {
                                From = from,
                                Kind = kind,
                                To = to,
                            },
                            cancel
                        )
                    ).ToApi(_ => TypedResults.NoContent())
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Take a link back; what a made decision rested on stays")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ReadAsync(LedgerSource ledgers, LandscapeSource landscapes, string of, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var paths = landscape
            .Journeys.SelectMany(journey => journey.Stages.Select(stage => (stage.Id, Path: $"{journey.Key}/{stage.Key}")))
            .ToDictionary(row => row.Id, row => row.Path);
        foreach (var need in landscape.Needs)
            paths[need.Id] = need.Key;
        var found = await ledgers.ReadAsync(
            ledger => ledger.Find(of) is { } row ? ledger.LinksFrom(row.Id).Concat(ledger.LinksTo(row.Id)).Select(link => Of(ledger, link, paths)).ToList() : null,
            cancel
        );
        return found is null ? Error.NotFound("object").ToProblem() : TypedResults.Ok(found);
    }

    private static LinkResource Of(Ledger ledger, Link link, Dictionary<Guid, string> paths) =>
        new(Name(ledger, link.FromId), link.Kind, Name(ledger, link.ToId), paths.GetValueOrDefault(link.ToId), link.Reason, link.CreatedAt, link.CreatedBy);

    private static string Name(Ledger ledger, Guid id) => ledger.Find(id) is { } row ? ThreadStore.Name(row) : id.ToString();
}
