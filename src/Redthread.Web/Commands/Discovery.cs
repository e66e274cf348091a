using System.Globalization;
using Redthread.Statistics;
using Redthread.Web.Commands.Analyse;
using Redthread.Web.Features.ActualJourneys;
using Redthread.Web.Ingestion.EventLogs;
using Redthread.Web.Ui;

namespace Redthread.Web.Commands;

/// <summary>What the command tells of a log.</summary>
/// <param name="CasesWithHoles">Not counted, as an event of theirs was left out.</param>
/// <param name="Join">How events became instances; null where they stand as they are.</param>
internal sealed record Discovery(
    EventLog Log,
    LifecycleJoin? Join,
    EventLogReport Report,
    int CasesWithHoles,
    DirectlyFollows Graph,
    Variants Variants,
    Rework Rework,
    RepeatCost? Contacts,
    ChannelSwitches? Switches,
    int WindowDays,
    int Top
)
{
    private const int EdgesPrinted = 25;

    public static Discovery Of(EventLog log, LifecycleJoin? join, EventLogReport report, int casesWithHoles, int windowDays, int top)
    {
        (DirectlyFollows? graph, Variants? variants, Rework? rework) = (null, null, null);
        Parallel.Invoke(
            () => graph = DirectlyFollows.Of(log),
            () =>
            {
                variants = Variants.Of(log);
                rework = Rework.Of(log);
            }
        );
        return new(
            log,
            join,
            report,
            casesWithHoles,
            graph!,
            variants!,
            rework!,
            log.Customer is not null && RepeatCost.Of(log, new LogFilter { Window = windowDays }) is { Known: true } contacts ? contacts : null,
            log.Channel is null ? null : ChannelSwitches.Of(log),
            windowDays,
            top
        );
    }

    public object ToJson() =>
        new
        {
            Report.Format,
            Cases = Log.CaseCount,
            Events = Log.EventCount,
            Activities = Log.ActivityCount(),
            Variants = Variants.Count,
            Customers = Log.CustomerCount(),
            Edges = Graph.Edges.Select(edge => new
            {
                From = Name(edge.From),
                To = Name(edge.To),
                edge.Count,
                edge.Cases,
                edge.MedianSeconds,
                edge.MeanSeconds,
                edge.P90Seconds,
            }),
            Nodes = Graph
                .Nodes.Where(node => node.Events > 0)
                .OrderByDescending(node => node.Events)
                .Select(node => new
                {
                    Activity = Name(node.Activity),
                    node.Events,
                    node.Cases,
                    node.Starts,
                    node.Ends,
                }),
            Starts = Graph.Starts.Select(node => new { Activity = Name(node.Activity), Count = node.Starts }),
            Ends = Graph.Ends.Select(node => new { Activity = Name(node.Activity), Count = node.Ends }),
            TopVariants = Variants
                .Top(Top)
                .Select(variant => new
                {
                    Activities = Variants.Names(variant),
                    variant.Cases,
                    Share = (double)variant.Cases / Log.CaseCount,
                }),
            VariantsCovering80 = Variants.Covering(0.8),
            Loops = LoopsJson(),
            RepeatContacts = RepeatsJson(),
            ChannelSwitches = Switches?.Switches.Select(one => new
            {
                From = Log.Channel!.Names[one.From],
                To = Log.Channel.Names[one.To],
                one.Count,
                one.Cases,
                one.MedianSeconds,
            }),
            Joined = JoinedJson(),
            Services = ServicesJson(),
            Report.Read,
            Report.LeftOut,
            CasesWithHoles,
            Report.Corrected,
            Report.Notes,
            Report.Columns,
            Report.ObjectTypes,
        };

    private object? JoinedJson() =>
        Join is null
            ? null
            : new
            {
                Join.Pairs,
                Join.Completes,
                Join.Starts,
                Join.Others,
            };

    private IEnumerable<object> ServicesJson() =>
        ServiceTimes
            .Of(Log)
            .Select(one => new
            {
                Activity = Name(one.Activity),
                one.Count,
                one.MedianSeconds,
                one.MeanSeconds,
                one.P90Seconds,
            });

    private object? RepeatsJson() =>
        Contacts is null
            ? null
            : new
            {
                WithinDays = WindowDays,
                Contacts.Rule,
                ContactActivities = Contacts.Contacts,
                Contacts.Repeats.Contacts,
                Repeats = Contacts.Repeats.Repeats.Count,
                Contacts.Repeats.Customers,
                Contacts.Repeats.CustomersRepeating,
            };

    private object LoopsJson() =>
        new
        {
            CasesWithRework = Rework.CasesRepeating,
            Rework.CustomersRepeating,
            Repeated = Rework.Activities.Select(one => new
            {
                Activity = Name(one.Activity),
                one.Repeats,
                one.SelfLoops,
                Cases = one.CasesRepeating,
            }),
            Short = Rework.Loops.Select(one => new
            {
                Activity = Name(one.Activity),
                Through = Name(one.Through),
                one.Count,
                one.Cases,
            }),
        };

    public void Print()
    {
        Console.WriteLine(
            Text(
                $"{Numbers.Counted(Log.CaseCount, "case")}, {Numbers.Counted(Log.EventCount, "event")}, {Activities(Log.ActivityCount())}, {Numbers.Counted(Variants.Count, "variant")} ({Variants.Covering(0.8):N0} {(Variants.Covering(0.8) == 1 ? "covers" : "cover")} 80 %)"
            )
        );
        foreach (var fault in Report.LeftOut)
            Console.WriteLine(Text($"{fault.Count:N0} left out, first at {string.Join(", ", fault.Rows)}: {fault.Reason}"));
        foreach (var fault in Report.Corrected)
            Console.WriteLine(Text($"{fault.Count:N0} kept {(fault.ByRule ? "by a rule" : "in part")}, first at {string.Join(", ", fault.Rows)}: {fault.Reason}"));
        if (CasesWithHoles > 0)
            Console.WriteLine(
                Text(
                    $"{Numbers.Counted(CasesWithHoles, "case")} with an event left out {(CasesWithHoles == 1 ? "is" : "are")} not counted; --with-holes counts {(CasesWithHoles == 1 ? "it" : "them")} too"
                )
            );
        foreach (var note in Report.Notes)
            Console.WriteLine(note);
        Console.WriteLine();
        TextTable.Print(["from → to", "count", "cases", "median", "mean", "90 %"], Graph.Edges.Take(EdgesPrinted).Select(Row));
        if (Graph.Edges.Count > EdgesPrinted)
            Console.WriteLine(Text($"… and {Graph.Edges.Count - EdgesPrinted:N0} more; --json tells all"));
        Console.WriteLine();
        Console.WriteLine($"starts with {Told(Graph.Starts, node => node.Starts)}");
        Console.WriteLine($"ends with {Told(Graph.Ends, node => node.Ends)}");
        Console.WriteLine(Text($"rework in {Numbers.Counted(Rework.CasesRepeating, "case")} ({100 * Rework.Share.Value:0.0} %)"));
        if (Contacts is { Repeats: var repeats })
            Console.WriteLine(
                Text(
                    $"{repeats.Repeats.Count:N0} of {Numbers.Counted(repeats.Contacts, "contact")} came within {Numbers.Counted(WindowDays, "day")} of the customer's last, from {Numbers.Counted(repeats.CustomersRepeating, "customer")}. {Contacts.Rule}"
                )
            );
        PrintServices();
        Console.WriteLine();
        TextTable.Print(
            ["variant", "cases", "share"],
            Variants.Top(Top).Select(one => (string[])[string.Join(" → ", Variants.Names(one)), Text($"{one.Cases:N0}"), Text($"{100.0 * one.Cases / Log.CaseCount:0.0} %")])
        );
    }

    private void PrintServices()
    {
        var services = ServiceTimes.Of(Log);
        if (Join is not null)
            Console.WriteLine(
                Text(
                    $"{Numbers.Counted(Join.Pairs, "start")} joined with a complete; {Numbers.Counted(Join.Completes, "complete")} and {Numbers.Counted(Join.Starts, "start")} alone; {Numbers.Counted(Join.Others, "event")} of other steps not counted"
                )
            );
        if (services.Count == 0)
            return;
        Console.WriteLine();
        TextTable.Print(
            ["activity", "times", "median", "mean", "90 %"],
            services.Select(one => (string[])[Name(one.Activity), Text($"{one.Count:N0}"), Span(one.MedianSeconds), Span(one.MeanSeconds), Span(one.P90Seconds)])
        );
    }

    private string[] Row(FollowEdge edge) =>
        [$"{Name(edge.From)} → {Name(edge.To)}", Text($"{edge.Count:N0}"), Text($"{edge.Cases:N0}"), Span(edge.MedianSeconds), Span(edge.MeanSeconds), Span(edge.P90Seconds)];

    private string Told(IEnumerable<FollowNode> nodes, Func<FollowNode, int> count) =>
        string.Join(", ", nodes.Take(5).Select(node => Text($"{Name(node.Activity)} ({count(node):N0})")));

    private static string Activities(int count) => count == 1 ? "1 activity" : $"{Numbers.Count(count)} activities";

    private string Name(int activity) => Log.Activities[activity];

    private static string Span(double seconds) =>
        seconds < 120 ? Text($"{seconds:0.#} s")
        : seconds < 7200 ? Text($"{seconds / 60:0.#} min")
        : seconds < 172_800 ? Text($"{seconds / 3600:0.#} h")
        : Text($"{seconds / 86_400:0.#} d");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
