using Redthread.Domain.Journeys;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Journeys;

/// <summary>What the selects of the journey forms offer.</summary>
internal static class EditOptions
{
    public static readonly IReadOnlyList<SelectOption> Levels = [.. Enum.GetValues<JourneyLevel>().Select(level => new SelectOption(level.ToString(), Words.Level(level)))];

    public static readonly IReadOnlyList<(Lane Lane, string Label, string Field)> Lanes =
    [
        (Lane.Doing, "Doing", "doing"),
        (Lane.Thinking, "Thinking", "thinking"),
        (Lane.Feeling, "Feeling", "feeling"),
        (Lane.Backstage, "Backstage", "backstage"),
        (Lane.Systems, "Systems", "systems"),
    ];

    public static IReadOnlyList<SelectOption> Teams(JourneyQueries.JourneyView view) =>
        [new SelectOption("", "nobody yet"), .. view.Teams.Select(team => new SelectOption(team.Key, team.Name))];

    public static IReadOnlyList<SelectOption> People(JourneyQueries.JourneyView view) =>
        [new SelectOption("", "nobody yet"), .. view.People.Select(person => new SelectOption(person.NormalizedEmail, person.Name))];

    public static IReadOnlyList<SelectOption> Parents(JourneyQueries.JourneyView view) =>
        [new SelectOption("", "nothing: it stands on its own"), .. view.Others.Select(journey => new SelectOption(journey.Key, journey.Name))];

    // What is chosen stays choosable when it was archived meanwhile; otherwise saving anything else would drop it.
    public static IReadOnlyList<SelectOption> With(this IReadOnlyList<SelectOption> options, string? current) =>
        string.IsNullOrEmpty(current) || options.Any(option => option.Value == current) ? options : [.. options, new SelectOption(current, $"{current} (archived)")];

    public static IReadOnlyList<SelectOption> Steps(JourneyFile.StageEntry stage) =>
        [new SelectOption("", "the whole stage"), .. stage.Steps.Where(step => !step.Archived).Select(step => new SelectOption(step.Key, step.Name))];
}
