using System.Text;

namespace Redthread.Web.Ingestion.Text;

/// <summary>Finds payment card numbers: 13 to 19 digits whose Luhn sum is right.</summary>
internal static class CardNumbers
{
    private const int Shortest = 13;
    private const int Longest = 19;

    /// <summary>Replaces the cards in a run of digits and separators; a card starts and ends where a group of digits does.</summary>
    public static string Mask(string run, string mask)
    {
        var result = new StringBuilder();
        var at = 0;
        while (at < run.Length)
        {
            var end = StartsGroup(run, at) ? CardEnd(run, at) : -1;
            if (end < 0)
            {
                result.Append(run[at++]);
                continue;
            }

            result.Append(mask);
            at = end;
        }

        return result.ToString();
    }

    public static bool IsLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            var digit = digits[^(place + 1)] - '0';
            var value = place % 2 == 0 ? digit : digit * 2;
            sum += value > 9 ? value - 9 : value;
        }

        return sum % 10 == 0;
    }

    private static bool StartsGroup(string run, int at) => char.IsAsciiDigit(run[at]) && (at == 0 || !char.IsAsciiDigit(run[at - 1]));

    /// <summary>End of the longest card that starts here, or −1.</summary>
    private static int CardEnd(string run, int start)
    {
        Span<char> digits = stackalloc char[Longest];
        var count = 0;
        var best = -1;
        for (var at = start; at < run.Length; at++)
        {
            if (!char.IsAsciiDigit(run[at]))
            {
                continue;
            }

            if (count == Longest)
            {
                break;
            }

            digits[count++] = run[at];
            var ends = at + 1 == run.Length || !char.IsAsciiDigit(run[at + 1]);
            best = ends && count >= Shortest && IsLuhn(digits[..count]) ? at + 1 : best;
        }

        return best;
    }
}
