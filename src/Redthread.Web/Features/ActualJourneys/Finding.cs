using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Redthread.Domain;
using Redthread.Statistics;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>What one case says: 1 or 0, or hours.</summary>
public readonly record struct CaseValue(int Case, double Value);

/// <summary>Something found in a log that can be followed as a measure: a value for each case it speaks of.</summary>
/// <param name="Log">Whose cases the values name.</param>
/// <param name="Short">For the key.</param>
/// <param name="Wording">What is counted, in a sentence.</param>
public sealed record Finding(EventLog Log, string Short, string Name, string Wording, bool IsWait, IReadOnlyList<CaseValue> Values)
{
    public static Result<Finding> Of(LogView view, string? kind, string? activity, string? next)
    {
        var log = view.Log;
        var (at, to) = (log.Find(activity ?? ""), log.Find(next ?? ""));
        return kind switch
        {
            "repeat" when view.Repeats.Choice == ContactChoice.Unseen => Error.Invalid("customers-unknown", $"{view.Repeats.Rule} Nothing was saved."),
            "repeat" when !view.Repeats.Known => Error.Invalid("contacts-unknown", "Say first which activities are the customer getting in touch. Nothing was saved."),
            "repeat" => view.Repeats.Choice == ContactChoice.EachCase ? RepeatCases(view) : Repeats(view),
            "loop" when at >= 0 => Loop(log, at),
            "drop-off" when at >= 0 => DropOff(log, at, view.Quiet, view.Filter.Quiet is not null),
            "wait" when at >= 0 && to >= 0 => Wait(log, at, to),
            _ => Error.Invalid("finding-unknown", "Choose what to save: repeat contacts, a loop, a drop-off or a wait of activities that the log has. Nothing was saved."),
        };
    }

    private static Finding Repeats(LogView view)
    {
        var repeats = view.Repeats;
        var again = repeats.Repeats.Repeats.Select(one => one.Case).ToHashSet();
        var contacts = repeats.Contacts.Select(repeats.Log.Find).ToHashSet();
        return new(
            repeats.Log,
            $"repeat {repeats.Window}d {DigestOf(repeats.Contacts)}",
            Shorten($"Repeat contact {repeats.Within}: {view.Row.Name}"),
            $"1 when the case holds a contact that came {repeats.Within} after the same customer’s contact before it, else 0. Contacts: {string.Join(", ", repeats.Contacts.Take(20))}.",
            false,
            Each(repeats.Log, one => Has(repeats.Log, one, contacts) ? (again.Contains(one) ? 1 : 0) : double.NaN)
        );
    }

    private static Finding RepeatCases(LogView view)
    {
        var repeats = view.Repeats;
        var again = repeats.Repeats.Repeats.Select(one => one.Case).ToHashSet();
        return new(
            repeats.Log,
            $"repeat {repeats.Window}d each case",
            Shorten($"Another case {repeats.Within}: {view.Row.Name}"),
            $"1 when the case begins {repeats.Within} after the first event of the same customer’s case before it, else 0. Each case counts as one contact.",
            false,
            Each(repeats.Log, one => again.Contains(one) ? 1 : 0)
        );
    }

    // Other contacts are another measure, whatever the order in which they are named.
    private static string DigestOf(IEnumerable<string> contacts) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(contacts.Order(StringComparer.Ordinal))))[..8];

    private static Finding Loop(EventLog log, int activity) =>
        new(
            log,
            $"loop {log.Activities[activity]}",
            Shorten($"Done again: {log.Activities[activity]}"),
            $"1 when “{log.Activities[activity]}” happens more than once in the case, else 0; of cases in which it happens.",
            false,
            Each(
                log,
                one =>
                    log.ActivitiesOf(one).Count(activity) switch
                    {
                        0 => double.NaN,
                        1 => 0,
                        _ => 1,
                    }
            )
        );

    // Another quiet time is another measure; the usual one is one, also when an erased customer made it a little other.
    private static Finding DropOff(EventLog log, int activity, QuietTime quiet, bool said) =>
        new(
            log,
            string.Create(CultureInfo.InvariantCulture, $"drop-off {log.Activities[activity]} {(said ? $"quiet {quiet.Span.TotalSeconds:0}s" : "when quiet")}"),
            Shorten($"Drop-off after {log.Activities[activity]}"),
            $"1 when the case ends with “{log.Activities[activity]}”, 0 when it goes on; of cases in which it happens. A case that first reached it within {Spans.Of(quiet.Span.TotalSeconds)} before the end of the log is too young to say and has no value, also where it has gone on already.",
            false,
            Each(log, one => DroppedOff(log, one, activity, quiet))
        );

    private static double DroppedOff(EventLog log, int one, int activity, QuietTime quiet) =>
        Statistics.DropOff.Of(log, one, activity, quiet) switch
        {
            StepOutcome.Ended => 1,
            StepOutcome.WentOn => 0,
            _ => double.NaN,
        };

    private static Finding Wait(EventLog log, int from, int to) =>
        new(
            log,
            $"wait {log.Activities[from]} {log.Activities[to]}",
            Shorten($"Wait from {log.Activities[from]} to {log.Activities[to]}"),
            $"Hours from the end of “{log.Activities[from]}” to the start of “{log.Activities[to]}” where the one comes directly after the other, all of them in a case together.",
            true,
            Each(log, one => Waited(log, one, from, to))
        );

    private static double Waited(EventLog log, int one, int from, int to)
    {
        var (ticks, found) = (0L, false);
        for (var at = log.CaseStarts[one]; at + 1 < log.CaseStarts[one + 1]; at++)
        {
            if (log.ActivityOf[at] != from || log.ActivityOf[at + 1] != to)
                continue;
            ticks += Math.Max(0, log.Ticks[at + 1] - log.EndOf(at));
            found = true;
        }

        return found ? (double)ticks / TimeSpan.TicksPerHour : double.NaN;
    }

    private static bool Has(EventLog log, int one, HashSet<int> activities)
    {
        foreach (var activity in log.ActivitiesOf(one))
            if (activities.Contains(activity))
                return true;
        return false;
    }

    private static IReadOnlyList<CaseValue> Each(EventLog log, Func<int, double> value) =>
        [.. Enumerable.Range(0, log.CaseCount).Select(one => new CaseValue(one, value(one))).Where(one => !double.IsNaN(one.Value))];

    private static string Shorten(string name) => name.Length > 200 ? name[..200] : name;
}
