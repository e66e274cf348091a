using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Shouldly;

namespace Redthread.Tests.Ui;

/// <summary>What must hold on every page, read from its HTML.</summary>
internal static class Soundness
{
    public static void Check(IHtmlDocument page)
    {
        page.DocumentElement.GetAttribute("lang").ShouldBe("en");
        page.Title.ShouldNotBeNullOrWhiteSpace();
        page.QuerySelectorAll("main").Length.ShouldBe(1);
        page.QuerySelector("a.skip")!.GetAttribute("href").ShouldBe("#main");
        HeadingsDescendByOne(page);
        IdsAreUnique(page);
        NothingIsInline(page);
        ControlsAreNamed(page);
        DrawingsAreNamedOrHidden(page);
        ReferencesExist(page);
    }

    private static void HeadingsDescendByOne(IDocument page)
    {
        var levels = page.QuerySelectorAll("main h1, main h2, main h3, main h4").Select(heading => heading.LocalName[1] - '0').ToList();
        levels.Count(level => level == 1).ShouldBe(1, "one h1 a page");
        levels[0].ShouldBe(1);
        levels.Zip(levels.Skip(1)).ShouldAllBe(pair => pair.Second <= pair.First + 1);
    }

    private static void IdsAreUnique(IDocument page) =>
        page.QuerySelectorAll("[id]").GroupBy(element => element.Id).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty();

    private static void NothingIsInline(IDocument page)
    {
        page.QuerySelectorAll("script:not([src])").ShouldBeEmpty();
        page.All.SelectMany(element => element.Attributes).Where(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)).ShouldBeEmpty();
        page.QuerySelectorAll("[style]").ShouldAllBe(element => element.GetAttribute("style")!.StartsWith("--"), "style carries only custom properties");
    }

    private static void ControlsAreNamed(IDocument page)
    {
        page.QuerySelectorAll("input:not([type=hidden]), select, textarea")
            .ShouldAllBe(control => control.HasAttribute("aria-label") || page.QuerySelector($"label[for='{control.Id}']") != null);
        page.QuerySelectorAll("a, button").ShouldAllBe(control => control.HasAttribute("aria-label") || control.TextContent.Trim().Length > 0);
    }

    private static void DrawingsAreNamedOrHidden(IDocument page) =>
        page.QuerySelectorAll("svg")
            .ShouldAllBe(drawing => drawing.GetAttribute("aria-hidden") == "true" || (drawing.GetAttribute("role") == "img" && drawing.GetAttribute("aria-label")!.Length > 0));

    private static void ReferencesExist(IDocument page)
    {
        foreach (var attribute in new[] { "aria-labelledby", "aria-describedby", "aria-controls" })
        {
            page.QuerySelectorAll($"[{attribute}]").SelectMany(element => element.GetAttribute(attribute)!.Split(' ')).Where(id => page.GetElementById(id) is null).ShouldBeEmpty();
        }
    }
}
