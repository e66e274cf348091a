using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Agreement;

public static class AgreementEndpoints
{
    public sealed record AgreedForm
    {
        public string? Stage { get; init; }
        public int? Value { get; init; }
        public string? Why { get; init; }
        public int? Version { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/agreed-scores").ExcludeFromDescription();
        pages.MapGet("", ListAsync).Needs(Permission.ViewThreads);
        pages
            .MapGet(
                "/new",
                (HttpContext http, LandscapeSource landscapes, IDbContextFactory<RedthreadContext> contexts, TimeProvider time, CancellationToken cancel) =>
                    NewAsync(http, FormState.Empty, landscapes, contexts, time, cancel)
            )
            .Needs(Permission.RunRhythm);
        pages.MapPost("", OpenAsync).Needs(Permission.RunRhythm);
        pages.MapGet("/stages/{journey}/{stage}", HistoryAsync).Needs(Permission.ViewThreads);
        pages
            .MapGet(
                "/{number:int}",
                (HttpContext http, int number, string? stage, AgreementQueries queries, CancellationToken cancel) =>
                    RoundAsync(http, number, stage, queries, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages.MapPost("/{number:int}/votes", VoteAsync).Needs(Permission.VoteOnScores);
        pages.MapPost("/{number:int}/agreed", AgreeAsync).Needs(Permission.RunRhythm);
        pages
            .MapPost(
                "/{number:int}/dissent",
                (HttpContext http, int number, [FromForm] RecordAgreed.DissentRequest request, RecordAgreed record, AgreementQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(
                        record.DissentAsync(http.Actor(), number, request, cancel),
                        StageAddress(number, request.Stage),
                        form => RoundAsync(http, number, request.Stage, queries, form, cancel)
                    )
            )
            .Needs(Permission.VoteOnScores);
        pages
            .MapPost(
                "/{number:int}/reveal",
                (HttpContext http, int number, IFormCollection _, SettleRound settle, AgreementQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(
                        settle.RevealAsync(http.Actor(), number, cancel),
                        AgreementNews.AddressOf(number),
                        form => RoundAsync(http, number, null, queries, form, cancel)
                    )
            )
            .Needs(Permission.RunRhythm);
        pages
            .MapPost(
                "/{number:int}/cancellation",
                (HttpContext http, int number, [FromForm] SettleRound.Request request, SettleRound settle, AgreementQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(
                        settle.CancelAsync(http.Actor(), number, request, cancel),
                        AgreementNews.AddressOf(number),
                        form => RoundAsync(http, number, null, queries, form, cancel)
                    )
            )
            .Needs(Permission.RunRhythm);
    }

    private static async Task<IResult> ListAsync(HttpContext http, string? cycle, int? page, AgreementQueries queries, CancellationToken cancel)
    {
        var actor = http.Actor();
        return Pages.Page<AgreementPage>(
            new
            {
                Frame = http.Frame("Agreed scores", "agreed-scores"),
                Model = await queries.ReadListAsync(actor, Cycle.Parse(cycle), Math.Clamp(page ?? 1, 1, 100_000), cancel),
                MayOpen = actor.Can(Permission.RunRhythm),
            }
        );
    }

    private static async Task<IResult> NewAsync(
        HttpContext http,
        FormState form,
        LandscapeSource landscapes,
        IDbContextFactory<RedthreadContext> contexts,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = Cycle.At(time.GetUtcNow().UtcDateTime);
        return Pages.Page<NewRoundPage>(
            new
            {
                Frame = http.Frame("Open a round", "agreed-scores"),
                Form = form,
                Stages = landscape.LiveStages.Select(entry => new SelectOption($"{entry.Journey.Key}/{entry.Stage.Key}", entry.Stage.Name, entry.Journey.Name)).ToList(),
                Teams = await context
                    .Teams.AsNoTracking()
                    .Where(team => team.ArchivedAt == null)
                    .OrderBy(team => team.Name)
                    .Select(team => new SelectOption(team.Key, team.Name, null))
                    .ToListAsync(cancel),
                Cycles = Enumerable.Range(-3, 5).Select(by => Cycle.Shift(now, by)).Select(cycle => new SelectOption(Cycle.Address(cycle), Cycle.Label(cycle))).ToList(),
                Now = Cycle.Address(now),
                // What was ticked, where the form is shown again; at first all is.
                Ticked = form.Error is null ? null : http.Request.Form["stages"].Concat(http.Request.Form["teams"]).Select(value => value ?? "").ToHashSet(),
            },
            form.Error?.Status() ?? 200
        );
    }

    private static async Task<IResult> OpenAsync(
        HttpContext http,
        IFormCollection posted,
        OpenRound open,
        LandscapeSource landscapes,
        IDbContextFactory<RedthreadContext> contexts,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        List<string> Ticked(string name) => [.. posted[name].OfType<string>().Where(value => value.Length > 0)];
        var stages = Ticked("stages");
        var request = new OpenRound.Request
        {
            Cycle = posted["cycle"],
            Stages = stages,
            Teams = Ticked("teams"),
            Purpose = posted["purpose"],
        };
        // A form says what it means: nothing ticked is not everything.
        var opened =
            stages.Count == 0 && http.Actor().Can(Permission.RunRhythm)
                ? Error.Invalid("no-stage", "Choose at least one stage to vote on. Nothing was opened.")
                : await open.HandleAsync(http.Actor(), request, cancel);
        return await http.AfterFormAsync(opened, round => AgreementNews.AddressOf(round.Number), form => NewAsync(http, form, landscapes, contexts, time, cancel));
    }

    private static async Task<IResult> RoundAsync(HttpContext http, int number, string? stage, AgreementQueries queries, FormState form, CancellationToken cancel)
    {
        var actor = http.Actor();
        var view = await queries.ReadRoundAsync(actor, number, stage, cancel);
        return view.Error is { } missing
            ? http.ErrorPage(missing)
            : Pages.Page<RoundPage>(
                new
                {
                    Frame = http.Frame($"Agreed scores, {view.Value.Title}", "agreed-scores"),
                    Model = view.Value,
                    Form = form,
                    MayRun = actor.Can(Permission.RunRhythm),
                    MayVote = actor.Can(Permission.VoteOnScores),
                    MayTalk = actor.Can(Permission.EditThreads),
                },
                form.Error?.Status() ?? 200
            );
    }

    private static async Task<IResult> VoteAsync(
        HttpContext http,
        int number,
        [FromForm] CastVote.Request request,
        CastVote cast,
        AgreementQueries queries,
        CancellationToken cancel
    )
    {
        var actor = http.Actor();
        var saved = await cast.HandleAsync(actor, number, request, cancel);
        if (saved.Error is { } error)
            return await RoundAsync(http, number, request.Stage, queries, FormState.Of(http, error), cancel);
        // On to the next stage that waits for the team.
        var round = await queries.ReadRoundAsync(actor, number, request.Stage, cancel);
        var next = round.Ok ? round.Value.NextFor(request.Team ?? "", request.Stage ?? "")?.Path : null;
        return Answers.SeeOther($"{StageAddress(number, next ?? request.Stage)}{(next is null ? "&done=1" : "")}#vote");
    }

    private static Task<IResult> AgreeAsync(HttpContext http, int number, [FromForm] AgreedForm form, RecordAgreed record, AgreementQueries queries, CancellationToken cancel)
    {
        var posted = http.Request.Form;
        var request = new RecordAgreed.Request
        {
            Stage = form.Stage,
            Value = form.Value,
            Why = form.Why,
            Version = form.Version,
            Dissent = [.. posted["dissent"].Select(team => new RecordAgreed.DissentEntry(team, posted[$"dissent-{team}"]))],
        };
        return http.AfterFormAsync(
            record.HandleAsync(http.Actor(), number, request, cancel),
            StageAddress(number, form.Stage),
            state => RoundAsync(http, number, form.Stage, queries, state, cancel)
        );
    }

    private static async Task<IResult> HistoryAsync(HttpContext http, string journey, string stage, AgreementQueries queries, CancellationToken cancel)
    {
        var history = await queries.ReadStageAsync($"{journey}/{stage}", cancel);
        return history.Error is { } missing
            ? http.ErrorPage(missing)
            : Pages.Page<StageHistoryPage>(new { Frame = http.Frame($"Agreed scores of {history.Value.Stage}", "agreed-scores"), Model = history.Value });
    }

    private static string StageAddress(int number, string? stage) => $"{AgreementNews.AddressOf(number)}?stage={Uri.EscapeDataString(stage ?? "")}";
}
