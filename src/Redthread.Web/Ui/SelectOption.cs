namespace Redthread.Web.Ui;

public sealed record SelectOption(string Value, string Label, string? Group = null)
{
    public static string? LabelOf(IEnumerable<SelectOption> options, string? value) => options.FirstOrDefault(option => option.Value == value)?.Label;
}
