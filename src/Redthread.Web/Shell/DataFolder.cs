using System.Security.Cryptography;

namespace Redthread.Web.Shell;

/// <summary>The one folder that holds everything of an installation: store, secrets, uploads, backups.</summary>
public sealed class DataFolder
{
    public DataFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(Path);
        Directory.CreateDirectory(Uploads);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        PseudonymKey = Secret("pseudonym.key");
    }

    public string Path { get; }

    public string Uploads => System.IO.Path.Combine(Path, "uploads");

    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>Whoever loses this key can no longer join new signals to customers heard before; it belongs in every backup.</summary>
    public byte[] PseudonymKey { get; }

    public string UploadOf(Guid runId) => System.IO.Path.Combine(Uploads, runId.ToString("N"));

    private byte[] Secret(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        for (var attempt = 0; !File.Exists(file); attempt++)
        {
            // Written aside and moved, so that a crash never leaves half a key.
            var aside = $"{file}.{Environment.ProcessId}";
            File.WriteAllBytes(aside, RandomNumberGenerator.GetBytes(32));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            try
            {
                File.Move(aside, file, overwrite: false);
            }
            catch (IOException) when (attempt == 0)
            {
                File.Delete(aside);
            }
        }

        return File.ReadAllBytes(file);
    }
}
