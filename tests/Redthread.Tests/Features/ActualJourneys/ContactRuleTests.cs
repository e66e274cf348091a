using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Redthread.Domain.People;
using Redthread.Statistics;
using Redthread.Tests.Statistics.Discovery;
using Redthread.Tests.Support;
using Redthread.Web.Features.ActualJourneys;

namespace Redthread.Tests.Features.ActualJourneys;

/// <summary>What counts as a contact, and that a step of one never counts as another.</summary>
public sealed class ContactRuleTests(PostgresServer postgres)
{
    private static readonly string[] Steps = ["Menu", "Queue", "Agent", "Hung up"];

    /// <summary>Whatever happens inside calls: a repeat is the first event of its call, after another call of the same customer, and no more than there are calls.</summary>
    [Fact]
    public void Steps_inside_a_call_never_count_as_repeats()
    {
        Prop.ForAll(
                Logs.Any,
                steps =>
                {
                    var log = Calls(steps);
                    var found = RepeatCost.Of(log, new LogFilter());
                    var bare = RepeatCost.Of(Calls(steps.GroupBy(step => step.Case).Select(call => call.MinBy(step => step.Second))), new LogFilter());
                    return found.Choice is ContactChoice.EachCase or ContactChoice.Unknown
                        && found.Repeats.Repeats.All(one =>
                            one.Event == log.CaseStarts[one.Case] && log.CaseStarts.Contains(one.Before) && one.Before != one.Event && CustomerAt(log, one.Before) == one.Customer
                        )
                        && (!found.Known || found.Repeats.Contacts == log.CaseCount)
                        && (found.Repeats.Contacts, found.Repeats.Repeats.Count, found.Repeats.CustomersRepeating)
                            == (bare.Repeats.Contacts, bare.Repeats.Repeats.Count, bare.Repeats.CustomersRepeating);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void There_is_no_figure_while_nothing_tells_a_contact_from_a_step()
    {
        foreach (var log in new[] { Logs.Words("abab", "aab"), Logs.Words("abab:x", "aab:y") })
        {
            var found = RepeatCost.Of(log, new LogFilter { Cost = 5 });
            (found.Known, found.Repeats.Contacts, found.CostAnswer).ShouldBe((false, 0, null));
            found.Answer.ShouldContain("no figure");
            RepeatCost.Of(log, new LogFilter { Contacts = ["a"] }).Repeats.Contacts.ShouldBe(4);
            RepeatCost.Of(log, new LogFilter { Contacts = [RepeatCost.EachEvent] }).Repeats.Contacts.ShouldBe(7);
        }
    }

    /// <summary>Without customers, and with one contact in each case, 0 % would be no finding: nobody can be seen to come back.</summary>
    [Fact]
    public void There_is_no_figure_where_nobody_can_be_seen_to_come_back()
    {
        static EventLog Claims(string? customer, int calls)
        {
            var builder = new EventLogBuilder();
            for (var one = 0; one < 3; one++)
            for (var at = 0; at <= calls; at++)
                builder.Add(
                    new(
                        builder.Case[$"{one}"],
                        builder.Activity[at < calls ? "incoming claim" : "pay"],
                        Logs.Start.AddDays(one).AddHours(at).Ticks,
                        Customer: customer is null ? -1 : builder.Customer[customer + one]
                    )
                );
            return builder.Build(out _);
        }

        foreach (
            var filter in new[]
            {
                new LogFilter { Cost = 5 },
                new LogFilter { Contacts = ["incoming claim"], Cost = 5 },
            }
        )
        {
            var unseen = RepeatCost.Of(Claims(null, 1), filter);
            (unseen.Choice, unseen.Known, unseen.CostAnswer).ShouldBe((ContactChoice.Unseen, false, null));
            unseen.Answer.ShouldStartWith("There is no figure");
            unseen.Rule.ShouldContain("no case has more than one contact (incoming claim)");
        }

        RepeatCost.Of(Claims("c", 1), new LogFilter()).Choice.ShouldBe(ContactChoice.Guessed);
        RepeatCost.Of(Claims(null, 2), new LogFilter()).Repeats.CustomersRepeating.ShouldBe(3);
    }

    [Fact]
    public void A_public_log_without_customers_gives_no_figure()
    {
        var log = Redthread
            .Web.Ingestion.EventLogs.EventLogFile.Read(Redthread.Tests.Ingestion.SharedData.Require("event-logs/teleclaims-simulated.xes.gz"), new() { AllColumns = true })
            .Value!.Log;
        RepeatCost.Of(log, new LogFilter()).Choice.ShouldBe(ContactChoice.Unseen);
    }

    [Fact]
    public void A_step_that_is_called_like_a_contact_is_none()
    {
        var builder = new EventLogBuilder();
        foreach (var (name, minute) in new[] { ("Inbound call", 0), ("Inbound queue", 1), ("Inbound agent", 2), ("Contact closed", 3), ("Inbound call", 3000) })
            builder.Add(new(builder.Case["1"], builder.Activity[name], Logs.Start.AddMinutes(minute).Ticks, Customer: builder.Customer["x"]));
        var found = RepeatCost.Of(builder.Build(out _), new LogFilter());
        (found.Choice, found.Repeats.Contacts, found.Repeats.Repeats.Count).ShouldBe((ContactChoice.Guessed, 2, 1));
        found.Contacts.ShouldBe(["Inbound call"]);
    }

    [Fact]
    public void A_call_that_starts_and_completes_is_one_contact()
    {
        var builder = new EventLogBuilder();
        foreach (var (step, minute) in new[] { ("start", 0), ("complete", 10), ("start", 3000), ("complete", 3005) })
            builder.Add(
                new(builder.Case["1"], builder.Activity["Inbound call"], Logs.Start.AddMinutes(minute).Ticks, Lifecycle: builder.Lifecycle[step], Customer: builder.Customer["x"])
            );
        var found = RepeatCost.Of(builder.Build(out _), new LogFilter());
        (found.Repeats.Contacts, found.Repeats.Repeats.Count).ShouldBe((2, 1));
        found.Repeats.Repeats[0].Seconds.ShouldBe(2990 * 60);
    }

    [Fact]
    public async Task A_file_of_calls_tells_who_calls_again_and_not_how_many_steps_a_call_has()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        // Fifty customers call once, ten of them again three days later; each call has four steps.
        var csv = new StringBuilder("Call ID,Activity,Time,Customer ID\n");
        for (var call = 0; call < 60; call++)
        {
            var at = Logs.Start.AddMinutes(call % 50).AddDays(call < 50 ? 0 : 3);
            foreach (var (index, step) in Steps.Index())
                csv.Append(CultureInfo.InvariantCulture, $"call {call},{step},{at.AddSeconds(20 * index):yyyy-MM-ddTHH:mm:ssZ},C{call % 50}\n");
        }

        await steward.UploadAsync(csv.ToString(), "calls.csv");
        var page = await steward.PageAsync("/actual-journeys/1?cost=5");
        page.QuerySelector("h1")!.TextContent.ShouldBe("20 % of customers begin another case within 7 days");
        var answer = page.QuerySelector(".log-answer")!.TextContent;
        answer.ShouldContain("10 of 50 customers began another case within 7 days: 10 of 60 contacts are repeats (16.7 %, 95 % interval ");
        answer.ShouldContain("each case counts as one contact, from its first event");
        answer.ShouldContain("That costs 50: 10 repeat contacts × 5");
        using var saved = await steward.SubmitAsync(
            "/actual-journeys/1?tab=repeats",
            "/actual-journeys/1/measure",
            new()
            {
                ["form"] = "measure",
                ["kind"] = "repeat",
                ["stage"] = "shop/receive",
            }
        );
        (await steward.PageAsync(saved.Headers.Location!.ToString())).QuerySelector(".alert.good")!.TextContent.ShouldContain("60 readings, one for each case");

        // Without customers nothing tells a call from a step of it.
        await steward.UploadAsync(CallLog.Csv(), "anonymous.csv");
        var silent = await steward.PageAsync("/actual-journeys/2?cost=5");
        silent.QuerySelector("h1")!.TextContent.ShouldBe("anonymous: 100 cases");
        silent.QuerySelector(".log-answer")!.TextContent.ShouldContain("There is no figure until it is said what a contact is");
        var repeats = await steward.PageAsync("/actual-journeys/2?tab=repeats");
        repeats.QuerySelectorAll("#h-by").ShouldBeEmpty();
        var every = await steward.PageAsync(silent.QuerySelector(".log-rule a[href*=contact]")!.GetAttribute("href")!);
        every.QuerySelector(".log-answer")!.TextContent.ShouldContain("Every event counts as a contact, as was said");
    }

    private static int CustomerAt(EventLog log, int at) =>
        log.Customer!.Ids[Enumerable.Range(0, log.CaseCount).Single(one => log.CaseStarts[one] <= at && at < log.CaseStarts[one + 1])];

    private static EventLog Calls(IEnumerable<Step> steps)
    {
        var builder = new EventLogBuilder();
        foreach (var one in steps)
            builder.Add(
                new(
                    builder.Case[$"call {one.Case}"],
                    builder.Activity[Steps[one.Activity]],
                    Logs.Start.AddMinutes(one.Second * 30).Ticks,
                    Customer: builder.Customer[$"customer {one.Case % 3}"]
                )
            );
        return builder.Build(out _);
    }
}
