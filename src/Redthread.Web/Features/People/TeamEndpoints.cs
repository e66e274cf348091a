using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.People;

public static class TeamEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var teams = routes.MapGroup("/teams");
        teams.MapGet("", (HttpContext http, PeopleQueries queries, CancellationToken cancel) => PageAsync(http, queries, FormState.Empty, cancel)).Needs(Permission.ManagePeople);
        teams
            .MapPost(
                "",
                (HttpContext http, [FromForm] ChangeTeam.NameRequest request, ChangeTeam change, PeopleQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, change.CreateAsync(http.Actor(), request, cancel), cancel)
            )
            .Needs(Permission.ManagePeople);
        teams
            .MapPost(
                "/{id:guid}/name",
                (HttpContext http, Guid id, [FromForm] ChangeTeam.NameRequest request, ChangeTeam change, PeopleQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, change.RenameAsync(http.Actor(), id, request, cancel), cancel)
            )
            .Needs(Permission.ManagePeople);
        teams
            .MapPost(
                "/{id:guid}/archive",
                (HttpContext http, Guid id, [FromForm] Nothing _, ChangeTeam change, PeopleQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, change.SetArchivedAsync(http.Actor(), id, true, cancel), cancel)
            )
            .Needs(Permission.ManagePeople);
        teams
            .MapPost(
                "/{id:guid}/restoration",
                (HttpContext http, Guid id, [FromForm] Nothing _, ChangeTeam change, PeopleQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, change.SetArchivedAsync(http.Actor(), id, false, cancel), cancel)
            )
            .Needs(Permission.ManagePeople);
        teams
            .MapPost(
                "/{id:guid}/members",
                (HttpContext http, Guid id, [FromForm] ChangeTeam.MemberRequest request, ChangeTeam change, PeopleQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, change.AddMemberAsync(http.Actor(), id, request, cancel), cancel)
            )
            .Needs(Permission.ManagePeople);
        teams
            .MapPost(
                "/{id:guid}/members/{personId:guid}/removal",
                (HttpContext http, Guid id, Guid personId, [FromForm] Nothing _, ChangeTeam change, PeopleQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, change.RemoveMemberAsync(http.Actor(), id, personId, cancel), cancel)
            )
            .Needs(Permission.ManagePeople);
    }

    private static async Task<IResult> PageAsync(HttpContext http, PeopleQueries queries, FormState form, CancellationToken cancel) =>
        Pages.Page<TeamsPage>(
            new
            {
                Frame = http.Frame("Teams", "teams"),
                Model = await queries.ReadTeamsAsync(cancel),
                Form = form,
            },
            form.Error?.Status() ?? 200
        );

    private static Task<IResult> BackAsync<T>(HttpContext http, PeopleQueries queries, Task<Result<T>> change, CancellationToken cancel) =>
        http.AfterFormAsync(change, "/teams", form => PageAsync(http, queries, form, cancel));
}
