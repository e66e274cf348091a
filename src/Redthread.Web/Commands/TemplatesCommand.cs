using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain;
using Redthread.Web.Features.Templates;

namespace Redthread.Web.Commands;

internal static class TemplatesCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "As redthread templates list prints it" };

    public static Command Make()
    {
        var list = new Command("list", "What templates there are, and what they hold") { CommonOptions.Json };
        list.SetAction(List);
        var use = new Command("use", "Bring in a template's journeys and measures, and its framework as a draft; what is there already stays")
        {
            Name,
            FrameworksCommand.Agree,
            CommonOptions.Json,
        };
        use.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => UseAsync(parsed, services, stop), cancel));
        return new Command("templates", "Journeys, measures and frameworks to start from") { list, use };
    }

    private static int List(ParseResult parsed)
    {
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(Template.All.Select(TemplateEndpoints.Of));
            return 0;
        }

        foreach (var template in Template.All)
            Console.WriteLine($"{template.Name, -10} {template.Title}: {template.Journeys.Count} journeys, {template.StageCount} stages, {template.Measures.Count} measures");
        return 0;
    }

    private static async Task<int> UseAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var used = await services
            .GetRequiredService<UseTemplate>()
            .HandleAsync(Actor.Operator, new UseTemplate.Request(parsed.GetRequiredValue(Name), parsed.GetValue(FrameworksCommand.Agree)), cancel);
        if (used.Error is { } error)
            return CommonOptions.Fail(error.Message);
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(used.Value);
            return 0;
        }

        Console.WriteLine(
            $"Made {used.Value.Journeys} journeys and {used.Value.Measures} measures. Framework {used.Value.Framework} is {(used.Value.Agreed ? "agreed" : "a draft")}."
        );
        if (used.Value.Kept.Count > 0)
            Console.WriteLine($"Left as they were: {string.Join(", ", used.Value.Kept)}");
        return 0;
    }
}
