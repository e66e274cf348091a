namespace Redthread.Statistics;

/// <summary>Which activities of a telephone log are what.</summary>
/// <param name="IsMenu">The caller hears and chooses.</param>
/// <param name="IsPerson">A person speaks.</param>
/// <param name="IsDone">The caller got what they came for without a person; null when no activity says so.</param>
/// <param name="IsHangUp">The call is over, wherever the caller was; null when no activity says so.</param>
public sealed record CallRoles(Func<int, bool> IsMenu, Func<int, bool> IsPerson, Func<int, bool>? IsDone = null, Func<int, bool>? IsHangUp = null);

/// <summary>A menu as callers met it.</summary>
/// <param name="Activity">Its number.</param>
/// <param name="Visits">How often it was heard.</param>
/// <param name="Calls">In how many calls.</param>
/// <param name="DeadEnds">Calls that ended there, with neither a person nor what they came for, and nothing after it but the hanging up.</param>
/// <param name="Returns">Visits in a call that had been there before.</param>
public readonly record struct MenuNode(int Activity, int Visits, int Calls, int DeadEnds, int Returns)
{
    /// <summary>Share of the calls that came to it and ended there.</summary>
    public Proportion DeadEndShare => Proportion.Of(DeadEnds, Calls);
}

/// <summary>What is neither menu nor person, such as a queue, in which callers gave up.</summary>
/// <param name="Activity">Its number.</param>
/// <param name="Calls">Calls that came to it.</param>
/// <param name="GaveUp">Of these, calls that ended there.</param>
public readonly record struct GivenUpIn(int Activity, int Calls, int GaveUp)
{
    /// <summary>Share of the calls that came to it and ended there.</summary>
    public Proportion Share => Proportion.Of(GaveUp, Calls);
}

