namespace Redthread.Web.Features.Threads;

/// <summary>Answers that cost a walk of the whole ledger, kept by all that they rest on: what has changed since has another key.</summary>
/// <param name="most">Answers held at once; then all are forgotten, for most are out of date by then.</param>
public sealed class Memo<TKey, TValue>(int most)
    where TKey : notnull
{
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
            if (kept.Count >= most)
                kept.Clear();
            kept[key] = made;
        }

        return made;
    }
}
