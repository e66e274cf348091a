namespace Redthread.Web.Ingestion.Files;

internal enum RecordState
{
    End,
    Row,
    TooLong,
    UnclosedQuote,
}

/// <summary>
/// Splits delimited text (RFC 4180) into records and cells without making strings. CsvHelper is not used because it ends
/// at a record past its limit and lets a quote never closed run to the end of the input; here each costs one row.
/// </summary>
internal sealed class CsvRecords(TextReader text, char delimiter, int maxRecordChars, int maxCells)
{
    private const int Chunk = 1 << 16;

    private readonly record struct CellBounds(int RawStart, int Start, int Length, bool Escaped);

    // Of a row too long, to be shown.
    private readonly int _keptChars = Math.Min(2_000, maxRecordChars);

    private char[] _buffer = new char[2 * Chunk];
    private char[] _unescaped = new char[256];
    private CellBounds[] _cells = new CellBounds[64];
    private int _start;
    private int _filled;
    private int _recordLength;
    private int _consumed;
    private bool _ended;

    /// <summary>Cells of the record, counted past the limit too.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<char> Record => _buffer.AsSpan(_start, _recordLength);

    public ReadOnlySpan<char> RecordFrom(int cell) => cell == 0 || cell >= Count ? Record : Record[_cells[cell].RawStart..];

    public RecordState Read()
    {
        _start += _consumed;
        _consumed = 0;
        _recordLength = 0;
        while (true)
        {
            var scan = Scan(_buffer.AsSpan(_start, _filled - _start));
            if (scan != ScanState.NeedsMore)
            {
                return Settled(scan);
            }

            if (_filled - _start >= maxRecordChars)
            {
                return GiveUp();
            }

            Fill();
        }
    }

    public ReadOnlySpan<char> Cell(int index)
    {
        if (index >= Math.Min(Count, maxCells))
        {
            return default;
        }

        var cell = _cells[index];
        var raw = Record.Slice(cell.Start, cell.Length);
        return cell.Escaped ? Unescape(raw) : raw;
    }

    private enum ScanState
    {
        Row,
        NeedsMore,
        NeedsQuote,
        Nothing,
    }

    private ScanState Scan(ReadOnlySpan<char> span)
    {
        Count = 0;
        if (span.IsEmpty)
        {
            return _ended ? ScanState.Nothing : ScanState.NeedsMore;
        }

        for (var at = 0; ; )
        {
            var quoted = at < span.Length && span[at] == '"';
            var from = at;
            var close = at;
            var escaped = false;
            if (quoted && !FindClose(span, at + 1, out close, out escaped))
            {
                return _ended ? ScanState.NeedsQuote : ScanState.NeedsMore;
            }

            var search = quoted ? close + 1 : at;
            var stop = search <= span.Length ? span[search..].IndexOfAny(delimiter, '\r', '\n') : -1;
            if (stop < 0 && !_ended)
            {
                return ScanState.NeedsMore;
            }

            var end = stop < 0 ? span.Length : search + stop;
            if (end < span.Length && span[end] == '\r' && end + 1 == span.Length && !_ended)
            {
                return ScanState.NeedsMore;
            }

            AddCell(from, quoted, close, end, escaped);
            if (end < span.Length && span[end] == delimiter)
            {
                at = end + 1;
                continue;
            }

            _recordLength = end;
            _consumed = end + NewlineLength(span, end);
            return ScanState.Row;
        }
    }

    private bool FindClose(ReadOnlySpan<char> span, int from, out int close, out bool escaped)
    {
        escaped = false;
        for (close = from; ; close += 2)
        {
            var quote = span[close..].IndexOf('"');
            if (quote < 0)
            {
                return false;
            }

            close += quote;
            if (close + 1 == span.Length)
            {
                return _ended;
            }

            if (span[close + 1] != '"')
            {
                return true;
            }

            escaped = true;
        }
    }

    private void AddCell(int from, bool quoted, int close, int end, bool escaped)
    {
        if (Count < maxCells)
        {
            if (Count == _cells.Length)
            {
                Array.Resize(ref _cells, _cells.Length * 2);
            }

            // Text after a closing quote is kept: whoever wrote it meant it.
            var loose = quoted && close + 1 < end;
            var start = quoted ? from + 1 : from;
            var length = (quoted && !loose ? close : end) - start;
            _cells[Count] = new CellBounds(from, start, length, escaped || loose);
        }

        Count++;
    }

    private static int NewlineLength(ReadOnlySpan<char> span, int at) =>
        at >= span.Length ? 0
        : span[at] == '\r' && at + 1 < span.Length && span[at + 1] == '\n' ? 2
        : 1;

    private RecordState Settled(ScanState scan)
    {
        if (scan == ScanState.Row)
        {
            return _recordLength > maxRecordChars ? Shortened() : RecordState.Row;
        }

        return scan == ScanState.Nothing ? RecordState.End : FirstLineOnly();
    }

    private RecordState Shortened()
    {
        _recordLength = _keptChars;
        Count = 0;
        return RecordState.TooLong;
    }

    // A quote never closed would swallow the rest of the file, so only its own line is given up.
    private RecordState FirstLineOnly()
    {
        var span = _buffer.AsSpan(_start, _filled - _start);
        var newline = span.IndexOfAny('\r', '\n');
        Count = 0;
        _recordLength = newline < 0 ? span.Length : newline;
        _consumed = _recordLength + NewlineLength(span, _recordLength);
        return RecordState.UnclosedQuote;
    }

    private RecordState GiveUp()
    {
        var span = _buffer.AsSpan(_start, _filled - _start);
        if (span.ContainsAny('\r', '\n'))
        {
            return FirstLineOnly();
        }

        span[.._keptChars].CopyTo(_buffer);
        var kept = _keptChars;
        SkipLine(kept);
        Count = 0;
        _recordLength = kept;
        return RecordState.TooLong;
    }

    /// <summary>Drops text up to the next line, keeping what lies before <paramref name="kept"/> in the buffer.</summary>
    private void SkipLine(int kept)
    {
        _start = 0;
        while (true)
        {
            var read = text.Read(_buffer, kept, Chunk);
            _filled = kept + read;
            _consumed = kept;
            if (read == 0)
            {
                _ended = true;
                return;
            }

            var fresh = _buffer.AsSpan(kept, read);
            var newline = fresh.IndexOfAny('\r', '\n');
            if (newline < 0)
            {
                continue;
            }

            _consumed = kept + newline + NewlineLength(fresh, newline);
            if (newline + 1 == read && fresh[newline] == '\r' && text.Peek() == '\n')
            {
                text.Read();
            }

            return;
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
            _filled -= _start;
            _start = 0;
        }

        if (_buffer.Length - _filled < Chunk)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = text.Read(_buffer, _filled, _buffer.Length - _filled);
        _filled += read;
        _ended = read == 0;
    }

    private ReadOnlySpan<char> Unescape(ReadOnlySpan<char> raw)
    {
        if (_unescaped.Length < raw.Length)
        {
            _unescaped = new char[raw.Length * 2];
        }

        var length = 0;
        for (var at = 0; at < raw.Length; at++)
        {
            var doubled = raw[at] == '"' && at + 1 < raw.Length && raw[at + 1] == '"';
            if (raw[at] != '"' || doubled)
            {
                _unescaped[length++] = raw[at];
            }

            at += doubled ? 1 : 0;
        }

        return _unescaped.AsSpan(0, length);
    }
}
