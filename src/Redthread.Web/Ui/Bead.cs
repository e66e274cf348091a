namespace Redthread.Web.Ui;

/// <param name="Kind">What belongs here: "Signal", "Insight", "Decision" …</param>
/// <param name="Title">The object itself; null where the thread has none yet.</param>
/// <param name="Detail">Its number, date or state, short.</param>
/// <param name="NextStep">Where a bead is missing, what would supply it.</param>
public sealed record Bead(string Kind, string? Title = null, string? Href = null, string? Detail = null, string? NextStep = null, bool Active = false)
{
    public bool Missing => Title is null;
}
