namespace Redthread.Web.Ui;

public sealed record LinkItem(string Label, string Href, bool Current = false, int? Count = null);
