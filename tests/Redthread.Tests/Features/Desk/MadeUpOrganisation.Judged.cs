using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Desk;

namespace Redthread.Tests.Features.Desk;

/// <summary>What is judged by likeness and by chance: statements that say the same in other words, and scores that move.</summary>
internal sealed partial class MadeUpOrganisation
{
    private const double StandardError = 1.3;

    private static readonly string[] Who =
    [
        "New customers",
        "Families",
        "People over seventy",
        "Small firms",
        "Callers",
        "Movers",
        "Travellers",
        "Students",
        "Those who pay by cash",
        "Tenants",
    ];

    // Each with another way to put it, as a second team would.
    private static readonly (string Says, string Otherwise)[] What =
    [
        ("wait weeks for the technician and are told nothing", "are told nothing while they wait for weeks until the technician comes"),
        ("cannot find the price of a single call", "search for the price of single calls and cannot find it"),
        ("must explain their case again at every desk", "have to explain the case again and again, at each desk"),
        ("receive two bills for one month", "get billed twice: they receive two bills for the same month"),
        ("lose their discount when they change the plan", "change plans and then lose the discount they had"),
        ("cannot cancel without a letter", "need to write a letter because they cannot cancel otherwise"),
        ("are sold a bundle that they do not use", "do not use the bundle they were sold"),
        ("get no answer to e-mails for ten days", "write e-mails and get no answer for ten days or more"),
        ("are disconnected when the agent transfers the call", "find the call disconnected as soon as an agent transfers it"),
        ("do not understand the letter about the price rise", "fail to understand what the price rise letter says"),
        ("cannot reach anybody in the evening", "find nobody whom they can reach in the evenings"),
        ("pay for a router that they returned", "are made to pay for a returned router"),
        ("see another tariff in the app than in the shop", "see one tariff in the shop and another in the app"),
        ("have to install an app to change an address", "must install the app only to change their address"),
        ("wait in the queue without knowing how long", "wait without knowing how long the queue is"),
    ];

    // Beside them: statements that share words with others, but not what they say.
    private static readonly string[] Does =
    [
        "ask twice about",
        "are surprised by",
        "do not trust",
        "praise",
        "have no use for",
        "are late with",
        "want a smaller",
        "lose sight of",
        "compare prices of",
        "give up on",
    ];
    private static readonly string[] Of =
    [
        "the first bill",
        "the new router",
        "the help pages",
        "the shop in town",
        "the welcome letter",
        "the phone menu",
        "the home visit",
        "the loyalty points",
        "the data roaming",
        "the family bundle",
    ];

    private void MakeStatements()
    {
        string AnyWho() => Who[draw.Next(Who.Length)];
        foreach (var (does, of) in Does.SelectMany(does => Of.Select(of => (does, of))).OrderBy(_ => draw.Next()).Take(35).ToList())
            Statement($"{AnyWho()} {does} {of}", AnyTeam());
        var problems = What.OrderBy(_ => draw.Next()).ToList();
        foreach (var what in problems.Take(7))
            Statement($"{AnyWho()} {what.Says}", AnyTeam());
        // The same team saying it twice is for that team to tidy up, not a failure of coordination.
        Statement($"{Who[0]} {problems[7].Says}", teams[1]);
        Statement($"{Who[0]} {problems[7].Otherwise}", teams[1]);
        foreach (var what in problems.Skip(8).Take(draw.Next(2, 7)))
        {
            var who = AnyWho();
            var (one, other) = (Statement($"{who} {what.Says}", teams[2]), Statement($"{who} {what.Otherwise}", teams[3]));
            var (low, high) = one.CompareTo(other) < 0 ? (one, other) : (other, one);
            Plant("duplicate-work", low, high);
        }

        foreach (
            var alike in new IEnumerable<ThreadObject>[] { ledger.Live<Opportunity>(), ledger.Live<Insight>(), ledger.Live<Solution>() }.Select(rows =>
                rows.Where(row => row.Title.Length > 30).ToList()
            )
        )
        {
            foreach (var pair in NearDuplicates.Pairs([.. alike.Select(row => row.Title)], TextComparison.Statements, NearDuplicates.Threshold, threads: 1))
                pairs.Add(new PairFact(alike[pair.First].Id, alike[pair.Second].Id, pair.Similarity));
        }
    }

    private Guid Statement(string title, Guid team) => Put(new Opportunity { Title = title, OwnerTeamId = team }).Id;

    // Two quarters of each stage, drawn with the error that some two hundred signals have; the control of false discoveries decides what is seen.
    private void MoveScores()
    {
        var moved = new Dictionary<Guid, double>();
        for (var index = 0; index < draw.Next(1, 3); index++)
        {
            var journey = NewId();
            var (rises, falls) = (draw.Next(0, 2), draw.Next(2, 5));
            var made = Enumerable.Range(0, 5).Select(position => Stage(journey, $"moving-{index}", position, AnyTeam(), StageStanding.Sound)).ToList();
            moved[made[rises].Id] = 8 + draw.Next(5);
            moved[made[falls].Id] = -8 - draw.Next(5);
            Plant("local-up-downstream-down", made[falls].Id, made[rises].Id);
        }

        // All of a journey rises, or a later stage does and an earlier one falls: no failure.
        var fine = NewId();
        for (var position = 0; position < 4; position++)
            moved[Stage(fine, "fine", position, AnyTeam(), StageStanding.Sound).Id] = position < 2 ? -9 : 9;
        var all = stages.Values.ToList();
        var changes = all.ConvertAll(stage => moved.GetValueOrDefault(stage.Id) + (StandardError * Math.Sqrt(2) * Normal()));
        var p = changes.ConvertAll(change => Quantiles.NormalTwoSided(change / (StandardError * Math.Sqrt(2))));
        var adjusted = FalseDiscovery.Adjust([.. p]);
        for (var index = 0; index < all.Count; index++)
            stages[all[index].Id] = all[index] with { Change = changes[index], Flagged = adjusted[index] <= FalseDiscovery.Rate };
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - draw.NextDouble())) * Math.Cos(2 * Math.PI * draw.NextDouble());
}
