using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Redthread.Tests.Ui;

/// <summary>Renders a component as the host would, without a host.</summary>
internal static class Render
{
    public static async Task<string> HtmlAsync<T>(object parameters)
        where T : IComponent
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var values = parameters.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(parameters));
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(values))).ToHtmlString());
    }

    public static async Task<IHtmlDocument> PageAsync<T>(object parameters)
        where T : IComponent => new HtmlParser().ParseDocument(await HtmlAsync<T>(parameters));
}
