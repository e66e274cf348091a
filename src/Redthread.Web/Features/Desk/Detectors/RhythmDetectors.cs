using Redthread.Domain.Desk;
using Redthread.Web.Features.Language;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Desk.Detectors;

public sealed class BrokenRhythm : WholeDetector
{
    public override DetectorText Text { get; } =
        new(
            "broken-rhythm",
            "Broken rhythm",
            "The meeting in which teams look at the picture together does not take place.",
            "A ritual's meeting is overdue by more than {days} days: neither held nor cancelled with a reason.",
            "High from two missed in a row; else medium.",
            "O(rituals)."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("days", "Days overdue", 7, 0, 90)];

    public override DeskFacts Needs => DeskFacts.Rituals;

    public override bool HasData(DeskWorld world) => world.Rituals.Count > 0;

    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits) =>
        world
            .Rituals.Where(row => row.OverdueSince is { } since && world.DaysSince(since) > limits["days"])
            .Select(row => new Found(
                new Subject(row.Id),
                row.Missed >= 2 ? Severity.High : Severity.Medium,
                $"{row.Name} is overdue by {Days(world.DaysSince(row.OverdueSince!.Value))}",
                [new EvidenceLine($"Due since {row.Zone.Local(row.OverdueSince!.Value):d MMM yyyy}, {row.Missed} missed", row.Href)],
                new Step("Hold it or say why not", row.Href),
                OwnerPersonId: row.OwnerPersonId
            ));
}

public sealed class NoSteward : WholeDetector
{
    public override DetectorText Text { get; } =
        new(
            "no-steward",
            "No active steward",
            "Without somebody who keeps the picture coherent it gathers dust.",
            "Nobody has the role of steward, or no steward has changed anything for {days} days.",
            "Always high.",
            "O(stewards)."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("days", "Days without a change", 30, 7, 365)];

    public override bool First => true;

    public override DeskFacts Needs => DeskFacts.Stewards;

    public override bool HasData(DeskWorld world) => world.Signals > 0 || world.Stewards.Count > 0;

    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits)
    {
        if (world.Stewards.Any(row => row.ActiveAt is { } at && world.DaysSince(at) <= limits["days"]))
            yield break;
        var newest = world.Stewards.MaxBy(row => row.ActiveAt);
        yield return new Found(
            new Subject(DeskWorld.Organisation),
            Severity.High,
            newest is null ? "Nobody is steward"
                : newest.ActiveAt is { } at ? $"No steward has changed anything for {Days(world.DaysSince(at))}"
                : "No steward has ever changed anything",
            newest is null ? [new EvidenceLine("No person has the role of steward.")] : [.. world.Stewards.Select(row => new EvidenceLine(row.Name, "/people", $"{row.Id}"))],
            new Step("Hand over", "/rhythm/steward")
        );
    }
}

public sealed class RivalTerm : WholeDetector
{
    public override DetectorText Text { get; } =
        new(
            "rival-term",
            "Term used in rival senses or undefined",
            "Teams agree on a sentence and mean different things by it.",
            "A word has two or more live definitions, or a team objects to the one there is, or another term tells to avoid it; or a team wrote a word to avoid, not in a quotation, a name or a compound, in at least {texts} texts of the running month and the two before; or a phrase stands in at least {phrases} texts and nobody defined it (the ten most likely, by C-value).",
            "High for rival senses; medium for words to avoid; low for undefined phrases.",
            "O(terms and phrases found); a change counts the words of the changed texts only, another term, name or team those of all texts."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } =
    [new("texts", "Recent texts with a word to avoid", 3, 1, 100), new("phrases", "Texts with an undefined phrase", 6, 3, 1000)];

    public override DeskFacts Needs => DeskFacts.Terms;

    public override bool HasData(DeskWorld world) => world.Terms.Count > 0;

    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits)
    {
        var rivals = world.Terms.Where(row => row.Kind == DriftKind.Rival);
        var avoided = world.Terms.Where(row => row.Kind == DriftKind.Avoided && row.TeamId is not null && row.Recent >= limits["texts"]);
        var undefined = world.Terms.Where(row => row.Kind == DriftKind.Undefined && row.Count >= limits["phrases"]).Take(MostPhrases);
        return rivals.Concat(avoided).Concat(undefined).DistinctBy(row => (row.Id, row.TeamId)).Select(Of);
    }

    private const int MostPhrases = 10;

    private static Found Of(TermFact row) =>
        new(
            new Subject(row.Id, row.TeamId ?? Guid.Empty),
            row.Kind switch
            {
                DriftKind.Rival => Severity.High,
                DriftKind.Avoided => Severity.Medium,
                _ => Severity.Low,
            },
            $"“{row.Word}” {row.Problem}",
            // What is written next alters no failure: only other senses do.
            [new EvidenceLine(row.Word, row.Href), .. row.Evidence.Select(line => row.Kind == DriftKind.Rival ? line : line with { Key = row.Word })],
            new Step("Settle the word", row.Href),
            row.TeamId,
            row.OwnerPersonId
        );
}

public sealed class FrameworkNotSigned : WholeDetector
{
    public override DetectorText Text { get; } =
        new(
            "framework-not-signed",
            "Framework not signed",
            "Teams are measured by what they have not agreed to, or by nothing.",
            "A draft of the framework has waited at least {days} days for a team's signature; or there are signals and no framework is agreed.",
            "High when none is agreed; else medium.",
            "O(drafts)."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("days", "Days a draft may wait", 14, 1, 180)];

    public override DeskFacts Needs => DeskFacts.Drafts | DeskFacts.Stages;

    public override bool HasData(DeskWorld world) => world.Signals > 0 || world.Drafts.Count > 0;

    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits)
    {
        if (!world.Agreed && world.Signals > 0)
            yield return new Found(
                new Subject(DeskWorld.Organisation),
                Severity.High,
                "No framework is agreed",
                [new EvidenceLine("Signals arrive, and no agreement says which measures count.", "/frameworks")],
                new Step("Draft a framework", "/frameworks")
            );
        foreach (var draft in world.Drafts.Where(row => row.Unsigned.Count > 0 && world.DaysSince(row.DraftedAt) >= limits["days"]))
            yield return new Found(
                new Subject(draft.Id),
                Severity.Medium,
                $"Framework {draft.Number} waits for {Numbers.Counted(draft.Unsigned.Count, "signature")}",
                [.. draft.Unsigned.Select(team => new EvidenceLine($"{team} has not signed", $"/frameworks/{draft.Number}"))],
                new Step("Open the draft", $"/frameworks/{draft.Number}")
            );
    }
}
