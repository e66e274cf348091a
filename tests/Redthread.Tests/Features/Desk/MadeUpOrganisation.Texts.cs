using Redthread.Domain.Language;
using Redthread.Web.Features.Desk;
using Redthread.Web.Features.Language;

namespace Redthread.Tests.Features.Desk;

/// <summary>
/// What teams wrote over a year, in sentences that share their words: mostly in the agreed language, here and there not. Beside what is
/// planted stand decoys: a word to avoid within another, in a name, quoted, once in passing or long ago; ordinary phrases as frequent as
/// the undefined ones.
/// </summary>
internal sealed partial class MadeUpOrganisation
{
    private const int UndefinedFrom = 6;

    private static readonly string[] Subjects =
    [
        "customers",
        "many families",
        "an older customer",
        "two callers",
        "people who moved house",
        "new customers",
        "a small firm",
        "students",
        "most tenants",
        "the caller",
        "some travellers",
        "several households",
        "a customer from the north",
        "business customers",
        "the same person",
        "a pensioner",
        "parents",
        "those without a contract",
        "some of them",
        "the owner of a café",
        "people in the villages",
        "a nurse on night shift",
        "two neighbours",
        "long-standing customers",
        "a landlord",
        "the daughter of a customer",
        "tradespeople",
    ];

    private static readonly string[] Verbs =
    [
        "asked about {0}",
        "could not find {0}",
        "complained about {0}",
        "did not understand {0}",
        "waited a long time for {0}",
        "gave up on {0}",
        "were happy with {0}",
        "wanted to change {0}",
        "had to pay for {0} again",
        "never received {0}",
        "called three times because of {0}",
        "told us about {0}",
        "were surprised by {0}",
        "would like to see {0} earlier",
        "compared {0} with what a neighbour has",
        "lost patience with {0}",
        "thought that {0} was included",
        "had questions about {0}",
        "sent {0} back",
        "tried to explain {0} to a friend",
        "had been promised {0}",
        "do not trust {0}",
        "praised {0}",
    ];

    private static readonly string[] Objects =
    [
        "the first bill",
        "the new router",
        "the welcome letter",
        "the help pages",
        "the shop in town",
        "the contract",
        "a refund",
        "the discount",
        "the old tariff",
        "the whole process",
        "the home visit",
        "the phone menu",
        "the loyalty points",
        "the price",
        "a second letter",
        "the deposit",
        "the app",
        "the order",
        "the last invoice",
        "the date of the appointment",
        "the technician",
        "an answer by e-mail",
        "the small print",
        "the agent",
        "the terms",
        "the opening hours",
        "the extra fee",
        "the password",
        "the bundle",
        "the cancellation form",
        "the repair",
        "the delivery",
        "the starter kit",
        "the data roaming",
        "the queue",
        "the paper bill",
        "the notice period",
        "the letter about prices",
    ];

    private static readonly string[] Circumstances =
    [
        "last month",
        "in the evening",
        "for two weeks",
        "after the move",
        "again and again",
        "on the phone",
        "in the shop",
        "at the weekend",
        "before the contract ended",
        "without any reason",
        "when the line was down",
        "although nothing was wrong",
        "as in the spring",
        "on a Monday morning",
        "within a few days",
        "at the end of the year",
        "for the third time",
        "right after signing",
        "",
        "",
        "",
        "",
    ];

    private static readonly string[] Speakers =
    [
        "Finance",
        "Support",
        "Sales",
        "Marketing",
        "Logistics",
        "The shops",
        "Our lawyers",
        "The field staff",
        "Product",
        "The board",
        "Purchasing",
        "A partner",
    ];

    private static readonly string[] Remarks =
    [
        "sees it too",
        "has no answer yet",
        "asked about {0}",
        "wants to know more of {0}",
        "measured it in June",
        "will look at {0}",
        "cannot change {0}",
        "wrote to them",
        "blames {0}",
        "needs another month for {0}",
        "says that {0} comes first",
        "found the same in spring",
        "does not own {0}",
        "agrees",
        "has a plan for {0}",
        "heard of {0} for the first time",
    ];

