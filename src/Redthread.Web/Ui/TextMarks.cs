using System.Text;
using System.Text.Encodings.Web;

namespace Redthread.Web.Ui;

/// <summary>A word of a text that leads to what it means.</summary>
/// <param name="Avoid">Whether another word is to be used.</param>
public readonly record struct TextMark(int Start, int Length, string Href, TextCard Card, bool Avoid);

/// <summary>Shown beside a marked word while it is pointed at or focused.</summary>
/// <param name="Head">The word itself, or what to say instead.</param>
/// <param name="Lines">What is known beside its meaning, a sentence each.</param>
public sealed record TextCard(string Head, string Meaning, IReadOnlyList<string> Lines);

/// <summary>
/// Marks words in texts that people wrote. Made once for a page and handed down to whatever shows such a text; without it nothing is
/// marked. Looking costs O(words of the texts).
/// </summary>
public abstract class TextMarks
{
    private int cards;

    /// <param name="inLink">Whether the text is part of a link, and cannot lead elsewhere.</param>
    protected abstract IEnumerable<TextMark> In(string text, bool inLink);

    /// <summary>The text as HTML with its marks; everything else is encoded.</summary>
    public string ToHtml(string text, bool inLink = false)
    {
        var (html, at) = (new StringBuilder(), 0);
        foreach (var mark in In(text, inLink))
        {
            html.Append(Encoded(text[at..mark.Start]));
            Append(html, mark, text.Substring(mark.Start, mark.Length), inLink);
            at = mark.Start + mark.Length;
        }

        return html.Append(Encoded(text[at..])).ToString();
    }

    private void Append(StringBuilder html, TextMark mark, string word, bool inLink)
    {
        var (id, look) = ($"term-{++cards}", mark.Avoid ? "term avoid" : "term");
        // Within a link the card is for the eye alone: read aloud it would become part of the link's name.
        html.Append("<rt-term>")
            .Append(inLink ? $"<span class=\"{look}\">{Encoded(word)}</span>" : $"<a class=\"{look}\" href=\"{Encoded(mark.Href)}\" aria-describedby=\"{id}\">{Encoded(word)}</a>")
            .Append(inLink ? "<span class=\"term-card\" aria-hidden=\"true\">" : $"<span class=\"term-card\" role=\"tooltip\" id=\"{id}\">")
            .Append($"<span class=\"term-head\">{Encoded(mark.Card.Head)}</span><span> {Encoded(mark.Card.Meaning)}</span>");
        foreach (var line in mark.Card.Lines)
            html.Append($"<small> {Encoded(line)}</small>");
        html.Append("</span></rt-term>");
    }

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
