namespace Redthread.Web.Features.Journeys;

/// <summary>Order among rows of which a page shows only some.</summary>
public static class Order
{
    /// <summary>The rows with one moved past its next shown neighbour; what is not shown in between is passed over.</summary>
    /// <param name="by">−1 earlier, +1 later.</param>
    public static List<T> Moved<T>(IEnumerable<T> rows, Predicate<T> which, Predicate<T> hidden, int by)
    {
        var copy = rows.ToList();
        var from = copy.FindIndex(which);
        if (from < 0 || by is not (1 or -1))
            return copy;
        var to = from + by;
        while (to >= 0 && to < copy.Count && hidden(copy[to]))
            to += by;
        if (to < 0 || to >= copy.Count)
            return copy;
        var row = copy[from];
        copy.RemoveAt(from);
        copy.Insert(to, row);
        return copy;
    }
}
