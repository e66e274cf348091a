namespace Redthread.Web.Ingestion.Text;

/// <summary>Tells the language of a text by its script and most frequent words.</summary>
public static class LanguageGuess
{
    /// <summary>ISO 639-1 code, or null when unsure.</summary>
    public static string? Of(string text) => throw new NotImplementedException();
}
