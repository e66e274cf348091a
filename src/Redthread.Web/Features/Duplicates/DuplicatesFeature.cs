using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Duplicates;

public static class DuplicatesFeature
{
    private const int LongestText = 20_000;

    /// <param name="Name">As I-12.</param>
    /// <param name="Similarity">0–1.</param>
    public sealed record SimilarResource(string Name, string Title, string Address, double Similarity);

    /// <param name="Kind">insight, opportunity or solution.</param>
    /// <param name="BetweenTeams">Both have teams, and none in common.</param>
    public sealed record DuplicateResource(string Kind, string First, string FirstTitle, string Second, string SecondTitle, double Similarity, bool BetweenTeams);

    public static void Add(IServiceCollection services) => services.AddSingleton<StatementIndex>().AddScoped<DuplicateQueries>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/similar", SimilarAsync)
            .Needs(Permission.ViewThreads)
            .WithTags("Threads")
            .WithSummary("Live objects that a statement looks like, the most similar first")
            .WithDescription("kind: insight, opportunity or solution. text: the statement; detail: what is said beside it. At most five, from a similarity of 0.5 on.")
            .Produces<IEnumerable<SimilarResource>>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes
            .MapGet("/api/duplicates", AllAsync)
            .Needs(Permission.ViewThreads)
            .WithTags("Threads")
            .WithSummary("All pairs of insights, opportunities and solutions that say nearly the same")
            .WithDescription("From a similarity of 0.7 on, the most similar first; what is archived or merged away is left out.")
            .Produces<IEnumerable<DuplicateResource>>();
    }

    private static async Task<IResult> SimilarAsync(string? kind, string? text, string? detail, DuplicateQueries duplicates, CancellationToken cancel)
    {
        var known = StatementIndex.Kinds.Where(one => LedgerSource.Noun(one) == kind).Select(one => (ThreadKind?)one).FirstOrDefault();
        if (known is not { } asked)
            return Error.Invalid("kind-unknown", $"“{kind}” is none of insight, opportunity, solution.").ToProblem();
        if (text?.Length + (detail?.Length ?? 0) > LongestText)
            return Error.Invalid("text-too-long", "A statement has at most 20,000 characters.").ToProblem();
        return TypedResults.Ok(
            (await duplicates.LooksLikeAsync(asked, text, detail, cancel)).Select(one => new SimilarResource(one.Name, one.Row.Title, one.Address, one.Similarity))
        );
    }

    private static async Task<IResult> AllAsync(DuplicateQueries duplicates, CancellationToken cancel) =>
        TypedResults.Ok(
            (await duplicates.AllPairsAsync(cancel)).Select(pair => new DuplicateResource(
                LedgerSource.Noun(pair.Kind),
                ThreadStore.Name(pair.First),
                pair.First.Title,
                ThreadStore.Name(pair.Second),
                pair.Second.Title,
                pair.Similarity,
                pair.BetweenTeams
            ))
        );
}
