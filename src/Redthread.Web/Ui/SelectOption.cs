namespace Redthread.Web.Ui;

public sealed record SelectOption(string Value, string Label, string? Group = null);
