using Redthread.Domain.Decisions;
using Redthread.Domain.Desk;
using Redthread.Domain.Insights;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Desk.Detectors;

public sealed class UnheardInsight : ObjectDetector<Insight>
{
    public override DetectorText Text { get; } =
        new(
            "unheard-insight",
            "Unheard strong insight",
            "Many customers said it, a steward approved it, and no decision has used it.",
            "An approved friction or unmet need that is not stale, with a confidence of at least {confidence} %, approved at least {days} days ago, and used in no made decision, for or against. An insight that a decision set aside with a reason was heard.",
            "High from three times {days} days or 20 customers; else medium.",
            "O(insights × their links); a change looks at the insights it touches."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } =
    [new("confidence", "Confidence, %", Decision.StrongPercent, 10, 100), new("days", "Days since approval", 30, 1, 365)];

    public override bool First => true;

    protected override bool IsDue(DeskWorld world, Insight row) => row is { ApprovedAt: not null, IsProblem: true };

    protected override Found? Judge(DeskWorld world, Limits limits, Insight row)
    {
        var waited = world.DaysSince(row.ApprovedAt!.Value);
        if (waited < limits["days"] || IsHeard(world, row))
            return null;
        var facts = world.FactsOf(row.Id);
        if (facts.Confidence.Percent < limits["confidence"] || world.Now >= row.StaleAt(facts.Newest))
            return null;
        var opportunity = ThreadWalk.OpportunitiesOf(world.Ledger, row.Id).MinBy(one => one.Number);
        return new Found(
            new Subject(row.Id),
            waited >= 3 * limits["days"] || facts.Customers >= 20 ? Severity.High : Severity.Medium,
            $"“{row.Title}” has waited {Days(waited)} for a decision",
            [
                Line(row, $"{facts.Customers} customers, confidence {facts.Confidence.Percent:0} %") with
                {
                    Key = $"{row.Id} {facts.Customers}",
                },
                opportunity is null ? new EvidenceLine("It is in no opportunity yet.") : Line(opportunity, "no decision about it is made"),
            ],
            opportunity is null
                ? new Step("Frame an opportunity", $"/opportunities/new?from={ThreadName.Of(row.Kind, row.Number)}")
                : new Step("Bring it to a decision", ThreadName.Address(opportunity.Kind, opportunity.Number)),
            row.OwnerTeamId,
            row.OwnerPersonId
        );
    }

    private static bool IsHeard(DeskWorld world, Insight row) =>
        ThreadWalk.DecisionsOf(world.Ledger, row.Id).Any() || world.Ledger.Down<Decision>(row.Id, LinkKind.SetAside).Any(decision => decision.MadeAt is not null);
}

public sealed class DecisionWithoutEvidence : ObjectDetector<Decision>
{
    public override DetectorText Text { get; } =
        new(
            "decision-without-evidence",
            "Decision without evidence",
            "A choice was made, and nothing that customers said stands behind it.",
            "A decision made in the last {days} days, or planned and due within 14 days or overdue, with no insight used for it or against it.",
            "High for an investment or a direction; medium for others that are made; low while planned.",
            "O(decisions × their links)."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("days", "Days to look back", 365, 30, 3650)];

    public override bool First => true;

    protected override Found? Judge(DeskWorld world, Limits limits, Decision row)
    {
        var due = row.DueOn is { } on && on.ToDateTime(default, DateTimeKind.Utc) <= world.Now.AddDays(14);
        if (row.MadeAt is { } made ? world.DaysSince(made) > limits["days"] : !due)
            return null;
        if (world.Ledger.Up<Insight>(row.Id, LinkKind.UsedFor).Concat(world.Ledger.Up<Insight>(row.Id, LinkKind.UsedAgainst)).Any())
            return null;
        return new Found(
            new Subject(row.Id),
            row.MadeAt is null ? Severity.Low
                : row.Type is DecisionType.Investment or DecisionType.Direction ? Severity.High
                : Severity.Medium,
            row.MadeAt is null ? $"“{row.Title}” is due and rests on no insight" : $"“{row.Title}” was decided without evidence",
            [Line(row, row.MadeAt is { } at ? $"made on {at:d MMM yyyy}" : $"due on {row.DueOn:d MMM yyyy}")],
            new Step("Look for evidence", ThreadName.Address(row.Kind, row.Number)),
            row.OwnerTeamId,
            row.DeciderId ?? row.OwnerPersonId
        );
    }
}

