using System.Globalization;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Placing;

/// <summary>What the pages say of the classifier.</summary>
public static class PlacingWords
{
    private const double MostShown = 0.99;

    /// <summary>Rounded down and never 1.00, since nothing is certain.</summary>
    public static string Probability(double value) => Math.Min(MostShown, Math.Floor(Math.Round(value * 100, 6)) / 100).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Who or what placed a verbatim.</summary>
    public static string ByWhom(StoredPlacement placement) =>
        placement.Confidence is { } sure
            ? $"placed by classifier, {Probability(sure)}"
            : $"by {placement.Origin.ToString().ToLowerInvariant()}{(placement.PlacedBy is null ? "" : $", {placement.PlacedBy}")}";

    public static string Share(Proportion share) =>
        share.N == 0
            ? "none so sure"
            : string.Create(CultureInfo.InvariantCulture, $"{share.Value * 100:0} % ({share.Interval.Low * 100:0}–{share.Interval.High * 100:0}, n {share.N:N0})");

    public static string Kind(PlacementKind kind) => kind == PlacementKind.Stage ? "Stages" : "Needs";

    /// <summary>A share of fewer says nothing in a headline; the table has it with its interval.</summary>
    private const int FewestToTell = 20;

    /// <summary>How far the classifier can be trusted, in a sentence.</summary>
    public static string Sentence(VerbatimPlacer.Fitted fitted, IReadOnlyList<PlacingTrust> trust)
    {
        // What was taken back cannot be unlearnt: the number would still count it.
        if (fitted.Stale)
            return "Something was taken back, so the classifier is learning anew from what is left; until then it suggests as before.";
        if (!fitted.Calibrated)
            return $"The classifier has learnt from {Numbers.Counted(fitted.Confirmations, "verbatim")} that somebody placed; from {VerbatimClassifier.FewestHeldOut} on it says how sure it is.";
        var learnt = $"The classifier has learnt from {Numbers.Counted(fitted.Confirmations, "verbatim")}.";
        return trust.FirstOrDefault(row => row.Kind == PlacementKind.Stage) is { } stages && stages.At.FirstOrDefault(point => point.Precision.N >= FewestToTell) is { } point
            ? $"{learnt} Of the stages it held at least {Probability(point.Threshold)} probable, {Numbers.Share(point.Precision.Value)} of {point.Precision.N:N0} were right on confirmations held out."
            : $"{learnt} Too few of them were held out, and held probable, to say how right it is.";
    }
}
