namespace Redthread.Web.Features.Samples;

/// <summary>
/// Half a year of calls. Planted: since the third layer of the menu callers hear three menus instead of two and give up in them more often; who calls about a visit
/// has to call again far more often than anybody else.
/// </summary>
internal sealed class SampleCalls(SampleCalendar calendar, SampleCustomers customers)
{
    public const string MainMenu = "Menu: main";
    public const string TopicMenu = "Menu: topic";
    public const string ThirdMenu = "Menu: which line";
    public const string Queue = "Waits in the queue";
    public const string Agent = "Agent speaks";
    public const string HungUp = "Hung up";
    public const double VisitRepeats = 0.42;
    public const double OtherRepeats = 0.12;
    private const int FirstCalls = 1_700;
    private const int Weeks = 26;
    private const double MeanWait = 170;
    private const double MeanPatience = 620;

    private readonly SampleRandom random = new(41);
    private readonly List<SampleEvent> events = [];
    private int calls;

    /// <summary>What is called about, and how often.</summary>
    public static IReadOnlyList<(string Activity, double Share)> Topics { get; } =
    [("Incoming call: visit", 0.25), ("Incoming call: bill", 0.33), ("Incoming call: plan", 0.24), ("Incoming call: fault", 0.18)];

    public IReadOnlyList<SampleEvent> Rows()
    {
        for (var call = 0; call < FirstCalls; call++)
        {
            var (customer, topic) = (customers.Next(random, SampleFacts.Shares), random.Weighted(Topics));
            var again = topic == Topics[0].Activity ? VisitRepeats : OtherRepeats;
            var at = random.Instant(calendar.WeeksBefore(Weeks), calendar.End);
            do
            {
                Call(customer.Key, topic, at);
                at = at.AddHours(16 + (110 * random.Next()));
            } while (random.Chance(again) && at < calendar.End);
        }

        return [.. events.OrderBy(one => one.At)];
    }

    private void Call(string customer, string topic, DateTime at)
    {
        var name = $"call {++calls:00000}";
        void Happens(string activity, double seconds) => events.Add(new(name, activity, at = at.AddSeconds(Math.Ceiling(seconds)), customer, "phone"));
        Happens(topic, 0);
        if (GivesUpInMenu(Happens))
        {
            Happens(HungUp, 4 + (14 * random.Next()));
            return;
        }

        for (var handed = false; ; handed = true)
        {
            Happens(Queue, 3);
            var (wait, patience) = (Spell(MeanWait), Spell(MeanPatience));
            if (patience < wait)
            {
                Happens(HungUp, patience);
                return;
            }

            Happens(Agent, wait);
            var last = handed || !random.Chance(0.13);
            var speaks = Math.Ceiling(last ? 60 + Spell(300) : 40 + Spell(120));
            events[^1] = events[^1] with { End = at.AddSeconds(speaks) };
            Happens(last ? HungUp : "Handed on", speaks);
            if (last)
                return;
        }

        bool GivesUpInMenu(Action<string, double> happens)
        {
            var third = at >= calendar.ThirdLayer;
            happens(MainMenu, 2);
            happens(TopicMenu, 9 + (8 * random.Next()));
            if (third)
                happens(ThirdMenu, 9 + (8 * random.Next()));
            // Who finds nothing that fits begins again.
            if (random.Chance(third ? 0.17 : 0.06))
            {
                happens(MainMenu, 8 + (10 * random.Next()));
                happens(TopicMenu, 9 + (8 * random.Next()));
            }

            return random.Chance(third ? 0.19 : 0.07);
        }
    }

    private double Spell(double mean) => 1 - (mean * Math.Log(1 - random.Next()));
}
