using System.Globalization;
using Redthread.Statistics;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>How it came about what counts as a contact.</summary>
public enum ContactChoice
{
    Named,

    /// <summary>By what the activities are called.</summary>
    Guessed,

    /// <summary>Somebody said so.</summary>
    EachEvent,

    /// <summary>Nothing is called like a contact, and customers have several cases: the first event of each.</summary>
    EachCase,

    /// <summary>Nothing tells a contact from a step of it, so no figure is given until somebody says.</summary>
    Unknown,

    /// <summary>The log does not say who the customers are, and no case has two contacts: whether somebody came back cannot be seen, so no figure is given.</summary>
    Unseen,
}

/// <summary>Where customers repeat themselves, and what it costs.</summary>
/// <param name="Log">Of activity instances, where the log says start and complete: a call that starts and completes is one contact.</param>
/// <param name="Repeats">Without a contact while it is unknown what is one.</param>
/// <param name="Contacts">Names of the activities that count as the customer getting in touch.</param>
/// <param name="Days">From the first event of the cases to the last.</param>
/// <param name="Cost">Of one contact; null while nobody said.</param>
public sealed record RepeatCost(EventLog Log, RepeatContacts Repeats, IReadOnlyList<string> Contacts, ContactChoice Choice, int Window, double Days, double? Cost)
{
    private const double DaysOfAMonth = 365.25 / 12;

    /// <summary>In the address, instead of a name: every event is a contact.</summary>
    public const string EachEvent = "*";

    /// <summary>What pages print.</summary>
    public const string Formula = "cost = repeat contacts × cost of one contact; a month = cost × 30.44 ÷ days from the first event to the last, told when these are 28 or more";

    private static readonly string[] Words = ["inbound", "incoming", "contact", "customer call", "complain", "enquir", "inquir"];

    // “Inbound queue” and “Complaint closed” are steps of a contact, not another one.
    private static readonly string[] StepWords =
    [
        "queue",
        "menu",
        "ivr",
        "prompt",
        "agent",
        "answered",
        "handled",
        "transfer",
        "assigned",
        "updated",
        "closed",
        "close ",
        "resolved",
        "ended",
        "finished",
        "hung",
        "hang",
        "disconnect",
        "outbound",
        "contacted",
        "contact customer",
    ];

    /// <param name="log">The cases asked for.</param>
    /// <param name="whole">All cases, by which it is told what a contact is; those asked for when null.</param>
    public static RepeatCost Of(EventLog log, LogFilter filter, EventLog? whole = null)
    {
        var asked = log;
        var days = log.Span() is { } span ? TimeSpan.FromTicks(span.Last - span.First).TotalDays : 0;
        log = Instances(log);
        var (choice, contacts) = ChoiceOf(whole ?? log, filter);
        var numbers = contacts.Select(log.Find).ToHashSet();
        if (contacts.Count > 0 && log.Customer is null && !HasSecondContact(whole is null || ReferenceEquals(whole, asked) ? log : Instances(whole), contacts))
            choice = ContactChoice.Unseen;
        var window = TimeSpan.FromDays(filter.Window);
        var repeats = choice switch
        {
            ContactChoice.EachCase => RepeatContacts.OfCases(log, window),
            ContactChoice.Unknown or ContactChoice.Unseen => new RepeatContacts(0, [], 0, 0, [], Proportion.Of(0, 0)),
            _ => RepeatContacts.Of(log, window, numbers.Contains),
        };
        return new(log, repeats, contacts, choice, filter.Window, days, filter.Cost);
    }

    private static (ContactChoice Choice, IReadOnlyList<string> Contacts) ChoiceOf(EventLog log, LogFilter filter) =>
        filter.Contacts.Where(name => log.Find(name) >= 0).ToList() is { Count: > 0 } named ? (ContactChoice.Named, named)
        : filter.Contacts.Contains(EachEvent) ? (ContactChoice.EachEvent, log.Activities)
        : log.Activities.Where(LooksLikeContact).ToList() is { Count: > 0 } looks ? (ContactChoice.Guessed, looks)
        : (HasReturningCustomer(log) ? ContactChoice.EachCase : ContactChoice.Unknown, []);

    private static EventLog Instances(EventLog log) => LifecycleJoin.Applies(log) ? LifecycleJoin.Of(log).Log : log;

