using Redthread.Domain;
using Redthread.Domain.Language;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Language;

/// <summary>Terms for programs.</summary>
public static class LanguageApi
{
    private static readonly string[] Columns =
    [
        "key",
        "word",
        "definition",
        "example",
        "counterExample",
        "avoid",
        "behind",
        "owner",
        "version",
        "teamsAgreed",
        "teamsObjecting",
        "teams",
    ];

    /// <param name="Avoid">Words to avoid.</param>
    /// <param name="Behind">The key of a measure, or an address within Redthread.</param>
    /// <param name="TeamsAgreed">Of all teams, those that agree to this version.</param>
    public sealed record TermResource(
        string Key,
        string Word,
        string Definition,
        string? Example,
        string? CounterExample,
        IReadOnlyList<string> Avoid,
        string? Behind,
        string? Owner,
        int Version,
        int TeamsAgreed,
        int TeamsObjecting,
        int Teams
    );

    public static void Map(RouteGroupBuilder terms)
    {
        terms
            .MapGet("", ListAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("All live terms of the shared language, by word")
            .WithDescription("search: in word, definition and words to avoid. format=csv answers a table.")
            .Produces<IEnumerable<TermResource>>();
        terms
            .MapPost(
                "",
                async (HttpContext http, SaveTerm.Request request, SaveTerm save, CancellationToken cancel) =>
                    (await save.CreateAsync(http.Actor(), request, cancel)).ToApi(term => TypedResults.Created($"/api/terms/{term.Key}", Of(new TermLine(term, null, 0, 0, 0))))
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Define a term")
            .Produces<TermResource>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        terms
            .MapPut(
                "/{key}",
                async (HttpContext http, string key, SaveTerm.Request request, SaveTerm save, CancellationToken cancel) =>
                    (await save.ChangeAsync(http.Actor(), key, request, cancel)).ToApi(term => TypedResults.Ok(Of(new TermLine(term, null, 0, 0, 0))))
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Change a term: a new version, to which teams agree anew; the same again changes nothing")
            .Produces<TermResource>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> ListAsync(string? search, string? format, LanguageQueries queries, CancellationToken cancel)
    {
        var rows = (await queries.ReadListAsync(search, false, cancel)).Lines.Select(Of).ToList();
        return CsvAnswer.IsAsked(format)
            ? CsvAnswer.Of(
                "terms.csv",
                Columns,
                rows.Select(row =>
                    (IReadOnlyList<object?>)
                        [
                            row.Key,
                            row.Word,
                            row.Definition,
                            row.Example,
                            row.CounterExample,
                            string.Join('\n', row.Avoid),
                            row.Behind,
                            row.Owner,
                            row.Version,
                            row.TeamsAgreed,
                            row.TeamsObjecting,
                            row.Teams,
                        ]
                )
            )
            : TypedResults.Ok(rows);
    }

    private static TermResource Of(TermLine line) =>
        new(
            line.Term.Key,
            line.Term.Word,
            line.Term.Definition,
            line.Term.Example,
            line.Term.CounterExample,
            line.Term.WordsToAvoid,
            line.Term.Behind,
            line.Owner,
            line.Term.Version,
            line.Agreed,
            line.Objecting,
            line.Teams
        );
}
