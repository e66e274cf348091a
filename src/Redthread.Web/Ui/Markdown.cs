using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Redthread.Web.Ui;

/// <summary>Markdown that people write, as HTML that cannot do anything: no HTML of theirs, no images, links only to the web, mail or within.</summary>
public static class Markdown
{
    // Headings of a page end at h2; those of a text come below.
    private const int HeadingsBelow = 2;
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoLinks().Build();

    public static string ToHtml(string text, TextMarks? marks = null)
    {
        var document = Markdig.Markdown.Parse(text, Pipeline);
        // Whatever its writer began with, the text's highest heading is the page's next.
        var headings = document.Descendants<HeadingBlock>().ToList();
        var highest = headings.Select(heading => heading.Level).DefaultIfEmpty(1).Min();
        foreach (var heading in headings)
            heading.Level = Math.Min(6, heading.Level - highest + 1 + HeadingsBelow);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            link.IsImage = false;
            if (!IsHarmless(link.GetDynamicUrl?.Invoke() ?? link.Url))
                (link.Url, link.GetDynamicUrl) = ("", null);
        }

        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !IsHarmless(link.Url)).ToList())
            link.ReplaceBy(new LiteralInline(link.Url));
        if (marks is not null)
            Mark(document, marks);
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return writer.ToString();
    }

    // Words within a link lead elsewhere already, and code is no text.
    private static void Mark(MarkdownDocument document, TextMarks marks)
    {
        foreach (var literal in document.Descendants<LiteralInline>().Where(literal => !IsWithinLink(literal)).ToList())
            literal.ReplaceBy(new HtmlInline(marks.ToHtml(literal.Content.ToString())));
    }

    private static bool IsWithinLink(Inline inline)
    {
        for (var parent = inline.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is LinkInline)
                return true;
        }

        return false;
    }

    // A path is asked for first: on Unix it reads as the address of a file.
    private static bool IsHarmless(string? url) =>
        url is ['/' or '#', ..]
            ? !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\')
            : Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" or "mailto";
}
