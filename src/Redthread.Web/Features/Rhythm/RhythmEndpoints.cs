using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

public static class RhythmEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/rhythm").ExcludeFromDescription();
        pages
            .MapGet(
                "",
                (HttpContext http, RhythmQueries queries, StewardQueries stewards, MeetingClock clock, CancellationToken cancel) =>
                    ListAsync(http, queries, stewards, clock, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages.MapPost("", CreateAsync).Needs(Permission.EditThreads);
        pages
            .MapGet("/{number:int}", (HttpContext http, int number, RhythmQueries queries, CancellationToken cancel) => RitualAsync(http, number, queries, FormState.Empty, cancel))
            .Needs(Permission.ViewThreads);
        pages.MapPost("/{number:int}", ChangeAsync).Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/clock",
                (
                    HttpContext http,
                    [FromForm] SetMeetingClock.Request request,
                    SetMeetingClock set,
                    RhythmQueries queries,
                    StewardQueries stewards,
                    MeetingClock clock,
                    CancellationToken cancel
                ) => http.AfterFormAsync(set.HandleAsync(http.Actor(), request, cancel), "/rhythm", form => ListAsync(http, queries, stewards, clock, form, cancel))
            )
            .Needs(Permission.RunRhythm);
        foreach (var (path, ended) in new[] { ("end", true), ("resumption", false) })
        {
            pages
                .MapPost(
                    $"/{{number:int}}/{path}",
                    (HttpContext http, int number, IFormCollection _, SaveRitual save, RhythmQueries queries, CancellationToken cancel) =>
                        http.AfterFormAsync(save.EndAsync(http.Actor(), number, ended, cancel), $"/rhythm/{number}", form => RitualAsync(http, number, queries, form, cancel))
                )
                .Needs(Permission.EditThreads);
        }
    }

    private static async Task<IResult> ListAsync(HttpContext http, RhythmQueries queries, StewardQueries stewards, MeetingClock clock, FormState form, CancellationToken cancel)
    {
        var actor = http.Actor();
        return Pages.Page<RhythmPage>(
            new
            {
                Frame = http.Frame("Rhythm", "rhythm"),
                Model = await queries.ReadListAsync(actor, cancel),
                Stewards = await stewards.ReadAsync(cancel),
                Choices = await queries.ReadChoicesAsync(cancel),
                Form = form,
                Ticked = TickedOf(http, form),
                MayEdit = actor.Can(Permission.EditThreads),
                MayRun = actor.Can(Permission.RunRhythm),
                ClockVersion = (await clock.ReadSettingAsync(cancel)).Version,
            },
            form.Error?.Status() ?? 200
        );
    }

    private static async Task<IResult> RitualAsync(HttpContext http, int number, RhythmQueries queries, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadRitualAsync(http.Actor(), number, cancel);
        return view.Error is { } missing
            ? http.ErrorPage(missing)
            : Pages.Page<RitualPage>(
                new
                {
                    Frame = http.Frame(view.Value.Ritual.Name, "rhythm"),
                    Model = view.Value,
                    Form = form,
                    Ticked = TickedOf(http, form),
                    MayEdit = http.Actor().Can(Permission.EditThreads),
                },
                form.Error?.Status() ?? 200
            );
    }

    private static async Task<IResult> CreateAsync(
        HttpContext http,
        IFormCollection posted,
        SaveRitual save,
        RhythmQueries queries,
        StewardQueries stewards,
        MeetingClock clock,
        CancellationToken cancel
    )
    {
        var request = Read(posted);
        var made = request.Ok ? await save.CreateAsync(http.Actor(), request.Value, cancel) : request.Error!;
        return await http.AfterFormAsync(made, ritual => $"/rhythm/{ritual.Number}", form => ListAsync(http, queries, stewards, clock, form, cancel));
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, int number, IFormCollection posted, SaveRitual save, RhythmQueries queries, CancellationToken cancel)
    {
        var request = Read(posted);
        var saved = request.Ok ? await save.ChangeAsync(http.Actor(), number, request.Value, cancel) : request.Error!;
        return await http.AfterFormAsync(saved, _ => $"/rhythm/{number}", form => RitualAsync(http, number, queries, form, cancel));
    }

    private static HashSet<string>? TickedOf(HttpContext http, FormState form) =>
        form.Error is null || !http.Request.HasFormContentType ? null : http.Request.Form["teams"].Concat(http.Request.Form["people"]).Select(value => value ?? "").ToHashSet();

    private static Result<SaveRitual.Request> Read(IFormCollection posted)
    {
        string? Typed(string name) => posted[name].ToString() is { Length: > 0 } text ? text : null;
        var date = $"{Typed("on")} {Typed("at")}";
        if (!DateTime.TryParseExact(date, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var starts))
            return Error.Invalid("start-missing", "Say on which day and at what time the first meeting is. Nothing was saved.");
        return new SaveRitual.Request
        {
            Name = Typed("name"),
            Purpose = Typed("purpose"),
            Type = Enum.TryParse<RitualType>(Typed("type"), true, out var type) && Enum.IsDefined(type) ? type : RitualType.Other,
            Every = int.TryParse(Typed("every"), NumberStyles.None, CultureInfo.InvariantCulture, out var every) ? every : 0,
            Unit = Enum.TryParse<CadenceUnit>(Typed("unit"), true, out var unit) && Enum.IsDefined(unit) ? unit : CadenceUnit.Weeks,
            LocalStart = starts,
            Minutes = int.TryParse(Typed("minutes"), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0,
            Location = Typed("location"),
            Owner = Guid.TryParse(Typed("owner"), out var owner) ? owner : null,
            Teams = [.. posted["teams"].OfType<string>().Where(key => key.Length > 0)],
            People = [.. posted["people"].OfType<string>().Where(id => Guid.TryParse(id, out _)).Select(Guid.Parse)],
            Version = int.TryParse(Typed("version"), out var version) ? version : null,
        };
    }
}
