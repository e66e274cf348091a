namespace Redthread.Web.Features.Samples;

/// <param name="Account">The company of a small business.</param>
/// <param name="Mood">What the customer adds to every level, as a share: it ties a customer's answers together.</param>
internal sealed record SampleCustomer(string Key, string Segment, string? Account, double Mood);

/// <summary>The made-up customers, and who of them speaks up where.</summary>
internal sealed class SampleCustomers
{
    private const int LoudCustomers = 9;
    private const int Accounts = 320;

    /// <summary>Who answers the relationship survey: seniors more than twice as often as there are of them.</summary>
    public static readonly IReadOnlyList<(string Segment, double Share)> SurveyMix = [("families", 0.3), ("singles", 0.13), ("seniors", 0.47), ("small-business", 0.1)];

    private readonly Dictionary<string, List<SampleCustomer>> bySegment;

    public SampleCustomers(int seed)
    {
        var random = new SampleRandom(seed);
        var all = new List<SampleCustomer>(SampleFacts.Customers);
        foreach (var (segment, share) in SampleFacts.Shares)
        {
            for (var i = 0; i < (int)Math.Round(share * SampleFacts.Customers); i++)
            {
                var account =
                    segment != "small-business" ? null
                    : i < LoudCustomers ? SampleFacts.LoudAccount
                    : $"Sample account {2 + random.Below(Accounts)}";
                all.Add(new SampleCustomer($"sample-{all.Count + 1:00000}", segment, account, 0.07 * random.Normal()));
            }
        }

        All = all;
        bySegment = all.GroupBy(customer => customer.Segment).ToDictionary(group => group.Key, group => group.ToList());
    }

    public IReadOnlyList<SampleCustomer> All { get; }

    /// <summary>Some speak often, most rarely.</summary>
    public SampleCustomer Next(SampleRandom random, IReadOnlyList<(string Segment, double Share)> mix)
    {
        var segment = bySegment[random.Weighted(mix)];
        return segment[(int)(segment.Count * Math.Pow(random.Next(), 1.6))];
    }

    public SampleCustomer NextLoud(SampleRandom random) => bySegment["small-business"][random.Below(LoudCustomers)];
}
