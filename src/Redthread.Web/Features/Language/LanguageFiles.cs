using System.Text;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.Notes;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Language;

/// <summary>Terms as files: out as JSON, CSV and Markdown, in as JSON and CSV.</summary>
public static class LanguageFiles
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var format in new[] { "json", "csv", "md" })
            routes
                .MapGet(
                    $"/language/terms.{format}",
                    async (LanguageQueries queries, CancellationToken cancel) => Of(format, "terms", "Language", await queries.ReadEntriesAsync(emails: false, cancel))
                )
                .Needs(Permission.ViewThreads)
                .ExcludeFromDescription();
        routes
            .MapPost(
                "/language/terms/files",
                async (HttpContext http, IFormFile file, ImportTerms import, LanguageQueries queries, CancellationToken cancel) =>
                {
                    var taken = await import.HandleAsync(http.Actor(), await WholeText.ReadAsync(file.OpenReadStream(), cancel), cancel);
                    // The report is in this answer only, hence a page and no redirect.
                    return taken.Error is { } error
                        ? await LanguageFeature.ListAsync(http, queries, null, false, FormState.Of(http, error), cancel)
                        : await LanguageFeature.ListAsync(http, queries, null, false, FormState.Empty, cancel, taken.Value);
                }
            )
            .Needs(Permission.CurateLanguage)
            .ExcludeFromDescription();
        routes
            .MapPost(
                "/api/imports/terms",
                async (HttpContext http, ImportTerms import, CancellationToken cancel) =>
                    (await import.HandleAsync(http.Actor(), await WholeText.ReadAsync(http.Request.Body, cancel), cancel)).ToApi()
            )
            .Needs(Permission.CurateLanguage)
            .WithTags("Language")
            .Accepts<string>("text/csv", "application/json")
            .WithSummary("Import terms by key, else by word, from CSV or a JSON array; the counts add up to the rows read.")
            .WithDescription($"Columns: {TermFile.Columns}. The JSON of an export also brings versions and what teams said. Importing again changes only what differs.")
            .Produces<RowReport>();
    }

    /// <param name="format">json, csv or md.</param>
    public static IResult Of(string format, string name, string title, IReadOnlyList<TermEntry> entries) =>
        format switch
        {
            "json" => File(TermFile.ToJson(entries), "application/json; charset=utf-8", $"{name}.json"),
            "csv" => File("\uFEFF" + TermFile.ToCsv(entries), "text/csv; charset=utf-8", $"{name}.csv"),
            _ => File(TermFile.ToMarkdown(title, entries), "text/markdown; charset=utf-8", $"{name}.md"),
        };

    private static IResult File(string text, string type, string name) => TypedResults.File(Encoding.UTF8.GetBytes(text), type, name);
}
