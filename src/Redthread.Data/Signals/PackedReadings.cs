using System.Buffers.Binary;

namespace Redthread.Data.Signals;

internal readonly record struct PackedReading(int Measure, int Stage, int Touchpoint, double Value);

/// <summary>
/// A signal's readings as bytes: three variable-length numbers and a value each. A whole value from 0 to 250 takes one
/// byte, any other nine; a ten-item survey row takes some forty bytes.
/// </summary>
internal static class PackedReadings
{
    private const byte Wide = 255;

    public static byte[] Pack(ReadOnlySpan<PackedReading> readings)
    {
        var buffer = readings.Length <= 64 ? stackalloc byte[readings.Length * 24] : new byte[readings.Length * 24];
        var at = 0;
        foreach (var reading in readings)
        {
            WriteNumber(buffer, ref at, reading.Measure);
            WriteNumber(buffer, ref at, reading.Stage);
            WriteNumber(buffer, ref at, reading.Touchpoint);
            if (reading.Value is >= 0 and <= 250 && reading.Value == Math.Floor(reading.Value))
            {
                buffer[at++] = (byte)reading.Value;
                continue;
            }

            buffer[at++] = Wide;
            BinaryPrimitives.WriteDoubleLittleEndian(buffer[at..], reading.Value);
            at += 8;
        }

        return buffer[..at].ToArray();
    }

    public static void Unpack(ReadOnlySpan<byte> bytes, List<PackedReading> into)
    {
        into.Clear();
        var at = 0;
        while (at < bytes.Length)
        {
            var measure = ReadNumber(bytes, ref at);
            var stage = ReadNumber(bytes, ref at);
            var touchpoint = ReadNumber(bytes, ref at);
            double value = bytes[at++];
            if (value == Wide)
            {
                value = BinaryPrimitives.ReadDoubleLittleEndian(bytes[at..]);
                at += 8;
            }

            into.Add(new PackedReading(measure, stage, touchpoint, value));
        }
    }

    private static void WriteNumber(Span<byte> buffer, ref int at, int number)
    {
        var rest = (uint)number;
        for (; rest >= 0x80; rest >>= 7)
            buffer[at++] = (byte)(rest | 0x80);
        buffer[at++] = (byte)rest;
    }

    private static int ReadNumber(ReadOnlySpan<byte> bytes, ref int at)
    {
        var number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            number |= (part & 0x7F) << shift;
            if (part < 0x80)
                return number;
        }
    }
}
