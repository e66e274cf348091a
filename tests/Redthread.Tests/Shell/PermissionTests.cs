using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Shell;

namespace Redthread.Tests.Shell;

/// <summary>Deny by default: one theory over every route that the program has.</summary>
public sealed partial class PermissionTests(PostgresServer postgres)
{
    private static readonly string[] OpenRoutes =
    [
        "GET /set-up",
        "POST /set-up",
        "GET /sign-in",
        "POST /sign-in",
        "POST /sign-out",
        "GET /invitations/{secret}",
        "POST /invitations/{secret}",
        "GET /r/{secret}",
        "POST /r/{secret}",
        "GET /reports/{secret}",
        "GET /calendar/{secret}.ics",
        "GET /unsubscribe/{token}",
        "POST /unsubscribe/{token}",
        "GET /glossary",
        "GET /glossary.md",
        "GET /glossary.json",
        "POST /theme",
        "GET /health",
    ];

    private sealed record Route(string Method, string Pattern, Permission? Permission, bool Multipart)
    {
        public string Name => $"{Method} {Pattern}";

        public HttpRequestMessage Request() =>
            new(new HttpMethod(Method), Address)
            {
                Content =
                    Method == "GET" ? null
                    : Pattern.StartsWith("/api") ? "{}".AsJson()
                    : Multipart ? new MultipartFormDataContent { { new StringContent("x"), "name" } }
                    : new FormUrlEncodedContent([]),
            };

        // Ids of nothing: what matters is who gets past the door.
        public string Address =>
            Placeholder()
                .Replace(
                    Pattern,
                    match =>
                        match.Value.Contains("guid") ? Guid.Empty.ToString()
                        : match.Value.Contains(":int") || match.Value.Contains(":long") ? "999999"
                        : "none"
                );
    }

    [Fact]
    public async Task Every_route_names_a_permission_or_is_known_to_be_open()
    {
        await using var host = await TestHost.StartAsync(postgres);
        var routes = Routes(host);
        routes.Where(route => route.Permission is null).Select(route => route.Name).ShouldBe(OpenRoutes, ignoreOrder: true);
        Snapshot.Matches(
            "routes.txt",
            string.Join('\n', routes.Select(route => $"{route.Name, -70} {route.Permission?.ToString() ?? "open to all"}").Order(StringComparer.Ordinal))
        );
    }

    [Fact]
    public async Task Nobody_gets_in_without_signing_in()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var stranger = host.Browser();
        foreach (var route in Routes(host).Where(route => route.Permission is not null))
        {
            using var answer = await stranger.SendAsync(route.Request());
            var sentAway = answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains("/sign-in");
            (sentAway || answer.StatusCode == HttpStatusCode.Unauthorized).ShouldBeTrue($"{route.Name} answered {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.FrontLine)]
    [InlineData(Role.Integrator)]
    [InlineData(Role.Member)]
    [InlineData(Role.Leader)]
    [InlineData(Role.Steward)]
    public async Task A_role_gets_past_the_doors_it_may_pass_and_no_other(Role role)
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var browser = await host.SignedInAsync(role);
        var allowed = Permissions.Of(role);
        foreach (var route in Routes(host).Where(route => route.Permission is not null && route.Pattern != "/changes"))
        {
            using var answer = await browser.SendAsync(route.Request());
            if (!allowed.Contains(route.Permission!.Value))
                answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{role} at {route.Name}");
            // A cookie never changes anything through the API.
            else if (route.Pattern.StartsWith("/api") && route.Method != "GET")
                answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{role} at {route.Name}");
            else
                ((int)answer.StatusCode).ShouldNotBeOneOf(401, 403, 500, 503);
        }
    }

    public static TheoryData<Scope> AllScopes => [.. Enum.GetValues<Scope>()];

    [Theory, MemberData(nameof(AllScopes))]
    public async Task A_token_gets_past_the_doors_of_its_scope_and_no_other(Scope scope)
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var client = await host.WithTokenAsync(scope);
        var allowed = Scopes.Of(scope);
        foreach (var route in Routes(host).Where(route => route.Permission is not null && route.Pattern.StartsWith("/api")))
        {
            using var answer = await client.SendAsync(route.Request());
            if (allowed.Contains(route.Permission!.Value))
                ((int)answer.StatusCode).ShouldNotBeOneOf(401, 403, 500, 503);
            else
                answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{scope} at {route.Name}");
        }
    }

    // Else nobody could write a program for it.
    [Fact]
    public async Task Every_route_of_the_API_is_allowed_by_some_scope_and_every_scope_can_be_chosen()
    {
        await using var host = await TestHost.StartAsync(postgres);
        var reachable = Enum.GetValues<Scope>().SelectMany(Scopes.Of).ToHashSet();
        Routes(host).Where(route => route.Pattern.StartsWith("/api") && route.Permission is { } needed && !reachable.Contains(needed)).Select(route => route.Name).ShouldBeEmpty();

        using var browser = await host.SignedInAsync(Role.Steward);
        var boxes = (await browser.PageAsync("/tokens")).QuerySelectorAll("input[name=scopes]");
        boxes.Select(box => box.GetAttribute("value")).ShouldBe(Enum.GetNames<Scope>(), ignoreOrder: true);
        boxes.Select(box => box.ParentElement!.TextContent.Trim()).ShouldAllBe(label => label.Length > 10);
    }

    [Fact]
    public async Task Forms_without_their_token_change_nothing()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var browser = await host.SignedInAsync(Role.Steward);
        foreach (var route in Routes(host).Where(route => route.Method == "POST" && !route.Pattern.StartsWith("/api") && route.Pattern is not ("/theme" or "/sign-out")))
        {
            using var answer = await browser.SendAsync(route.Request());
            // A mail program has no form to take a token from: there the address itself is signed, and this one is not.
            answer.StatusCode.ShouldBe(route.Pattern == "/unsubscribe/{token}" ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, route.Name);
        }
    }

    private static List<Route> Routes(TestHost host) =>
        [
            .. host
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .SelectMany(endpoint =>
                    (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method => new Route(
                        method,
                        "/" + endpoint.RoutePattern.RawText!.TrimStart('/'),
                        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null ? endpoint.Metadata.GetMetadata<RequiredPermission>()?.Permission : null,
                        endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes is ["multipart/form-data"]
                    ))
                ),
        ];

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
