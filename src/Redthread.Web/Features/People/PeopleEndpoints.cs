using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.People;

public static class PeopleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var people = routes.MapGroup("/people");
        people
            .MapGet("", (HttpContext http, PeopleQueries queries, CancellationToken cancel) => PageAsync(http, queries, FormState.Empty, null, cancel))
            .Needs(Permission.ManagePeople);
        people.MapPost("/invitations", InviteAsync).Needs(Permission.ManagePeople);
        people
            .MapPost(
                "/invitations/{id:guid}/withdrawal",
                (HttpContext http, Guid id, [FromForm] Nothing _, InvitePerson invite, PeopleQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, invite.WithdrawAsync(http.Actor(), id, cancel), cancel)
            )
            .Needs(Permission.ManagePeople);
        people
            .MapPost(
                "/{id:guid}/role",
                (HttpContext http, Guid id, [FromForm] ChangePerson.RoleRequest request, ChangePerson change, PeopleQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, change.SetRoleAsync(http.Actor(), id, request, cancel), cancel)
            )
            .Needs(Permission.ManagePeople);
        people
            .MapPost(
                "/{id:guid}/deactivation",
                (HttpContext http, Guid id, [FromForm] Nothing _, ChangePerson change, PeopleQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, change.DeactivateAsync(http.Actor(), id, cancel), cancel)
            )
            .Needs(Permission.ManagePeople);
        people
            .MapPost(
                "/{id:guid}/reactivation",
                (HttpContext http, Guid id, [FromForm] Nothing _, ChangePerson change, PeopleQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, change.ReactivateAsync(http.Actor(), id, cancel), cancel)
            )
            .Needs(Permission.ManagePeople);
        routes.MapGet("/account", (HttpContext http) => AccountPage(http, FormState.Empty, null)).Needs(Permission.EditOwnAccount);
        routes.MapPost("/account/name", RenameAsync).Needs(Permission.EditOwnAccount);
        routes.MapPost("/account/password", SetPasswordAsync).Needs(Permission.EditOwnAccount);
    }

    private static async Task<IResult> PageAsync(HttpContext http, PeopleQueries queries, FormState form, string? link, CancellationToken cancel) =>
        Pages.Page<PeoplePage>(
            new
            {
                Frame = http.Frame("People", "people"),
                Model = await queries.ReadPeopleAsync(cancel),
                Form = form,
                InvitationLink = link,
            },
            form.Error?.Status() ?? 200
        );

    private static Task<IResult> BackAsync(HttpContext http, PeopleQueries queries, Task<Result<Done>> change, CancellationToken cancel) =>
        http.AfterFormAsync(change, "/people", form => PageAsync(http, queries, form, null, cancel));

    // The link is in this answer only, hence a page and no redirect.
    private static async Task<IResult> InviteAsync(HttpContext http, [FromForm] InvitePerson.Request request, InvitePerson invite, PeopleQueries queries, CancellationToken cancel)
    {
        var result = await invite.HandleAsync(http.Actor(), request, cancel);
        return result.Error is { } error
            ? await PageAsync(http, queries, FormState.Of(http, error), null, cancel)
            : await PageAsync(http, queries, FormState.Empty, $"{http.Request.Scheme}://{http.Request.Host}/invitations/{result.Value}", cancel);
    }

    private static async Task<IResult> RenameAsync(
        HttpContext http,
        [FromForm] ChangePerson.AccountRequest request,
        ChangePerson change,
        SignInManager<Person> signIn,
        UserManager<Person> people,
        CancellationToken cancel
    )
    {
        var result = await change.RenameSelfAsync(http.Actor(), request, cancel);
        if (result.Error is { } error)
            return AccountPage(http, FormState.Of(http, error), null);
        await signIn.SignInAsync((await people.GetUserAsync(http.User))!, isPersistent: true);
        return Answers.SeeOther("/account");
    }

    private static async Task<IResult> SetPasswordAsync(
        HttpContext http,
        [FromForm] ChangePerson.PasswordRequest request,
        ChangePerson change,
        SignInManager<Person> signIn,
        UserManager<Person> people,
        CancellationToken cancel
    )
    {
        var result = await change.SetPasswordAsync(http.Actor(), request, cancel);
        if (result.Error is { } error)
            return AccountPage(http, FormState.Of(http, error), null);
        await signIn.SignInAsync((await people.GetUserAsync(http.User))!, isPersistent: true);
        return AccountPage(http, FormState.Empty, "Your password is changed. Every other session of yours has ended.");
    }

    private static IResult AccountPage(HttpContext http, FormState form, string? news) =>
        Pages.Page<AccountPage>(
            new
            {
                Frame = http.Frame("Your account", ""),
                Actor = http.Actor(),
                Form = form,
                News = news,
            },
            form.Error?.Status() ?? 200
        );
}

/// <summary>A form whose sending says it all; binding it is what makes its antiforgery token required.</summary>
public sealed record Nothing(string? Unused);
