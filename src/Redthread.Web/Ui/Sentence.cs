namespace Redthread.Web.Ui;

public static class Sentence
{
    /// <summary>The text as a sentence begins.</summary>
    public static string Begin(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
