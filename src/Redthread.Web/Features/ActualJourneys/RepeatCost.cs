using System.Globalization;
using Redthread.Statistics;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>How it came about what counts as a contact.</summary>
public enum ContactChoice
{
    Named,

    /// <summary>By what the activities are called.</summary>
    Guessed,

    /// <summary>Nothing is called like a contact, so every event counts until somebody says otherwise.</summary>
    Everything,
}

/// <summary>Where customers repeat themselves, and what it costs.</summary>
/// <param name="Contacts">Names of the activities that count as the customer getting in touch.</param>
/// <param name="Days">From the first event of the cases to the last.</param>
/// <param name="Cost">Of one contact; null while nobody said.</param>
public sealed record RepeatCost(EventLog Log, RepeatContacts Repeats, IReadOnlyList<string> Contacts, ContactChoice Choice, int Window, double Days, double? Cost)
{
    private const double DaysOfAMonth = 365.25 / 12;

    /// <summary>What pages print.</summary>
    public const string Formula = "cost = repeat contacts × cost of one contact; a month = cost × 30.44 ÷ days from the first event to the last, told when these are 28 or more";

    private static readonly string[] Words = ["inbound", "incoming", "contact", "customer call", "complain", "enquir", "inquir"];

    public static RepeatCost Of(EventLog log, LogFilter filter)
    {
        var named = filter.Contacts.Where(name => log.Find(name) >= 0).ToList();
        var looks = log.Activities.Where(LooksLikeContact).ToList();
        var contacts =
            named.Count > 0 ? named
            : looks.Count > 0 ? looks
            : [.. log.Activities];
        var numbers = contacts.Select(log.Find).ToHashSet();
        return new(
            log,
            RepeatContacts.Of(log, TimeSpan.FromDays(filter.Window), numbers.Contains),
            contacts,
            named.Count > 0 ? ContactChoice.Named
                : looks.Count > 0 ? ContactChoice.Guessed
                : ContactChoice.Everything,
            filter.Window,
            log.Span() is { } span ? TimeSpan.FromTicks(span.Last - span.First).TotalDays : 0,
            filter.Cost
        );
    }

    /// <summary>Whether activities are named as contacts, or called like them.</summary>
    public static bool KnowsContacts(EventLog log, LogFilter filter) => filter.Contacts.Any(name => log.Find(name) >= 0) || log.Activities.Any(LooksLikeContact);

    private static bool LooksLikeContact(string activity) => Words.Any(word => activity.Contains(word, StringComparison.OrdinalIgnoreCase));

    public double? Total => Repeats.Repeats.Count * Cost;

    /// <summary>Null where the log is too short to say.</summary>
    public double? Monthly => Days >= 28 ? Total * DaysOfAMonth / Days : null;

    /// <summary>Whether the log says who the customers are; else only repeats within a case are seen.</summary>
    public bool KnowsCustomers => Log.Customer is not null;

    public string Who => KnowsCustomers ? "customers" : "cases";

    public string Within => Window == 1 ? "within a day" : $"within {Window} days";

    public string Headline => Repeats.Contacts == 0 ? "No contacts among these cases" : $"{Percent(Repeats.CustomerShare.Value)} of {Who} come back {Within}";

    /// <summary>The answer in a sentence or two.</summary>
    public string Answer =>
        Repeats.Contacts == 0
            ? "None of the events counts as a contact."
            : $"{Count(Repeats.CustomersRepeating)} of {Count(Repeats.Customers)} {Who} got in touch again {Within}: {Count(Repeats.Repeats.Count)} of {Count(Repeats.Contacts)} contacts are repeats ({Percent(Repeats.Share.Value)})."
                + (Repeats.Activities.Count > 0 && Repeats.Activities[0].Repeats > 0 ? $" Most of them come back by “{Log.Activities[Repeats.Activities[0].Activity]}”." : "");

    public string? CostAnswer =>
        Total is not { } total ? null
        : Monthly is { } monthly
            ? $"That costs {Money(monthly)} a month: {Count(Repeats.Repeats.Count)} repeat contacts × {Money(Cost!.Value)} = {Money(total)} in {Count((long)Math.Round(Days))} days."
        : $"That costs {Money(total)}: {Count(Repeats.Repeats.Count)} repeat contacts × {Money(Cost!.Value)}, in {Math.Max(1, Math.Round(Days)):0} days; too few to speak of a month.";

    public static string Money(double value) => value.ToString(value < 100 && value != Math.Floor(value) ? "N2" : "N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => double.IsNaN(share) ? "none" : $"{(share * 100).ToString(share is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture)} %";

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
