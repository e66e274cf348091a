using System.Globalization;
using System.Text;

namespace Redthread.Tests.Features.ActualJourneys;

/// <summary>
/// A hundred calls whose figures can be told by heart: all hear the main menu; after 10 s all come to the menu of bills, where 40 hang up 20 s later; 20 of those who
/// stay go back to the main menu and to bills again; all who stay speak to an agent 100 s after the call began.
/// </summary>
internal static class CallLog
{
    public static string Csv()
    {
        var text = new StringBuilder("Call ID,Activity,Time\n");
        var first = new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);
        for (var call = 0; call < 100; call++)
        {
            var at = first.AddMinutes(7 * call);
            void Row(string what, int seconds) => text.Append(CultureInfo.InvariantCulture, $"call {call},{what},{at.AddSeconds(seconds):yyyy-MM-ddTHH:mm:ssZ}\n");
            Row("Menu: main", 0);
            Row("Menu: bills", 10);
            if (call % 5 < 2)
            {
                Row("Hung up", 30);
                continue;
            }

            if (call % 5 == 2)
            {
                Row("Menu: main", 40);
                Row("Menu: bills", 50);
            }

            Row("Agent speaks", 100);
            Row("Hung up", 400);
        }

        return text.ToString();
    }
}
