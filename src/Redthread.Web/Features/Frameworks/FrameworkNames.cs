using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Frameworks;
using Redthread.Domain.Journeys;
using Redthread.Domain.Measures;
using Redthread.Domain.People;

namespace Redthread.Web.Features.Frameworks;

/// <summary>What the names in a framework file stand for, and the file of a stored framework.</summary>
public sealed class FrameworkNames
{
    /// <param name="Key"><c>journey/stage</c>.</param>
    public sealed record Place(string Key, Journey Journey, Stage Stage)
    {
        public bool IsLive => Journey.IsLive && Stage.ArchivedAt is null;
    }

    private readonly Dictionary<Guid, string> teamKeys;

    private FrameworkNames(List<Journey> journeys, List<Measure> measures, List<Team> teams)
    {
        Journeys = journeys;
        Places = [.. journeys.SelectMany(journey => journey.Stages.OrderBy(stage => stage.Position).Select(stage => new Place($"{journey.Key}/{stage.Key}", journey, stage)))];
        ByKey = Places.ToDictionary(place => place.Key);
        ByStage = Places.ToDictionary(place => place.Stage.Id);
        Measures = measures.GroupBy(measure => measure.Key).ToDictionary(versions => versions.Key, versions => versions.MaxBy(measure => measure.Version)!);
        MeasureById = measures.ToDictionary(measure => measure.Id);
        Teams = teams.ToDictionary(team => team.Key);
        teamKeys = teams.ToDictionary(team => team.Id, team => team.Key);
    }

    public IReadOnlyList<Journey> Journeys { get; }

    /// <summary>All stages, in the order of the atlas.</summary>
    public IReadOnlyList<Place> Places { get; }

    public IReadOnlyDictionary<string, Place> ByKey { get; }

    public IReadOnlyDictionary<Guid, Place> ByStage { get; }

    /// <summary>The current version of every measure, by key.</summary>
    public IReadOnlyDictionary<string, Measure> Measures { get; }

    public IReadOnlyDictionary<Guid, Measure> MeasureById { get; }

    public IReadOnlyDictionary<string, Team> Teams { get; }

    public static async Task<FrameworkNames> LoadAsync(RedthreadContext context, CancellationToken cancel) =>
        new(
            InOrder(
                await context.Journeys.AsNoTracking().Include(journey => journey.Stages).OrderBy(journey => journey.Position).ThenBy(journey => journey.Name).ToListAsync(cancel)
            ),
            await context.Measures.AsNoTracking().ToListAsync(cancel),
            await context.Teams.AsNoTracking().OrderBy(team => team.Name).ToListAsync(cancel)
        );

    public FrameworkFile FileOf(Framework framework) =>
        new()
        {
            Framework = framework.Name,
            FreshnessDays = framework.FreshnessDays,
            MinimumN = framework.MinimumN,
            CutPoints = [.. framework.Cuts],
            NorthStar = Journeys.FirstOrDefault(journey => journey.Id == framework.NorthStarJourneyId)?.Key,
            Teams = [.. framework.Teams.Select(team => teamKeys[team.TeamId]).Order(StringComparer.Ordinal)],
            Stages = Places
                .Select(place => (place, row: framework.Stages.Find(row => row.StageId == place.Stage.Id)))
                .Where(pair => pair.row is not null)
                .ToDictionary(
                    pair => pair.place.Key,
                    pair => new FrameworkFile.StageEntry
                    {
                        Importance = pair.row!.Importance,
                        Target = pair.row.Target,
                        WeakBelow = pair.row.WeakBelow,
                        FailingBelow = pair.row.FailingBelow,
                        Proposal = FrameworkFile.ProposalEntry.Parse(pair.row.Proposal),
                        Weights = WeightsOf(framework, pair.place.Stage.Id),
                    }
                ),
        };

    /// <summary>Names what exactly a signature is for: it differs as soon as anything of the framework does.</summary>
    public string FingerprintOf(Framework framework) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FileOf(framework).ToYaml())))[..16];

    // Where two versions of one measure have weights, the file names the later one's.
    private Dictionary<string, double> WeightsOf(Framework framework, Guid stageId) =>
        framework
            .Weights.Where(weight => weight.StageId == stageId)
            .GroupBy(weight => MeasureById[weight.MeasureId].Key)
            .OrderBy(versions => versions.Key, StringComparer.Ordinal)
            .ToDictionary(versions => versions.Key, versions => versions.MaxBy(weight => MeasureById[weight.MeasureId].Version)!.Weight);

    // Each journey under the one above it, as the atlas has them.
    private static List<Journey> InOrder(List<Journey> journeys)
    {
        var byParent = journeys.ToLookup(journey => journey.ParentId);
        var ordered = new List<Journey>();
        void Walk(Guid? parent)
        {
            foreach (var journey in byParent[parent])
            {
                ordered.Add(journey);
                Walk(journey.Id);
            }
        }

        Walk(null);
        return ordered;
    }
}
