using Redthread.Domain;
using Redthread.Domain.Frameworks;

namespace Redthread.Web.Features.Frameworks;

/// <summary>A file's values into a draft, with every name looked up.</summary>
internal static class FrameworkFill
{
    public static Error? Fill(Framework draft, FrameworkFile file, FrameworkNames names)
    {
        if (file.NorthStar is not null && !names.Journeys.Any(journey => journey.Key == file.NorthStar))
            return Error.Invalid("north-star", $"There is no journey “{file.NorthStar}” to be the north star.");
        if (file.Teams.Find(team => !names.Teams.ContainsKey(team)) is { } unknown)
            return Error.Invalid("team-unknown", $"There is no team “{unknown}”. Make it first, or leave it out. Nothing was changed.");
        foreach (var (place, stage) in file.Stages)
        {
            if (!names.ByKey.ContainsKey(place))
                return Error.Invalid("stage-unknown", $"There is no stage “{place}”. A stage is named journey/stage, as in get-help/phone-menu. Nothing was changed.");
            if (stage.Weights.Keys.FirstOrDefault(key => !names.Measures.ContainsKey(key)) is { } measure)
                return Error.Invalid("measure-unknown", $"{place} weighs “{measure}”, and there is no such measure. Make or import it first. Nothing was changed.");
        }

        (draft.Name, draft.FreshnessDays, draft.MinimumN) = (file.Framework.Trim(), file.FreshnessDays, file.MinimumN);
        (draft.Cut1, draft.Cut2, draft.Cut3, draft.Cut4) = (file.CutPoints[0], file.CutPoints[1], file.CutPoints[2], file.CutPoints[3]);
        draft.NorthStarJourneyId = names.Journeys.FirstOrDefault(journey => journey.Key == file.NorthStar)?.Id;
        FillTeams(draft, file.Teams.Select(team => names.Teams[team].Id).ToHashSet());
        FillStages(draft, file.Stages.ToDictionary(stage => names.ByKey[stage.Key].Stage.Id, stage => stage.Value));
        FillWeights(
            draft,
            file.Stages.SelectMany(stage => stage.Value.Weights.Select(weight => (Key: (names.ByKey[stage.Key].Stage.Id, names.Measures[weight.Key].Id), weight.Value)))
                .ToDictionary(weight => weight.Key, weight => weight.Value)
        );
        return null;
    }

    public static int RemoveSignatures(this IEnumerable<FrameworkTeam> teams)
    {
        var removed = 0;
        foreach (var team in teams.Where(team => team.SignedAt is not null))
        {
            (team.SignedAt, team.SignedBy) = (null, null);
            removed++;
        }

        return removed;
    }

    private static void FillTeams(Framework draft, HashSet<Guid> wanted)
    {
        draft.Teams.RemoveAll(team => !wanted.Contains(team.TeamId));
        foreach (var id in wanted.Where(id => !draft.Teams.Exists(team => team.TeamId == id)))
            draft.Teams.Add(new FrameworkTeam { FrameworkId = draft.Id, TeamId = id });
    }

    private static void FillStages(Framework draft, Dictionary<Guid, FrameworkFile.StageEntry> wanted)
    {
        draft.Stages.RemoveAll(stage => !wanted.ContainsKey(stage.StageId));
        foreach (var (id, entry) in wanted)
        {
            var stage = draft.Stages.Find(row => row.StageId == id);
            if (stage is null)
                draft.Stages.Add(stage = new FrameworkStage { FrameworkId = draft.Id, StageId = id });
            (stage.Importance, stage.Target) = (entry.ImportanceOrUsual, entry.TargetOrUsual);
            (stage.WeakBelow, stage.FailingBelow) = (entry.WeakOrUsual, entry.FailingOrUsual);
            stage.Proposal = entry.Proposal?.Write();
        }
    }

    private static void FillWeights(Framework draft, Dictionary<(Guid Stage, Guid Measure), double> wanted)
    {
        draft.Weights.RemoveAll(weight => !wanted.ContainsKey((weight.StageId, weight.MeasureId)));
        foreach (var ((stage, measure), value) in wanted)
        {
            var weight = draft.Weights.Find(row => row.StageId == stage && row.MeasureId == measure);
            if (weight is null)
                draft.Weights.Add(
                    weight = new FrameworkWeight
                    {
                        FrameworkId = draft.Id,
                        StageId = stage,
                        MeasureId = measure,
                    }
                );
            weight.Weight = value;
        }
    }
}
