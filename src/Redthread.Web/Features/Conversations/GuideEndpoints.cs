using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Conversations;

/// <summary>Pages and forms of guides.</summary>
internal static class GuideEndpoints
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages
            .MapGet("/guides", (HttpContext http, string? edit, GuideQueries queries, CancellationToken cancel) => PageAsync(http, queries, edit, FormState.Empty, cancel))
            .Needs(Permission.ViewEvidence);
        pages
            .MapPost(
                "/guides",
                (HttpContext http, IFormCollection form, SaveGuide use, GuideQueries queries, CancellationToken cancel) => SaveAsync(http, null, form, use, queries, cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/guides/{key}",
                (HttpContext http, string key, IFormCollection form, SaveGuide use, GuideQueries queries, CancellationToken cancel) =>
                    SaveAsync(http, key, form, use, queries, cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/guides/{key}/archive",
                (HttpContext http, string key, IFormCollection _, SaveGuide use, GuideQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(use.ArchiveAsync(http.Actor(), key, cancel), "/conversations/guides", again => PageAsync(http, queries, null, again, cancel))
            )
            .Needs(Permission.EditThreads);
    }

    private static Task<IResult> SaveAsync(HttpContext http, string? key, IFormCollection form, SaveGuide use, GuideQueries queries, CancellationToken cancel)
    {
        var request = new SaveGuide.Request
        {
            Name = form["name"],
            With = ConversationForms.With(form["with"]),
            Text = form["text"],
            Version = ConversationForms.Version(form),
        };
        return http.AfterFormAsync(
            use.HandleAsync(http.Actor(), key, request, cancel),
            saved => $"/conversations/guides#guide-{saved.Key}",
            again => PageAsync(http, queries, key ?? "new", again, cancel)
        );
    }

    private static async Task<IResult> PageAsync(HttpContext http, GuideQueries queries, string? open, FormState form, CancellationToken cancel) =>
        Pages.Page<GuidesPage>(
            new
            {
                Frame = http.Frame("Guides", "guides"),
                Guides = await queries.ReadAsync(cancel),
                Open = open,
                Form = form,
                MayEdit = http.Actor().Can(Permission.EditThreads),
            },
            form.Error?.Status() ?? 200
        );
}
