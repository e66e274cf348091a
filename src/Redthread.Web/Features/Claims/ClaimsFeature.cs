using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Claims;
using Redthread.Domain.People;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Claims;

/// <summary>What the organisation says in public about its customers' experience, beside what is measured.</summary>
public static class ClaimsFeature
{
    public static void Add(IServiceCollection services) => services.AddSingleton<ClaimQueries>().AddScoped<SaveClaim>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/claims").ExcludeFromDescription();
        pages
            .MapGet("", (HttpContext http, ClaimQueries claims, GoalQueries goals, CancellationToken cancel) => ListAsync(http, claims, goals, FormState.Empty, cancel))
            .Needs(Permission.ViewThreads);
        pages
            .MapGet(
                "/{number:int}",
                (HttpContext http, int number, ClaimQueries claims, GoalQueries goals, CancellationToken cancel) => OneAsync(http, number, claims, goals, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "",
                (HttpContext http, [FromForm] SaveClaim.Request form, SaveClaim save, ClaimQueries claims, GoalQueries goals, CancellationToken cancel) =>
                    http.AfterFormAsync(save.CreateAsync(http.Actor(), form, cancel), claim => $"/claims/{claim.Number}", again => ListAsync(http, claims, goals, again, cancel))
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/{number:int}",
                (HttpContext http, int number, [FromForm] SaveClaim.Request form, SaveClaim save, ClaimQueries claims, GoalQueries goals, CancellationToken cancel) =>
                    BackAsync(http, number, save.ChangeAsync(http.Actor(), number, form, cancel), claims, goals, cancel)
            )
            .Needs(Permission.EditThreads);
        foreach (var (path, withdrawn) in new[] { ("withdrawal", true), ("restoration", false) })
            pages
                .MapPost(
                    $"/{{number:int}}/{path}",
                    (HttpContext http, int number, [FromForm] Nothing _, SaveClaim save, ClaimQueries claims, GoalQueries goals, CancellationToken cancel) =>
                        BackAsync(http, number, save.SetWithdrawnAsync(http.Actor(), number, withdrawn, cancel), claims, goals, cancel)
                )
                .Needs(Permission.EditThreads);
        ClaimApi.Map(routes.MapGroup("/api/claims").WithTags("Claims"));
    }

    private static Task<IResult> BackAsync(HttpContext http, int number, Task<Result<Claim>> change, ClaimQueries claims, GoalQueries goals, CancellationToken cancel) =>
        http.AfterFormAsync(change, $"/claims/{number}", form => OneAsync(http, number, claims, goals, form, cancel));

    private static async Task<IResult> ListAsync(HttpContext http, ClaimQueries claims, GoalQueries goals, FormState form, CancellationToken cancel) =>
        Pages.Page<ClaimsPage>(
            new
            {
                Frame = http.Frame("Claims", "claims"),
                Lines = await claims.ReadAsync(cancel),
                Choices = await goals.ChoicesAsync(cancel),
                Form = form,
                MayEdit = http.Actor().Can(Permission.EditThreads),
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> OneAsync(HttpContext http, int number, ClaimQueries claims, GoalQueries goals, FormState form, CancellationToken cancel)
    {
        var found = await claims.FindAsync(number, cancel);
        return found.Error is { } error
            ? http.ErrorPage(error)
            : Pages.Page<ClaimPage>(
                new
                {
                    Frame = http.Frame(Claim.NameOf(number), "claims"),
                    Line = found.Value,
                    Decisions = await claims.DecisionsAsync(found.Value, cancel),
                    Choices = await goals.ChoicesAsync(cancel),
                    Form = form,
                    Edit = http.Request.Query["edit"] == "1",
                    MayEdit = http.Actor().Can(Permission.EditThreads),
                },
                form.Error?.Status() ?? 200
            );
    }
}
