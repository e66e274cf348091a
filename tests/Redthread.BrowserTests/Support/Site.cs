using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.BrowserTests.Support;

/// <summary>The real host on a real port, over an SQLite store of its own.</summary>
public class Site(Chromium chromium) : IAsyncLifetime
{
    public const string Password = "correct horse battery";
    private readonly string folder = Directory.CreateTempSubdirectory("redthread-browser-").FullName;
    private readonly Dictionary<Role, string> signedIn = [];
    private WebApplication app = null!;

    public Uri Address { get; private set; } = null!;
    public IServiceProvider Services => app.Services;

    /// <summary>The clock of the site.</summary>
    protected virtual TimeProvider Time => TimeProvider.System;

    public virtual async ValueTask InitializeAsync()
    {
        app = Hosting.Build(
            new HostSettings
            {
                Data = folder,
                Urls = "http://127.0.0.1:0",
                LogLevel = LogLevel.Error,
            },
            Time
        );
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        Address = new Uri(app.Urls.First());
    }

    /// <summary>A reader's own window, not signed in.</summary>
    public async Task<Visit> VisitAsync(bool script = true, string? state = null, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await chromium.Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = Address.ToString(),
                JavaScriptEnabled = script,
                StorageState = state,
                ViewportSize = new ViewportSize { Width = width, Height = height },
                ColorScheme = scheme,
                ReducedMotion = ReducedMotion.Reduce,
                Locale = "en-GB",
            }
        );
        context.SetDefaultTimeout(20_000);
        return new Visit(context, await context.NewPageAsync());
    }

    /// <summary>A window of somebody in that role; the form is filled in once, its cookie used again.</summary>
    public async Task<Visit> SignedInAsync(Role role, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        if (!signedIn.TryGetValue(role, out var state))
        {
            var person = await AddPersonAsync(role);
            await using var visit = await VisitAsync();
            await visit.SignInAsync(person.Email);
            state = signedIn[role] = await visit.Page.Context.StorageStateAsync();
        }

        return await VisitAsync(state: state, width: width, height: height, scheme: scheme);
    }

    public async Task<Person> AddPersonAsync(Role role, string? email = null)
    {
        await using var context = await Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var address = email ?? $"{role}@example.org".ToLowerInvariant();
        var person = new Person
        {
            Name = $"Ada {Pages.RoleLabel(role)}",
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

    /// <summary>Sends signals as a program would; answers only when they are durable.</summary>
    public async Task SendAsync(string signals, string source = "survey")
    {
        var person = await AddPersonAsync(Role.Steward, $"program-{Guid.CreateVersion7():N}@example.org");
        await using var scope = Services.CreateAsyncScope();
        var actor = new Actor(person.Id, person.Name, Permissions.Of(person.Role), [], person.Role);
        var secret = await scope.ServiceProvider.GetRequiredService<MakeToken>().HandleAsync(actor, new MakeToken.Request("program", [Scope.Signals]), CancellationToken.None);
        using var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret.Value);
        using var answer = await client.PostAsync($"/api/signals?source={source}", new StringContent(signals, Encoding.UTF8, "application/json"));
        var receipt = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(receipt);
        receipt.ShouldContain("\"rejected\":0");
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