    // Noun phrases of those sentences, as frequent as chance makes them: what stands in many texts needs a definition, planted or not.
    private static readonly string[] Compounds = ["paper bill", "opening hours", "cancellation form", "business customers", "night shift", "field staff"];

    // Known to Redthread by their names, so nobody need define them.
    private static readonly string[] Named = ["Phone menu", "Home visit", "Welcome letter", "Notice period", "Loyalty points", "Data roaming", "Starter kit", "Help pages"];

    private static readonly string[] Phrases =
    [
        "bill shock",
        "silent churn",
        "ghost appointment",
        "welcome gap",
        "router lottery",
        "script fatigue",
        "tariff jungle",
        "callback promise",
        "handover loop",
        "swivel chair process",
        "zombie contract",
        "portal detour",
    ];

    private static readonly string[] Frames =
    [
        "They call it {0}.",
        "Again a case of {0}.",
        "The {0} is back.",
        "What we see is {0}, and it grows.",
        "Reports of {0} came from two shops.",
        "Less {0} than before.",
    ];

    // A word to avoid with what is said instead, sentences that use it, and sentences in which it stands but is not used.
    private static readonly (string Say, string Avoid, string[] Uses, string[] Decoys)[] Avoided =
    [
        (
            "technician",
            "fitter",
            ["The fitter was sorry.", "Two fitters came late.", "We told the fitter's office.", "Our fitter left without a word.", "Fitters do not know the new box."],
            [
                "Anna Fitter from the shop agreed.",
                "They feel fitter after the walk to the shop.",
                "Customers say “the fitter never rang”.",
                "The outfitters next door complained too.",
            ]
        ),
        (
            "refund",
            "chargeback",
            [
                "A chargeback took nine days.",
                "Chargebacks are slow.",
                "We promised the chargeback at once.",
                "Nobody explained the chargeback to them.",
                "They wait for a chargeback.",
            ],
            ["The letter of the bank says “chargeback”.", "The word \"chargeback\" is in their letter only."]
        ),
        (
            "agent",
            "operator",
            ["The operator hung up.", "An operator told them to wait.", "Operators are hard to reach.", "We ask operators to call back.", "The operators' notes were missing."],
            ["They came by a tour operator.", "“I want an operator”, the caller said.", "Interoperability is not their concern.", "Mr Operator is a nickname."]
        ),
        (
            "customer",
            "user",
            ["Users do not read it.", "The user is told nothing.", "We lose users at this point.", "What our users want is a price.", "A user must sign twice."],
            ["The username was forgotten.", "It is not user-friendly.", "Their words: “as a user I expect more”."]
        ),
    ];

