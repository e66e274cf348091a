using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;
using Redthread.Web.Shell.SignIn;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.FrontLine;

public static class FrontLineFeature
{
    private const string TooMany = "too-many-reports";
    private const string PinCookie = "redthread-door";
    private const string StageCookie = "redthread-door-stage";

    // In a cookie, not in the address: the address is kept, and would give thanks again at each visit.
    private const string SentCookie = "redthread-report-sent";

    public sealed record DoorForm
    {
        public Guid? TeamId { get; init; }
    }

    public static void Add(IServiceCollection services) => services.AddScoped<ReportDoors>().AddSingleton<ReportLimit>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/r/{secret}", ShowAsync).OpenToAll();
        pages.MapPost("/r/{secret}", TakeAsync).OpenToAll();
        pages.MapGet("/reports/{secret}", ThreadAsync).OpenToAll();
        pages
            .MapGet(
                "/front-line/doors",
                (HttpContext http, ReportDoors doors, IDbContextFactory<RedthreadContext> contexts, CancellationToken cancel) =>
                    DoorsAsync(http, doors, contexts, null, FormState.Empty, cancel)
            )
            .Needs(Permission.ManagePeople);
        pages.MapPost("/front-line/doors", OpenAsync).Needs(Permission.ManagePeople);
        pages
            .MapPost(
                "/front-line/doors/{id:guid}/closing",
                async (HttpContext http, Guid id, [FromForm] Nothing _, ReportDoors doors, CancellationToken cancel) =>
                    (await doors.CloseAsync(http.Actor(), id, cancel)).Error is { } error ? http.ErrorPage(error) : Answers.SeeOther("/front-line/doors")
            )
            .Needs(Permission.ManagePeople);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        string secret,
        ReportDoors doors,
        LandscapeSource landscapes,
        IDataProtectionProvider protection,
        CancellationToken cancel
    )
    {
        var found = await doors.FindAsync(secret, cancel);
        return found.Ok ? await FormAsync(http, secret, found.Value.Door, found.Value.Team, landscapes, protection, FormState.Empty, cancel) : http.ErrorPage(found.Error!);
    }

    private static async Task<IResult> FormAsync(
        HttpContext http,
        string secret,
        Domain.FrontLine.ReportDoor door,
        string team,
        LandscapeSource landscapes,
        IDataProtectionProvider protection,
        FormState form,
        CancellationToken cancel
    )
    {
        var landscape = await landscapes.ReadAsync(cancel);
        return Pages.Page<ReportPage>(
            new
            {
                Frame = http.Frame("What happened?", ""),
                Team = team,
                Once = TokenAuthentication.NewSecret(""),
                Stages = (IReadOnlyList<SelectOption>)
                    [
                        new SelectOption("", "Choose …"),
                        .. landscape.LiveStages.Select(row => new SelectOption($"{row.Journey.Key}/{row.Stage.Key}", row.Stage.Name, row.Journey.Name)),
                    ],
                Form = form,
                Known = IsKnown(http, door.Id, protection),
                Remembered = http.Request.Cookies[StageCookie],
            },
            form.Error?.Code == TooMany ? StatusCodes.Status429TooManyRequests : form.Error?.Status() ?? 200
        );
    }

    private static Error Full(TimeSpan wait) =>
        new(
            ErrorKind.Unavailable,
            TooMany,
            $"More than {ReportLimit.MostAMinute} reports came from here within a minute. Nothing was sent; what you wrote is kept below. Send it again in {Math.Ceiling(wait.TotalSeconds):0} seconds."
        );

    private static async Task<IResult> TakeAsync(
        HttpContext http,
        string secret,
        [FromForm] TakeReport.Request request,
        ReportDoors doors,
        TakeReport take,
        ReportLimit limit,
        LandscapeSource landscapes,
        IDataProtectionProvider protection,
        CancellationToken cancel
    )
    {
        var found = await doors.FindAsync(secret, cancel);
        if (found.Error is { } unknown)
            return http.ErrorPage(unknown);
        var (door, team) = found.Value;
        if (limit.Take(door.Id, http.Connection.RemoteIpAddress?.ToString() ?? "") is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return await FormAsync(http, secret, door, team, landscapes, protection, FormState.Of(http, Full(wait)), cancel);
        }

        if (!IsKnown(http, door.Id, protection) && doors.CheckPin(door, request.Pin) is { } wrong)
            return await FormAsync(http, secret, door, team, landscapes, protection, FormState.Of(http, wrong), cancel);
        var taken = await take.HandleAsync(door, request, cancel);
        if (taken.Error is { } error)
            return await FormAsync(http, secret, door, team, landscapes, protection, FormState.Of(http, error), cancel);
        Remember(http, secret, door.Id, request.Stage!, protection);
        http.Response.Cookies.Append(SentCookie, "1", SentOptions(http, taken.Value));
        return Answers.SeeOther($"/reports/{taken.Value}");
    }

    private static async Task<IResult> ThreadAsync(HttpContext http, string secret, TakeReport take, KeyResultValues values, CancellationToken cancel)
    {
        var told = await take.ReadAsync(secret, await values.MovedAsync(cancel), cancel);
        var sent = http.Request.Cookies.ContainsKey(SentCookie);
        if (sent)
            http.Response.Cookies.Delete(SentCookie, SentOptions(http, secret));
        return told.Ok
            ? Pages.Page<ReportThreadPage>(
                new
                {
                    Frame = http.Frame("You said, we did", "") with
                    {
                        ChangesHref = null,
                    },
                    Told = told.Value,
                    JustSent = sent,
                    Again = (string?)null,
                }
            )
            : http.ErrorPage(told.Error!);
    }

    private static CookieOptions SentOptions(HttpContext http, string report) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            Path = $"/reports/{report}",
            MaxAge = TimeSpan.FromMinutes(5),
        };

    /// <summary>For the rest of the day the phone need not ask again; the cookie says which door, sealed.</summary>
    private static void Remember(HttpContext http, string secret, Guid door, string stage, IDataProtectionProvider protection)
    {
        CookieOptions Options(TimeSpan age) =>
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = http.Request.IsHttps,
                Path = $"/r/{secret}",
                MaxAge = age,
            };
        var seal = protection.CreateProtector("report-door").ToTimeLimitedDataProtector();
        http.Response.Cookies.Append(PinCookie, seal.Protect(door.ToString("N"), TimeSpan.FromHours(12)), Options(TimeSpan.FromHours(12)));
        http.Response.Cookies.Append(StageCookie, stage, Options(TimeSpan.FromDays(30)));
    }

    private static bool IsKnown(HttpContext http, Guid door, IDataProtectionProvider protection)
    {
        if (http.Request.Cookies[PinCookie] is not { Length: > 0 and < 2000 } cookie)
            return false;
        try
        {
            return protection.CreateProtector("report-door").ToTimeLimitedDataProtector().Unprotect(cookie) == door.ToString("N");
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    private static async Task<IResult> OpenAsync(
        HttpContext http,
        [FromForm] DoorForm form,
        ReportDoors doors,
        IDbContextFactory<RedthreadContext> contexts,
        CancellationToken cancel
    )
    {
        var opened = await doors.OpenAsync(http.Actor(), form.TeamId ?? Guid.Empty, cancel);
        return await DoorsAsync(http, doors, contexts, opened.Ok ? opened.Value : null, opened.Ok ? FormState.Empty : FormState.Of(http, opened.Error!), cancel);
    }

    private static async Task<IResult> DoorsAsync(
        HttpContext http,
        ReportDoors doors,
        IDbContextFactory<RedthreadContext> contexts,
        ReportDoors.Opened? opened,
        FormState form,
        CancellationToken cancel
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        return Pages.Page<DoorsPage>(
            new
            {
                Frame = http.Frame("Front-line doors", "doors"),
                Doors = await doors.ReadAsync(cancel),
                Teams = (IReadOnlyList<SelectOption>)[.. teams.Select(row => new SelectOption(row.Id.ToString(), row.Name))],
                Opened = opened,
                Link = opened is null ? "" : $"{http.Request.Scheme}://{http.Request.Host}/r/{opened.Secret}",
                Form = form,
            },
            form.Error?.Status() ?? 200
        );
    }
}