public sealed class LoudAccount : WholeDetector
{
    public override DetectorText Text { get; } =
        new(
            "loud-account",
            "Loud account drives a rank",
            "One account asks so often that its wish overtakes what many others need.",
            "An open opportunity whose rank by raw requests is at least {places} places better than by fair voice, and whose loudest account makes at least {share} % of the requests.",
            "High when the loudest account makes at least twice {share} %; else medium.",
            "O(opportunities) over rankings that are kept; O(opportunities log opportunities) when a change alters who asked for one."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } =
    [new("places", "Places gained by loudness", 3, 1, 100), new("share", "Share of the loudest account, %", 30, 5, 100)];

    public override DeskFacts Needs => DeskFacts.Loud;

    public override bool HasData(DeskWorld world) => world.Loud.Count > 0;

    // One more request moves the ranks of others, so all are looked at: they are few beside their requests.
    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits)
    {
        foreach (var loud in world.Loud.Values)
        {
            if (loud.ByFairVoice - loud.ByRequests < limits["places"] || loud.Share * 100 < limits["share"] || world.Ledger.Find(loud.Opportunity) is not { } row)
                continue;
            yield return new Found(
                new Subject(row.Id),
                loud.Share * 100 >= 2 * limits["share"] ? Severity.High : Severity.Medium,
                $"“{row.Title}” ranks {loud.ByRequests} by requests and {loud.ByFairVoice} by fair voice",
                [
                    Line(row),
                    new EvidenceLine(
                        $"{loud.Loudest} makes {loud.Share:0 %} of the requests; they are worth {loud.Voices:0.0} voices.",
                        Key: $"{loud.ByRequests} {loud.ByFairVoice}"
                    ),
                ],
                new Step("Compare the rankings", "/opportunities/loudness"),
                row.OwnerTeamId,
                row.OwnerPersonId
            );
        }
    }
}

public sealed class PressureBlocks : ObjectDetector<Pressure>
{
    public override DetectorText Text { get; } =
        new(
            "pressure-blocks",
            "Pressure blocks repeatedly",
            "The same internal force stands in the way again and again: solving each case beside it treats symptoms.",
            "A pressure that is not resolved and blocks or keeps alive at least {count} opportunities and frictions together.",
            "High from twice {count}, or when nobody owns it; else medium.",
            "O(pressures × their links)."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("count", "Objects held up", 3, 2, 50)];

    protected override bool IsDue(DeskWorld world, Pressure row) => row.ResolvedAt is null;

    protected override Found? Judge(DeskWorld world, Limits limits, Pressure row)
    {
        List<ThreadObject> held = [.. world.Ledger.Down<Domain.Opportunities.Opportunity>(row.Id, LinkKind.Blocks), .. world.Ledger.Down<Insight>(row.Id, LinkKind.KeepsAlive)];
        if (held.Count < limits["count"])
            return null;
        return new Found(
            new Subject(row.Id),
            held.Count >= 2 * limits["count"] || (row.OwnerTeamId is null && row.OwnerPersonId is null) ? Severity.High : Severity.Medium,
            $"“{row.Title}” holds up {held.Count} frictions and opportunities",
            [Line(row), .. held.Select(one => Line(one))],
            new Step("Open the pressure", ThreadName.Address(row.Kind, row.Number)),
            row.OwnerTeamId,
            row.OwnerPersonId
        );
    }
}

public sealed class ReportUnanswered : WholeDetector
{
    public override DetectorText Text { get; } =
        new(
            "report-unanswered",
            "Front-line report unanswered",
            "Somebody who speaks with customers took the trouble to report, and nothing came of it: the next one will not.",
            "A front-line report at least {days} days old, and not older than a year, whose signal is evidence of no insight.",
            "High from four times {days} days; else medium.",
            "O(reports of the last year)."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("days", "Days without an answer", 14, 1, 180)];

    public override DeskFacts Needs => DeskFacts.Reports;

    public override bool HasData(DeskWorld world) => world.Reports.Count > 0;

    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits) =>
        world
            .Reports.Where(report => !report.Answered && world.DaysSince(report.At) >= limits["days"] && world.DaysSince(report.At) <= 365)
            .Select(report => new Found(
                new Subject(report.Id),
                world.DaysSince(report.At) >= 4 * limits["days"] ? Severity.High : Severity.Medium,
                $"A report of {report.Team} on {report.Stage} has waited {Days(world.DaysSince(report.At))}",
                [new EvidenceLine($"Reported on {report.At:d MMM yyyy} by {report.Team}", report.Href)],
                new Step("Make it evidence", report.Href),
                report.TeamId
            ));
}
