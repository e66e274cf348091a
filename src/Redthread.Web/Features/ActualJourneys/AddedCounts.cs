using System.Globalization;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>What came of adding a file to a log, as the address of the page after it carries it.</summary>
/// <param name="Read">Accepted, duplicate and left out are all of it.</param>
/// <param name="GoingOn">Cases that the log had and that got further events.</param>
/// <param name="Findings">Followed in the log and read again.</param>
/// <param name="Readings">Of these, new ones.</param>
/// <param name="Changed">Of cases that had another reading.</param>
public sealed record AddedCounts(long Read, long Accepted, long Duplicate, long LeftOut, int GoingOn, int New, int Findings, int Readings, int Changed)
{
    public string Sum => Text($"{Read:N0} events read = {Accepted:N0} accepted + {Duplicate:N0} duplicate + {LeftOut:N0} left out.");

    public string Rest =>
        Accepted == 0 ? "Nothing in it is new, so the log stays as it was."
        : Findings == 0 ? Cases
        : $"{Cases} {Text($"What is followed in it was read again: {Readings:N0} readings are new, {Changed:N0} changed.")}";

    private string Cases => Text($"{GoingOn:N0} {(GoingOn == 1 ? "case goes" : "cases go")} on, {New:N0} {(New == 1 ? "is" : "are")} new.");

    public string ToQuery() => Text($"{Read}.{Accepted}.{Duplicate}.{LeftOut}.{GoingOn}.{New}.{Findings}.{Readings}.{Changed}");

    public static AddedCounts? Parse(string? query)
    {
        var parts = query?.Split('.') ?? [];
        var numbers = parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        return
            numbers is [var read, var accepted, var duplicate, var leftOut, var goingOn, var fresh, var findings, var readings, var changed]
            && numbers.TrueForAll(number => number >= 0)
            ? new(read, accepted, duplicate, leftOut, goingOn, fresh, findings, readings, changed)
            : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
