using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Insights;

/// <param name="Suggested">Stages on which the chosen signals were placed, or that they rate, the most frequent first.</param>
public sealed record NewInsightModel(
    IReadOnlyList<long> Numbers,
    IReadOnlyList<StoredSignal> Signals,
    IReadOnlyList<SelectOption> Suggested,
    string? Stage,
    string? Need,
    IReadOnlyList<SelectOption> Stages,
    IReadOnlyList<SelectOption> Needs,
    IReadOnlyList<SelectOption> Teams,
    IReadOnlyList<SelectOption> People
);

/// <summary>What the form for a new insight offers, from the signals it is made of.</summary>
public sealed class NewInsightQueries(IDbContextFactory<RedthreadContext> contexts, LandscapeSource landscapes, ISignalStore signals)
{
    private const int MostSuggested = 5;

    public async Task<NewInsightModel> ReadAsync(Actor actor, IReadOnlyList<long> numbers, string? stage, string? need, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var chosen = numbers.Take(InsightEvidence.MostAtOnce).ToList();
        var found =
            actor.Can(Permission.ViewEvidence) && chosen.Count > 0 ? await signals.ReadSignalsAsync(new SignalQuery { SignalIds = chosen, Limit = chosen.Count }, cancel) : [];
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        var people = await context.People.AsNoTracking().OrderBy(row => row.Name).Select(row => new { row.Id, row.Name }).ToListAsync(cancel);
        return new NewInsightModel(
            numbers,
            found,
            Suggest(landscape, found),
            stage,
            need,
            [.. landscape.LiveStages.Select(row => new SelectOption($"{row.Journey.Key}/{row.Stage.Key}", row.Stage.Name, row.Journey.Name))],
            [.. landscape.Needs.Select(row => new SelectOption(row.Key, row.Name))],
            [.. teams.Select(row => new SelectOption(row.Id.ToString(), row.Name))],
            [.. people.Select(row => new SelectOption(row.Id.ToString(), row.Name))]
        );
    }

    // A wide survey speaks of every stage; what a verbatim was placed on is what it is about. Where nothing was placed, its ratings tell.
    private static List<SelectOption> Suggest(Landscape landscape, IReadOnlyList<StoredSignal> signals)
    {
        var placed = signals.SelectMany(signal => signal.Placements.Where(row => row.Kind == PlacementKind.Stage).Select(row => row.TargetId)).ToLookup(id => id);
        if (placed.Count == 0)
            placed = signals.SelectMany(signal => signal.Readings.Select(row => row.StageId).Distinct()).ToLookup(id => id);
        return
        [
            .. landscape
                .LiveStages.Where(row => placed.Contains(row.Stage.Id))
                .OrderByDescending(row => placed[row.Stage.Id].Count())
                .Take(MostSuggested)
                .Select(row => new SelectOption($"{row.Journey.Key}/{row.Stage.Key}", $"{row.Stage.Name}, {row.Journey.Name}")),
        ];
    }
}
