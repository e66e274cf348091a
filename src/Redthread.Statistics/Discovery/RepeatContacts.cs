namespace Redthread.Statistics;

/// <summary>A contact that came again.</summary>
/// <param name="Event">The later contact.</param>
/// <param name="Before">The contact of the same customer before it.</param>
/// <param name="Case">The case of the later one.</param>
/// <param name="Customer">Number of the customer.</param>
/// <param name="Seconds">From the end of the one to the start of the other, 0 when they overlap.</param>
public readonly record struct RepeatContact(int Event, int Before, int Case, int Customer, double Seconds);

/// <summary>Repeat contacts of one activity.</summary>
/// <param name="Activity">Its number.</param>
/// <param name="Contacts">All its contacts.</param>
/// <param name="Repeats">Those that are repeats.</param>
/// <param name="Share">Share of its contacts that are repeats, its interval between customers.</param>
public readonly record struct RepeatingActivity(int Activity, int Contacts, int Repeats, Proportion Share);

/// <summary>Customers who had to get in touch again.</summary>
/// <param name="Contacts">All contacts.</param>
/// <param name="Repeats">Contacts that are repeats, customer by customer, by time.</param>
/// <param name="Customers">Customers with a contact; cases where customers are not known.</param>
/// <param name="CustomersRepeating">Customers with a repeat.</param>
/// <param name="Activities">By the activity of the later contact, from the most repeats on.</param>
/// <param name="Share">Share of contacts that are repeats, its interval between customers.</param>
public sealed record RepeatContacts(
    int Contacts,
    IReadOnlyList<RepeatContact> Repeats,
    int Customers,
    int CustomersRepeating,
    IReadOnlyList<RepeatingActivity> Activities,
    Proportion Share
)
{
    /// <summary>What pages print.</summary>
    public const string Formula = "a contact is a repeat when it starts within the window after the same customer's contact before it ended; repeat rate = repeats ÷ contacts";

    /// <summary>What pages print where each case is one contact.</summary>
    public const string CaseFormula =
        "where no activity is known as a contact, each case is one, from its first event: it is a repeat when it begins within the window after the first event of the same customer's case before it; what happens inside a case never is";

    /// <summary>Share of customers who had to come back.</summary>
    public Proportion CustomerShare => Proportion.Of(CustomersRepeating, Customers);

    /// <summary>Looks through each customer's contacts by time, over all their cases.</summary>
    /// <param name="log">Without customers each case stands for one.</param>
    /// <param name="window">More than zero.</param>
    /// <param name="isContact">Whether an activity is the customer getting in touch; all are when null.</param>
    public static RepeatContacts Of(EventLog log, TimeSpan window, Func<int, bool>? isContact = null)
    {
        var contacts = new List<(int Customer, long Ticks, int Event, int Case)>();
        for (var one = 0; one < log.CaseCount; one++)
        {
            for (var at = log.Starts[one]; at < log.Starts[one + 1]; at++)
            {
                if (isContact is null || isContact(log.Activity[at]))
                {
                    contacts.Add((log.CustomerOf(one), log.Times[at], at, one));
                }
            }
        }

        return Of(log, window, contacts);
    }

    /// <summary>Each case is one contact, from its first event; nothing that happens inside a case is a repeat.</summary>
    /// <param name="log">Without customers nothing repeats.</param>
    /// <param name="window">More than zero.</param>
    public static RepeatContacts OfCases(EventLog log, TimeSpan window) =>
        Of(log, window, [.. Enumerable.Range(0, log.CaseCount).Select(one => (log.CustomerOf(one), log.FirstOf(one), log.Starts[one], one))]);

    private static RepeatContacts Of(EventLog log, TimeSpan window, List<(int Customer, long Ticks, int Event, int Case)> contacts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        // Without customers they stand by case and time already.
        if (log.Customer is not null)
        {
            contacts.Sort();
        }

        var repeats = new List<RepeatContact>();
        for (var i = 1; i < contacts.Count; i++)
        {
            var (now, before) = (contacts[i], contacts[i - 1]);
            var wait = Math.Max(0, now.Ticks - log.EndOf(before.Event));
            if (now.Customer == before.Customer && wait <= window.Ticks)
            {
                repeats.Add(new(now.Event, before.Event, now.Case, now.Customer, (double)wait / TimeSpan.TicksPerSecond));
            }
        }

        return new(
            contacts.Count,
            repeats,
            Distinct(contacts.Count, at => contacts[at].Customer),
            Distinct(repeats.Count, at => repeats[at].Customer),
            ByActivity(log, contacts, repeats),
            Clustered(contacts.Select(one => one.Customer), repeats.Select(one => one.Customer))
        );
    }

    /// <summary>How many customers, of rows that stand by customer.</summary>
    private static int Distinct(int count, Func<int, int> customerOf)
    {
        var distinct = Math.Min(count, 1);
        for (var at = 1; at < count; at++)
        {
            distinct += customerOf(at) == customerOf(at - 1) ? 0 : 1;
        }

        return distinct;
    }

    private static Proportion Clustered(IEnumerable<int> contacts, IEnumerable<int> repeats)
    {
        var again = repeats.CountBy(customer => customer).ToDictionary();
        return ClusteredProportion.Of([.. contacts.CountBy(customer => customer).Select(one => (again.GetValueOrDefault(one.Key), one.Value))]);
    }

    private static IReadOnlyList<RepeatingActivity> ByActivity(EventLog log, List<(int Customer, long Ticks, int Event, int Case)> contacts, List<RepeatContact> repeats)
    {
        var again = repeats.ToLookup(one => log.Activity[one.Event], one => one.Customer);
        return
        [
            .. contacts
                .ToLookup(one => log.Activity[one.Event], one => one.Customer)
                .Select(one => new RepeatingActivity(one.Key, one.Count(), again[one.Key].Count(), Clustered(one, again[one.Key])))
                .OrderByDescending(one => one.Repeats)
                .ThenBy(one => log.Activities[one.Activity], StringComparer.Ordinal),
        ];
    }
}
