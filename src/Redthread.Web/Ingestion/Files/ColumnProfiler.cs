using System.Globalization;

namespace Redthread.Web.Ingestion.Files;

/// <summary>Gathers what the sampled rows say about one column.</summary>
internal sealed class ColumnProfiler(string name, bool decimalComma)
{
    private const int DistinctKept = 2_000;
    private const int SamplesKept = 8;

    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);
    private readonly List<string> _samples = [];
    private int _filled;
    private int _numbers;
    private int _dates;
    private int _unix;
    private int _unixMs;
    private int _serials;
    private int _yearFirst;
    private int _dayFirst;
    private int _monthFirst;
    private long _length;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    public void Add(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty)
        {
            return;
        }

        _filled++;
        _length += cell.Length;
        if (_distinct.Count < DistinctKept && _distinct.Add(cell.ToString()) && _samples.Count < SamplesKept)
        {
            _samples.Add(cell.ToString());
        }

        AddNumber(cell);
        AddDate(cell);
    }

    public ColumnProfile Profile()
    {
        var order = DateOrder();
        var kind =
            _filled == 0 ? ColumnKind.Empty
            : order is not null ? ColumnKind.Date
            : _numbers >= _filled * 0.98 ? ColumnKind.Number
            : ColumnKind.Text;
        var numbers = _numbers > 0;
        return new ColumnProfile(name, kind, _filled, _distinct.Count, numbers ? _min : null, numbers ? _max : null, _filled == 0 ? 0 : (double)_length / _filled, order, _samples);
    }

    private void AddNumber(ReadOnlySpan<char> cell)
    {
        if (!NumberText.TryRead(cell, decimalComma, out var number))
        {
            return;
        }

        _numbers++;
        _min = Math.Min(_min, number);
        _max = Math.Max(_max, number);
        _serials += number is > 25_569 and < 73_050 && (cell.Length == 5 || (cell.Length > 6 && cell[5] == '.')) ? 1 : 0;
    }

    private void AddDate(ReadOnlySpan<char> cell)
    {
        if (!DateText.TryRead(cell, out var date))
        {
            return;
        }

        _unix += date.Form == DateForm.UnixSeconds && date.Epoch is > 500_000_000 and < 5_000_000_000 ? 1 : 0;
        _unixMs += date.Form == DateForm.UnixMilliseconds && date.Epoch is > 500_000_000_000 and < 5_000_000_000_000 ? 1 : 0;
        if (date.Form != DateForm.Numbers)
        {
            return;
        }

        var day = date.Under(Mappings.DateOrder.DayMonthYear) is not null;
        var month = date.Under(Mappings.DateOrder.MonthDayYear) is not null;
        _dates += day || month ? 1 : 0;
        _yearFirst += date.YearFirst ? 1 : 0;
        _dayFirst += day && !month ? 1 : 0;
        _monthFirst += month && !day ? 1 : 0;
    }

    private DateOrderEvidence? DateOrder()
    {
        var enough = Math.Max(1, _filled * 0.9);
        if (_unix >= enough || _unixMs >= enough)
        {
            return _unix >= enough ? DateOrderEvidence.UnixSeconds : DateOrderEvidence.UnixMilliseconds;
        }

        if (_dates < enough)
        {
            var named = name.Contains("date", StringComparison.OrdinalIgnoreCase) || name.Contains("time", StringComparison.OrdinalIgnoreCase);
            return named && _serials >= enough ? DateOrderEvidence.ExcelSerial : null;
        }

        // A day that no month has does not make the others ambiguous.
        return _yearFirst >= enough ? DateOrderEvidence.YearMonthDay
            : _dayFirst > 0 && _monthFirst > 0 ? DateOrderEvidence.Contradictory
            : _dayFirst > 0 ? DateOrderEvidence.DayMonthYear
            : _monthFirst > 0 ? DateOrderEvidence.MonthDayYear
            : DateOrderEvidence.Ambiguous;
    }
}

/// <summary>Numbers as files write them, whatever the machine's culture.</summary>
internal static class NumberText
{
    public static bool TryRead(ReadOnlySpan<char> text, bool decimalComma, out double number)
    {
        if (text.Length == 1 && char.IsAsciiDigit(text[0]))
        {
            number = text[0] - '0';
            return true;
        }

        if (decimalComma && text.Contains(','))
        {
            return TryReadComma(text, out number);
        }

        // A point before exactly three digits groups thousands where the comma is decimal, so it is not read as one.
        number = 0;
        return !(decimalComma && text.Contains('.')) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    private static bool TryReadComma(ReadOnlySpan<char> text, out double number)
    {
        number = 0;
        Span<char> copy = stackalloc char[64];
        if (text.Length > copy.Length)
        {
            return false;
        }

        text.Replace(copy, ',', '.');
        return double.TryParse(copy[..text.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }
}
