using Redthread.Domain.Insights;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Voice;

/// <summary>A customer with one problem: heard through an insight, or only as a low score at a stage, or not even placed.</summary>
/// <param name="Customer">The signal store's number; null is an anonymous signal, which is counted apart.</param>
/// <param name="Insight">The problem's insight, approved or not; null where there is none.</param>
/// <param name="Stage">The stage of a problem without an insight; null where nobody placed it.</param>
public readonly record struct VoiceUnit(long? Customer, Insight? Insight, Guid? Stage, VoiceColumn Depth);

/// <summary>How far a voice went; the columns of the flow, in order.</summary>
public enum VoiceColumn
{
    Said,
    Placed,
    Insight,
    Opportunity,
    Decision,
    Solution,
    KeyResult,
    Moved,
}

/// <param name="In">Customers with a problem who came this far.</param>
/// <param name="Lost">Of those, who went no further.</param>
/// <param name="Of">What was lost here, largest first.</param>
public sealed record VoiceStep(VoiceColumn Column, int In, int Lost, IReadOnlyList<VoiceLoss> Of);

/// <summary>One thing that was lost: an insight that stopped here, or a stage whose problems have none.</summary>
public sealed record VoiceLoss(Insight? Insight, Guid? Stage, int Customers);

/// <summary>
/// Where the customer's voice stops. The unit is a customer with a problem (customer × insight, or customer × stage where no
/// insight tells of it); contented customers are no loss. At every column, customers in = customers on + customers lost.
/// </summary>
public sealed record VoiceFlow(IReadOnlyList<VoiceStep> Steps, int Customers, int Anonymous)
{
    public const string Formula =
        "One unit is a customer with one problem: evidence for a friction or unmet need, or else a mean score below “weak below” at a stage, or a verbatim nobody placed. "
        + "It goes as far as its insight's thread: approved → framed in an opportunity (or used by the decision itself) → used in a made decision → a solution of that decision → a key result → its movement shown.";

    public int Total => Steps[0].In;

    public int Moved => Steps[^1].In;

    public static VoiceFlow Of(IEnumerable<VoiceUnit> units)
    {
        var known = new List<VoiceUnit>();
        var anonymous = 0;
        foreach (var unit in units)
        {
            if (unit.Customer is null)
                anonymous++;
            else
                known.Add(unit);
        }

        var ended = known.ToLookup(unit => unit.Depth);
        var steps = new List<VoiceStep>();
        var left = known.Count;
        foreach (var column in Enum.GetValues<VoiceColumn>())
        {
            var lost = column == VoiceColumn.Moved ? [] : ended[column].ToList();
            steps.Add(
                new VoiceStep(
                    column,
                    left,
                    lost.Count,
                    [
                        .. lost.GroupBy(unit => (Insight: unit.Insight?.Id, unit.Stage))
                            .Select(group => new VoiceLoss(group.First().Insight, group.Key.Stage, group.Count()))
                            .OrderByDescending(loss => loss.Customers)
                            .ThenBy(loss => loss.Insight?.Number),
                    ]
                )
            );
            left -= lost.Count;
        }

        return new VoiceFlow(steps, known.Select(unit => unit.Customer).Distinct().Count(), anonymous);
    }

    public static VoiceColumn Column(Reached reached) => reached == Reached.Signal ? VoiceColumn.Placed : (VoiceColumn)((int)reached + 1);
}
