using System.Globalization;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>Notes that more than one reader makes.</summary>
internal static class EventNotes
{
    public const string NoZone =
        "The times name no zone and were read as they stand; where clocks change in between, a difference can be an hour off. Days are those of the clock in the file. Name the zone to put that right.";

    public const string ClockSkipped = "The clock of the zone was moved on over this time, so it never was; it was read as one hour later.";

    public const string ClockRepeated =
        "The clock of the zone was moved back over this time, so it was twice; it was read as the second time. Order and waits within that hour can be an hour off. Times that say how far they are from UTC put that right.";

    public static string SeveralCustomers(int cases) =>
        string.Create(CultureInfo.InvariantCulture, $"{cases:N0} cases name more than one customer; each counts for the first it names, wherever customers are counted.");

    public static string NoCustomer(int cases) => string.Create(CultureInfo.InvariantCulture, $"{cases:N0} cases name no customer; each counts as a customer of its own.");

    public static string OutOfOrder(int cases) =>
        string.Create(CultureInfo.InvariantCulture, $"{cases:N0} cases did not stand in the order of time in the file; their events were sorted by time.");
}
