using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Rituals for programs.</summary>
public static class RhythmApi
{
    /// <param name="State">new, kept, overdue, broken or ended.</param>
    /// <param name="Missed">Meetings due since the last one, not later than now, that was held or skipped.</param>
    public sealed record RitualResource(
        int Number,
        string Name,
        string? Purpose,
        RitualType Type,
        int Every,
        CadenceUnit Unit,
        DateTime StartsAt,
        string TimeZone,
        int Minutes,
        string? Location,
        string? Owner,
        IReadOnlyList<string> Audience,
        string State,
        DateTime? LastHeldAt,
        DateTime? NextAt,
        DateTime? Since,
        IReadOnlyList<DateTime> Missed,
        int Version
    );

    /// <param name="Key">Names the meeting in addresses: its instant in UTC.</param>
    /// <param name="State">computed, prepared, held or skipped.</param>
    public sealed record MeetingResource(
        string Key,
        DateTime OccursAt,
        string State,
        string? Agenda,
        string? Minutes,
        IReadOnlyList<string> Outcomes,
        IReadOnlyList<string> Attendance,
        DateTime? HeldAt,
        string? SkipReason,
        int Version
    );

    public sealed record StewardResource(bool Active, IReadOnlyList<StewardLine> Stewards);

    /// <param name="TimeZone">IANA name, as Europe/Berlin, or UTC.</param>
    /// <param name="Version">Of the setting; 0 before it was ever made.</param>
    public sealed record ClockResource(string TimeZone, int Version);

