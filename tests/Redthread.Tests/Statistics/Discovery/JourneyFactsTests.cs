using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;

namespace Redthread.Tests.Statistics.Discovery;

public class JourneyFactsTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public void Rework_counts_repeats_self_loops_and_short_loops()
    {
        var log = Logs.Words("abab:x", "aab:x", "abc:y");
        var rework = Rework.Of(log);
        (rework.Cases, rework.CasesRepeating, rework.Customers, rework.CustomersRepeating).ShouldBe((3, 2, 2, 1));
        rework.Share.Value.ShouldBe(2.0 / 3, 1e-12);
        var a = rework.Activities[0];
        (log.Activities[a.Activity], a.Cases, a.CasesRepeating, a.Repeats, a.SelfLoops, a.CustomersRepeating).ShouldBe(("a", 3, 2, 2, 1, 1));
        rework.Loops.Select(loop => (log.Activities[loop.Activity], log.Activities[loop.Through], loop.Count, loop.Cases)).ShouldBe([("a", "b", 1, 1), ("b", "a", 1, 1)]);
        Rework.Of(Logs.Words("aa", "b")).CustomersRepeating.ShouldBe(1);
    }

    [Fact]
    public void A_repeat_contact_is_the_same_customers_within_the_window()
    {
        var builder = new EventLogBuilder();
        void Add(string customer, string activity, double day) =>
            builder.Add(new(builder.Case.Add($"case {builder.Count}"), builder.Activity[activity], Logs.Start.AddDays(day).Ticks, Customer: builder.Customer[customer]));
        Add("x", "call", 0);
        Add("x", "call", 6);
        Add("x", "mail", 20);
        Add("y", "call", 1);
        Add("y", "mail", 8);
        Add("z", "note", 0);
        Add("z", "call", 1);
        var log = builder.Build(out _);
        var repeats = RepeatContacts.Of(log, Week, activity => log.Activities[activity] != "note");
        (repeats.Contacts, repeats.Repeats.Count, repeats.Customers, repeats.CustomersRepeating).ShouldBe((6, 2, 3, 2));
        repeats.Repeats.Select(one => one.Seconds).ShouldBe([6 * 86_400.0, 7 * 86_400.0]);
        repeats.Activities.Select(one => (log.Activities[one.Activity], one.Contacts, one.Repeats)).ShouldBe([("call", 4, 1), ("mail", 2, 1)]);
        RepeatContacts.Of(log, Week).Repeats.Count.ShouldBe(3);
    }

    [Fact]
    public void Channel_switches_pass_over_events_without_one()
    {
        var builder = new EventLogBuilder();
        string[] channels = ["web", "", "phone", "phone", "web"];
        for (var at = 0; at < channels.Length; at++)
        {
            builder.Add(new(builder.Case["x"], builder.Activity["a"], Logs.Start.AddSeconds(at * 10).Ticks, Channel: builder.Channel.OrNone(channels[at])));
        }

        builder.Add(new(builder.Case["y"], builder.Activity["a"], Logs.Start.Ticks, Channel: builder.Channel["web"]));
        var log = builder.Build(out _);
        var found = ChannelSwitches.Of(log);
        (found.Cases, found.CasesSwitching).ShouldBe((2, 1));
        found
            .Switches.Select(one => (log.Channel!.Names[one.From], log.Channel.Names[one.To], one.Count, one.MedianSeconds))
            .ShouldBe([("phone", "web", 1, 10), ("web", "phone", 1, 20)]);
        ChannelSwitches.Of(Logs.Words("ab")).Switches.ShouldBeEmpty();
    }

    [Fact]
    public void Drop_off_leaves_out_goals_and_what_is_still_open()
    {
        var log = Logs.Words("abc", "ab", "a", "abc", "ab");
        var all = DropOff.ByActivity(log, activity => log.Activities[activity] == "c");
        all.Select(one => (log.Activities[one.Step], one.Reached, one.Dropped)).ShouldBe([("b", 4, 2), ("a", 5, 1)]);
        all[0].Share.Value.ShouldBe(0.5);
    }

    [Fact]
    public void A_case_that_still_runs_when_the_log_ends_is_no_drop_off()
    {
        // One hour at each step; the last case came to b an hour before the log ended.
        var builder = new EventLogBuilder();
        foreach (var (@case, activities, hour) in new[] { ("1", "abc", 0), ("2", "ab", 10), ("3", "abc", 20), ("4", "ab", 99), ("5", "c", 101) })
        {
            for (var at = 0; at < activities.Length; at++)
                builder.Add(new(builder.Case[@case], builder.Activity[activities.AsSpan(at, 1)], Logs.Start.AddHours(hour + at).Ticks));
        }

        var log = builder.Build(out _);
        QuietTime.Usual(log).ShouldBe(TimeSpan.FromHours(1));
        (int, int, int) At(EventLog some, QuietTime quiet) =>
            DropOff.ByActivity(some, null, quiet).Where(one => log.Activities[one.Step] == "b").Select(one => (one.Reached, one.Dropped, one.TooYoung)).Single();
        At(log, default).ShouldBe((4, 2, 0));
        At(log, new(TimeSpan.FromHours(2))).ShouldBe((3, 1, 1));
        // Of a part of the log the end is that of the whole: what ended long ago did not end just now.
        var part = log.Where(one => one < 2);
        At(part, new(TimeSpan.FromHours(2))).ShouldBe((1, 0, 1));
        At(part, new(TimeSpan.FromHours(2), log.Span()!.Value.Last)).ShouldBe((2, 1, 0));
        QuietTime.Usual(Logs.Words("a", "b")).ShouldBe(TimeSpan.Zero);
    }

    /// <summary>n: a menu; q: a queue; x: the hanging up. Two hang up in the menu, one in the queue, one says nothing at all.</summary>
    [Fact]
    public void Who_gives_up_in_a_queue_found_no_dead_end_in_the_menu_before_it()
    {
        var log = Logs.Words("nx", "nqx", "nqp", "n", "x");
        bool Is(int activity, string letters) => letters.Contains(log.Activities[activity]);
        var facts = MenuFacts.Of(log, new(activity => Is(activity, "n"), activity => Is(activity, "p"), IsHangUp: activity => Is(activity, "x")));
        facts.Menus.Select(menu => (menu.Calls, menu.DeadEnds)).ShouldBe([(4, 2)]);
        facts.Elsewhere.Select(place => (log.Activities[place.Activity], place.Calls, place.GaveUp)).ShouldBe([("q", 2, 1)]);
        facts.Abandoned.ShouldBe(4);
    }

    /// <summary>
    /// By hand: five calls; persons after 2 and 3 s; given up after 1, 4 and 1 s. S after 1 s is 3/5; those served at 2 and 3 s are censored; one is left at 4 s, so S is 0.
    /// </summary>
    [Fact]
    public void Menus_tell_depth_seconds_to_a_person_abandonment_dead_ends_and_loops()
    {
        var log = Logs.Words("mnp", "mnmp", "mn", "mnomn", "mo");
        bool Is(int activity, string letters) => letters.Contains(log.Activities[activity]);
        var facts = MenuFacts.Of(log, new(activity => Is(activity, "mno"), activity => Is(activity, "p")));
        (facts.Calls, facts.Served, facts.Done, facts.Abandoned, facts.CallsLooping).ShouldBe((5, 2, 0, 3, 2));
        facts.Depths.ShouldBe([2, 2, 2, 3, 5]);
        facts.MedianDepth.ShouldBe(2);
        facts.MedianSecondsToPerson.ShouldBe(2.5);
        facts.Abandonment.Steps.Select(step => (step.Days, step.AtRisk, step.Events, Math.Round(step.Estimate, 6))).ShouldBe([(1, 5, 2, 0.6), (4, 1, 1, 0)]);
        facts
            .Menus.Select(menu => (log.Activities[menu.Activity], menu.Visits, menu.Calls, menu.DeadEnds, menu.Returns))
            .ShouldBe([("n", 5, 4, 2, 1), ("o", 2, 2, 1, 0), ("m", 7, 5, 0, 2)]);
        MenuFacts.Of(log, new(activity => Is(activity, "mn"), activity => Is(activity, "p"), activity => Is(activity, "o"))).Done.ShouldBe(2);
    }
}
