using System.Text;
using System.Text.Unicode;

namespace Redthread.Web.Ingestion.Files;

/// <summary>A text read whole, in the encoding that its bytes speak for: what spreadsheets save is often not UTF-8.</summary>
public static class WholeText
{
    private const int Head = 4096;

    /// <param name="longest">More characters than that are not given.</param>
    public static async Task<string> ReadAsync(Stream stream, CancellationToken cancel, int longest = int.MaxValue)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancel);
        var text = Of(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return text.Length > longest ? text[..longest] : text;
    }

    public static async Task<string> ReadAsync(string path, CancellationToken cancel) => Of(await File.ReadAllBytesAsync(path, cancel));

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..Math.Min(bytes.Length, Head)];
        var name = (TextForm.ByMark(head) ?? TextForm.ByZeros(head))?.Name ?? (Utf8.IsValid(bytes) ? "utf-8" : TextForm.LegacyOf(bytes).Name);
        return Encoding.GetEncoding(name).GetString(bytes).TrimStart('\uFEFF');
    }
}
