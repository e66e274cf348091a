using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Redthread.Domain.People;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.Tests.Support;

/// <summary>The real host on a real port over a store of its own, spoken to through the front door.</summary>
public sealed class TestHost : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    private readonly WebApplication app;
    private readonly string folder;

    private TestHost(WebApplication app, string folder)
    {
        (this.app, this.folder) = (app, folder);
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }
    public string Folder => folder;
    public IServiceProvider Services => app.Services;

    public static async Task<TestHost> StartAsync(
        PostgresServer postgres,
        Provider provider = Provider.Sqlite,
        Func<HostSettings, HostSettings>? change = null,
        TimeProvider? time = null
    )
    {
        var folder = Directory.CreateTempSubdirectory("redthread-host-").FullName;
        var settings = new HostSettings
        {
            Data = folder,
            Postgres = provider == Provider.Postgres ? await postgres.NewDatabaseAsync() : null,
            Urls = "http://127.0.0.1:0",
            LogLevel = LogLevel.Error,
        };
        var app = Hosting.Build(change?.Invoke(settings) ?? settings, time);
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        return new TestHost(app, folder);
    }

    /// <summary>A browser without script: cookies are kept, redirects are shown.</summary>
    public HttpClient Browser() => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };

    public async Task<Person> AddPersonAsync(Role role, string? email = null, string? name = null)
    {
        await using var context = await Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var address = email ?? $"{role}@example.org".ToLowerInvariant();
        var person = new Person
        {
            Name = name ?? $"A {role}",
            Email = address,
            NormalizedEmail = Person.Normalize(address),
            Role = role,
            SecurityStamp = Guid.CreateVersion7().ToString("N"),
            CreatedAt = DateTime.UnixEpoch,
        };
        person.PasswordHash = Services.GetRequiredService<IPasswordHasher<Person>>().HashPassword(person, Password);
        context.People.Add(person);
        await context.SaveChangesAsync();
        return person;
    }

    public async Task<HttpClient> SignedInAsync(Role role, string? email = null)
    {
        var person = await AddPersonAsync(role, email);
        var browser = Browser();
        var answer = await browser.SubmitAsync("/sign-in", "/sign-in", new() { ["email"] = person.Email, ["password"] = Password });
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return browser;
    }

    public async Task<HttpClient> WithTokenAsync(params Scope[] scopes)
    {
        var person = await AddPersonAsync(Role.Steward, $"token-{Guid.CreateVersion7():N}@example.org");
        await using var scope = Services.CreateAsyncScope();
        var actor = new Actor(person.Id, person.Name, Permissions.Of(person.Role), [], person.Role);
        var secret = await scope.ServiceProvider.GetRequiredService<MakeToken>().HandleAsync(actor, new MakeToken.Request("test", scopes), CancellationToken.None);
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret.Value);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

public static class BrowserExtensions
{
    public static async Task<IHtmlDocument> PageAsync(this HttpClient browser, string address, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await browser.GetAsync(address);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        return await new HtmlParser().ParseDocumentAsync(text);
    }

    /// <summary>Opens the page, takes its form token, and posts as a browser without script would.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient browser, string page, string action, Dictionary<string, string> fields)
    {
        var document = await browser.PageAsync(page);
        fields["__RequestVerificationToken"] = ((IHtmlInputElement)document.QuerySelector("input[name=__RequestVerificationToken]")!).Value;
        return await browser.PostAsync(action, new FormUrlEncodedContent(fields));
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public static StringContent AsJson(this string text, string type = "application/json") => new(text, Encoding.UTF8, type);
}
