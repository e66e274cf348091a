using System.Security.Cryptography;

namespace Redthread.Web.Shell.Layout;

/// <summary>A short mark of the bundles' content, so that browsers may keep them for a year and still see the next release.</summary>
public static class AssetVersion
{
    private static readonly Lazy<string> Computed = new(Compute);

    public static string Current => Computed.Value;

    private static string Compute()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in new[] { "app.css", "app.js" })
        {
            var path = Path.Combine(AppContext.BaseDirectory, "wwwroot", name);
            if (File.Exists(path))
            {
                hash.AppendData(File.ReadAllBytes(path));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..10];
    }
}
