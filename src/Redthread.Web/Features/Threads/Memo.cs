namespace Redthread.Web.Features.Threads;

/// <summary>Answers that cost a walk of the whole ledger, kept by all that they rest on: what has changed since has another key.</summary>
public sealed class Memo<TKey, TValue>
    where TKey : notnull
{
    private const int MostKept = 32;
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, TValue> kept = [];

    public TValue Get(TKey key, Func<TValue> make)
    {
        lock (gate)
        {
            if (kept.TryGetValue(key, out var held))
                return held;
        }

        var made = make();
        lock (gate)
        {
            if (kept.Count >= MostKept)
                kept.Clear();
            kept[key] = made;
        }

        return made;
    }
}
