using System.Security.Cryptography;
using System.Text;

namespace Redthread.Web.Ingestion;

/// <summary>
/// Turns a customer key into 16 bytes that only the holder of the secret can make again: HMAC-SHA256, truncated.
/// Surrounding space does not make another customer, nor does the case of an e-mail address; other ids may differ by
/// case alone, as those of some customer systems do.
/// </summary>
public sealed class CustomerPseudonym(byte[] key)
{
    public const int Length = 16;

    private readonly byte[] _key = key.Length >= 16 ? [.. key] : throw new ArgumentException("The secret has at least 16 bytes.", nameof(key));

    public byte[] Of(string customerKey) => Of(customerKey.AsSpan());

    public byte[] Of(ReadOnlySpan<char> customerKey)
    {
        var trimmed = customerKey.Trim();
        var folded = trimmed.Contains('@') ? trimmed.ToString().ToLowerInvariant() : trimmed.ToString();
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(folded), hash);
        return hash[..Length].ToArray();
    }
}
