using System.IO.Compression;

namespace Redthread.Web.Ingestion.Files;

/// <summary>
/// A file's bytes, unpacked when they are gzip, counted as stored, and refused when they expand past the limits.
/// </summary>
internal sealed class SourceStream : Stream
{
    private readonly Stream _stored;
    private readonly Stream _expanded;
    private readonly FileLimits _limits;
    private long _expandedBytes;

    // Otherwise .NET ends a stream that was cut off as if it were whole. Read once, when the first stream is unpacked.
    static SourceStream() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    private SourceStream(Stream stored, bool compressed, FileLimits limits)
    {
        _stored = stored;
        _limits = limits;
        Compressed = compressed;
        _expanded = compressed ? new GZipStream(stored, CompressionMode.Decompress) : stored;
    }

    public bool Compressed { get; }

    public long StoredBytes => _stored.CanSeek ? _stored.Position : _expandedBytes;

    public static SourceStream Open(string path, FileLimits limits) => Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16), limits);

    public static SourceStream Open(Stream seekable, FileLimits limits)
    {
        Span<byte> magic = stackalloc byte[2];
        var compressed = seekable.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        seekable.Position = 0;
        return new SourceStream(seekable, compressed, limits);
    }

    public override int Read(Span<byte> buffer)
    {
        var read = ReadExpanded(buffer);
        _expandedBytes += read;
        if (Compressed && ExpandsTooFar())
        {
            throw new FileRefusedException(Expansion.TooFar(_expandedBytes, StoredBytes));
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private int ReadExpanded(Span<byte> buffer)
    {
        try
        {
            return _expanded.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw new FileRefusedException(new Fault(FaultCodes.FileTruncated, "The compressed file is damaged or was cut off."));
        }
    }

    private bool ExpandsTooFar() =>
        _expandedBytes > _limits.MaxExpandedBytes || (_expandedBytes > _limits.RatioFreeBytes && _expandedBytes > Math.Max(1, StoredBytes) * _limits.MaxRatio);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _expandedBytes;
        set => throw new NotSupportedException();
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _expanded.Dispose();
            _stored.Dispose();
        }

        base.Dispose(disposing);
    }
}

internal static class Expansion
{
    public static Fault TooFar(long expanded, long stored) =>
        new(FaultCodes.FileExpandsTooFar, $"The file unpacks to {expanded:N0} bytes or more from {stored:N0}; that is not data anybody exported, so it was not read further.");
}

/// <summary>Carries a fault out of a stream, which has no other way; readers catch it and show it.</summary>
internal sealed class FileRefusedException(Fault fault) : Exception(fault.Message)
{
    public Fault Fault { get; } = fault;
}