/// <summary>
/// Facts of telephone journeys: each case is a call, its time runs from its first event.
/// </summary>
/// <param name="Calls">All calls.</param>
/// <param name="Served">Calls that reached a person.</param>
/// <param name="Done">Calls that got what they came for without a person.</param>
/// <param name="Abandoned">The other calls.</param>
/// <param name="CallsLooping">Calls that came to a menu again.</param>
/// <param name="Depths">For each call the menus heard before a person, the end, or what was wanted; sorted.</param>
/// <param name="SecondsToPerson">For each call that reached one; sorted. It leaves out who gave up before, so read it beside <paramref name="Abandonment"/>.</param>
/// <param name="Abandonment">The share of callers who have not given up as seconds go by; who was served or done is censored at that time.</param>
/// <param name="Menus">From the most dead ends on.</param>
/// <param name="Elsewhere">Where else callers gave up, from the most on. With the dead ends and the calls without anything but a hang-up these are the abandoned.</param>
public sealed record MenuFacts(
    int Calls,
    int Served,
    int Done,
    int Abandoned,
    int CallsLooping,
    IReadOnlyList<int> Depths,
    IReadOnlyList<double> SecondsToPerson,
    KaplanMeier Abandonment,
    IReadOnlyList<MenuNode> Menus,
    IReadOnlyList<GivenUpIn> Elsewhere
)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "abandonment by second t = 1 − S(t) (Kaplan–Meier): a call that ends without a person is the event, at its last moment; one that was served or done by then is censored; depth = menus heard before that; dead end = a menu after which a call that reached neither has nothing but the hanging up; who gives up after anything else, such as a queue, gave up there";

    /// <summary>Share of calls that reached neither a person nor what they came for.</summary>
    public Proportion AbandonedShare => Proportion.Of(Abandoned, Calls);

    /// <summary>Half of the calls hear no more menus than this; NaN without calls.</summary>
    public double MedianDepth => Calls == 0 ? double.NaN : (Depths[(Calls - 1) / 2] + Depths[Calls / 2]) / 2.0;

    /// <summary>Of the calls that reached a person; NaN when none did.</summary>
    public double MedianSecondsToPerson => Served == 0 ? double.NaN : (SecondsToPerson[(Served - 1) / 2] + SecondsToPerson[Served / 2]) / 2;

    /// <summary>Share of calls that came to a menu again.</summary>
    public Proportion LoopShare => Proportion.Of(CallsLooping, Calls);

    /// <summary>Looks through the calls.</summary>
    public static MenuFacts Of(EventLog log, CallRoles roles)
    {
        var (menus, others) = (new MenuNode[log.Activities.Count], new GivenUpIn[log.Activities.Count]);
        var (depths, toPerson, spans) = (new List<int>(), new List<double>(), new List<FollowUp>());
        var (done, looping) = (0, 0);
        for (var one = 0; one < log.CaseCount; one++)
        {
            var call = Call.Of(log, one, roles);
            depths.Add(call.Menus.Count);
            looping += Visit(menus, call) ? 1 : 0;
            Pass(menus, others, call);
            spans.Add(new(call.Seconds, call.End == CallEnd.Abandoned ? 1 : FollowUp.Censored));
            done += call.End == CallEnd.Done ? 1 : 0;
            if (call.End == CallEnd.Person)
            {
                toPerson.Add(call.Seconds);
            }
        }

        depths.Sort();
        toPerson.Sort();
        var nodes = menus
            .Select((node, activity) => node with { Activity = activity })
            .Where(node => node.Visits > 0)
            .OrderByDescending(node => node.DeadEnds)
            .ThenBy(node => log.Activities[node.Activity], StringComparer.Ordinal);
        var elsewhere = others
            .Select((place, activity) => place with { Activity = activity })
            .Where(place => place.GaveUp > 0)
            .OrderByDescending(place => place.GaveUp)
            .ThenBy(place => log.Activities[place.Activity], StringComparer.Ordinal);
        var abandoned = log.CaseCount - toPerson.Count - done;
        return new(log.CaseCount, toPerson.Count, done, abandoned, looping, depths, toPerson, KaplanMeier.Of(spans), [.. nodes], [.. elsewhere]);
    }

    /// <summary>Counts the menus of a call; says whether it came to one again.</summary>
    private static bool Visit(MenuNode[] menus, Call call)
    {
        var seen = new HashSet<int>();
        foreach (var menu in call.Menus)
        {
            var first = seen.Add(menu);
            var node = menus[menu];
            menus[menu] = node with { Visits = node.Visits + 1, Calls = node.Calls + (first ? 1 : 0), Returns = node.Returns + (first ? 0 : 1) };
        }

        return seen.Count < call.Menus.Count;
    }

    /// <summary>Counts where the call came by and where it was given up.</summary>
    private static void Pass(MenuNode[] menus, GivenUpIn[] others, Call call)
    {
        foreach (var place in call.Others)
        {
            others[place] = others[place] with { Calls = others[place].Calls + 1 };
        }

        if (call.End != CallEnd.Abandoned || call.Last < 0)
        {
            return;
        }

        if (call.Others.Contains(call.Last))
        {
            others[call.Last] = others[call.Last] with { GaveUp = others[call.Last].GaveUp + 1 };
        }
        else
        {
            menus[call.Last] = menus[call.Last] with { DeadEnds = menus[call.Last].DeadEnds + 1 };
        }
    }
}

internal enum CallEnd
{
    Person,
    Done,
    Abandoned,
}

/// <summary>One call up to a person, to what was wanted, or to its end.</summary>
/// <param name="Others">What it came to besides menus; the hanging up is no such place.</param>
/// <param name="Last">The last place it came to; −1 for none.</param>
internal sealed record Call(List<int> Menus, HashSet<int> Others, int Last, CallEnd End, double Seconds)
{
    public static Call Of(EventLog log, int one, CallRoles roles)
    {
        var (menus, others, last) = (new List<int>(), new HashSet<int>(), -1);
        for (var at = log.Starts[one]; at < log.Starts[one + 1]; at++)
        {
            var activity = log.Activity[at];
            if (roles.IsPerson(activity) || roles.IsDone?.Invoke(activity) == true)
            {
                return new(menus, others, last, roles.IsPerson(activity) ? CallEnd.Person : CallEnd.Done, Since(log, one, log.Times[at]));
            }

            if (roles.IsMenu(activity))
            {
                menus.Add(activity);
                last = activity;
            }
            else if (roles.IsHangUp?.Invoke(activity) != true)
            {
                others.Add(activity);
                last = activity;
            }
        }

        return new(menus, others, last, CallEnd.Abandoned, Since(log, one, log.EndOf(log.Starts[one + 1] - 1)));
    }

    private static double Since(EventLog log, int one, long until) => Math.Max(0, (double)(until - log.FirstOf(one)) / TimeSpan.TicksPerSecond);
}
