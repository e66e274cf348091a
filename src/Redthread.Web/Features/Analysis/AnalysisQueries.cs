using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Statistics;

namespace Redthread.Web.Features.Analysis;

/// <summary>A question of linkage, as an address puts it.</summary>
public sealed record LinkageQuery
{
    /// <summary>leaving, left-in-window or spending.</summary>
    [FromQuery(Name = "outcome")]
    public string? Outcome { get; init; }

    /// <summary>A day; the latest that leaves a whole window where none is named.</summary>
    [FromQuery(Name = "landmark")]
    public string? Landmark { get; init; }

    /// <summary>Days after it.</summary>
    [FromQuery(Name = "window")]
    public string? Window { get; init; }

    /// <summary>Days before it.</summary>
    [FromQuery(Name = "lookback")]
    public string? Lookback { get; init; }

    public Result<(AnalysisRequest Request, LinkageOutcome Outcome)> Read()
    {
        var request = AnalysisRequest.Parse(Landmark, Window, Lookback);
        var outcome = AnalysisQueries.OutcomeOf(Outcome);
        return (request.Error ?? outcome.Error) is { } error ? error : (request.Value, outcome.Value);
    }
}

/// <summary>The kept answer to each question, computed when it is first asked.</summary>
public sealed class AnalysisQueries(KeptAnalyses kept)
{
    /// <summary>How long a program waits for an answer before it is told to come back.</summary>
    public static readonly TimeSpan ProgramPatience = TimeSpan.FromSeconds(20);

    public Task<AnalysisState<LinkageAnswer>> LinkageAsync(AnalysisRequest request, LinkageOutcome outcome, CancellationToken cancel, TimeSpan? patience = null) =>
        kept.ReadAsync(
            $"linkage {outcome} {request}",
            (services, stop) => services.GetRequiredService<LinkageAnalysis>().ComputeAsync(request, outcome, stop),
            cancel,
            patience: patience
        );

    public Task<AnalysisState<LifetimeAnswer>> LifetimeAsync(LifetimeRequest request, CancellationToken cancel, TimeSpan? patience = null) =>
        kept.ReadAsync($"lifetime {request}", (services, stop) => services.GetRequiredService<LifetimeAnalysis>().ComputeAsync(request, stop), cancel, patience: patience);

    /// <summary>The value at risk by stage for pages that show it beside other things; null while nothing is known or the first is computed: such a page never waits, and is told when it is there.</summary>
    public async Task<LifetimeAnswer?> ReadValuesAsync(CancellationToken cancel) =>
        await kept.HasFactsAsync(cancel) ? (await LifetimeAsync(LifetimeRequest.Default, cancel, patience: TimeSpan.Zero)).Answer?.Value : null;

    /// <summary>Whether values can be told but were not worked out yet.</summary>
    public Task<bool> AwaitsValuesAsync(LifetimeAnswer? values, CancellationToken cancel) => values is null ? kept.HasFactsAsync(cancel) : Task.FromResult(false);

    public Task<AnalysisState<LeavingAnswer>> LeavingAsync(AnalysisRequest request, CancellationToken cancel, TimeSpan? patience = null) =>
        kept.ReadAsync($"leaving {request}", (services, stop) => services.GetRequiredService<DriversAnalysis>().LeavingAsync(request, stop), cancel, patience: patience);

    public Task<AnalysisState<CurvesAnswer>> CurvesAsync(AnalysisRequest request, string? by, CancellationToken cancel, TimeSpan? patience = null) =>
        kept.ReadAsync($"curves {by} {request}", (services, stop) => services.GetRequiredService<DriversAnalysis>().CurvesAsync(request, by, stop), cancel, patience: patience);

    public Task<AnalysisState<SharesAnswer>> SharesAsync(string? measure, CancellationToken cancel, TimeSpan? patience = null) =>
        kept.ReadAsync(
            $"shares {measure}",
            (services, stop) => services.GetRequiredService<DriversAnalysis>().SharesAsync(measure, AnalysisRequest.DefaultLookback, stop),
            cancel,
            patience: patience
        );

    internal static Result<LinkageOutcome> OutcomeOf(string? text) =>
        string.IsNullOrWhiteSpace(text) ? LinkageOutcome.Leaving
        : Enum.GetValues<LinkageOutcome>().Where(one => AnalysisText.Key(one) == text).Select(one => (LinkageOutcome?)one).FirstOrDefault() is { } outcome ? outcome
        : Error.Invalid("outcome-invalid", $"“{text}” is no outcome; it is leaving, left-in-window or spending.");
}
