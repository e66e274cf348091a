namespace Redthread.Web.Features.Samples;

/// <summary>Sizes and shares of the sample organisation that its document states and tests hold it to.</summary>
public static class SampleFacts
{
    public const int Customers = 9_000;

    /// <summary>Rows of each of the survey's two waves, and what of them cannot be read.</summary>
    public const int SurveyRows = 5_300;
    public const int BadRows = 3;
    public const int Tickets = 7_600;

    /// <summary>Every eighth ticket comes from this one account.</summary>
    public const int LoudEvery = 8;
    public const string LoudAccount = "Sample account 1";

    public static IReadOnlyList<(string Segment, double Share)> Shares { get; } = [("families", 0.38), ("singles", 0.27), ("seniors", 0.2), ("small-business", 0.15)];
}