    private static readonly string[] Columns = ["number", "name", "cadence", "owner", "audience", "state", "lastHeldAt", "nextAt", "brokenSince", "missed"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/rituals").WithTags("Rhythm");
        api.MapGet(
                "",
                async (HttpContext http, string? format, RhythmQueries queries, CancellationToken cancel) =>
                {
                    var list = await queries.ReadListAsync(http.Actor(), cancel);
                    var lines = list.Rituals.Concat(list.Ended).ToList();
                    return CsvAnswer.IsAsked(format) ? CsvAnswer.Of("rituals.csv", Columns, lines.Select(Cells)) : (IResult)TypedResults.Ok(lines.Select(Of).ToList());
                }
            )
            .Needs(Permission.ViewThreads)
            .WithSummary("Rituals, and whether each is kept: the most behind first; format=csv gives a table.")
            .Produces<IReadOnlyList<RitualResource>>();
        api.MapGet(
                "/{number:int}",
                async (HttpContext http, int number, RhythmQueries queries, CancellationToken cancel) =>
                    (await queries.ReadRitualAsync(http.Actor(), number, cancel)).ToApi(view => TypedResults.Ok(Of(view.Line)))
            )
            .Needs(Permission.ViewThreads)
            .WithSummary("One ritual")
            .Produces<RitualResource>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost(
                "",
                (HttpContext http, SaveRitual.Request request, SaveRitual save, RhythmQueries queries, CancellationToken cancel) =>
                    AnswerAsync(http, save.CreateAsync(http.Actor(), request, cancel), queries, true, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Make a ritual.")
            .Produces<RitualResource>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapPut(
                "/{number:int}",
                (HttpContext http, int number, SaveRitual.Request request, SaveRitual save, RhythmQueries queries, CancellationToken cancel) =>
                    AnswerAsync(http, save.ChangeAsync(http.Actor(), number, request, cancel), queries, false, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Make the ritual be what the body says.")
            .Produces<RitualResource>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        MapMeetings(api);
        MapClock(routes);
        routes
            .MapGet(
                "/api/stewards",
                async (StewardQueries stewards, CancellationToken cancel) =>
                {
                    var lines = await stewards.ReadAsync(cancel);
                    return TypedResults.Ok(new StewardResource(lines.Any(line => line.Active), lines));
                }
            )
            .Needs(Permission.ViewThreads)
            .WithTags("Rhythm")
            .WithSummary("The stewards, and whether any was active in the last 30 days.");
    }

    private static void MapClock(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/rhythm/clock").WithTags("Rhythm");
        api.MapGet("", ClockAsync).Needs(Permission.ViewThreads).WithSummary("By whose clocks meetings are entered and shown.").Produces<ClockResource>();
        api.MapPut(
                "",
                async (HttpContext http, SetMeetingClock.Request request, SetMeetingClock set, MeetingClock clock, CancellationToken cancel) =>
                    (await set.HandleAsync(http.Actor(), request, cancel)).Error is { } error ? error.ToProblem() : await ClockAsync(clock, cancel)
            )
            .Needs(Permission.RunRhythm)
            .WithSummary("Say by whose clocks meetings are entered and shown; instants stay, and a ritual recurs by the new clocks once it is saved again.")
            .Produces<ClockResource>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> ClockAsync(MeetingClock clock, CancellationToken cancel)
    {
        var setting = await clock.ReadSettingAsync(cancel);
        return TypedResults.Ok(new ClockResource(setting.Zone.Name, setting.Version));
    }

    private static void MapMeetings(RouteGroupBuilder api)
    {
        api.MapGet(
                "/{number:int}/meetings",
                async (HttpContext http, int number, RhythmQueries queries, CancellationToken cancel) =>
                    (await queries.ReadRitualAsync(http.Actor(), number, cancel)).ToApi(view =>
                        TypedResults.Ok(view.ToCome.Concat(view.Past).Select(line => Of(line.At, line.Row, [])).ToList())
                    )
            )
            .Needs(Permission.ViewThreads)
            .WithSummary("The meetings to come, then those past, newest first; without attendance.")
            .Produces<IReadOnlyList<MeetingResource>>();
        api.MapGet("/{number:int}/meetings/{key}", MeetingAsync).Needs(Permission.ViewThreads).WithSummary("One meeting").Produces<MeetingResource>();
        api.MapPut(
                "/{number:int}/meetings/{key}",
                async (HttpContext http, int number, string key, RunMeeting.Request request, RunMeeting run, RhythmQueries queries, CancellationToken cancel) =>
                    (await run.ChangeAsync(http.Actor(), number, key, request, cancel)).Error is { } error
                        ? error.ToProblem()
                        : await MeetingAsync(http, number, key, queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Prepare a meeting, with a drafted agenda unless one is given, or write down what came of it; held: true holds it.")
            .Produces<MeetingResource>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        api.MapPost(
                "/{number:int}/meetings/{key}/skip",
                async (HttpContext http, int number, string key, RunMeeting.SkipRequest request, RunMeeting run, RhythmQueries queries, CancellationToken cancel) =>
                    (await run.SkipAsync(http.Actor(), number, key, request, cancel)).Error is { } error
                        ? error.ToProblem()
                        : await MeetingAsync(http, number, key, queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Skip a meeting, with its reason.")
            .Produces<MeetingResource>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapDelete(
                "/{number:int}/meetings/{key}/skip",
                async (HttpContext http, int number, string key, RunMeeting run, RhythmQueries queries, CancellationToken cancel) =>
                    (await run.RestoreAsync(http.Actor(), number, key, cancel)).Error is { } error ? error.ToProblem() : await MeetingAsync(http, number, key, queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("A meeting that was skipped takes place after all.")
            .Produces<MeetingResource>()
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> MeetingAsync(HttpContext http, int number, string key, RhythmQueries queries, CancellationToken cancel)
    {
        var view = await queries.ReadMeetingAsync(http.Actor(), number, key, cancel);
        return view.ToApi(meeting =>
            TypedResults.Ok(
                Of(
                    meeting.At,
                    meeting.Row,
                    [.. meeting.People.Where(person => meeting.Row?.Attendance.Exists(row => row.PersonId == person.Id) == true).Select(person => person.Name)]
                )
            )
        );
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, Task<Result<Ritual>> change, RhythmQueries queries, bool made, CancellationToken cancel)
    {
        var changed = await change;
        if (changed.Error is { } error)
            return error.ToProblem();
        var view = await queries.ReadRitualAsync(http.Actor(), changed.Value.Number, cancel);
        return view.ToApi(row => made ? TypedResults.Created($"/api/rituals/{row.Ritual.Number}", Of(row.Line)) : TypedResults.Ok(Of(row.Line)));
    }

    private static RitualResource Of(RitualLine line) =>
        new(
            line.Ritual.Number,
            line.Ritual.Name,
            line.Ritual.Purpose,
            line.Ritual.Type,
            line.Ritual.Every,
            line.Ritual.Unit,
            line.Ritual.StartsAt,
            line.Ritual.TimeZone,
            line.Ritual.Minutes,
            line.Ritual.Location,
            line.Owner,
            line.Audience,
            line.Standing.State.ToString().ToLowerInvariant(),
            line.Standing.LastHeld,
            line.Standing.Next,
            line.Standing.Since,
            line.Standing.Missed,
            line.Ritual.Version
        );

    private static MeetingResource Of(DateTime at, Meeting? row, IReadOnlyList<string> attendance) =>
        new(
            RhythmText.Key(at),
            at,
            row?.State.ToString().ToLowerInvariant() ?? "computed",
            row?.Agenda,
            row?.Minutes,
            row?.Outcomes?.Split(' ') ?? [],
            attendance,
            row?.HeldAt,
            row?.SkipReason,
            row?.Version ?? 0
        );

    private static IReadOnlyList<object?> Cells(RitualLine line) =>
        [
            line.Ritual.Number,
            line.Ritual.Name,
            RhythmText.Cadence(line.Ritual),
            line.Owner,
            string.Join("; ", line.Audience),
            line.Standing.State.ToString().ToLowerInvariant(),
            line.Standing.LastHeld,
            line.Standing.Next,
            line.Standing.Since,
            line.Standing.Missed.Count,
        ];
}
