namespace Redthread.Web.Ui;

/// <param name="Kind">What belongs here: "Signal", "Insight", "Decision" …</param>
/// <param name="Title">The object itself; null where the thread has none yet.</param>
/// <param name="Detail">Its number, date or state, short.</param>
/// <param name="NextStep">Where a bead is missing, what would supply it.</param>
public sealed record Bead(string Kind, string? Title = null, string? Href = null, string? Detail = null, string? NextStep = null, bool Active = false)
{
    public BeadState? State { get; init; }

    public bool Missing => Title is null && State is null;
}

/// <summary>What a bead is when it is neither there nor missing.</summary>
public enum BeadState
{
    /// <summary>There, but not yet to be relied on.</summary>
    Waiting,

    /// <summary>The thread goes on without one.</summary>
    Skipped,
}
