using Redthread.Domain.Language;
using Redthread.Web.Features.Desk;
using Redthread.Web.Features.Language;

namespace Redthread.Tests.Features.Desk;

/// <summary>What teams wrote over a year: mostly in the shared words, here and there not.</summary>
internal sealed partial class MadeUpOrganisation
{
    private static readonly string[] Syllables = ["bar", "den", "fol", "gam", "hin", "jor", "kel", "lum", "mor", "nat", "pel", "rud", "sab", "tev", "wim", "zon"];
    private static readonly string[] Phrases = ["bill shock", "silent churn", "ghost appointment", "welcome gap", "router lottery", "script fatigue"];

    private void WriteTexts()
    {
        var words = new[] { ("technician", "fitter"), ("refund", "chargeback"), ("agent", "operator") };
        var known = words
            .Select(pair => new Term
            {
                Id = NewId(),
                Key = pair.Item1,
                Word = pair.Item1,
                Avoid = pair.Item2,
                Definition = $"What {pair.Item1} means",
            })
            .ToList();
        var texts = Enumerable.Range(0, 120).Select(_ => Text(AnyTeam(), draw.Next(0, 330), "")).ToList();
        // Once, or long ago, is no habit; a phrase in a few texts is no term.
        texts.Add(Text(teams[0], 10, "The fitter said so."));
        texts.AddRange(Enumerable.Range(0, 4).Select(_ => Text(teams[1], draw.Next(150, 330), "An operator told them.")));
        texts.AddRange(Enumerable.Range(0, draw.Next(3, 6)).Select(_ => Text(AnyTeam(), draw.Next(0, 200), $"They call it {Phrases[0]}.")));
        foreach (var (_, avoid) in words.Where(_ => draw.Next(2) == 0).ToList())
        {
            var team = teams[2 + draw.Next(2)];
            texts.AddRange(Enumerable.Range(0, draw.Next(3, 8)).Select(_ => Text(team, draw.Next(0, 60), $"The {avoid} was sorry.")));
            Plant("rival-term", known.Find(term => term.Avoid == avoid)!.Id, team);
        }

        var phrase = Phrases[draw.Next(1, Phrases.Length)];
        texts.AddRange(Enumerable.Range(0, draw.Next(7, 14)).Select(_ => Text(AnyTeam(), draw.Next(0, 200), $"They call it {phrase}.")));
        var scan = new DriftScan(texts, new KnownLanguage(known, new Dictionary<Guid, string>()), [], Now);
        terms.AddRange(scan.Avoided.Concat(scan.Undefined.Select(pair => pair.Finding)).Select(TermFact.Of));
        if (scan.Undefined.Select(pair => pair.Finding).FirstOrDefault(finding => finding.Word == phrase) is { } found)
            Plant("rival-term", found.Subject);
        else
            Plant("rival-term", NewId());
        var rival = NewId();
        terms.Add(new TermFact(DriftKind.Rival, rival, null, null, "active customer", "has 2 live definitions", 9, 2, [], "/language/active-customer"));
        Plant("rival-term", rival);
    }

    private DriftText Text(Guid team, int ago, string also) =>
        new(NewId(), "I-1", "A text", "/insights/1", Ago(ago), team, [$"The {Word()} {Word()} of the {Word()} was {Word()} with {Word()} {Word()}. {also}"]);

    // Words at random: what stands together once stands together nowhere else.
    private string Word() => Syllables[draw.Next(Syllables.Length)] + Syllables[draw.Next(Syllables.Length)];
}