    private void WriteTexts()
    {
        var known = Avoided.Select(pair => KnownTerm(pair.Say, pair.Avoid)).ToList();
        // The twelfth month is cut by the day, so the oldest texts are of the eleventh.
        var texts = Enumerable.Range(0, 220).Select(_ => Text(AnyTeam(), draw.Next(0, 330), Sentence())).ToList();
        foreach (var pair in Avoided)
        {
            var term = known.Find(one => one.Avoid == pair.Avoid)!;
            // Once or twice, or long ago, is no habit; nor is what somebody else said.
            texts.AddRange(Enumerable.Range(0, draw.Next(0, 3)).Select(_ => Text(teams[0], draw.Next(0, 60), Any(pair.Uses))));
            texts.AddRange(Enumerable.Range(0, draw.Next(0, 5)).Select(_ => Text(teams[1], draw.Next(150, 330), Any(pair.Uses))));
            texts.AddRange(Enumerable.Range(0, draw.Next(0, 4)).Select(_ => Text(teams[1], draw.Next(0, 60), Any(pair.Decoys))));
            texts.AddRange(Enumerable.Range(0, draw.Next(0, 3)).Select(_ => Text(AnyTeam(), draw.Next(0, 60), Any(pair.Decoys))));
            if (draw.Next(3) > 0)
                continue;
            var team = teams[2 + draw.Next(2)];
            texts.AddRange(Enumerable.Range(0, draw.Next(3, 8)).Select(_ => Text(team, draw.Next(0, 60), Any(pair.Uses))));
            Plant("rival-term", term.Id, team);
        }

        var coined = Phrases.OrderBy(_ => draw.Next()).ToList();
        foreach (var phrase in coined.Take(3))
            texts.AddRange(Coined(phrase, draw.Next(1, 5)));
        var undefined = coined.Skip(3).Take(draw.Next(1, 4)).ToList();
        foreach (var phrase in undefined)
            texts.AddRange(Coined(phrase, draw.Next(7, 14)));
        undefined.AddRange(Compounds.Where(phrase => texts.Count(text => text.Parts[0].Contains(phrase, StringComparison.OrdinalIgnoreCase)) >= UndefinedFrom));
        Scan(texts, known, undefined);
        var rival = NewId();
        terms.Add(new TermFact(DriftKind.Rival, rival, null, null, "active customer", "has 2 live definitions", 9, 2, [], "/language/active-customer"));
        Plant("rival-term", rival);
    }

    private void Scan(List<DriftText> texts, List<Term> known, List<string> undefined)
    {
        var scan = new DriftScan(texts, new KnownLanguage(known, new Dictionary<Guid, string>()), Named, Now);
        terms.AddRange(scan.Avoided.OrderByDescending(finding => finding.Recent).Concat(scan.Undefined.Select(pair => pair.Finding)).Select(TermFact.Of));
        foreach (var phrase in undefined)
            Plant(
                "rival-term",
                scan.Undefined.Select(pair => pair.Finding).FirstOrDefault(finding => KnownLanguage.Stems(finding.Word) == KnownLanguage.Stems(phrase))?.Subject ?? NewId()
            );
    }

    // In all inflections, with a hyphen or a capital letter as people write.
    private IEnumerable<DriftText> Coined(string phrase, int texts) =>
        Enumerable
            .Range(0, texts)
            .Select(_ =>
                draw.Next(6) switch
                {
                    0 => phrase + "s",
                    1 => phrase.Replace(' ', '-'),
                    2 => char.ToUpperInvariant(phrase[0]) + phrase[1..],
                    _ => phrase,
                }
            )
            .Select(form => Text(AnyTeam(), draw.Next(0, 200), string.Format(System.Globalization.CultureInfo.InvariantCulture, Any(Frames), form)));

    private Term KnownTerm(string word, string avoid) =>
        new()
        {
            Id = NewId(),
            Key = word,
            Word = word,
            Avoid = avoid,
            Definition = $"What {word} means",
        };

    private T Any<T>(T[] rows) => rows[draw.Next(rows.Length)];

    private string Sentence()
    {
        var saying = string.Format(System.Globalization.CultureInfo.InvariantCulture, Any(Verbs), Common(Objects));
        var subject = Common(Subjects);
        var first = $"{char.ToUpperInvariant(subject[0])}{subject[1..]} {saying} {Any(Circumstances)}".Trim() + ".";
        return draw.Next(2) == 0 ? first : $"{first} {Any(Speakers)} {string.Format(System.Globalization.CultureInfo.InvariantCulture, Any(Remarks), Common(Objects))}.";
    }

    // As in real texts a few things are spoken of much more than the others.
    private string Common(string[] rows) => rows[(int)(rows.Length * Math.Pow(draw.NextDouble(), 1.5))];

    private DriftText Text(Guid team, int ago, string says) => new(NewId(), "I-1", "A text", "/insights/1", Ago(ago), team, [draw.Next(2) == 0 ? says : $"{Sentence()} {says}"]);
}
