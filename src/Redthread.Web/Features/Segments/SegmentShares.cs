using System.Globalization;

namespace Redthread.Web.Features.Segments;

/// <summary>Whether the shares of a partition make up the customer base; scores are weighted to it only then.</summary>
public static class SegmentShares
{
    // Shares are typed as rounded per cents.
    private const double Rounding = 0.02;

    public static bool IsWhole(IReadOnlyCollection<double?> shares) => shares.All(share => share is > 0) && Math.Abs(shares.Sum()!.Value - 1) < Rounding;

    /// <summary>One sentence for each partition that has shares and is not whole.</summary>
    public static IReadOnlyList<string> Misfits(IEnumerable<(string Partition, double? Share)> segments) =>
        [
            .. segments
                .GroupBy(segment => segment.Partition, segment => segment.Share)
                .Where(group => group.Any(share => share is not null) && !IsWhole([.. group]))
                .Select(group =>
                    group.Any(share => share is null or 0)
                        ? $"some segments of “{group.Key}” have no share of the customer base"
                        : string.Create(CultureInfo.InvariantCulture, $"the shares of “{group.Key}” sum to {group.Sum() * 100:0.#} %, not to 100 %")
                ),
        ];
}
