namespace Redthread.Web.Features.Samples;

/// <summary>
/// Half a year of installations, each from the booking to the first bill. Planted: a visit is moved in every third of them until windows of two hours came, and hardly
/// ever since; every seventh customer calls about a fault before the line was tested, and is visited again.
/// </summary>
internal sealed class SampleInstallations(SampleCalendar calendar, SampleCustomers customers)
{
    public const string Booked = "Visit booked";
    public const string Moved = "Visit moved by us";
    public const string Reminded = "Reminder sent";
    public const string AtTheDoor = "Technician at the door";
    public const string Tested = "Test of the line";
    public const string SetUp = "Router set up";
    public const string Opened = "First bill opened";
    public const double MovedBefore = 0.34;
    public const double MovedSince = 0.08;
    public const double Faults = 0.14;
    private const int Orders = 760;
    private const int Weeks = 26;

    private readonly SampleRandom random = new(42);
    private readonly List<SampleEvent> events = [];

    public IReadOnlyList<SampleEvent> Rows()
    {
        for (var order = 1; order <= Orders; order++)
            Install($"order {order:0000}", customers.Next(random, SampleFacts.Shares).Key, random.Instant(calendar.WeeksBefore(Weeks), calendar.End));
        return [.. events.OrderBy(one => one.At)];
    }

    private void Install(string name, string customer, DateTime at)
    {
        void Happens(string activity, double days, string channel)
        {
            at = at.AddSeconds(Math.Ceiling(days * 86_400));
            if (at < calendar.End)
                events.Add(new(name, activity, at, customer, channel));
        }

        Happens(Booked, 0, random.Chance(0.7) ? "web" : "phone");
        var since = at >= calendar.ShortWindows;
        if (random.Chance(since ? MovedSince : MovedBefore))
        {
            Happens(Moved, 2 + (3 * random.Next()), "phone");
            Happens(Booked, 0.2 + random.Next(), "phone");
        }

        if (!random.Chance(0.09))
            Happens(Reminded, (since ? 2 : 5) + (2 * random.Next()), "app");
        Happens(AtTheDoor, 1 + (1.5 * random.Next()), "technician");
        if (random.Chance(0.08))
        {
            Happens("Nobody at home", 0.02, "technician");
            Happens(Booked, 0.3 + random.Next(), "phone");
            Happens(AtTheDoor, 4 + (3 * random.Next()), "technician");
        }

        if (random.Chance(Faults))
        {
            Happens("Call about a fault", 0.6 + (2 * random.Next()), "phone");
            Happens(AtTheDoor, 3 + (2 * random.Next()), "technician");
        }

        Happens(Tested, 0.05, "technician");
        Happens(SetUp, 0.2 + (0.3 * random.Next()), "app");
        if (random.Chance(0.78))
            Happens(Opened, 18 + (8 * random.Next()), "app");
    }
}
