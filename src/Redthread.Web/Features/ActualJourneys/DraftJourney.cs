using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>Makes a draft of a planned journey whose stages are a path that cases really take, to be corrected by hand and then published.</summary>
public sealed class DraftJourney(LogQueries logs, SaveJourney save, KeepComparison compare, LandscapeSource landscapes)
{
    /// <param name="Path">Null for the path that the most cases take.</param>
    public sealed record Request(string? Name, DraftPath? Path);

    /// <summary>The key of the journey made.</summary>
    public async Task<Result<string>> HandleAsync(Actor actor, int number, LogFilter filter, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        var opened = await logs.ViewAsync(number, filter, cancel);
        if (opened.Error is { } error)
            return error;
        var view = opened.Value;
        if ((request.Path ?? view.UsualPath?.Path) is not { Stages.Count: > 0 } path)
            return Error.Invalid("stages-empty", "Keep at least one stage in the path. Nothing was made.");
        if (path.Stages.Count > DraftPath.MostStages)
            return Error.Invalid("too-many-stages", $"A draft has at most {DraftPath.MostStages} stages; this path has {path.Stages.Count}. Leave some out. Nothing was made.");
        if (path.Stages.FirstOrDefault(stage => view.Log.Find(stage.Activity) < 0) is { } unknown)
            return Error.Invalid("activity-unknown", $"The log has no activity “{unknown.Activity}”. Nothing was made.");
        var landscape = await landscapes.ReadAsync(cancel);
        var name = string.IsNullOrWhiteSpace(request.Name) ? FreeName(landscape, view) : request.Name.Trim();
        // Nobody could tell two of them apart, in lists or on the Picture.
        if (IsTaken(landscape, name))
            return Error.Conflict("journey-name-taken", $"There is a journey called “{name}” already. Give this one another name. Nothing was made.");
        var file = FileOf(view, path, name, Key.Free(name, landscape.Journeys.Select(journey => journey.Key).Concat(JourneyFile.ReservedKeys)));
        var saved = await save.HandleAsync(actor, new SaveJourney.Request(file, 0, $"Drafted the journey {name} from the event log {view.Row.Name}"), cancel);
        if (saved.Error is { } refused)
            return refused;
        // The journey stands whether or not this can be kept, too.
        await compare.HandleAsync(actor, number, new(saved.Value.Key, 0, path.Compared), cancel);
        return saved.Value.Key;
    }

    /// <summary>What a draft from these cases is called unless somebody says otherwise.</summary>
    public static string FreeName(Landscape landscape, LogView view)
    {
        var name = $"{view.Row.Name}, as it is";
        for (var time = 2; IsTaken(landscape, name); time++)
            name = $"{view.Row.Name}, as it is ({time.ToString(System.Globalization.CultureInfo.InvariantCulture)})";
        return name;
    }

    private static bool IsTaken(Landscape landscape, string name) =>
        landscape.PlannedJourneys.Any(journey => string.Equals(journey.Name.Trim(), name, StringComparison.OrdinalIgnoreCase));

    private static JourneyFile FileOf(LogView view, DraftPath path, string name, string key)
    {
        var stages = new List<JourneyFile.StageEntry>();
        foreach (var stage in path.Names())
            stages.Add(new JourneyFile.StageEntry { Key = Key.Free(stage, stages.Select(one => one.Key)), Name = stage });
        return new JourneyFile
        {
            Journey = key,
            Name = name,
            Description =
                $"Drafted from the event log {view.Row.Name}: {FollowText(view, path)}{(view.Filter.Narrows ? $", counted among the cases {view.Filter.Words(" and ")}" : "")}.{path.Freedom()}",
            Draft = true,
            Stages = stages,
        };
    }

    /// <summary>How many cases would follow a path, by the alignment that compares logs with plans.</summary>
    public static string FollowText(LogView view, DraftPath path)
    {
        var fitting = path.Beside(view.Variants).Fitting;
        var cases = (int)Math.Round(fitting.Value * view.Log.CaseCount);
        return $"{Ui.Numbers.Count(cases)} of {Ui.Numbers.Counted(view.Log.CaseCount, "case")} follow it in all, {Spans.Share(fitting)}";
    }
}
