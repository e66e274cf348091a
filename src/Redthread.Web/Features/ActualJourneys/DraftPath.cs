using System.Globalization;
using Microsoft.Extensions.Primitives;
using Redthread.Domain.Journeys;
using Redthread.Statistics;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>An activity as the stage of a journey that is about to be drafted.</summary>
public sealed record DraftStage(string Activity, bool Optional, bool Repeatable);

/// <summary>A path that cases take, where what is done several times in a row is one stage that may be repeated.</summary>
/// <param name="Cases">How many take it in all.</param>
public sealed record PathTaken(DraftPath Path, int Cases);

/// <summary>The stages of a planned journey to be drafted from an actual one, in order.</summary>
public sealed record DraftPath(IReadOnlyList<DraftStage> Stages)
{
    public const string Rule =
        "a path is what a case does in order, an activity done several times in a row being one stage that may be repeated; cases follow a plan when its alignment with them costs nothing";

    /// <summary>A journey of more stages tells nobody anything.</summary>
    public const int MostStages = 60;

    /// <summary>The paths that cases take, that of the most cases first; ways as frequent by their activities.</summary>
    public static IReadOnlyList<PathTaken> Taken(Variants variants)
    {
        var found = new Dictionary<string, (List<int> Activities, HashSet<int> Repeated, int Cases)>(StringComparer.Ordinal);
        foreach (var variant in variants.Ranked)
        {
            var (activities, repeated) = Collapsed(variants.Log.ActivitiesOf(variant.Example));
            var key = string.Join(' ', activities);
            var known = found.TryGetValue(key, out var before) ? before : (Activities: activities, Repeated: [], Cases: 0);
            known.Repeated.UnionWith(repeated);
            found[key] = known with { Cases = known.Cases + variant.Cases };
        }

        var names = variants.Log.Activities;
        return
        [
            .. found
                .Values.Select(one => new PathTaken(
                    new([.. one.Activities.Select((activity, at) => new DraftStage(names[activity], false, one.Repeated.Contains(at)))]),
                    one.Cases
                ))
                .OrderByDescending(one => one.Cases)
                .ThenBy(one => string.Join('\n', one.Path.Stages.Select(stage => stage.Activity)), StringComparer.Ordinal),
        ];
    }

    /// <summary>The path of the most cases that is more than one stage, if there is any.</summary>
    public static PathTaken? Usual(IReadOnlyList<PathTaken> taken) =>
        taken.FirstOrDefault(one => one.Path.Stages.Count is > 1 and <= MostStages) ?? taken.FirstOrDefault(one => one.Path.Stages.Count <= MostStages);

    /// <summary>
    /// As a form or an address says it: stage the activities, place where each stands, in, optional and repeat their numbers from 0.
    /// Null where none is said.
    /// </summary>
    public static DraftPath? Of(Func<string, StringValues> field)
    {
        var activities = field("stage");
        if (activities.Count == 0)
            return null;
        var (places, kept) = (field("place"), Numbers(field("in")));
        var (optional, repeated) = (Numbers(field("optional")), Numbers(field("repeat")));
        return new([
            .. activities
                .Select((activity, at) => (activity, at, Place: PlaceOf(places, at) ?? (string.IsNullOrWhiteSpace(PlaceText(places, at)) ? double.MaxValue : at + 1)))
                .Where(row => !string.IsNullOrEmpty(row.activity) && kept.Contains(row.at))
                .OrderBy(row => row.Place)
                .Select(row => new DraftStage(row.activity!, optional.Contains(row.at), repeated.Contains(row.at))),
        ]);
    }

