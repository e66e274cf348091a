using Redthread.Domain.People;
using Redthread.Statistics;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Analysis;

/// <summary>Drivers for programs.</summary>
public static class DriversApi
{
    /// <param name="Of">ten-points-less of a stage's score, or spoken of a need.</param>
    /// <param name="Ratio">Of rates of leaving, everything else equal; null where there is no number.</param>
    /// <param name="ProportionalP">That it matters alike at all times.</param>
    public sealed record HazardResource(string Driver, string Of, double? Ratio, double? Low, double? High, double? P, double? ProportionalP);

    /// <param name="Seen">Which stages are in it, which are left out and why, and how many customers it rests on.</param>
    public sealed record LeavingResource(
        string Sentence,
        DateOnly? Landmark,
        int Customers,
        int Left,
        int Rows,
        int Events,
        double? Concordance,
        bool Current,
        DateTime ComputedAt,
        IReadOnlyList<HazardResource> Drivers,
        IReadOnlyList<string> LeftOut,
        StagesSeenResource Seen
    );

    /// <param name="Share">Of the variance between customers, 0–1; all add up to explained.</param>
    public sealed record ShareResource(string Stage, double? Share, double? Low, double? High, double Importance);

    /// <param name="Explained">R², with its 95 % interval from the same bootstrap samples as those of the shares.</param>
    /// <param name="ExplainedAdjusted">R² less what as many stages would explain by chance.</param>
    /// <param name="Seen">Which stages are in it, which are left out and why, and how many customers it rests on.</param>
    public sealed record SharesResource(
        string Sentence,
        string? Measure,
        int Rows,
        double? Explained,
        double? ExplainedLow,
        double? ExplainedHigh,
        double? ExplainedAdjusted,
        bool Current,
        DateTime ComputedAt,
        IReadOnlyList<ShareResource> Drivers,
        IReadOnlyList<string> LeftOut,
        StagesSeenResource Seen
    );

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/drivers/leaving", LeavingAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Scores and needs beside leaving, everything together (proportional hazards); format=csv answers the drivers as a table.")
            .Produces<LeavingResource>()
            .Produces(StatusCodes.Status202Accepted);
        api.MapGet("/drivers/shares", SharesAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("How the variance of an overall measure divides among stages (LMG, with bootstrap intervals); format=csv answers the drivers as a table.")
            .Produces<SharesResource>()
            .Produces(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> LeavingAsync(
        HttpContext http,
        string? landmark,
        string? window,
        string? lookback,
        string? format,
        AnalysisQueries queries,
        CancellationToken cancel
    )
    {
        var request = AnalysisRequest.Parse(landmark, window, lookback);
        if (request.Error is { } error)
            return error.ToProblem();
        var state = await queries.LeavingAsync(request.Value, cancel, AnalysisQueries.ProgramPatience);
        return AnalysisApi.Answer(
            http,
            state,
            kept =>
            {
                var answer = kept.Value;
                var drivers = answer.Drivers.Select(Of).ToList();
                return CsvAnswer.IsAsked(format)
                    ? CsvAnswer.Of(
                        "drivers-of-leaving.csv",
                        ["driver", "of", "ratio", "low", "high", "p", "proportionalP"],
                        drivers.Select(row => (IReadOnlyList<object?>)[row.Driver, row.Of, row.Ratio, row.Low, row.High, row.P, row.ProportionalP])
                    )
                    : TypedResults.Ok(
                        new LeavingResource(
                            answer.Landmark is null ? "Nothing is known of customers yet." : DriversText.Answer(answer),
                            answer.Landmark,
                            answer.Members,
                            answer.Left,
                            answer.Rows,
                            answer.Events,
                            AnalysisText.Number(answer.Concordance),
                            kept.Current,
                            kept.At,
                            drivers,
                            [.. answer.Seen.Out.Select(stage => stage.Name)],
                            StagesSeenResource.From(answer.Seen)
                        )
                    );
            }
        );
    }

    private static async Task<IResult> SharesAsync(HttpContext http, string? measure, string? format, AnalysisQueries queries, CancellationToken cancel)
    {
        var state = await queries.SharesAsync(measure, cancel, AnalysisQueries.ProgramPatience);
        return AnalysisApi.Answer(
            http,
            state,
            kept =>
            {
                var answer = kept.Value;
                var drivers = answer
                    .Drivers.Select(driver => new ShareResource(
                        driver.Key,
                        AnalysisText.Number(driver.Share.Share),
                        AnalysisText.Number(driver.Share.Interval.Low),
                        AnalysisText.Number(driver.Share.Interval.High),
                        driver.Importance
                    ))
                    .ToList();
                return CsvAnswer.IsAsked(format)
                    ? CsvAnswer.Of(
                        "driver-shares.csv",
                        ["stage", "share", "low", "high", "importance"],
                        drivers.Select(row => (IReadOnlyList<object?>)[row.Stage, row.Share, row.Low, row.High, row.Importance])
                    )
                    : TypedResults.Ok(
                        new SharesResource(
                            DriversText.Answer(answer),
                            answer.Measure,
                            answer.Rows,
                            AnalysisText.Number(answer.RSquared),
                            AnalysisText.Number(answer.RSquaredInterval.Low),
                            AnalysisText.Number(answer.RSquaredInterval.High),
                            AnalysisText.Number(answer.AdjustedRSquared),
                            kept.Current,
                            kept.At,
                            drivers,
                            [.. answer.Seen.Out.Select(stage => stage.Name)],
                            StagesSeenResource.From(answer.Seen, answer.MeasureName)
                        )
                    );
            }
        );
    }

    private static HazardResource Of(HazardDriver driver)
    {
        var coefficient = driver.Coefficient;
        return new HazardResource(
            driver.Key,
            driver.IsNeed ? "spoken" : "ten-points-less",
            AnalysisText.Number(coefficient.Ratio),
            AnalysisText.Number(coefficient.RatioInterval.Low),
            AnalysisText.Number(coefficient.RatioInterval.High),
            AnalysisText.Chance(coefficient.P),
            AnalysisText.Chance(driver.Proportional.P)
        );
    }
}
