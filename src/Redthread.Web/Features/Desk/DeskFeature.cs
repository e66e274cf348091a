using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Desk;
using Redthread.Domain.People;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Desk;

/// <summary>The Desk: coordination failures that detectors find, and what somebody did about each.</summary>
public static class DeskFeature
{
    public sealed record TreatForm
    {
        public string? Reason { get; init; }
        public int? Days { get; init; }
        public int? Version { get; init; }

        /// <summary>The page to come back to.</summary>
        public string? Back { get; init; }

        public TreatFinding.Request ToRequest() =>
            new()
            {
                Reason = Reason,
                Days = Days,
                Version = Version,
            };
    }

    private delegate Task<Result<Finding>> Treat(TreatFinding treat, Actor actor, int number, TreatFinding.Request request, CancellationToken cancel);

    /// <summary>What can be done with a finding, as resources.</summary>
    private static readonly (string Path, Permission Permission, string Summary, Treat Treat)[] Treatments =
    [
        (
            "dismissal",
            Permission.KeepDesk,
            "Dismiss it with a reason; other evidence brings it back.",
            (treat, actor, number, request, cancel) => treat.DismissAsync(actor, number, request, cancel)
        ),
        (
            "snooze",
            Permission.KeepDesk,
            "Hide it for some days; other evidence brings it back sooner.",
            (treat, actor, number, request, cancel) => treat.SnoozeAsync(actor, number, request, cancel)
        ),
        ("restoration", Permission.KeepDesk, "Take a dismissal or a snooze back.", (treat, actor, number, request, cancel) => treat.RestoreAsync(actor, number, request, cancel)),
        (
            "question",
            Permission.EditThreads,
            "Ask its owner: a notification for the person or the team's members.",
            (treat, actor, number, request, cancel) => treat.AskAsync(actor, number, request, cancel)
        ),
    ];

