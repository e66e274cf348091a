using Redthread.Domain;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Measures;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Templates;

/// <summary>A starting point that comes with the program: journeys, measures and a framework of an industry, meant to be changed.</summary>
/// <param name="Journeys">Those above before those below.</param>
public sealed record Template(string Name, string Title, string Description, IReadOnlyList<JourneyFile> Journeys, IReadOnlyList<MeasureEntry> Measures, FrameworkFile Framework)
{
    private static readonly Lazy<IReadOnlyList<Template>> Read = new(() => [.. NamesOf().Select(ReadOne)]);

    public static IReadOnlyList<Template> All => Read.Value;

    public static Result<Template> Find(string name) =>
        All.FirstOrDefault(template => template.Name == name) is { } found
            ? found
            : Error.Invalid("template-unknown", $"There is no template “{name}”. There are {string.Join(", ", All.Select(template => template.Name))}.");

    public string Label => Name == "saas" ? "SaaS" : Sentence.Begin(Name);

    public int StageCount => Journeys.Sum(journey => journey.Stages.Count);

    public int TouchpointCount => Journeys.Sum(journey => journey.Stages.Sum(stage => stage.Touchpoints.Count));

    private static IEnumerable<string> NamesOf() => Embedded.Names.Select(name => name.Split('/')).Where(parts => parts is [_, _, "framework.yaml"]).Select(parts => parts[1]);

    private static Template ReadOne(string name)
    {
        var journeys = Embedded
            .Names.Where(path => path.StartsWith($"templates/{name}/journeys/", StringComparison.Ordinal))
            .Select(path => JourneyFile.Parse(Embedded.Text(path["templates/".Length..])).Value)
            .ToList();
        var above = journeys.Single(journey => journey.Parent is null);
        var framework = FrameworkFile.Parse(Embedded.Text($"{name}/framework.yaml")).Value;
        // Files lie in the order of their names; the framework tells them in the order of a customer's life.
        var told = framework.Stages.Keys.Select(place => place.Split('/')[0]).Distinct().ToList();
        return new Template(
            name,
            above.Name,
            above.Description ?? "",
            [.. journeys.OrderBy(journey => DepthOf(journey, journeys)).ThenBy(journey => told.IndexOf(journey.Journey))],
            MeasureFile.Parse(Embedded.Text($"{name}/measures.yaml")).Value,
            framework
        );
    }

    private static int DepthOf(JourneyFile journey, List<JourneyFile> all) => journey.Parent is null ? 0 : 1 + DepthOf(all.Single(other => other.Journey == journey.Parent), all);
}
