namespace Redthread.Web.Shell;

/// <summary>What was read of the store, kept until what it follows changes here, or for some seconds because of what other processes write.</summary>
/// <param name="stamp">Counts up with each change that the reading follows.</param>
public sealed class KeptReading<T>(TimeProvider time, Func<long> stamp)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private sealed record Seen(long Stamp, long At, T Value);

    private Seen? seen;

    public async ValueTask<T> ReadAsync(Func<Task<T>> read)
    {
        if (seen is { } known && known.Stamp == stamp() && time.GetElapsedTime(known.At) < LookEvery)
            return known.Value;
        // Before reading, so that what changes meanwhile is read again.
        var (now, at) = (stamp(), time.GetTimestamp());
        var value = await read();
        seen = new Seen(now, at, value);
        return value;
    }
}
