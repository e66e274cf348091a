using System.Collections.Concurrent;
using Redthread.Statistics;

namespace Redthread.Web.Features.Analysis;

/// <summary>What is at risk at any set of stages, each customer once; worked out when it is first asked for.</summary>
public sealed class StageRisks(ExposedValue exposed, IReadOnlyDictionary<Guid, int> places)
{
    private readonly ConcurrentDictionary<string, ValueAtRisk> known = [];

    public static StageRisks None { get; } = new(ExposedValue.Of([], []), new Dictionary<Guid, int>());

    /// <summary>At risk at all stages together; null without a stage.</summary>
    public ValueAtRisk? All => Of(places.Keys);

    /// <summary>Null where none of the stages lives.</summary>
    public ValueAtRisk? Of(IEnumerable<Guid> stages)
    {
        var set = stages.Where(places.ContainsKey).Select(stage => places[stage]).Distinct().Order().ToArray();
        return set.Length == 0 ? null : known.GetOrAdd(string.Join(' ', set), _ => exposed.At(set));
    }
}
