using System.Globalization;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>Notes that more than one reader makes.</summary>
internal static class EventNotes
{
    public const string NoZone =
        "The times name no zone and were read as they stand; where clocks change in between, a difference can be an hour off. Name the zone to put that right.";

    public static string OutOfOrder(int cases) =>
        string.Create(CultureInfo.InvariantCulture, $"{cases:N0} cases did not stand in the order of time in the file; their events were sorted by time.");
}
