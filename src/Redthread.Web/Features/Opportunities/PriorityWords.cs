using Redthread.Statistics;
using Redthread.Web.Features.Priorities;

namespace Redthread.Web.Features.Opportunities;

/// <summary>Why there is no number, in words.</summary>
internal static class PriorityWords
{
    public static string Why(PortfolioLine line) =>
        !line.Candidate.IsOpen
            ? "not open"
            : line.Priority.State switch
            {
                PriorityState.NoEffort => "no effort yet",
                PriorityState.NoExperience => "debt unknown",
                PriorityState.NoValue => "no value at risk",
                _ => "",
            };
}
