using System.Threading.RateLimiting;

namespace Redthread.Web.Features.FrontLine;

/// <summary>How often one address may report through one link: a whole call centre may stand behind it, a flood may not.</summary>
public sealed class ReportLimit : IDisposable
{
    public const int MostAMinute = 120;

    private readonly PartitionedRateLimiter<(Guid Door, string Address)> limiter = PartitionedRateLimiter.Create<(Guid Door, string Address), (Guid, string)>(from =>
        RateLimitPartition.GetFixedWindowLimiter(from, _ => new FixedWindowRateLimiterOptions { PermitLimit = MostAMinute, Window = TimeSpan.FromMinutes(1) })
    );

    /// <summary>Null when it may go on; else how long to wait.</summary>
    public TimeSpan? Take(Guid door, string address)
    {
        using var lease = limiter.AttemptAcquire((door, address));
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait
            : TimeSpan.FromMinutes(1);
    }

    public void Dispose() => limiter.Dispose();
}
