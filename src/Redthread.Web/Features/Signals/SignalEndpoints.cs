using System.Buffers;
using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.People;
using Redthread.Web.Ingestion;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Signals;

public static class SignalEndpoints
{
    private const int PageSize = 50;

    // Counting goes on no further: who wants to know more exactly narrows the filter.
    internal const int MostCounted = 100_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/signals", ListAsync).Needs(Permission.ViewEvidence).ExcludeFromDescription();
        routes.MapGet("/signals/{id:long}", OneAsync).Needs(Permission.ViewEvidence).ExcludeFromDescription();
        routes.MapGet("/erasure", (HttpContext http) => ErasurePage(http, FormState.Empty, null)).Needs(Permission.ErasePeople).ExcludeFromDescription();
        routes.MapPost("/erasure", EraseAsync).Needs(Permission.ErasePeople).ExcludeFromDescription();
        var api = routes.MapGroup("/api").WithTags("Signals");
        api.MapPost("/signals", TakeAsync)
            .Needs(Permission.ImportSignals)
            .Accepts<object>("application/json", "application/x-ndjson", "application/cloudevents+json", "application/cloudevents-batch+json")
            .WithSummary(
                "Send signals: JSON, NDJSON or CloudEvents 1.0 (structured, batched, or one in binary mode). Answered when they are durable; repeat it freely, nothing counts twice."
            );
        api.MapGet("/signals", ApiListAsync).Needs(Permission.ViewEvidence).WithSummary("Signals, newest first, 50 a page.");
        api.MapPost(
                "/erasures",
                async (HttpContext http, EraseCustomer.Request request, EraseCustomer erase, CancellationToken cancel) =>
                    (await erase.HandleAsync(http.Actor(), request, cancel)).ToApi()
            )
            .Needs(Permission.ErasePeople)
            .WithSummary("Erase a customer: their signals go, every aggregate is corrected.");
    }

    private static async Task<IResult> TakeAsync(HttpContext http, LiveSignals live, [FromQuery] string? source, CancellationToken cancel)
    {
        using var body = new MemoryStream((int)Math.Clamp(http.Request.ContentLength ?? 4096, 256, 1 << 20));
        await http.Request.Body.CopyToAsync(body, cancel);
        ReadOnlyMemory<byte> content = body.GetBuffer().AsMemory(0, (int)body.Length);
        var result = CloudEventHeaders.AreIn(http.Request.Headers)
            ? await live.TakeAsync(http.Actor(), source, CloudEventHeaders.Join(http.Request.Headers, content), CloudEventHeaders.Structured, cancel)
            : await live.TakeAsync(http.Actor(), source, content, http.Request.ContentType, cancel);
        return result.ToApi();
    }

    private static async Task<IResult> ListAsync(HttpContext http, ISignalStore signals, LandscapeSource landscapes, [AsParameters] SignalFilter filter, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var query = filter.ToQuery(landscape, PageSize);
        var rows = query is null ? [] : await signals.ReadSignalsAsync(query with { Limit = PageSize + 1 }, cancel);
        var overview = await signals.ReadOverviewAsync(cancel);
        return Pages.Page<SignalsPage>(
            new
            {
                Frame = http.Frame("Signals", "evidence"),
                Landscape = landscape,
                Filter = filter,
                Signals = (IReadOnlyList<StoredSignal>)[.. rows.Take(PageSize)],
                More = rows.Count > PageSize,
                Overview = overview,
                Matching = filter.Narrowed && query is not null ? await signals.CountSignalsAsync(query, MostCounted, cancel) : (int?)null,
                MayImport = http.Actor().Can(Permission.ImportSignals),
                MayChoose = http.Actor().Can(Permission.EditThreads),
            }
        );
    }

    private static async Task<IResult> OneAsync(HttpContext http, ISignalStore signals, LandscapeSource landscapes, SignalTrailQueries trails, long id, CancellationToken cancel)
    {
        var found = await signals.ReadSignalsAsync(new SignalQuery { SignalId = id, Limit = 1 }, cancel);
        return found.Count == 0
            ? http.ErrorPage(Error.NotFound("signal"))
            : Pages.Page<SignalPage>(
                new
                {
                    Frame = http.Frame("Signal", "evidence"),
                    Landscape = await landscapes.ReadAsync(cancel),
                    Signal = found[0],
                    Thread = await trails.ReadAsync(http.Actor(), found[0], cancel),
                    MayPlace = http.Actor().Can(Permission.PlaceSignals),
                }
            );
    }

    private static async Task<IResult> ApiListAsync(ISignalStore signals, LandscapeSource landscapes, [AsParameters] SignalFilter filter, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var query = filter.ToQuery(landscape, PageSize);
        return query is null
            ? Error.Invalid("filter-unknown", "A stage, segment, channel, source or period of the filter does not exist.").ToProblem()
            : TypedResults.Ok((await signals.ReadSignalsAsync(query, cancel)).Select(signal => SignalEntry.Of(landscape, signal)));
    }

    private static IResult ErasurePage(HttpContext http, FormState form, EraseCustomer.Erased? erased, CustomerLosses.Found? losing = null) =>
        Pages.Page<ErasurePage>(
            new
            {
                Frame = http.Frame("Erase a customer", "erasure"),
                Form = form,
                Erased = erased,
                Losing = losing,
            },
            form.Error?.Status() ?? 200
        );

    public sealed record EraseForm(string? Customer, string? Confirmed);

    // A key is typed once and said yes to once more, since nothing brings a customer back.
    private static async Task<IResult> EraseAsync(HttpContext http, [FromForm] EraseForm form, EraseCustomer erase, CustomerLosses losses, CancellationToken cancel)
    {
        if (form.Confirmed != "yes")
        {
            var found = await losses.ReadAsync(http.Actor(), form.Customer, cancel);
            return found.Error is { } missing ? ErasurePage(http, FormState.Of(http, missing), null) : ErasurePage(http, FormState.Empty, null, found.Value);
        }

        var result = await erase.HandleAsync(http.Actor(), new EraseCustomer.Request(form.Customer), cancel);
        return result.Error is { } error ? ErasurePage(http, FormState.Of(http, error), null) : ErasurePage(http, FormState.Empty, result.Value);
    }
}
