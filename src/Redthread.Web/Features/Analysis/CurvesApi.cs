using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Analysis;

/// <summary>How long customers stay, by a stage's score or a need, for programs.</summary>
internal static class CurvesApi
{
    /// <param name="Day">After the landmark.</param>
    /// <param name="AtRisk">Still there and still followed just before.</param>
    /// <param name="Left">On that day.</param>
    /// <param name="Staying">Share still there after that day, 0..1 (Kaplan–Meier), with its 95 % interval.</param>
    public sealed record PointResource(double Day, int AtRisk, int Left, double? Staying, double? Low, double? High);

    /// <param name="StayingAtEnd">Share still there at the end of the window; null without enough data.</param>
    /// <param name="MedianDays">By which half have left; null while that is not reached.</param>
    public sealed record CurveResource(
        string Group,
        int Customers,
        int Left,
        double? StayingAtEnd,
        double? Low,
        double? High,
        double? MedianDays,
        IReadOnlyList<PointResource> Points
    );

    /// <param name="By">journey/stage, or need: and its key.</param>
    /// <param name="ChiSquare">Log-rank test of the groups; null without enough data.</param>
    public sealed record CurvesResource(
        string Sentence,
        string? By,
        DateOnly? Landmark,
        int WindowDays,
        int LookbackDays,
        double? ChiSquare,
        int? DegreesOfFreedom,
        double? P,
        bool Current,
        DateTime ComputedAt,
        IReadOnlyList<CurveResource> Curves
    );

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/drivers/curves", CurvesAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Survival curves (Kaplan–Meier) by a stage's score or by a need, with the log-rank test; format=csv answers the steps as a table.")
            .WithDescription("by is journey/stage, or need: and a need's key; landmark a day, window and lookback days. 202 means that the answer is not there yet.")
            .Produces<CurvesResource>()
            .Produces(StatusCodes.Status202Accepted);

    private static async Task<IResult> CurvesAsync(
        HttpContext http,
        string? by,
        string? landmark,
        string? window,
        string? lookback,
        string? format,
        AnalysisQueries queries,
        LandscapeSource landscapes,
        CancellationToken cancel
    )
    {
        var request = AnalysisRequest.Parse(landmark, window, lookback);
        if (request.Error is { } error)
            return error.ToProblem();
        if (!string.IsNullOrWhiteSpace(by) && DriversAnalysis.Groupings(await landscapes.ReadAsync(cancel)).All(one => one.Value != by))
            return Error.Invalid("by-unknown", $"There is no “{by}”; by is journey/stage, or need: and a need’s key.").ToProblem();
        var state = await queries.CurvesAsync(request.Value, string.IsNullOrWhiteSpace(by) ? null : by, cancel, AnalysisQueries.ProgramPatience);
        return AnalysisApi.Answer(http, state, kept => CsvAnswer.IsAsked(format) ? Csv(kept.Value) : TypedResults.Ok(Of(kept)));
    }

    private static CurvesResource Of(Kept<CurvesAnswer> kept)
    {
        var answer = kept.Value;
        var test = answer.Test is { State: Statistics.RegressionState.Ok } known ? known : null;
        return new CurvesResource(
            answer.Landmark is null ? "Nothing is known of customers yet." : DriversText.Answer(answer),
            answer.By,
            answer.Landmark,
            answer.Window,
            answer.Lookback,
            test is null ? null : AnalysisText.Number(test.Test.Statistic),
            test?.Test.DegreesOfFreedom,
            test is null ? null : AnalysisText.Chance(test.Test.P),
            kept.Current,
            kept.At,
            [.. answer.Groups.Select(Of)]
        );
    }

    private static CurveResource Of(CurveGroup group)
    {
        var end = group.AtEnd.State == Statistics.SurvivalState.Ok ? group.AtEnd : (Statistics.ShareAtTime?)null;
        return new CurveResource(
            group.Name,
            group.Staying.N,
            group.Staying.Events,
            end is null ? null : AnalysisText.Number(end.Value.Estimate),
            end is null ? null : AnalysisText.Number(end.Value.Interval.Low),
            end is null ? null : AnalysisText.Number(end.Value.Interval.High),
            group.Staying.Median.Days,
            [
                .. group.Staying.Steps.Select(step => new PointResource(
                    step.Days,
                    step.AtRisk,
                    step.Events,
                    AnalysisText.Number(step.Estimate),
                    AnalysisText.Number(step.Interval.Low),
                    AnalysisText.Number(step.Interval.High)
                )),
            ]
        );
    }

    private static IResult Csv(CurvesAnswer answer) =>
        CsvAnswer.Of(
            "curves.csv",
            ["group", "day", "atRisk", "left", "staying", "low", "high"],
            answer
                .Groups.Select(Of)
                .SelectMany(curve => curve.Points.Select(point => (IReadOnlyList<object?>)[curve.Group, point.Day, point.AtRisk, point.Left, point.Staying, point.Low, point.High]))
        );
}
