using Redthread.Domain.People;
using Redthread.Statistics;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Analysis;

/// <summary>Lifetime value for programs.</summary>
public static class LifetimeApi
{
    /// <param name="Retention">Share that stays a month.</param>
    /// <param name="Value">To come, null without enough data.</param>
    public sealed record ContractResource(string Segment, int Customers, double? Margin, double? Retention, double? Value, double? Low, double? High);

    /// <param name="Customers">Of known value, who passed in the busiest month or were heard.</param>
    /// <param name="Value">At risk, each customer once; null without enough data.</param>
    /// <param name="LowerBound">The stage has no traffic, or too few were heard: only those heard are counted.</param>
    public sealed record StageValueResource(string Stage, int Heard, int Weak, double Customers, double? Value, double? Low, double? High, bool LowerBound);

    /// <param name="Total">What customers of known value are worth together.</param>
    /// <param name="AtRisk">Of that at all stages together, each customer once.</param>
    /// <param name="AtRiskConservative">The same if the same customers suffer at all stages; the sum above takes what happens at one to say nothing of another.</param>
    public sealed record LifetimeResource(
        string Sentence,
        DateOnly? KnownUntil,
        int Customers,
        double? Total,
        double? AtRisk,
        double? AtRiskLow,
        double? AtRiskHigh,
        double? AtRiskConservative,
        double? PurchaseMean,
        double? PurchaseLow,
        double? PurchaseHigh,
        bool Current,
        DateTime ComputedAt,
        IReadOnlyList<ContractResource> Contracts,
        IReadOnlyList<StageValueResource> Stages
    );

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/lifetime", LifetimeAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("What customers are worth in the time to come, and the value at risk by stage; format=csv answers the stages as a table.")
            .WithDescription("discount is percent of a year. The answer is computed once and kept; 202 means that it is not there yet.")
            .Produces<LifetimeResource>()
            .Produces(StatusCodes.Status202Accepted);

    private static async Task<IResult> LifetimeAsync(HttpContext http, string? discount, string? format, AnalysisQueries queries, CancellationToken cancel)
    {
        var request = LifetimeRequest.Parse(discount);
        if (request.Error is { } error)
            return error.ToProblem();
        var state = await queries.LifetimeAsync(request.Value, cancel, AnalysisQueries.ProgramPatience);
        return AnalysisApi.Answer(http, state, kept => CsvAnswer.IsAsked(format) ? Csv(kept.Value) : TypedResults.Ok(Of(kept)));
    }

    private static LifetimeResource Of(Kept<LifetimeAnswer> kept)
    {
        var answer = kept.Value;
        var all = answer.Known > 0 ? answer.Risks.All : null;
        var bought = answer.Purchases is { Readable: true } readable ? readable : null;
        return new LifetimeResource(
            LifetimeText.Answer(answer),
            answer.LatestOn,
            answer.Known,
            AnalysisText.Number(answer.Total),
            AnalysisText.Number(all?.Value ?? double.NaN),
            AnalysisText.Number(all?.Interval.Low ?? double.NaN),
            AnalysisText.Number(all?.Interval.High ?? double.NaN),
            AnalysisText.Number(all?.Overlapping ?? double.NaN),
            AnalysisText.Number(bought?.Mean ?? double.NaN),
            AnalysisText.Number(bought?.Interval.Low ?? double.NaN),
            AnalysisText.Number(bought?.Interval.High ?? double.NaN),
            kept.Current,
            kept.At,
            [.. (answer.Contract is null ? [] : answer.Segments.Append(answer.Contract)).Select(Of)],
            [.. answer.Stages.Select(Of)]
        );
    }

    private static ContractResource Of(ContractLine line) =>
        new(
            line.Name,
            line.Customers,
            AnalysisText.Number(line.Margin),
            AnalysisText.Number(line.Retention.Value),
            AnalysisText.Number(line.Value.Value),
            AnalysisText.Number(line.Value.Interval.Low),
            AnalysisText.Number(line.Value.Interval.High)
        );

    private static StageValueResource Of(StageValue stage) =>
        new(
            stage.Path,
            stage.Risk.Heard,
            stage.Risk.Weak,
            stage.Risk.Customers,
            AnalysisText.Number(stage.Risk.Value),
            AnalysisText.Number(stage.Risk.Interval.Low),
            AnalysisText.Number(stage.Risk.Interval.High),
            stage.Risk.LowerBound
        );

    private static IResult Csv(LifetimeAnswer answer) =>
        CsvAnswer.Of(
            "value-at-risk.csv",
            ["stage", "heard", "weak", "customers", "valueAtRisk", "low", "high", "lowerBound"],
            answer
                .Stages.Select(Of)
                .Select(row => (IReadOnlyList<object?>)[row.Stage, row.Heard, row.Weak, row.Customers, row.Value, row.Low, row.High, row.LowerBound ? "true" : "false"])
        );
}
