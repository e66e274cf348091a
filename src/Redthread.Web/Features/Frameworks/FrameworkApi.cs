using Redthread.Domain.Frameworks;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Frameworks;

/// <summary>Frameworks for programs.</summary>
public static class FrameworkApi
{
    public sealed record FrameworkSummary(int Number, string Name, FrameworkState State, DateTime CreatedAt, DateTime? AgreedAt, DateTime? RetiredAt);

    public sealed record Signature(string Team, DateTime? SignedAt, string? SignedBy);

    /// <param name="Fingerprint">To be sent back when signing or agreeing: one agrees to what one read.</param>
    public sealed record FrameworkResource(FrameworkSummary Framework, int Revision, string Fingerprint, FrameworkFile File, IReadOnlyList<Signature> Signatures);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var frameworks = routes.MapGroup("/api/frameworks").WithTags("Frameworks");
        frameworks
            .MapGet("", async (FrameworkQueries queries, CancellationToken cancel) => TypedResults.Ok((await queries.ReadListAsync(cancel)).Frameworks.Select(Of)))
            .Needs(Permission.ViewPicture)
            .WithSummary("All frameworks, newest first");
        frameworks
            .MapGet(
                "/{number:int}",
                async (int number, FrameworkQueries queries, CancellationToken cancel) => (await queries.ReadAsync(number, cancel)).ToApi(view => TypedResults.Ok(Of(view)))
            )
            .Needs(Permission.ViewPicture)
            .WithSummary("One framework: its values, its signatures and its fingerprint")
            .Produces<FrameworkResource>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        frameworks
            .MapGet("/draft", async (FrameworkQueries queries, CancellationToken cancel) => (await queries.ReadDraftAsync(cancel)).ToApi(view => TypedResults.Ok(Of(view))))
            .Needs(Permission.ViewPicture)
            .WithSummary("The draft that is being worked on")
            .Produces<FrameworkResource>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        MapDraft(frameworks);
        MapSignatures(frameworks);
    }

    private static void MapDraft(RouteGroupBuilder frameworks)
    {
        frameworks
            .MapPut(
                "/draft",
                async (HttpContext http, FrameworkFile file, int? revision, SaveFramework save, CancellationToken cancel) =>
                    (await save.HandleAsync(http.Actor(), new SaveFramework.Request(file, revision), cancel)).ToApi()
            )
            .Needs(Permission.EditMeasures)
            .WithSummary("Make the draft be what the body says, or make a draft")
            .WithDescription("A change takes all signatures away. With a revision (0 where there is no draft) it is refused as 409 changed-meanwhile if another change came first.")
            .Produces<SaveFramework.Saved>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        frameworks
            .MapDelete(
                "/draft",
                async (HttpContext http, int? revision, SaveFramework save, CancellationToken cancel) =>
                    (await save.DiscardAsync(http.Actor(), revision, cancel)).ToApi(_ => TypedResults.NoContent())
            )
            .Needs(Permission.EditMeasures)
            .WithSummary("Discard the draft")
            .Produces(StatusCodes.Status204NoContent);
        frameworks
            .MapPost(
                "/draft/agreement",
                async (HttpContext http, AgreeFramework.Request request, AgreeFramework agree, CancellationToken cancel) =>
                    (await agree.HandleAsync(http.Actor(), request, cancel)).ToApi()
            )
            .Needs(Permission.EditMeasures)
            .WithSummary("Agree a draft that names no team")
            .WithDescription("Retires the framework before, locks the measures that have a weight and computes all scores anew. Where teams are named, their signatures agree it.")
            .Produces<AgreeFramework.Agreed>()
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static void MapSignatures(RouteGroupBuilder frameworks)
    {
        frameworks
            .MapPost(
                "/{number:int}/signatures",
                async (HttpContext http, int number, SignFramework.Request request, SignFramework sign, CancellationToken cancel) =>
                    (await sign.SignAsync(http.Actor(), number, request, cancel)).ToApi()
            )
            .Needs(Permission.SignFrameworks)
            .WithSummary("Sign a draft for a team that one is a member of")
            .WithDescription(
                "The fingerprint says what was read; if the draft has changed since, the answer is 409 changed-meanwhile. The last signature missing agrees the framework."
            )
            .Produces<SignFramework.Signed>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        frameworks
            .MapDelete(
                "/{number:int}/signatures/{team}",
                async (HttpContext http, int number, string team, SignFramework sign, CancellationToken cancel) =>
                    (await sign.WithdrawAsync(http.Actor(), number, team, cancel)).ToApi(_ => TypedResults.NoContent())
            )
            .Needs(Permission.SignFrameworks)
            .WithSummary("Withdraw a signature while the framework is a draft")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static FrameworkSummary Of(Framework framework) => new(framework.Number, framework.Name, framework.State, framework.CreatedAt, framework.AgreedAt, framework.RetiredAt);

    private static FrameworkResource Of(FrameworkQueries.FrameworkView view) =>
        new(
            Of(view.Framework),
            view.Framework.Revision,
            view.Fingerprint,
            view.File,
            [.. view.Framework.Teams.Select(team => new Signature(team.Team!.Key, team.SignedAt, team.SignedBy))]
        );
}
