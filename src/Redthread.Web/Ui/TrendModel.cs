namespace Redthread.Web.Ui;

/// <param name="Label">The period, short: "Mar" or "Q2".</param>
/// <param name="Score">0–100; null where unknown, which the line shows as a gap.</param>
public sealed record TrendPoint(string Label, double? Score, double? Low = null, double? High = null, long N = 0);

/// <param name="Index">The point whose period the note falls in.</param>
public sealed record TrendNote(int Index, string Date, string Text);
