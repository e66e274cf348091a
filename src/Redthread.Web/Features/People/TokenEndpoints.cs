using Microsoft.AspNetCore.Mvc;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.People;

public static class TokenEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/tokens", (HttpContext http, PeopleQueries queries, CancellationToken cancel) => PageAsync(http, queries, FormState.Empty, null, cancel))
            .Needs(Permission.ManageTokens);
        routes.MapPost("/tokens", MakeAsync).Needs(Permission.ManageTokens);
        routes.MapPost("/tokens/{id:guid}/revocation", RevokeAsync).Needs(Permission.ManageTokens);
    }

    private static async Task<IResult> PageAsync(HttpContext http, PeopleQueries queries, FormState form, string? secret, CancellationToken cancel) =>
        Pages.Page<TokensPage>(
            new
            {
                Frame = http.Frame("API tokens", "tokens"),
                Tokens = await queries.ReadTokensAsync(http.Actor(), cancel),
                Form = form,
                Secret = secret,
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> MakeAsync(HttpContext http, [FromForm] MakeToken.Request request, MakeToken make, PeopleQueries queries, CancellationToken cancel)
    {
        var result = await make.HandleAsync(http.Actor(), request, cancel);
        return result.Error is { } error
            ? await PageAsync(http, queries, FormState.Of(http, error), null, cancel)
            : await PageAsync(http, queries, FormState.Empty, result.Value, cancel);
    }

    private static Task<IResult> RevokeAsync(HttpContext http, Guid id, [FromForm] Nothing nothing, MakeToken make, PeopleQueries queries, CancellationToken cancel) =>
        http.AfterFormAsync(make.RevokeAsync(http.Actor(), id, cancel), "/tokens", form => PageAsync(http, queries, form, null, cancel));
}
