using Redthread.Statistics;

namespace Redthread.Web.Features.Claims;

public static class ClaimText
{
    public static string Of(Verdict verdict) => verdict == Verdict.AtRisk ? "at risk" : verdict.ToString().ToLowerInvariant();

    public static string Key(Verdict verdict) => verdict == Verdict.AtRisk ? "at-risk" : Of(verdict);

    /// <summary>The list in one sentence.</summary>
    public static string Sentence(IReadOnlyList<ClaimLine> live)
    {
        int Count(Verdict verdict) => live.Count(line => line.Now.Verdict.Verdict == verdict);
        var parts = new[] { (Count(Verdict.Broken), "broken"), (Count(Verdict.AtRisk), "at risk"), (Count(Verdict.Unmeasured), "unmeasured"), (Count(Verdict.Kept), "kept") };
        return live.Count == 0 ? "Claims" : $"Claims: {string.Join(", ", parts.Where(part => part.Item1 > 0).Select(part => $"{part.Item1} {part.Item2}"))}";
    }
}
