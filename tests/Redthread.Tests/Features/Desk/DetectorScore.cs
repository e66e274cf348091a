using Redthread.Web.Features.Desk;

namespace Redthread.Tests.Features.Desk;

/// <summary>How often a detector was right over many made-up organisations.</summary>
internal sealed class DetectorScore
{
    public int Planted { get; private set; }
    public int Hits { get; private set; }
    public int False { get; private set; }
    public List<string> Missed { get; } = [];
    public List<string> Wrong { get; } = [];

    public double Recall => (double)Hits / Planted;
    public double Precision => Hits + False == 0 ? 1 : (double)Hits / (Hits + False);

    public static Dictionary<string, DetectorScore> Of(int seeds, Func<int, MadeUpOrganisation> make)
    {
        var scores = DetectorList.All.ToDictionary(one => one.Text.Id, _ => new DetectorScore());
        for (var seed = 0; seed < seeds; seed++)
        {
            var organisation = make(seed);
            var world = organisation.World();
            foreach (var detector in DetectorList.All)
                scores[detector.Text.Id].Count(seed, organisation, detector, [.. detector.Find(world, new Limits(detector.Thresholds), null)]);
        }

        return scores;
    }

    private void Count(int seed, MadeUpOrganisation organisation, Detector detector, List<Found> found)
    {
        var planted = organisation.Planted.Where(one => one.Detector == detector.Text.Id).Select(one => one.Subject).ToHashSet();
        Planted += planted.Count;
        foreach (var one in found)
        {
            if (planted.Remove(one.Subject))
            {
                Hits++;
                continue;
            }

            False++;
            Wrong.Add($"seed {seed}: {one.Title}");
        }

        Missed.AddRange(planted.Select(subject => $"seed {seed}: {subject.Id}"));
    }
}
