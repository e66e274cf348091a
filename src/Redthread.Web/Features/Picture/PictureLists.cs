namespace Redthread.Web.Features.Picture;

/// <summary>A score that moved more than chance explains.</summary>
/// <param name="Note">What else happened then, or for whom it is worst.</param>
public sealed record ChangeItem(double Delta, double Low, double High, string Stage, string Href, double Now, long N, string? Note);

/// <param name="Title">"Where threads break", or "What fails" while there are no threads yet.</param>
/// <param name="OfThreads">Only a broken thread is red.</param>
public sealed record BreakList(string Title, IReadOnlyList<BreakItem> Items, bool OfThreads);

/// <param name="Figure">A count, or a failing stage's score.</param>
/// <param name="Detail">For a score: its interval and n.</param>
public sealed record BreakItem(string Figure, string Text, string? Href = null, string? Detail = null);

/// <param name="Name">A stage or a segment.</param>
public sealed record UnknownItem(string Name, string Reason, string? Href = null);

/// <param name="Value">With its unit: "1.9 %".</param>
/// <param name="Change">"+0.2 points since Q1".</param>
public sealed record OutcomeItem(string Name, string Value, string? Change, string? Href, IReadOnlyList<double?> Spark);
