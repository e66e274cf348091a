using Microsoft.Win32.SafeHandles;

namespace Redthread.Web.Ingestion.EventLogs.Fast;

/// <summary>The whole lines of a range of a file, block by block.</summary>
internal sealed class FileBlocks(SafeFileHandle file, long from, long to)
{
    private const int Size = 1 << 20;

    private readonly byte[] buffer = new byte[Size];
    private long at = from;
    private int used;
    private int filled;

    /// <summary>The next lines; empty at the end. Valid until the next call.</summary>
    /// <exception cref="NotPlainException">A line is longer than a block.</exception>
    public ReadOnlySpan<byte> Next()
    {
        buffer.AsSpan(used, filled - used).CopyTo(buffer);
        filled -= used;
        while (filled < Size && at < to && RandomAccess.Read(file, buffer.AsSpan(filled, (int)Math.Min(Size - filled, to - at)), at) is > 0 and var read)
        {
            at += read;
            filled += read;
        }

        used = at >= to ? filled : buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
        return used > 0 || filled == 0 ? buffer.AsSpan(0, used) : throw new NotPlainException();
    }

    /// <summary>Where the first line after a place begins.</summary>
    public static long LineAfter(SafeFileHandle file, long place, long length)
    {
        var block = new byte[1 << 12];
        while (place < length && RandomAccess.Read(file, block, place) is > 0 and var read)
        {
            var end = block.AsSpan(0, read).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return place + end + 1;
            }

            place += read;
        }

        return length;
    }
}

/// <summary>The file holds something that only the patient reader can judge; it then reads it all.</summary>
internal sealed class NotPlainException : Exception;
