using System.Buffers;

namespace Redthread.Web.Ingestion.Files;

internal enum ItemState
{
    End,
    Item,
    TooLong,

    /// <summary>The input ended inside an item.</summary>
    Cut,
}

/// <summary>
/// Finds the items of a JSON array, or of an object that holds one array, or of lines, as bytes, without reading the
/// whole. An item that is not JSON does not keep the next from being found.
/// </summary>
internal sealed class JsonItems
{
    private static readonly SearchValues<byte> Structural = SearchValues.Create("\"\\{}[],\n"u8);

    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly ArrayBufferWriter<byte> _item = new();
    private readonly Stream _stream;
    private readonly bool _lines;
    private readonly int _maxBytes;
    private int _at;
    private int _filled;
    private bool _started;

    public JsonItems(Stream stream, bool lines, int maxBytes)
    {
        (_stream, _lines, _maxBytes) = (stream, lines, maxBytes);
        _started = Closed = lines;
    }

    public ReadOnlyMemory<byte> Item => _item.WrittenMemory;

    /// <summary>Whether the closing bracket of the array was met.</summary>
    public bool Closed { get; private set; }

    public ItemState Read()
    {
        _item.ResetWrittenCount();
        if (!_started && !SkipTo((byte)'['))
        {
            return ItemState.End;
        }

        _started = true;
        return _lines ? ReadLine() : ReadElement();
    }

    private ItemState ReadLine()
    {
        var tooLong = false;
        while (More())
        {
            var span = _buffer.AsSpan(_at, _filled - _at);
            var newline = span.IndexOf((byte)'\n');
            tooLong |= !Keep(newline < 0 ? span : span[..newline]);
            _at += newline < 0 ? span.Length : newline + 1;
            if (newline >= 0)
            {
                return tooLong ? ItemState.TooLong : ItemState.Item;
            }
        }

        return tooLong ? ItemState.TooLong
            : _item.WrittenCount > 0 ? ItemState.Item
            : ItemState.End;
    }

    private ItemState ReadElement()
    {
        if (Closed || !SkipBetween())
        {
            return ItemState.End;
        }

        if (_buffer[_at] == ']')
        {
            Closed = true;
            return ItemState.End;
        }

        return CopyElement();
    }

    private ItemState CopyElement()
    {
        var depth = 0;
        var inString = false;
        var tooLong = false;
        while (More())
        {
            var span = _buffer.AsSpan(_at, _filled - _at);
            var stop = inString ? span.IndexOfAny((byte)'"', (byte)'\\') : span.IndexOfAny(Structural);
            if (stop < 0)
            {
                tooLong |= !Keep(span);
                _at += span.Length;
                continue;
            }

            var found = span[stop];
            if (depth == 0 && !inString && (found is (byte)',' or (byte)']'))
            {
                tooLong |= !Keep(span[..stop]);
                _at += stop;
                return tooLong ? ItemState.TooLong : ItemState.Item;
            }

            tooLong |= !Keep(span[..(stop + 1)]);
            _at += stop + 1;
            if (inString && found == '\\')
            {
                tooLong |= More() && !Keep(_buffer.AsSpan(_at++, 1));
            }

            inString = found == '"' ? !inString : inString;
            depth += inString ? 0 : DepthChange(found);
        }

        return tooLong ? ItemState.TooLong : ItemState.Cut;
    }

    private static int DepthChange(byte found) =>
        found switch
        {
            (byte)'{' or (byte)'[' => 1,
            (byte)'}' or (byte)']' => -1,
            _ => 0,
        };

    // The beginning of an item that is too long is kept, to be shown.
    private bool Keep(ReadOnlySpan<byte> bytes)
    {
        if (_item.WrittenCount + bytes.Length <= _maxBytes)
        {
            _item.Write(bytes);
            return true;
        }

        _item.Write(bytes[..Math.Max(0, Math.Min(bytes.Length, _maxBytes - _item.WrittenCount))]);
        return false;
    }

    private bool SkipBetween()
    {
        while (More())
        {
            if (_buffer[_at] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)','))
            {
                return true;
            }

            _at++;
        }

        return false;
    }

    private bool SkipTo(byte wanted)
    {
        var inString = false;
        while (More())
        {
            var found = _buffer[_at++];
            if (found == wanted && !inString)
            {
                return true;
            }

            if (found == '\\' && inString && More())
            {
                _at++;
            }

            inString = found == '"' ? !inString : inString;
        }

        return false;
    }

    private bool More()
    {
        if (_at < _filled)
        {
            return true;
        }

        _at = 0;
        _filled = _stream.Read(_buffer);
        return _filled > 0;
    }
}