    private static bool HasSecondContact(EventLog log, IReadOnlyList<string> names)
    {
        var contacts = names.Select(log.Find).ToHashSet();
        for (var one = 0; one < log.CaseCount; one++)
        {
            var count = 0;
            foreach (var activity in log.ActivitiesOf(one))
                count += contacts.Contains(activity) ? 1 : 0;
            if (count > 1)
                return true;
        }

        return false;
    }

    private static bool LooksLikeContact(string activity) =>
        Words.Any(word => activity.Contains(word, StringComparison.OrdinalIgnoreCase)) && !StepWords.Any(word => activity.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool HasReturningCustomer(EventLog log)
    {
        var seen = new bool[log.Customer?.Names.Count ?? 0];
        foreach (var customer in log.Customer?.Ids ?? [])
        {
            if (customer >= 0 && seen[customer])
                return true;
            if (customer >= 0)
                seen[customer] = true;
        }

        return false;
    }

    /// <summary>Whether it is told what a contact is, so that there is a figure.</summary>
    public bool Known => Choice is not (ContactChoice.Unknown or ContactChoice.Unseen);

    public double? Total => Repeats.Repeats.Count * Cost;

    /// <summary>Null where the log is too short to say.</summary>
    public double? Monthly => Days >= 28 ? Total * DaysOfAMonth / Days : null;

    /// <summary>Whether the log says who the customers are; else only repeats within a case are seen.</summary>
    public bool KnowsCustomers => Log.Customer is not null;

    public string Who => KnowsCustomers ? "customers" : "cases";

    public string Within => Window == 1 ? "within a day" : $"within {Window} days";

    public string Headline =>
        Repeats.Contacts == 0
            ? "No contacts among these cases"
            : $"{Percent(Repeats.CustomerShare.Value)} of {Who} {(Choice == ContactChoice.EachCase ? "begin another case" : "come back")} {Within}";

    /// <summary>What counts as a contact, and how that came about.</summary>
    public string Rule =>
        Choice switch
        {
            ContactChoice.Named => $"Counted as contacts: {Listed}.",
            ContactChoice.Guessed => $"Counted as contacts (guessed by name): {Listed}.",
            ContactChoice.EachEvent => "Every event counts as a contact, as was said: where a case is one call, its steps count as repeats.",
            ContactChoice.EachCase =>
                "No activity of this log is called like a contact, so each case counts as one contact, from its first event; what happens inside a case is never a repeat.",
            ContactChoice.Unseen =>
                $"The log does not say who the customers are, and no case has more than one contact ({Listed}), so whether a customer came back cannot be seen.",
            _ => "No activity of this log is called like a contact, and no customer has a second case, so a contact cannot be told from a step of it.",
        };

    private string Listed => string.Join(", ", Contacts.Take(8)) + (Contacts.Count > 8 ? $" and {Contacts.Count - 8} more" : "");

    /// <summary>The answer in a sentence or two.</summary>
    public string Answer =>
        Choice == ContactChoice.Unseen ? "There is no figure: whether customers come back cannot be seen in this log."
        : !Known ? "There is no figure until it is said what a contact is."
        : Repeats.Contacts == 0 ? "None of the events counts as a contact."
        : $"{Count(Repeats.CustomersRepeating)} of {Count(Repeats.Customers)} {Who} {(Choice == ContactChoice.EachCase ? "began another case" : "got in touch again")} {Within}: {Count(Repeats.Repeats.Count)} of {Count(Repeats.Contacts)} contacts are repeats ({Spans.Share(Repeats.Share.Value)}, 95 % interval {Spans.Interval(Repeats.Share)})."
            + (
                Repeats.Activities.Count > 0 && Repeats.Activities[0].Repeats > 0
                    ? $" The activity by which they do so most often is “{Log.Activities[Repeats.Activities[0].Activity]}”."
                    : ""
            );

    public string? CostAnswer =>
        !Known || Total is not { } total ? null
        : Monthly is { } monthly
            ? $"That costs {Money(monthly)} a month: {Count(Repeats.Repeats.Count)} repeat contacts × {Money(Cost!.Value)} = {Money(total)} in {Count((long)Math.Round(Days))} days."
        : $"That costs {Money(total)}: {Count(Repeats.Repeats.Count)} repeat contacts × {Money(Cost!.Value)}, in {Math.Max(1, Math.Round(Days)):0} days; too few to speak of a month.";

    public static string Money(double value) => value.ToString(value < 100 && value != Math.Floor(value) ? "N2" : "N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => double.IsNaN(share) ? "none" : $"{(share * 100).ToString(share is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture)} %";

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
