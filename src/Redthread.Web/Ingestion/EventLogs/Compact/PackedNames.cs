using System.Text;

namespace Redthread.Web.Ingestion.EventLogs.Compact;

/// <summary>Names one after the other in UTF-8; made into text only when asked for.</summary>
/// <param name="bytes">All of them.</param>
/// <param name="ends">Where each ends.</param>
internal sealed class PackedNames(byte[] bytes, int[] ends) : IReadOnlyList<string>
{
    public int Count => ends.Length;

    public string this[int index] => Encoding.UTF8.GetString(bytes, Start(index), ends[index] - Start(index));

    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(at => this[at]).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    /// <exception cref="OverflowException">They are longer than an array can be.</exception>
    public static (byte[] Bytes, int[] Ends) Pack(IReadOnlyList<string> names)
    {
        var (ends, length) = (new int[names.Count], 0);
        for (var at = 0; at < ends.Length; at++)
            ends[at] = length = checked(length + Encoding.UTF8.GetByteCount(names[at]));
        var bytes = new byte[length];
        for (var at = 0; at < ends.Length; at++)
            Encoding.UTF8.GetBytes(names[at], bytes.AsSpan(at == 0 ? 0 : ends[at - 1]));
        return (bytes, ends);
    }

    private int Start(int index) => index == 0 ? 0 : ends[index - 1];
}
