using Microsoft.AspNetCore.Components;

namespace Redthread.Web.Ui;

/// <summary>What every form control takes, so that label, hint and error are wired the same way everywhere.</summary>
public abstract class FieldParameters : ComponentBase
{
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public string? Id { get; set; }

    [Parameter]
    public string? Hint { get; set; }

    [Parameter]
    public string? Error { get; set; }

    [Parameter]
    public bool Optional { get; set; }

    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    protected string ControlId => Id ?? $"field-{Name.Replace('.', '-').Replace('[', '-').Replace("]", "", StringComparison.Ordinal)}";

    protected string? DescribedBy
    {
        get
        {
            var ids = new[] { Hint is null ? null : $"{ControlId}-hint", Error is null ? null : $"{ControlId}-error" };
            var present = string.Join(' ', ids.Where(id => id is not null));
            return present.Length == 0 ? null : present;
        }
    }

    protected string? Invalid => Error is null ? null : "true";
}
