using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Data.Signals;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features;
using Redthread.Web.Features.Language;
using Redthread.Web.Features.Talk;
using Redthread.Web.Ingestion;
using Redthread.Web.Shell.SignIn;

namespace Redthread.Web.Shell;

/// <summary>Puts the program together: the store and features for every command, the web around them for <c>serve</c>.</summary>
public static class Hosting
{
    private const string EitherScheme = "cookie-or-token";

    /// <summary>What the command line and the web host share.</summary>
    public static IServiceCollection AddRedthread(this IServiceCollection services, HostSettings settings)
    {
        var folder = new DataFolder(settings.Data);
        var store = Store.Of(folder.Path, settings.Postgres);
        services.AddSingleton(settings).AddSingleton(folder).AddSingleton(store);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Migrator>();
        services.AddDbContextFactory<RedthreadContext>(store.Configure);
        services.AddSingleton<ISignalStore, RelationalSignalStore>();
        services.AddSingleton(new CustomerPseudonym(folder.PseudonymKey));
        services.AddSingleton<IPasswordHasher<Person>, PasswordHasher<Person>>();
        services.AddSingleton<ChangeFeed>();
        services.AddMemoryCache();
        services.AddFeatures();
        return services;
    }

    /// <param name="time">Another clock than the machine's.</param>
    public static WebApplication Build(HostSettings settings, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        builder.WebHost.UseUrls(settings.Urls);
        builder.Logging.SetMinimumLevel(settings.LogLevel);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // It warns on every page that it sets the very header that we set too.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.MaxBatchBytes;
        });
        builder.Services.AddRedthread(settings);
        if (time is not null)
            builder.Services.AddSingleton(time);
        AddWeb(builder.Services, settings);
        var app = builder.Build();
        Use(app, settings);
        app.MapFeatures();
        return app;
    }

    private static void AddWeb(IServiceCollection services, HostSettings settings)
    {
        var folder = new DirectoryInfo(Path.Combine(settings.Data, "keys"));
        services.AddDataProtection().SetApplicationName("redthread").PersistKeysToFileSystem(folder);
        services.AddRazorComponents();
        services.AddAntiforgery(options => options.Cookie.Name = "redthread-form");
        services.AddOpenApi(ApiDescription.Configure);
        services.AddValidation();
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));
        services.Configure<FormOptions>(options => options.MultipartBodyLengthLimit = settings.MaxUploadBytes);
        AddSignIn(services, settings);
        AddRateLimits(services);
        services.AddSingleton<KeptPages>();
        services.AddHostedService<ChangeWatcher>();
        services.AddWebFeatures();
    }

    public static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        json.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
    }

    private static void AddSignIn(IServiceCollection services, HostSettings settings)
    {
        services
            .AddIdentityCore<Person>(options =>
            {
                options.Password = new PasswordOptions
                {
                    RequiredLength = 12,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                    RequiredUniqueChars = 5,
                };
                options.Lockout.MaxFailedAccessAttempts = 8;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
                options.User.AllowedUserNameCharacters = "";
            })
            .AddUserStore<PersonStore>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<PersonPrincipals>();
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromSeconds(10));
        services
            .AddAuthentication(EitherScheme)
            .AddPolicyScheme(
                EitherScheme,
                null,
                options =>
                    options.ForwardDefaultSelector = context =>
                        context.Request.Headers.ContainsKey("Authorization") ? TokenAuthentication.SchemeName : IdentityConstants.ApplicationScheme
            )
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.SchemeName, null)
            .AddCookie(
                IdentityConstants.ApplicationScheme,
                options =>
                {
                    options.Cookie.Name = "redthread";
                    options.Cookie.HttpOnly = true;
                    options.Cookie.SameSite = SameSiteMode.Lax;
                    options.Cookie.SecurePolicy = settings.BehindTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
                    options.ExpireTimeSpan = TimeSpan.FromDays(14);
                    options.LoginPath = "/sign-in";
                    options.Events.OnValidatePrincipal = SecurityStampValidator.ValidatePrincipalAsync;
                    options.Events.OnRedirectToLogin = Denied(StatusCodes.Status401Unauthorized);
                    options.Events.OnRedirectToAccessDenied = Denied(StatusCodes.Status403Forbidden);
                }
            )
            .AddCookie(IdentityConstants.ExternalScheme)
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme)
            // Nothing uses it, but a session that has ended is signed out of it too, which fails where it is unknown.
            .AddCookie(IdentityConstants.TwoFactorRememberMeScheme);
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
    }

    // Programs get a status, people a page to sign in on.
    private static Func<Microsoft.AspNetCore.Authentication.RedirectContext<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>, Task> Denied(int status) =>
        context =>
        {
            if (status == StatusCodes.Status401Unauthorized && HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api"))
                context.Response.Redirect(context.RedirectUri);
            else
                context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

    private static void AddRateLimits(IServiceCollection services) =>
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(
                RateLimits.SignIn,
                context =>
                    RateLimitPartition.GetFixedWindowLimiter(
                        context.Connection.RemoteIpAddress?.ToString() ?? "",
                        _ => new FixedWindowRateLimiterOptions { PermitLimit = 30, Window = TimeSpan.FromMinutes(1) }
                    )
            );
        });

    private static void Use(WebApplication app, HostSettings settings)
    {
        if (settings.BehindTls)
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        app.UseExceptionHandler(
            new ExceptionHandlerOptions { ExceptionHandler = Failures.AnswerAsync, SuppressDiagnosticsCallback = failure => Failures.IsOfRequest(failure.Exception) }
        );
        app.UseStatusCodePages(Failures.ExplainStatusAsync);
        app.Use(SecurityHeaders.AddAsync);
        app.UseStaticFiles(
            new StaticFileOptions
            {
                OnPrepareResponse = file =>
                    file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=3600",
            }
        );
        app.UseRouting();
        app.Use(Failures.AnswerUnroutedAsync);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.Use(SameSiteOnly.CheckAsync);
        app.UseAntiforgery();
        app.Use(SameSiteOnly.CheckFormAsync);
        app.Use(ChangeFeed.RememberOriginAsync);
        app.Use(WholeForms.FillAsync);
        app.Use(TalkFeature.CountUnreadAsync);
        app.Use(LanguageFeature.HandMarksAsync);
        app.Use(Features.Rhythm.MeetingClock.HandAsync);
    }
}

public static class RateLimits
{
    public const string SignIn = "sign-in";
}
