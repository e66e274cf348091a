namespace Redthread.Web.Ingestion.Text;

/// <summary>Gives garbled text back its characters and leaves clean text alone.</summary>
public static class TextRepair
{
    public static string Repair(string text) => throw new NotImplementedException();
}
