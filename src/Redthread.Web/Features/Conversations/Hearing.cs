using Redthread.Domain.Goals;

namespace Redthread.Web.Features.Conversations;

/// <summary>What it means that a segment was heard at a stage: said and counted in this one way wherever it is asked.</summary>
public static class Hearing
{
    public const string Rule =
        "Heard at a stage in a cycle is a segment of which somebody spoke about it in a conversation that was held, or sent a signal placed there, within the cycle.";

    /// <summary>The running cycle once half of it has gone; before that the one before, because a cycle that has just begun has heard nobody yet.</summary>
    public static DateOnly CycleToJudge(DateTime now)
    {
        var (running, period) = (Cycle.At(now), Cycle.PeriodOf(Cycle.At(now)));
        return now - period.Start >= (period.End - period.Start) / 2 ? running : Cycle.Shift(running, -1);
    }
}
