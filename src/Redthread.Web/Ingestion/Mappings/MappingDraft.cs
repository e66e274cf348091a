namespace Redthread.Web.Ingestion.Mappings;

/// <summary>A draft mapping with what only a person can answer.</summary>
public sealed record MappingDraft(Mapping Mapping, IReadOnlyList<MappingQuestion> Questions);

/// <param name="Field">Field of the mapping, such as <c>time.order</c> or <c>readings[3].place</c>.</param>
public sealed record MappingQuestion(string Field, string? Column, string Text, IReadOnlyList<string> Choices);
