using Microsoft.AspNetCore.Mvc;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Language;

/// <summary>Where the language comes apart, for people and programs.</summary>
public static class DriftEndpoints
{
    private static readonly string[] Columns = ["kind", "word", "term", "instead", "team", "problem", "texts", "recent", "trend", "value", "examples"];

    /// <param name="Kind">rival, avoided or undefined.</param>
    /// <param name="Term">The key of the term; none for an undefined phrase.</param>
    /// <param name="Texts">Objects and comments that hold it; of a word to avoid within twelve months.</param>
    /// <param name="Recent">Of these, in the running month and the two before.</param>
    /// <param name="Months">The last twelve months, the running one last.</param>
    /// <param name="Trend">rising, falling, no trend, too few months; empty where none is asked for.</param>
    /// <param name="Value">C-value of a phrase.</param>
    public sealed record DriftResource(
        string Kind,
        string Word,
        string? Term,
        string? Instead,
        string? Team,
        string Problem,
        int Texts,
        int Recent,
        IReadOnlyList<int> Months,
        string Trend,
        double Value,
        IReadOnlyList<DriftSense> Senses,
        IReadOnlyList<DriftExample> Examples
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        MapPhrases(routes, "ignored", true);
        MapPhrases(routes, "restored", false);
        routes
            .MapGet("/api/terms/drift", ListAsync)
            .Needs(Permission.ViewThreads)
            .WithTags("Language")
            .WithSummary("Rival senses, words to avoid in use by team, and frequent phrases that nobody defined")
            .WithDescription("format=csv answers a table.")
            .Produces<IEnumerable<DriftResource>>();
    }

    internal static async Task<IResult> PageAsync(HttpContext http, LanguageDrift drift, FormState form, CancellationToken cancel) =>
        Pages.Page<DriftPage>(
            new
            {
                Frame = http.Frame("Drift of the language", "language"),
                Findings = await drift.ReadAsync(cancel),
                Ignored = await drift.ReadIgnoredAsync(cancel),
                Published = (await http.RequestServices.GetRequiredService<GlossaryQueries>().ReadAsync(cancel)).Published,
                Form = form,
                MayEdit = http.Actor().Can(Permission.EditThreads),
                MayCurate = http.Actor().Can(Permission.CurateLanguage),
            },
            form.Error?.Status() ?? 200
        );

    private static void MapPhrases(IEndpointRouteBuilder routes, string path, bool ignore) =>
        routes
            .MapPost(
                $"/language/phrases/{path}",
                (HttpContext http, [FromForm] IgnorePhrase.Request request, IgnorePhrase use, LanguageDrift drift, CancellationToken cancel) =>
                    http.AfterFormAsync(use.HandleAsync(http.Actor(), request, ignore, cancel), "/language?tab=drift#undefined", form => PageAsync(http, drift, form, cancel))
            )
            .Needs(Permission.CurateLanguage)
            .ExcludeFromDescription();

    private static async Task<IResult> ListAsync(string? format, LanguageDrift drift, CancellationToken cancel)
    {
        var rows = (await drift.ReadAsync(cancel)).Select(Of).ToList();
        return CsvAnswer.IsAsked(format)
            ? CsvAnswer.Of(
                "drift.csv",
                Columns,
                rows.Select(row =>
                    (IReadOnlyList<object?>)
                        [
                            row.Kind,
                            row.Word,
                            row.Term,
                            row.Instead,
                            row.Team,
                            row.Problem,
                            row.Texts,
                            row.Recent,
                            row.Trend,
                            row.Value,
                            string.Join(' ', row.Examples.Select(example => example.Name)),
                        ]
                )
            )
            : TypedResults.Ok(rows);
    }

    private static DriftResource Of(DriftFinding finding) =>
        new(
            finding.Kind.ToString().ToLowerInvariant(),
            finding.Word,
            finding.TermKey,
            finding.Instead,
            finding.Team,
            finding.Problem,
            finding.Count,
            finding.Recent,
            finding.Months,
            finding.TrendWords,
            finding.Value,
            finding.Senses,
            finding.Examples
        );
}