    /// <summary>Places that are said and are no numbers, with the stage; null where all can be read.</summary>
    public static string? UnreadPlace(Func<string, StringValues> field)
    {
        var (activities, places) = (field("stage"), field("place"));
        for (var at = 0; at < activities.Count; at++)
        {
            if (!string.IsNullOrEmpty(activities[at]) && PlaceText(places, at) is { } said && !string.IsNullOrWhiteSpace(said) && PlaceOf(places, at) is null)
                return $"“{(said.Length > 40 ? said[..40] + "…" : said)}” is no place for {activities[at]}: write a number, such as 2.5 to stand between 2 and 3. It stays where it stood, and nothing was made.";
        }

        return null;
    }

    /// <summary>Which stages need not be done, or more than once, in words: a journey's file holds its stages alone, and the share that follows it rests on this.</summary>
    public string Freedom()
    {
        var names = Names();
        var optional = names.Where((_, at) => Stages[at].Optional).ToList();
        var repeated = names.Where((_, at) => Stages[at].Repeatable).ToList();
        return (optional.Count == 0 ? "" : $" May be left out: {string.Join(", ", optional)}.") + (repeated.Count == 0 ? "" : $" May be repeated: {string.Join(", ", repeated)}.");
    }

    /// <summary>As an address says it.</summary>
    public IEnumerable<(string Name, string Value)> Fields() =>
        Stages.SelectMany(
            (stage, at) =>
            {
                var number = at.ToString(CultureInfo.InvariantCulture);
                return new (string, string, bool)[]
                {
                    ("stage", stage.Activity, true),
                    ("in", number, true),
                    ("optional", number, stage.Optional),
                    ("repeat", number, stage.Repeatable),
                }
                    .Where(field => field.Item3)
                    .Select(field => (field.Item1, field.Item2));
            }
        );

    /// <summary>What the product's own alignment says of it: how many cases would follow.</summary>
    public Conformance Beside(Variants variants) =>
        Conformance.Of(variants, new([.. Stages.Select(stage => new PlannedStep(stage.Activity, ActivitiesOf(variants.Log, stage), stage.Optional, stage.Repeatable))]));

    /// <summary>Stages may not bear the same name, though cases go through the same activity again later on.</summary>
    public IReadOnlyList<string> Names()
    {
        var times = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. Stages.Select(stage =>
            {
                var time = times[stage.Activity] = times.GetValueOrDefault(stage.Activity) + 1;
                var name = stage.Activity.Length > 180 ? stage.Activity[..180] : stage.Activity;
                return time switch
                {
                    1 => name,
                    2 => $"{name}, again",
                    _ => string.Create(CultureInfo.InvariantCulture, $"{name}, time {time}"),
                };
            }),
        ];
    }

    /// <summary>So that the log, laid beside the journey later, says what was promised when it was drafted.</summary>
    public IReadOnlyList<ComparedStage> Compared(Journey journey) =>
        [.. journey.LiveStages.Zip(Stages, (stage, from) => new ComparedStage(stage.Id, [from.Activity], from.Optional, from.Repeatable))];

    public string Words => string.Join(" → ", Stages.Select(stage => stage.Activity + (stage.Repeatable ? " (once or more)" : "") + (stage.Optional ? " (or not)" : "")));

    private static HashSet<int> ActivitiesOf(EventLog log, DraftStage stage) => log.Find(stage.Activity) is >= 0 and var activity ? [activity] : [];

    private static (List<int> Activities, List<int> Repeated) Collapsed(ReadOnlySpan<int> sequence)
    {
        var (activities, repeated) = (new List<int>(sequence.Length), new List<int>());
        foreach (var activity in sequence)
        {
            if (activities.Count > 0 && activities[^1] == activity)
                repeated.Add(activities.Count - 1);
            else
                activities.Add(activity);
        }

        return (activities, repeated);
    }

    private static HashSet<int> Numbers(StringValues values) =>
        [.. values.Select(value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];

    // What is added without a place stands at the end.
    private static double? PlaceOf(StringValues places, int at) =>
        double.TryParse(PlaceText(places, at)?.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var place) && double.IsFinite(place) ? place : null;

    private static string? PlaceText(StringValues places, int at) => at < places.Count ? places[at] : null;
}
