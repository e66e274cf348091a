namespace Redthread.Web.Ingestion.Text;

/// <summary>Takes e-mail addresses, telephone and card numbers out of a text.</summary>
public static class TextMask
{
    public static string Mask(string text) => throw new NotImplementedException();
}
