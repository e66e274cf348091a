using System.Text;
using System.Text.Encodings.Web;

namespace Redthread.Web.Ui;

/// <summary>A word of a text that leads to what it means.</summary>
/// <param name="Card">Shown beside it while it is pointed at or focused.</param>
/// <param name="Avoid">Whether another word is to be used.</param>
public readonly record struct TextMark(int Start, int Length, string Href, string Card, bool Avoid);

/// <summary>Marks words in texts that people wrote. Handed down to whatever shows such a text; without one nothing is marked.</summary>
public abstract class TextMarks
{
    private int cards;

    protected abstract IEnumerable<TextMark> In(string text);

    /// <summary>The text as HTML with its marks; everything else is encoded.</summary>
    public string ToHtml(string text)
    {
        var (html, at) = (new StringBuilder(), 0);
        foreach (var mark in In(text))
        {
            var id = $"term-{++cards}";
            html.Append(Encoded(text[at..mark.Start]))
                .Append($"<rt-term><a class=\"term{(mark.Avoid ? " avoid" : "")}\" href=\"{Encoded(mark.Href)}\" aria-describedby=\"{id}\">")
                .Append(Encoded(text.Substring(mark.Start, mark.Length)))
                .Append($"</a><span class=\"term-card\" role=\"tooltip\" id=\"{id}\">{Encoded(mark.Card)}</span></rt-term>");
            at = mark.Start + mark.Length;
        }

        return html.Append(Encoded(text[at..])).ToString();
    }

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
