using System.Numerics;
using System.Runtime.CompilerServices;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>
/// Times as ISO 8601 writes them, from bytes or characters: <c>2026-05-04</c>, <c>2026-05-04T09:30</c>, <c>2026-05-04 09:30:12.345678+02:00</c>.
/// Anything else is left to the patient reader.
/// </summary>
internal static class IsoTime
{
    private const int Day = 10;

    /// <summary>Digits of a fraction that can be told apart; more are read over.</summary>
    private const int Fraction = 7;

    /// <summary>Stands for a time that does not say how far it is from UTC.</summary>
    public const int NoOffset = int.MinValue;

    /// <param name="ticks">UTC, by the clock on the wall for <see cref="NoOffset"/>.</param>
    /// <param name="offset">How far from UTC it says it is, in minutes.</param>
    public static bool TryRead<T>(ReadOnlySpan<T> text, out long ticks, out int offset)
        where T : unmanaged, IBinaryInteger<T>
    {
        (ticks, offset) = (0, NoOffset);
        if (text.Length < Day || !Is(text[4], '-') || !Is(text[7], '-'))
        {
            return false;
        }

        var (year, month, day) = ((Two(text, 0) * 100) + Two(text, 2), Two(text, 5), Two(text, 8));
        if ((year | month | day) < 0 || year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        ticks = Days(year, month, day) * TimeSpan.TicksPerDay;
        return text.Length == Day || TryClock(text, ref ticks, ref offset);
    }

    private static bool TryClock<T>(ReadOnlySpan<T> text, ref long ticks, ref int offset)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (text.Length < Day + 6 || !(Is(text[Day], 'T') || Is(text[Day], ' ')) || !Is(text[13], ':'))
        {
            return false;
        }

        var (hour, minute, second, at) = (Two(text, 11), Two(text, 14), 0, 16);
        if (text.Length >= 19 && Is(text[16], ':'))
        {
            (second, at) = (Two(text, 17), 19);
        }

        if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        ticks += (((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + Parts(text, ref at);
        return at == text.Length || TryOffset(text[at..], ref ticks, ref offset);
    }

    private static long Parts<T>(ReadOnlySpan<T> text, ref int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (at + 1 >= text.Length || !(Is(text[at], '.') || Is(text[at], ',')) || Digit(text[at + 1]) > 9)
        {
            return 0;
        }

        var (parts, digits) = (0L, 0);
        for (at++; at < text.Length && Digit(text[at]) <= 9; at++)
        {
            parts = digits++ < Fraction ? (parts * 10) + Digit(text[at]) : parts;
        }

        for (; digits < Fraction; digits++)
        {
            parts *= 10;
        }

        return parts;
    }

    private static bool TryOffset<T>(ReadOnlySpan<T> text, ref long ticks, ref int offset)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (text.Length == 1)
        {
            offset = 0;
            return Is(text[0], 'Z') || Is(text[0], 'z');
        }

        var minus = Is(text[0], '-');
        var colon = text.Length == 6 && Is(text[3], ':');
        if (!(minus || Is(text[0], '+')) || !(text.Length is 3 or 5 || colon))
        {
            return false;
        }

        var (hours, minutes) = (Two(text, 1), text.Length == 3 ? 0 : Two(text, text.Length - 2));
        offset = ((hours * 60) + minutes) * (minus ? -1 : 1);
        ticks -= offset * TimeSpan.TicksPerMinute;
        return hours is >= 0 and <= 14 && minutes is >= 0 and <= 59;
    }

    // Days since year 1 in the Gregorian calendar, counted from March so that the leap day comes last.
    private static long Days(int year, int month, int day)
    {
        var (years, months) = month > 2 ? (year, month - 3) : (year - 1, month + 9);
        return (years * 365L) + (years / 4) - (years / 100) + (years / 400) + (((153 * months) + 2) / 5) + day - 307;
    }

    /// <summary>The number of two digits; below 0 when they are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Two<T>(ReadOnlySpan<T> text, int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (tens, ones) = (Digit(text[at]), Digit(text[at + 1]));
        return tens <= 9 && ones <= 9 ? (int)((tens * 10) + ones) : int.MinValue;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Digit<T>(T letter)
        where T : unmanaged, IBinaryInteger<T> => uint.CreateTruncating(letter) - '0';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Is<T>(T letter, char wanted)
        where T : unmanaged, IBinaryInteger<T> => uint.CreateTruncating(letter) == wanted;
}
