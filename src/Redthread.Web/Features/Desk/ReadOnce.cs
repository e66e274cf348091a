namespace Redthread.Web.Features.Desk;

/// <summary>What was read last, as long as what it rests on is the same. Not for two threads at once.</summary>
internal sealed class ReadOnce<T>
{
    private (object Of, T Value)? kept;

    public async ValueTask<T> GetAsync(object of, Func<Task<T>> read)
    {
        if (kept is { } same && Equals(same.Of, of))
            return same.Value;
        var value = await read();
        kept = (of, value);
        return value;
    }
}
