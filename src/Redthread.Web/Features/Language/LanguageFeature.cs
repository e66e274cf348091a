using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Language;
using Redthread.Domain.People;
using Redthread.Web.Features.Notes;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Language;

public static class LanguageFeature
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton<LanguageSource>()
            .AddScoped<LanguageQueries>()
            .AddScoped<SaveTerm>()
            .AddScoped<AgreeTerm>()
            .AddScoped<StarterTerms>()
            .AddScoped<ImportTerms>()
            .AddSingleton<LanguageDrift>()
            .AddScoped<IgnorePhrase>()
            .AddScoped<GlossaryQueries>()
            .AddScoped<PublishGlossary>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/language").ExcludeFromDescription();
        pages
            .MapGet(
                "",
                (HttpContext http, string? search, string? archived, string? tab, LanguageQueries queries, LanguageDrift drift, CancellationToken cancel) =>
                    tab == "drift" ? DriftEndpoints.PageAsync(http, drift, FormState.Empty, cancel) : ListAsync(http, queries, search, archived == "1", FormState.Empty, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "",
                (HttpContext http, [FromForm] SaveTerm.Request request, SaveTerm save, LanguageQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(save.CreateAsync(http.Actor(), request, cancel), Address, form => ListAsync(http, queries, null, false, form, cancel))
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/terms/starter",
                (HttpContext http, IFormCollection _, StarterTerms starter, LanguageQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(starter.TakeAsync(http.Actor(), cancel), "/language", form => ListAsync(http, queries, null, false, form, cancel))
            )
            .Needs(Permission.EditThreads);
        pages
            .MapGet("/{key}", (HttpContext http, string key, LanguageQueries queries, CancellationToken cancel) => PageAsync(http, queries, key, FormState.Empty, cancel))
            .Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "/{key}",
                (HttpContext http, string key, [FromForm] SaveTerm.Request request, SaveTerm save, LanguageQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(save.ChangeAsync(http.Actor(), key, request, cancel), Address, form => PageAsync(http, queries, key, form, cancel))
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/{key}/stances",
                (HttpContext http, string key, [FromForm] AgreeTerm.Request request, AgreeTerm agree, LanguageQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(
                        agree.HandleAsync(http.Actor(), key, request, cancel),
                        term => $"{Address(term)}#agreement",
                        form => PageAsync(http, queries, key, form, cancel)
                    )
            )
            .Needs(Permission.EditThreads);
        MapArchive(pages, "archive", true);
        MapArchive(pages, "restoration", false);
        LanguageFiles.Map(routes);
        DriftEndpoints.Map(routes);
        GlossaryEndpoints.Map(routes);
        LanguageApi.Map(routes.MapGroup("/api/terms").WithTags("Language"));
    }

    /// <summary>
    /// Leaves the words of the shared language where the frame of a page finds them. The terms are held in memory: a request costs a comparison of
    /// two numbers, and two small reads after a change of what is planned or named, at most every five seconds.
    /// </summary>
    public static async Task HandMarksAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments("/api"))
        {
            var source = http.RequestServices.GetRequiredService<LanguageSource>();
            // Whoever has no account, as the front line at its door, reads the glossary and nothing else of the language.
            var language = await (http.Actor().Can(Permission.ViewThreads) ? source.ReadAsync(http.RequestAborted) : source.ReadPublishedAsync(http.RequestAborted));
            if (language.Terms.Count > 0)
                http.Items[Pages.MarksItem] = (Func<TextMarks>)language.Marks;
        }

        await next(http);
    }

    private static void MapArchive(RouteGroupBuilder pages, string path, bool archive) =>
        pages
            .MapPost(
                $"/{{key}}/{path}",
                (HttpContext http, string key, IFormCollection _, SaveTerm save, LanguageQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(save.ArchiveAsync(http.Actor(), key, archive, cancel), Address, form => PageAsync(http, queries, key, form, cancel))
            )
            .Needs(Permission.EditThreads);

    private static string Address(Term term) => $"/language/{term.Key}";

    internal static async Task<IResult> ListAsync(
        HttpContext http,
        LanguageQueries queries,
        string? search,
        bool archived,
        FormState form,
        CancellationToken cancel,
        RowReport? report = null
    ) =>
        Pages.Page<LanguagePage>(
            new
            {
                Frame = http.Frame("Language", "language"),
                Model = await queries.ReadListAsync(search, archived, cancel),
                Glossary = await http.RequestServices.GetRequiredService<GlossaryQueries>().ReadAsync(cancel),
                Form = form,
                Report = report,
                Search = search,
                Archived = archived,
                Define = http.Request.Query["define"].FirstOrDefault(),
                MayEdit = http.Actor().Can(Permission.EditThreads),
                MayCurate = http.Actor().Can(Permission.CurateLanguage),
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> PageAsync(HttpContext http, LanguageQueries queries, string key, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(http.Actor(), key, cancel);
        return view.Error is { } missing
            ? http.ErrorPage(missing)
            : Pages.Page<TermPage>(
                new
                {
                    Frame = http.Frame(view.Value.Term.Word, "language"),
                    Model = view.Value,
                    Form = form,
                    MayEdit = http.Actor().Can(Permission.EditThreads),
                },
                form.Error?.Status() ?? 200
            );
    }
}
