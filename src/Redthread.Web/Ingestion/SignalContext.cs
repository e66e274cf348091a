using System.Security.Cryptography;

namespace Redthread.Web.Ingestion;

/// <summary>What ingestion needs beside the file: the names, the secret and the time.</summary>
public sealed record SignalContext(Vocabulary Vocabulary, CustomerPseudonym Pseudonym, TimeProvider Clock);

/// <summary>Which file the rows come from.</summary>
/// <param name="Name">As the user knows it; fallback dates are chosen by it.</param>
/// <param name="Fingerprint">A hash of the content; ids of rows without one of their own are made from it.</param>
public sealed record FileIdentity(string Name, string Fingerprint)
{
    public static async Task<FileIdentity> OfAsync(string path, string name, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(path);
        return new FileIdentity(name, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation)));
    }
}
