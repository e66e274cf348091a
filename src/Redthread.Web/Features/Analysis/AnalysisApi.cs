using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Statistics;
using Redthread.Web.Features.Notes;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Analysis;

/// <summary>Analyses and customer facts for programs.</summary>
public static class AnalysisApi
{
    /// <param name="State">shown, none-worth, undecided or not-enough-data.</param>
    /// <param name="Effect">Of ten points more: a ratio of rates or odds, or an amount; null without enough data.</param>
    /// <param name="Low">Of the 95 % interval.</param>
    /// <param name="AdjustedP">Over all stages tested (Benjamini–Hochberg).</param>
    /// <param name="EnoughEvents">That would show an effect worth knowing with a probability of 80 %.</param>
    public sealed record LinkResource(
        string Stage,
        string State,
        int Customers,
        int Left,
        double? Deviation,
        double? Effect,
        double? Low,
        double? High,
        double? P,
        double? AdjustedP,
        double? EnoughEvents,
        double? EnoughCustomers,
        double? ProportionalP,
        double? EarlierEffect
    );

    /// <param name="Sentence">What it shows, as the page says it.</param>
    /// <param name="Limits">What it does not show.</param>
    public sealed record LinkageResource(
        string Outcome,
        string Sentence,
        string Limits,
        DateOnly? Landmark,
        int WindowDays,
        int LookbackDays,
        int Customers,
        int Left,
        int Heard,
        bool Current,
        DateTime ComputedAt,
        IReadOnlyList<LinkResource> Stages
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/analyses").WithTags("Analyses");
        api.MapGet("/linkage", LinkageAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Whether customers' scores in a stage go with leaving or spending afterwards; format=csv answers the stages as a table.")
            .WithDescription(
                "outcome is leaving, left-in-window or spending; landmark a day, window and lookback days. The answer is computed once and kept; 202 means that it is not there yet."
            )
            .Produces<LinkageResource>()
            .Produces(StatusCodes.Status202Accepted);
        LifetimeApi.Map(api);
        DriversApi.Map(api);
        CurvesApi.Map(api);
        routes
            .MapPost(
                "/api/customers/facts",
                async (HttpContext http, ImportCustomerFacts use, CancellationToken cancel) =>
                    (await use.HandleAsync(http.Actor(), await WholeText.ReadAsync(http.Request.Body, cancel), cancel)).ToApi()
            )
            .Needs(Permission.ImportSignals)
            .WithTags("Analyses")
            .Accepts<string>("text/csv", "application/json")
            .WithSummary("Import what is known of customers beside their signals, from CSV or a JSON array; the counts add up to the rows read.")
            .WithDescription($"Columns: {CustomerFactRow.Columns}. Keys are pseudonymised like those of signals. Importing again changes only what differs.")
            .Produces<RowReport>();
    }

    /// <summary>The answer as the caller wants it; while it is computed 202, after a failure 500.</summary>
    internal static IResult Answer<T>(HttpContext http, AnalysisState<T> state, Func<Kept<T>, IResult> answer)
        where T : class
    {
        if (state.Answer is { } kept)
            return answer(kept);
        if (state.Failure is { } failure)
            return TypedResults.Problem(failure, statusCode: StatusCodes.Status500InternalServerError);
        http.Response.Headers.RetryAfter = "5";
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<IResult> LinkageAsync(HttpContext http, [AsParameters] LinkageQuery query, string? format, AnalysisQueries queries, CancellationToken cancel)
    {
        var asked = query.Read();
        if (asked.Error is { } error)
            return error.ToProblem();
        var state = await queries.LinkageAsync(asked.Value.Request, asked.Value.Outcome, cancel, AnalysisQueries.ProgramPatience);
        return Answer(http, state, kept => CsvAnswer.IsAsked(format) ? Csv(kept.Value) : TypedResults.Ok(Of(kept)));
    }

    private static LinkageResource Of(Kept<LinkageAnswer> kept)
    {
        var answer = kept.Value;
        return new LinkageResource(
            AnalysisText.Key(answer.Outcome),
            answer.Landmark is null ? "Nothing is known of customers yet." : LinkageText.Answer(answer),
            StageLinkage.Limits,
            answer.Landmark,
            answer.Window,
            answer.Lookback,
            answer.Members,
            answer.Left,
            answer.Heard,
            kept.Current,
            kept.At,
            [.. answer.Stages.Select(Of)]
        );
    }

    private static LinkResource Of(StageLink link)
    {
        var result = link.Result;
        return new LinkResource(
            link.Path,
            AnalysisText.Key(result.State),
            result.N,
            result.Events,
            AnalysisText.Number(result.Deviation),
            AnalysisText.Number(result.Effect),
            AnalysisText.Number(result.Interval.Low),
            AnalysisText.Number(result.Interval.High),
            AnalysisText.Chance(result.P),
            AnalysisText.Chance(result.Adjusted),
            AnalysisText.Number(result.EnoughEvents),
            AnalysisText.Number(result.EnoughCustomers),
            AnalysisText.Number(result.ProportionalP),
            link.Earlier is { } earlier ? AnalysisText.Number(earlier.Effect) : null
        );
    }

    private static IResult Csv(LinkageAnswer answer) =>
        CsvAnswer.Of(
            "linkage.csv",
            ["stage", "state", "customers", "left", "deviation", "effectOfTenPointsMore", "low", "high", "p", "adjustedP", "enoughEvents", "enoughCustomers", "earlierEffect"],
            answer
                .Stages.Select(Of)
                .Select(row =>
                    (IReadOnlyList<object?>)
                        [
                            row.Stage,
                            row.State,
                            row.Customers,
                            row.Left,
                            row.Deviation,
                            row.Effect,
                            row.Low,
                            row.High,
                            row.P,
                            row.AdjustedP,
                            row.EnoughEvents,
                            row.EnoughCustomers,
                            row.EarlierEffect,
                        ]
                )
        );
}
