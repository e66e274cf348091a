namespace Redthread.Web.Features.Samples;

/// <param name="Account">The company of a small business.</param>
/// <param name="Mood">What the customer adds to every level, as a share: it ties a customer's answers together.</param>
internal sealed record SampleCustomer(string Key, string Segment, string? Account, double Mood);

/// <summary>The made-up customers, and who of them speaks up where.</summary>
internal sealed class SampleCustomers
{
    public const int Count = 9_000;
    public const string LoudAccount = "Sample account 1";
    private const int LoudCustomers = 9;
    private const int Accounts = 320;

    public static readonly IReadOnlyList<(string Segment, double Share)> Base = [("families", 0.38), ("singles", 0.27), ("seniors", 0.2), ("small-business", 0.15)];

    /// <summary>Who answers the relationship survey: seniors more than twice as often as there are of them.</summary>
    public static readonly IReadOnlyList<(string Segment, double Share)> SurveyMix = [("families", 0.3), ("singles", 0.13), ("seniors", 0.47), ("small-business", 0.1)];

    private readonly Dictionary<string, List<SampleCustomer>> bySegment;

    public SampleCustomers(int seed)
    {
        var random = new SampleRandom(seed);
        var all = new List<SampleCustomer>(Count);
        foreach (var (segment, share) in Base)
        {
            for (var i = 0; i < (int)Math.Round(share * Count); i++)
            {
                var account = segment == "small-business" ? $"Sample account {(i < LoudCustomers ? 1 : 2 + random.Below(Accounts))}" : null;
                all.Add(new SampleCustomer($"sample-{all.Count + 1:00000}", segment, account, 0.07 * random.Normal()));
            }
        }

        bySegment = all.GroupBy(customer => customer.Segment).ToDictionary(group => group.Key, group => group.ToList());
    }

    /// <summary>Some speak often, most rarely.</summary>
    public SampleCustomer Next(SampleRandom random, IReadOnlyList<(string Segment, double Share)> mix)
    {
        var segment = bySegment[random.Weighted(mix)];
        return segment[(int)(segment.Count * Math.Pow(random.Next(), 1.6))];
    }

    public SampleCustomer NextLoud(SampleRandom random) => bySegment["small-business"][random.Below(LoudCustomers)];
}