    public static void Add(IServiceCollection services) =>
        services.AddSingleton<DeskReports>().AddSingleton<DeskSource>().AddSingleton<DeskSweep>().AddScoped<DeskQueries>().AddScoped<TreatFinding>().AddScoped<SetDetector>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/desk").ExcludeFromDescription();
        pages
            .MapGet(
                "",
                (HttpContext http, [AsParameters] DeskFilter filter, DeskQueries queries, CancellationToken cancel) => ListAsync(http, filter, queries, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages
            .MapGet("/{number:int}", (HttpContext http, int number, DeskQueries queries, CancellationToken cancel) => PageAsync(http, number, queries, FormState.Empty, cancel))
            .Needs(Permission.ViewThreads);
        pages
            .MapGet("/detectors", (HttpContext http, DeskQueries queries, CancellationToken cancel) => DetectorsAsync(http, queries, FormState.Empty, cancel))
            .Needs(Permission.ViewThreads);
        pages.MapPost("/detectors/{id}", SetAsync).Needs(Permission.KeepDesk);
        pages
            .MapPost(
                "/look",
                async (HttpContext http, IFormCollection _, DeskSweep sweep, CancellationToken cancel) =>
                {
                    await sweep.FullAsync(cancel);
                    return Answers.SeeOther("/desk");
                }
            )
            .Needs(Permission.KeepDesk);
        foreach (var (path, permission, _, change) in Treatments)
        {
            pages
                .MapPost(
                    $"/{{number:int}}/{path}",
                    async (HttpContext http, int number, [FromForm] TreatForm form, TreatFinding treat, DeskQueries queries, CancellationToken cancel) =>
                        await http.AfterFormAsync(
                            change(treat, http.Actor(), number, form.ToRequest(), cancel),
                            form.Back is { Length: > 0 } back ? back : $"/desk/{number}",
                            state => PageAsync(http, number, queries, state, cancel)
                        )
                )
                .Needs(permission);
        }

        MapApi(routes);
    }

    private static async Task<IResult> ListAsync(HttpContext http, DeskFilter filter, DeskQueries queries, FormState form, CancellationToken cancel) =>
        Pages.Page<DeskPage>(
            new
            {
                Frame = http.Frame("The Desk", "desk"),
                Filter = filter,
                Model = await queries.ReadAsync(filter, cancel),
                Form = form,
                MayKeep = http.Actor().Can(Permission.KeepDesk),
                MayAsk = http.Actor().Can(Permission.EditThreads),
                Me = http.Actor().PersonId,
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> PageAsync(HttpContext http, int number, DeskQueries queries, FormState form, CancellationToken cancel) =>
        await queries.FindAsync(number, cancel) is not { } row
            ? http.ErrorPage(Error.NotFound("finding"))
            : Pages.Page<FindingPage>(
                new
                {
                    Frame = http.Frame(row.Finding.Title, "desk"),
                    Row = row,
                    Form = form,
                    MayKeep = http.Actor().Can(Permission.KeepDesk),
                    MayAsk = http.Actor().Can(Permission.EditThreads),
                    Me = http.Actor().PersonId,
                },
                form.Error?.Status() ?? 200
            );

    private static async Task<IResult> DetectorsAsync(HttpContext http, DeskQueries queries, FormState form, CancellationToken cancel) =>
        Pages.Page<DetectorsPage>(
            new
            {
                Frame = http.Frame("Detectors", "desk"),
                Rows = await queries.ReadDetectorsAsync(cancel),
                Form = form,
                MayKeep = http.Actor().Can(Permission.KeepDesk),
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> SetAsync(HttpContext http, string id, IFormCollection form, SetDetector set, DeskQueries queries, CancellationToken cancel)
    {
        var thresholds = new Dictionary<string, double>();
        foreach (var threshold in DetectorList.Find(id)?.Thresholds ?? [])
        {
            if (form[threshold.Key].ToString() is { Length: > 0 } text)
                thresholds[threshold.Key] = double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
        }

        var request = new SetDetector.Request
        {
            On = form["on"] == "true",
            Thresholds = thresholds,
            Version = int.TryParse(form["version"], out var version) ? version : null,
        };
        return await http.AfterFormAsync(set.HandleAsync(http.Actor(), id, request, cancel), $"/desk/detectors#{id}", state => DetectorsAsync(http, queries, state, cancel));
    }

    /// <param name="Subject">The id of what it is about.</param>
    /// <param name="Other">Of the second, for a pair.</param>
    /// <param name="State">open, snoozed, dismissed or gone.</param>
    public sealed record FindingResource(
        int Number,
        string Detector,
        Severity Severity,
        string Title,
        string State,
        Guid Subject,
        Guid? Other,
        IReadOnlyList<EvidenceResource> Evidence,
        string Step,
        string StepAddress,
        Guid? OwnerTeamId,
        Guid? OwnerPersonId,
        string? Owner,
        DateTime FirstAt,
        DateTime? GoneAt,
        DateTime? DismissedAt,
        string? Reason,
        DateTime? SnoozedUntil,
        int Version
    );

    public sealed record EvidenceResource(string Text, string? Address);

    public sealed record DeskResource(int Total, int Page, IReadOnlyList<FindingResource> Items);

    public sealed record DetectorResource(
        string Id,
        string Name,
        string Rule,
        bool On,
        bool First,
        bool HasData,
        int Open,
        IReadOnlyDictionary<string, double> Thresholds,
        IReadOnlyList<CycleCount> Cycles,
        int Version
    );

    private static void MapApi(IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/api/desk").WithTags("Desk");
        desk.MapGet("", ApiListAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Findings of the Desk, 25 a page; state is open (default), snoozed, dismissed or gone; with format=csv the page as a table.")
            .Produces<DeskResource>();
        desk.MapGet(
                "/{number:int}",
                async (int number, DeskQueries queries, CancellationToken cancel) =>
                    await queries.FindAsync(number, cancel) is { } row ? TypedResults.Ok(Resource(row)) : Error.NotFound("finding").ToProblem()
            )
            .Needs(Permission.ViewThreads)
            .WithSummary("One finding")
            .Produces<FindingResource>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        desk.MapGet("/detectors", async (DeskQueries queries, CancellationToken cancel) => (await queries.ReadDetectorsAsync(cancel)).Select(Resource))
            .Needs(Permission.ViewThreads)
            .WithSummary("Every detector with its rule, whether it is on, its thresholds and its findings by cycle.")
            .Produces<IEnumerable<DetectorResource>>();
        desk.MapPut(
                "/detectors/{id}",
                async (HttpContext http, string id, SetDetector.Request request, SetDetector set, CancellationToken cancel) =>
                    (await set.HandleAsync(http.Actor(), id, request, cancel)).ToApi()
            )
            .Needs(Permission.KeepDesk)
            .WithSummary("Switch a detector on or off and set its thresholds. With a version it is refused as 409 if another came first.")
            .Produces<DetectorSetting>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        foreach (var (path, permission, summary, change) in Treatments)
        {
            desk.MapPost(
                    $"/{{number:int}}/{path}",
                    async (HttpContext http, int number, TreatFinding.Request request, TreatFinding treat, DeskQueries queries, CancellationToken cancel) =>
                        (await change(treat, http.Actor(), number, request, cancel)).Error is { } error
                            ? error.ToProblem()
                            : TypedResults.Ok(Resource((await queries.FindAsync(number, cancel))!))
                )
                .Needs(permission)
                .WithSummary(summary)
                .Produces<FindingResource>()
                .ProducesProblem(StatusCodes.Status404NotFound)
                .ProducesProblem(StatusCodes.Status409Conflict)
                .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static readonly string[] Columns = ["number", "detector", "severity", "title", "state", "owner", "firstAt", "goneAt", "reason", "snoozedUntil"];

    private static async Task<IResult> ApiListAsync([AsParameters] DeskFilter filter, string? format, DeskQueries queries, CancellationToken cancel)
    {
        var model = await queries.ReadAsync(filter, cancel);
        var items = model.Rows.Select(Resource).ToList();
        return CsvAnswer.IsAsked(format)
            ? CsvAnswer.Of(
                "desk.csv",
                Columns,
                items.Select(row =>
                    (IReadOnlyList<object?>)
                        [row.Number, row.Detector, row.Severity.ToString(), row.Title, row.State, row.Owner, row.FirstAt, row.GoneAt, row.Reason, row.SnoozedUntil]
                )
            )
            : TypedResults.Ok(new DeskResource(model.Total, filter.Number, items));
    }

    private static FindingResource Resource(DeskRow row) =>
        new(
            row.Finding.Number,
            row.Finding.Detector,
            row.Finding.Severity,
            row.Finding.Title,
            row.Finding.GoneAt is not null ? "gone"
                : row.Finding.DismissedAt is not null ? "dismissed"
                : row.Finding.SnoozedUntil is not null ? "snoozed"
                : "open",
            row.Finding.SubjectId,
            row.Finding.OtherId == Guid.Empty ? null : row.Finding.OtherId,
            [.. row.Evidence.Select(line => new EvidenceResource(line.Label, line.Href.Length > 0 ? line.Href : null))],
            row.Finding.StepLabel,
            row.Finding.StepHref,
            row.Finding.OwnerTeamId,
            row.Finding.OwnerPersonId,
            row.Owner,
            row.Finding.FirstAt,
            row.Finding.GoneAt,
            row.Finding.DismissedAt,
            row.Finding.Reason,
            row.Finding.SnoozedUntil,
            row.Finding.Version
        );

    private static DetectorResource Resource(DetectorRow row) =>
        new(
            row.Detector.Text.Id,
            row.Detector.Text.Name,
            row.Limits.In(row.Detector.Text.Rule),
            row.On,
            row.Detector.First,
            row.HasData,
            row.Open,
            row.Detector.Thresholds.ToDictionary(one => one.Key, one => row.Limits[one.Key]),
            row.Trend,
            row.Setting?.Version ?? 0
        );
}
