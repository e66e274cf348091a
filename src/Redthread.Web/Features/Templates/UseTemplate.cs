using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Measures;

namespace Redthread.Web.Features.Templates;

/// <summary>
/// Brings a template's journeys, measures and framework in, through the use cases that files go through. What is there
/// already stays as it is, so that using a template twice, or two templates, harms nothing.
/// </summary>
public sealed class UseTemplate(
    JourneyQueries journeys,
    MeasureQueries measures,
    FrameworkQueries frameworks,
    SaveJourney saveJourney,
    SaveMeasure saveMeasure,
    SaveFramework saveFramework,
    AgreeFramework agree
)
{
    /// <param name="Agree">Agree the framework at once; only possible while it names no team.</param>
    public sealed record Request(string Name, bool Agree = false);

    /// <param name="Kept">Keys of journeys and measures that were there before and were left alone.</param>
    public sealed record Used(string Name, int Journeys, int Measures, IReadOnlyList<string> Kept, int Framework, bool Agreed);

    public async Task<Result<Used>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if ((actor.Lacks(Permission.EditJourneys) ?? actor.Lacks(Permission.EditMeasures)) is { } denied)
            return denied;
        var found = Template.Find(request.Name);
        if (!found.Ok)
            return found.Error!;
        var template = found.Value;
        var kept = new List<string>();
        var newJourneys = await SaveJourneysAsync(actor, template, kept, cancel);
        if (!newJourneys.Ok)
            return newJourneys.Error!;
        var newMeasures = await SaveMeasuresAsync(actor, template, kept, cancel);
        if (!newMeasures.Ok)
            return newMeasures.Error!;
        var draft = await saveFramework.HandleAsync(actor, new SaveFramework.Request(await JoinedAsync(template, cancel), null), cancel);
        if (draft.Error is { } error)
            return error;
        if (request.Agree && (await agree.HandleAsync(actor, new AgreeFramework.Request(null), cancel)).Error is { } disagreed)
            return disagreed with { Message = $"The journeys and measures are in, and the framework is a draft. It was not agreed: {disagreed.Message}" };
        return new Used(template.Name, newJourneys.Value, newMeasures.Value, kept, draft.Value.Number, request.Agree);
    }

    private async Task<Result<int>> SaveJourneysAsync(Actor actor, Template template, List<string> kept, CancellationToken cancel)
    {
        var present = (await journeys.ReadAtlasAsync(cancel)).Select(entry => entry.Journey.Key).ToHashSet();
        var made = 0;
        foreach (var file in template.Journeys)
        {
            if (present.Contains(file.Journey))
            {
                kept.Add(file.Journey);
                continue;
            }

            var saved = await saveJourney.HandleAsync(actor, new SaveJourney.Request(file, 0, $"Made the journey {file.Name} from the template {template.Name}"), cancel);
            if (saved.Error is { } error)
                return error;
            made++;
        }

        return made;
    }

    private async Task<Result<int>> SaveMeasuresAsync(Actor actor, Template template, List<string> kept, CancellationToken cancel)
    {
        var present = (await measures.ReadEntriesAsync(cancel)).Select(entry => entry.Measure).ToHashSet();
        kept.AddRange(template.Measures.Select(entry => entry.Measure).Where(present.Contains));
        var wanted = template.Measures.Where(entry => !present.Contains(entry.Measure)).Select(entry => new SaveMeasure.Request(entry, 0)).ToList();
        var saved = await saveMeasure.SaveAllAsync(actor, wanted, cancel);
        return saved.Ok ? wanted.Count : saved.Error!;
    }

    // Stages that the draft or the agreed framework has keep their values; the template adds those it knows and they miss.
    private async Task<FrameworkFile> JoinedAsync(Template template, CancellationToken cancel)
    {
        var live = (await journeys.ReadAtlasAsync(cancel)).SelectMany(entry => entry.Journey.Stages.Select(stage => $"{entry.Journey.Key}/{stage.Key}")).ToHashSet();
        var offered = template.Framework.Stages.Where(stage => live.Contains(stage.Key)).ToDictionary();
        if ((await frameworks.ReadFileAsync(null, cancel)) is not { Ok: true, Value: var before })
            return template.Framework with { Stages = offered };
        var stages = before.Stages.Concat(offered.Where(stage => !before.Stages.ContainsKey(stage.Key))).ToDictionary();
        return before with { NorthStar = before.NorthStar ?? template.Framework.NorthStar, Stages = stages };
    }
}
