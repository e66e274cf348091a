namespace Redthread.Web.Features.Analysis;

/// <summary>
/// Who was heard in all of several stages. Scores that are missing are not made up: the least heard stage is left out until enough
/// customers were heard in all that remain. What is left out depends on who was heard, never on the outcome.
/// </summary>
internal sealed class CompleteRows
{
    private CompleteRows(IReadOnlyList<Guid> stages, IReadOnlyList<long> customers, IReadOnlyList<Guid> leftOut) => (Stages, Customers, LeftOut) = (stages, customers, leftOut);

    public IReadOnlyList<Guid> Stages { get; }

    public IReadOnlyList<long> Customers { get; }

    public IReadOnlyList<Guid> LeftOut { get; }

    /// <param name="heard">Scores by stage and customer.</param>
    /// <param name="enough">Whether these customers are enough for so many stages.</param>
    public static CompleteRows Of(IReadOnlyDictionary<Guid, Dictionary<long, double>> heard, int most, Func<IReadOnlyList<long>, int, bool> enough)
    {
        var order = heard.Where(stage => stage.Value.Count > 0).OrderByDescending(stage => stage.Value.Count).ThenBy(stage => stage.Key).Select(stage => stage.Key).ToList();
        for (var count = Math.Min(order.Count, most); count > 0; count--)
        {
            var stages = order.Take(count).ToList();
            var customers = heard[stages[^1]].Keys.Where(customer => stages.TrueForAll(stage => heard[stage].ContainsKey(customer))).Order().ToList();
            if (enough(customers, count))
                return new CompleteRows(stages, customers, [.. heard.Keys.Except(stages)]);
        }

        return new CompleteRows([], [], [.. heard.Keys]);
    }
}
