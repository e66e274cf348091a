using System.Text.Json;
using System.Text.Unicode;

namespace Redthread.Web.Ingestion.Files;

/// <summary>Finds format, encoding and delimiter from the first bytes.</summary>
internal static class FormSniffer
{
    private const int HeadBytes = 1 << 20;
    private const long EncodingEvidenceBytes = 64L << 20;

    private static readonly (byte[] Magic, string Name)[] Foreign =
    [
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel file (.xls); save it as .xlsx or CSV"),
        ([0x25, 0x50, 0x44, 0x46], "a PDF"),
        ([0x89, 0x50, 0x4E, 0x47], "a PNG image"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        ([0x50, 0x41, 0x52, 0x31], "a Parquet file; export it as CSV"),
        ([0x37, 0x7A, 0xBC, 0xAF], "a 7-Zip archive; unpack it first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive; unpack it first"),
    ];

    public static Outcome<FileInspection> Sniff(string path, FormatHints hints, FileLimits limits)
    {
        try
        {
            using var source = SourceStream.Open(path, limits);
            var head = new byte[HeadBytes];
            var length = source.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
            return Sniff(source, head.AsSpan(0, length), hints);
        }
        catch (FileRefusedException refused)
        {
            return refused.Fault;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Fault(FaultCodes.FileMissing, $"There is no file {Path.GetFileName(path)}.");
        }
    }

    private static Outcome<FileInspection> Sniff(SourceStream source, Span<byte> head, FormatHints hints)
    {
        if (head.IsEmpty)
        {
            return new Fault(FaultCodes.FileEmpty, "The file is empty.");
        }

        if (head is [0x50, 0x4B, 0x03, 0x04, ..])
        {
            return new FileInspection { Format = FileFormat.Xlsx, Compressed = source.Compressed };
        }

        foreach (var (magic, name) in Foreign)
        {
            if (head.StartsWith(magic))
            {
                return new Fault(FaultCodes.FileBinary, $"This is {name}. Redthread reads CSV, TSV, .xlsx, JSON and NDJSON.");
            }
        }

        var encoding = EncodingOf(source, head, hints);
        return encoding.Value is null ? Outcome<FileInspection>.Failed(encoding.Faults) : TextOf(source, head, hints, encoding.Value);
    }

    private static FileInspection TextOf(SourceStream source, Span<byte> head, FormatHints hints, FileInspection form)
    {
        var text = TextForm.Named(form.Encoding)!.GetString(head).TrimStart('\uFEFF');
        var found = FormatOf(text, head.Length < HeadBytes);
        var format = FormatUnder(hints.Format, found);
        if (format is FileFormat.Json or FileFormat.NdJson)
        {
            return form with { Format = format, Compressed = source.Compressed };
        }

        var delimiter = hints.Delimiter ?? (hints.Format == FileFormat.Tsv ? '\t' : DelimiterSniffer.Of(text));
        return form with { Format = delimiter == '\t' ? FileFormat.Tsv : FileFormat.Csv, Compressed = source.Compressed, Delimiter = delimiter };
    }

    // Rejects of a workbook or of JSON come back as CSV under the same mapping, so its type is no order.
    private static FileFormat FormatUnder(FileFormat? hint, FileFormat found)
    {
        var isJson = found is FileFormat.Json or FileFormat.NdJson;
        return hint switch
        {
            FileFormat.Json or FileFormat.NdJson => isJson ? hint.Value : found,
            FileFormat.Csv or FileFormat.Tsv => hint.Value,
            _ => found,
        };
    }

    private static Outcome<FileInspection> EncodingOf(SourceStream source, Span<byte> head, FormatHints hints)
    {
        var certain = TextForm.ByMark(head) ?? TextForm.ByZeros(head[..Math.Min(head.Length, 4096)]);
        if (certain is null && head.Contains((byte)0))
        {
            return new Fault(FaultCodes.FileBinary, "This is not text: it holds zero bytes. Redthread reads CSV, TSV, .xlsx, JSON and NDJSON.");
        }

        if (certain is null && hints.Encoding is { } named)
        {
            return TextForm.Named(named) is { } known
                ? new FileInspection
                {
                    Format = FileFormat.Csv,
                    Encoding = known.WebName,
                    EncodingEvidence = "given by the mapping",
                }
                : new Fault(FaultCodes.FileEncoding, $"The encoding \"{named}\" is not known. Known are utf-8, utf-16, windows-1252, iso-8859-1, cp437 and others.");
        }

        var guess = certain ?? ByEvidence(source, head);
        return new FileInspection
        {
            Format = FileFormat.Csv,
            Encoding = guess.Name,
            EncodingEvidence = guess.Evidence,
            EncodingDoubtful = guess.Doubtful,
        };
    }

    // Far into the file, because a single accent late in it decides; the checks are vectorised and cheap.
    private static TextForm.Guess ByEvidence(SourceStream source, Span<byte> head)
    {
        var block = head.ToArray();
        for (long seen = block.Length; ; )
        {
            if (!TextForm.IsUtf8(block))
            {
                return TextForm.LegacyOf(block);
            }

            var carried = CutCharacter(block);
            var next = new byte[HeadBytes];
            block.AsSpan(block.Length - carried).CopyTo(next);
            var read = seen < EncodingEvidenceBytes ? source.ReadAtLeast(next.AsSpan(carried), HeadBytes - carried, throwOnEndOfStream: false) : 0;
            if (read == 0)
            {
                return new TextForm.Guess("utf-8", "every byte read is valid UTF-8");
            }

            seen += read;
            block = next[..(carried + read)];
        }
    }

    private static int CutCharacter(ReadOnlySpan<byte> block)
    {
        for (var back = 1; back <= Math.Min(3, block.Length); back++)
        {
            if (block[^back] >= 0xC2)
            {
                return Utf8.IsValid(block[^back..]) ? 0 : back;
            }
        }

        return 0;
    }

    private static FileFormat FormatOf(string text, bool whole)
    {
        var start = text.AsSpan().TrimStart();
        if (start.StartsWith("["))
        {
            var inner = start[1..].TrimStart();
            return inner.StartsWith("{") || inner.StartsWith("]") ? FileFormat.Json : FileFormat.Csv;
        }

        if (!start.StartsWith("{") || !(start[1..].TrimStart() is ['"' or '}', ..]))
        {
            return FileFormat.Csv;
        }

        // Lines of objects, unless the first object goes on past its line: then it is one object that holds the rows.
        var newline = start.IndexOf('\n');
        if (newline < 0 && !whole)
        {
            return FileFormat.Json;
        }

        var line = newline < 0 ? start : start[..newline];
        return line.TrimEnd().EndsWith("}") && !(whole && HoldsRows(start.ToString())) ? FileFormat.NdJson : FileFormat.Json;
    }

    private static bool IsRows(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Object;

    private static bool HoldsRows(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.EnumerateObject().Any(property => IsRows(property.Value));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
