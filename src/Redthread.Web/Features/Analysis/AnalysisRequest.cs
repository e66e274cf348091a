using System.Globalization;
using Redthread.Domain;

namespace Redthread.Web.Features.Analysis;

/// <summary>What was asked for, as the address says it.</summary>
/// <param name="Landmark">The day that divides scores from outcomes; null for the latest that leaves a whole window.</param>
/// <param name="Window">Days after the landmark.</param>
/// <param name="Lookback">Days before it.</param>
public sealed record AnalysisRequest(DateOnly? Landmark, int Window, int Lookback)
{
    public const int DefaultWindow = 180;
    public const int DefaultLookback = 365;
    private const int Longest = 3650;

    public static AnalysisRequest Default { get; } = new(null, DefaultWindow, DefaultLookback);

    public static Result<AnalysisRequest> Parse(string? landmark, string? window, string? lookback)
    {
        DateOnly? day = null;
        if (!string.IsNullOrWhiteSpace(landmark))
        {
            if (!DateOnly.TryParseExact(landmark.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) || read.Year is < 1990 or > 2200)
                return Error.Invalid("landmark-invalid", $"“{landmark}” is no day; write it as 2026-05-01.");
            day = read;
        }

        if (Days(window, DefaultWindow) is not { } after)
            return Error.Invalid("window-invalid", $"The window is 7 to {Longest} days.");
        return Days(lookback, DefaultLookback) is { } before ? new AnalysisRequest(day, after, before) : Error.Invalid("lookback-invalid", $"One looks 7 to {Longest} days back.");
    }

    private static int? Days(string? text, int otherwise) =>
        string.IsNullOrWhiteSpace(text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 7 and <= Longest ? days
        : null;
}
