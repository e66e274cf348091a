using Redthread.Statistics;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>Which activities of a telephone log are what: named in the address, else by what they are called.</summary>
public sealed record CallParts(IReadOnlyList<string> Menus, IReadOnlyList<string> Persons, IReadOnlyList<string> HangUps, IReadOnlyList<string> Goals)
{
    public static CallParts Of(EventLog log, LogFilter filter)
    {
        IReadOnlyList<string> Named(IReadOnlyList<string> named) => [.. named.Where(name => log.Find(name) >= 0)];
        IReadOnlyList<string> Like(params string[] words) => [.. log.Activities.Where(name => words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))];
        return new(
            filter.Menus.Count > 0 ? Named(filter.Menus) : Like("menu", "ivr", "prompt"),
            filter.Persons.Count > 0 ? Named(filter.Persons) : Like("agent", "advisor", "person", "operator", "representative"),
            filter.HangUps.Count > 0
                ? Named(filter.HangUps)
                : Like("hung up", "hang up", "hangup", "hang-up", "disconnect", "abandon", "call end", "end of call", "end call", "gave up"),
            Named(filter.Goals)
        );
    }

    /// <summary>Null without a menu or a person.</summary>
    public MenuFacts? Find(EventLog log)
    {
        if (Menus.Count == 0 || Persons.Count == 0)
            return null;
        Func<int, bool> Any(IReadOnlyList<string> names) => names.Select(log.Find).ToHashSet().Contains;
        return MenuFacts.Of(log, new CallRoles(Any(Menus), Any(Persons), Goals.Count == 0 ? null : Any(Goals), HangUps.Count == 0 ? null : Any(HangUps)));
    }
}
