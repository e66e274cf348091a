namespace Redthread.Web.Ingestion.Files;

/// <summary>Takes a written date and time apart from left to right.</summary>
internal ref struct DateScanner(ReadOnlySpan<char> text)
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public bool TryRead(out DateText date)
    {
        date = default;
        if (!_text.ContainsAnyExceptInRange('0', '9'))
        {
            return TryBareNumber(out date);
        }

        if (!TryDay(out var first, out var second, out var third) || !TryTime(out var time, out var offset))
        {
            return false;
        }

        date = new DateText(DateForm.Numbers, first, second, third, time, offset, 0);
        return true;
    }

    private readonly bool TryBareNumber(out DateText date)
    {
        date = default;
        if (_text.Length is not (8 or 10 or 13) || !long.TryParse(_text, out var number))
        {
            return false;
        }

        var (year, month, day) = ((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100));
        date = _text.Length switch
        {
            8 => new DateText(DateForm.Numbers, year, month, day, default, null, 0),
            10 => new DateText(DateForm.UnixSeconds, 0, 0, 0, default, null, number),
            _ => new DateText(DateForm.UnixMilliseconds, 0, 0, 0, default, null, number),
        };
        return _text.Length != 8 || (year is >= 1900 and < 2100 && month is >= 1 and <= 12 && day is >= 1 and <= 31);
    }

    private bool TryDay(out int first, out int second, out int third)
    {
        second = third = 0;
        if (TryMonthName(out var month))
        {
            // May 11, 2016
            (first, second) = (0, month);
            return Separator() && TryNumber(2, out third) && Separator() && TryNumber(4, out first) && first >= 1000;
        }

        if (!TryNumber(4, out first) || !Separator())
        {
            return false;
        }

        if (TryMonthName(out second))
        {
            // 11 May 2016
            third = first;
            return Separator() && TryNumber(4, out first) && (first = Full(first)) > 0;
        }

        return TryNumber(2, out second) && Separator() && TryNumber(4, out third);
    }

    private static int Full(int year) =>
        year < 70 ? year + 2000
        : year < 100 ? year + 1900
        : year;

    private bool TryTime(out TimeSpan time, out TimeSpan? offset)
    {
        time = default;
        offset = null;
        if (_at == _text.Length)
        {
            return true;
        }

        if (_text[_at] is not ('T' or 't' or ' ' or ','))
        {
            return false;
        }

        _at++;
        Spaces();
        if (!TryNumber(2, out var hour) || !Take(':') || !TryNumber(2, out var minute) || minute > 59)
        {
            return false;
        }

        var second = 0;
        var ticks = 0L;
        if (Take(':') && (!TryNumber(2, out second) || second > 60 || !TryFraction(out ticks)))
        {
            return false;
        }

        if (!TryHalfDay(ref hour) || hour > 24 || !TryOffset(out offset))
        {
            return false;
        }

        time = new TimeSpan(hour, minute, second) + TimeSpan.FromTicks(ticks);
        return _at == _text.Length;
    }

    private bool TryFraction(out long ticks)
    {
        ticks = 0;
        if (!Take('.') && !Take(','))
        {
            return true;
        }

        var unit = TimeSpan.TicksPerSecond;
        var from = _at;
        for (; _at < _text.Length && char.IsAsciiDigit(_text[_at]); _at++)
        {
            unit /= 10;
            ticks += (_text[_at] - '0') * unit;
        }

        return _at > from;
    }

    private bool TryHalfDay(ref int hour)
    {
        Spaces();
        var rest = _text[_at..];
        var after = rest.StartsWith("PM", StringComparison.OrdinalIgnoreCase);
        if (!after && !rest.StartsWith("AM", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        _at += 2;
        if (hour is < 1 or > 12)
        {
            return false;
        }

        hour = hour % 12 + (after ? 12 : 0);
        return true;
    }

    private bool TryOffset(out TimeSpan? offset)
    {
        offset = null;
        Spaces();
        if (Take('Z') || Take('z'))
        {
            offset = TimeSpan.Zero;
            return true;
        }

        var minus = Take('-');
        if (!minus && !Take('+'))
        {
            return true;
        }

        if (!TryNumber(2, out var hours) || hours > 14)
        {
            return false;
        }

        Take(':');
        TryNumber(2, out var minutes);

        offset = new TimeSpan(hours, minutes, 0) * (minus ? -1 : 1);
        return true;
    }

    private bool TryMonthName(out int month)
    {
        month = 0;
        if (_at + 3 > _text.Length || !char.IsAsciiLetter(_text[_at]))
        {
            return false;
        }

        for (var index = 0; index < Months.Length && month == 0; index++)
        {
            month = _text[_at..].StartsWith(Months[index], StringComparison.OrdinalIgnoreCase) ? index + 1 : 0;
        }

        while (month > 0 && _at < _text.Length && char.IsAsciiLetter(_text[_at]))
        {
            _at++;
        }

        return month > 0;
    }

    private bool TryNumber(int maxDigits, out int number)
    {
        number = 0;
        var from = _at;
        for (; _at < _text.Length && _at - from < maxDigits && char.IsAsciiDigit(_text[_at]); _at++)
        {
            number = number * 10 + (_text[_at] - '0');
        }

        return _at > from;
    }

    private bool Separator()
    {
        var from = _at;
        while (_at < _text.Length && _at - from < 2 && (_text[_at] is '.' or '/' or '-' or ' ' or ','))
        {
            _at++;
        }

        return _at > from;
    }

    private bool Take(char wanted)
    {
        if (_at < _text.Length && _text[_at] == wanted)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Spaces()
    {
        while (_at < _text.Length && (_text[_at] is ' ' or '\u202F' or '\u00A0'))
        {
            _at++;
        }
    }
}
