using System.Globalization;
using System.Text;
using Redthread.Statistics;
using Redthread.Tests.Support;
using Redthread.Web.Features.Desk;

namespace Redthread.Tests.Features.Desk;

/// <summary>docs/detectors.md is written from the detectors themselves and from how well they did just now.</summary>
public sealed class DetectorDocument
{
    private const int Seeds = 100;

    [Fact]
    public void The_document_says_what_the_detectors_do_and_how_well()
    {
        var path = Path.Combine(Snapshot.Root(), "docs", "detectors.md");
        var text = Write(DetectorScore.Of(Seeds, seed => new MadeUpOrganisation(seed)));
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, text);
        text.ShouldBe(File.ReadAllText(path).ReplaceLineEndings("\n"), "docs/detectors.md differs; write it anew with ./dev detectors");
    }

    private static string Write(Dictionary<string, DetectorScore> scores)
    {
        var text = new StringBuilder(
            $"""
            # Detectors

            Each detector of the Desk looks for one kind of coordination failure. A finding has a severity, its evidence, an owner and a next step; it is
            dismissed with a reason or snoozed, leaves by itself when it is put right, and comes back when its evidence changes. A new installation
            starts with the eight marked *first*; the page *Desk → Detectors* offers the others once there is data for them, and sets thresholds.

            `./dev detectors` writes this page. It makes {Seeds} organisations at random, each with healthy objects, many just this side of a rule, and
            plants failures among them. *Planted* is how many there were in all, *recall* the share found, *precision* the share of what was found that
            was planted, each with its 95 % interval (Wilson). The aim is a recall of 1 and a precision of at least 0.95 for rules, and 0.8 for both
            where texts or chance are judged.

            | detector | planted | recall | precision |
            | --- | --- | --- | --- |

            """
        );
        foreach (var detector in DetectorList.All)
        {
            var score = scores[detector.Text.Id];
            text.Append(CultureInfo.InvariantCulture, $"| [{detector.Text.Name}](#{detector.Text.Id}){(detector.First ? ", *first*" : "")} | {score.Planted} | ")
                .Append(Share(score.Hits, score.Planted))
                .Append(" | ")
                .Append(Share(score.Hits, score.Hits + score.False))
                .Append(" |\n");
        }

        foreach (var detector in DetectorList.All)
        {
            var limits = new Limits(detector.Thresholds);
            text.Append(CultureInfo.InvariantCulture, $"\n## {detector.Text.Id}\n\n**{detector.Text.Name}.** {detector.Text.Means}\n\n")
                .Append(CultureInfo.InvariantCulture, $"- Rule: {limits.In(detector.Text.Rule)}\n- Severity: {limits.In(detector.Text.Grading)}\n- Cost: {detector.Text.Cost}\n");
            foreach (var threshold in detector.Thresholds)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"- Threshold `{threshold.Key}`: {threshold.Label.ToLowerInvariant()}, {threshold.Usual:0.##} ({threshold.Least:0.##} to {threshold.Most:0.##})\n"
                );
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Share(int hits, int of)
    {
        if (of == 0)
            return "–";
        var share = Proportion.Of(hits, of);
        return string.Create(CultureInfo.InvariantCulture, $"{share.Value:0.00} ({share.Interval.Low:0.00}–{share.Interval.High:0.00})");
    }
}
