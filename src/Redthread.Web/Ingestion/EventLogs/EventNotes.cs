using Redthread.Web.Ui;

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
        cases == 1
            ? "1 case names more than one customer; it counts for the first it names, wherever customers are counted."
            : $"{Numbers.Count(cases)} cases name more than one customer; each counts for the first it names, wherever customers are counted.";

    public static string NoCustomer(int cases) =>
        cases == 1 ? "1 case names no customer; it counts as a customer of its own." : $"{Numbers.Count(cases)} cases name no customer; each counts as a customer of its own.";

    public static string OutOfOrder(int cases) => $"{Numbers.Counted(cases, "case")} did not stand in the order of time in the file; the events were sorted by time.";

    public static string Unnamed(int traces) =>
        traces == 1 ? "1 trace has no name; it is called by its number." : $"{Numbers.Count(traces)} traces have no name; they are called by their number.";
}
