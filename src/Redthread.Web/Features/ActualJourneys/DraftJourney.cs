using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>Makes a planned journey whose stages are the main activities of an actual one, to be corrected by hand.</summary>
public sealed class DraftJourney(LogQueries logs, SaveJourney save, LandscapeSource landscapes)
{
    public sealed record Request
    {
        public string? Name { get; init; }
    }

    /// <summary>The key of the journey made.</summary>
    public async Task<Result<string>> HandleAsync(Actor actor, int number, LogFilter filter, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        var opened = await logs.ViewAsync(number, filter, cancel);
        if (opened.Error is { } error)
            return error;
        var view = opened.Value;
        var name = string.IsNullOrWhiteSpace(request.Name) ? $"{view.Row.Name}, as it is" : request.Name.Trim();
        var landscape = await landscapes.ReadAsync(cancel);
        var stages = new List<JourneyFile.StageEntry>();
        foreach (var activity in view.MainPath())
            stages.Add(new JourneyFile.StageEntry { Key = Key.Free(activity, stages.Select(stage => stage.Key)), Name = activity.Length > 200 ? activity[..200] : activity });
        var file = new JourneyFile
        {
            Journey = Key.Free(name, landscape.Journeys.Select(journey => journey.Key).Concat(JourneyFile.ReservedKeys)),
            Name = name,
            Description = $"Drafted from the event log {view.Row.Name}: {view.Log.CaseCount:N0} cases. Its stages are {view.MainPathRule}.",
            Stages = stages,
        };
        var saved = await save.HandleAsync(actor, new SaveJourney.Request(file, 0, $"Drafted the journey {name} from the event log {view.Row.Name}"), cancel);
        return saved.Error is { } refused ? refused : saved.Value.Key;
    }
}
