using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Voice;

public static class VoiceFeature
{
    public static void Add(IServiceCollection services) =>
        services.AddSingleton<ProblemSource>().AddSingleton<ReachQueries>().AddSingleton<VoiceQueries>().AddScoped<ThreadQueries>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/voice", PageAsync).Needs(Permission.ViewThreads).ExcludeFromDescription();
        routes.MapGet("/voice/unheard", UnheardAsync).Needs(Permission.ViewThreads).ExcludeFromDescription();
        routes.MapGet("/threads/{name}", ThreadAsync).Needs(Permission.ViewThreads).ExcludeFromDescription();
        var api = routes.MapGroup("/api").WithTags("Threads");
        api.MapGet(
                "/voice",
                async (VoiceQueries queries, string? cycle, string? journey, string? segment, string? format, CancellationToken cancel) =>
                {
                    var voice = VoiceResource.Of(await queries.ReadAsync(new VoiceAddress(cycle, journey, segment, null), cancel));
                    return CsvAnswer.IsAsked(format) ? CsvAnswer.Of("voice.csv", VoiceResource.Columns, voice.Rows) : TypedResults.Ok(voice);
                }
            )
            .Produces<VoiceResource>()
            .Needs(Permission.ViewThreads)
            .WithSummary("Where the customer's voice stops: per column the customers with a problem who came this far, and who went no further")
            .WithDescription(
                "cycle: 2026-Q4, or year for the last four; default the cycle of the newest signal. At every step customers = on + lost. format=csv answers what was lost as a file. "
                    + VoiceFlow.Formula
            );
        api.MapGet("/reach", ReachAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Reach: the share of approved insights used in a decision within 90 days, by cumulative incidence, with 95 % interval")
            .WithDescription("reach is null where there is not enough data. " + CumulativeIncidence.Formula);
        api.MapGet(
                "/threads/{name}",
                async (ThreadQueries queries, string name, CancellationToken cancel) =>
                    (await queries.ReadAsync(name, cancel)).ToApi(thread => TypedResults.Ok(ThreadResource.Of(thread)))
            )
            .Needs(Permission.ViewThreads)
            .WithSummary("The thread of an object, such as I-12: what is on each bead, and where it breaks")
            .Produces<ThreadResource>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> PageAsync(
        HttpContext http,
        VoiceQueries queries,
        KeptPages pages,
        string? cycle,
        string? journey,
        string? segment,
        string? lost,
        CancellationToken cancel
    ) =>
        await pages.PageAsync<VoicePage, VoiceModel>(
            http,
            http.Frame("Where the customer’s voice stops", "voice"),
            stop => queries.ReadAsync(new VoiceAddress(cycle, journey, segment, lost), stop)
        );

    private static async Task<IResult> UnheardAsync(
        HttpContext http,
        VoiceQueries queries,
        string? cycle,
        string? journey,
        string? segment,
        string? stage,
        int? page,
        CancellationToken cancel
    )
    {
        var model = await queries.ReadUnheardAsync(new VoiceAddress(cycle, journey, segment, null), stage, page ?? 1, http.Actor(), cancel);
        return model.Ok
            ? Pages.Page<UnheardPage>(
                new
                {
                    Frame = http.Frame("Unheard", "voice"),
                    Model = model.Value,
                    MayChoose = http.Actor().Can(Permission.EditThreads),
                    MayPlace = http.Actor().Can(Permission.PlaceSignals),
                }
            )
            : http.ErrorPage(model.Error!);
    }

    private static async Task<IResult> ThreadAsync(HttpContext http, ThreadQueries queries, string name, CancellationToken cancel)
    {
        var thread = await queries.ReadAsync(name, cancel);
        return thread.Ok ? Pages.Page<ThreadPage>(new { Frame = http.Frame($"The thread of {name}", "voice"), Thread = thread.Value }) : http.ErrorPage(thread.Error!);
    }

    private static async Task<IResult> ReachAsync(ReachQueries reach, LandscapeSource landscapes, string? journey, CancellationToken cancel)
    {
        var found = await ReachResource.FindAsync(landscapes, journey, cancel);
        return found.Ok ? TypedResults.Ok(ReachResource.Of(await reach.ReadAsync(found.Value?.Id, cancel))) : found.Error!.ToProblem();
    }
}

/// <summary>The thread of one object, found by its name.</summary>
public sealed class ThreadQueries(LedgerSource ledgers, KeyResultValues values)
{
    public async Task<Result<ThreadView>> ReadAsync(string name, CancellationToken cancel)
    {
        var moved = await values.MovedAsync(cancel);
        return await ledgers.ReadAsync(ledger => ledger.Find(name) is { } row ? ThreadWalk.Of(ledger, row, moved) : (Result<ThreadView>)Error.NotFound("object"), cancel);
    }
}
