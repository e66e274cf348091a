using System.Globalization;

namespace Redthread.Web.Features.Picture;

/// <summary>Where a score stands on the colour ramp. A fixed middle of 50 would paint a good airport all teal.</summary>
public static class Tint
{
    private static readonly double[] Anchors = [-1, -0.6, -0.2, 0.2, 0.6, 1];

    /// <summary>−1 … +1: each of the five bands between the cut points takes an equal fifth of the ramp, linear within.</summary>
    public static double Position(double score, IReadOnlyList<double> cutPoints)
    {
        double[] edges = [0, .. cutPoints, 100];
        for (var index = 1; index < edges.Length; index++)
        {
            if (score <= edges[index] && edges[index] > edges[index - 1])
            {
                var within = Math.Clamp((score - edges[index - 1]) / (edges[index] - edges[index - 1]), 0, 1);
                return Anchors[index - 1] + (within * (Anchors[index] - Anchors[index - 1]));
            }
        }

        return 1;
    }

    /// <summary>−2 … +2; a score at a cut point belongs to the better band.</summary>
    public static int Band(double score, IReadOnlyList<double> cutPoints) => cutPoints.Count(cut => score >= cut) - 2;

    internal static string Side(double position) => position < 0 ? "low" : "high";

    internal static string Style(double position) => $"--t:{Math.Abs(position).ToString("0.###", CultureInfo.InvariantCulture)}";
}
