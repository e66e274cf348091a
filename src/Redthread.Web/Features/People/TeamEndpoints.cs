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
                async (HttpContext http, [FromForm] ChangeTeam.NameRequest request, ChangeTeam change, PeopleQueries queries, CancellationToken cancel) =>
                    await BackAsync(http, queries, (await change.CreateAsync(http.Actor(), request, cancel)).Error, cancel)
            )
            .Needs(Permission.ManagePeople);
        teams
            .MapPost(
                "/{id:guid}/name",
                async (HttpContext http, Guid id, [FromForm] ChangeTeam.NameRequest request, ChangeTeam change, PeopleQueries queries, CancellationToken cancel) =>
                    await BackAsync(http, queries, (await change.RenameAsync(http.Actor(), id, request, cancel)).Error, cancel)
            )
            .Needs(Permission.ManagePeople);
        teams
            .MapPost(
                "/{id:guid}/archive",
                async (HttpContext http, Guid id, [FromForm] Nothing _, ChangeTeam change, PeopleQueries queries, CancellationToken cancel) =>
                    await BackAsync(http, queries, (await change.SetArchivedAsync(http.Actor(), id, true, cancel)).Error, cancel)
            )
            .Needs(Permission.ManagePeople);
        teams
            .MapPost(
                "/{id:guid}/restoration",
                async (HttpContext http, Guid id, [FromForm] Nothing _, ChangeTeam change, PeopleQueries queries, CancellationToken cancel) =>
                    await BackAsync(http, queries, (await change.SetArchivedAsync(http.Actor(), id, false, cancel)).Error, cancel)
            )
            .Needs(Permission.ManagePeople);
        teams
            .MapPost(
                "/{id:guid}/members",
                async (HttpContext http, Guid id, [FromForm] ChangeTeam.MemberRequest request, ChangeTeam change, PeopleQueries queries, CancellationToken cancel) =>
                    await BackAsync(http, queries, (await change.AddMemberAsync(http.Actor(), id, request, cancel)).Error, cancel)
            )
            .Needs(Permission.ManagePeople);
        teams
            .MapPost(
                "/{id:guid}/members/{personId:guid}/removal",
                async (HttpContext http, Guid id, Guid personId, [FromForm] Nothing _, ChangeTeam change, PeopleQueries queries, CancellationToken cancel) =>
                    await BackAsync(http, queries, (await change.RemoveMemberAsync(http.Actor(), id, personId, cancel)).Error, cancel)
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

    private static async Task<IResult> BackAsync(HttpContext http, PeopleQueries queries, Error? error, CancellationToken cancel) =>
        error is null ? Answers.SeeOther("/teams") : await PageAsync(http, queries, FormState.Of(http, error), cancel);
}
