using Xunit;

namespace Redthread.Tests.Ingestion;

/// <summary>Real data beside the project or in the folder that REDTHREAD_DATA names.</summary>
internal static class SharedData
{
    public static string Root { get; } = FindRoot();

    private static readonly string Folder = Environment.GetEnvironmentVariable("REDTHREAD_DATA") ?? Path.Combine(Root, "..", "shared", "data");

    /// <summary>Path of a data file; skips the test, saying so, when it is not there.</summary>
    public static string Require(string relative)
    {
        var path = Find(relative);
        Assert.SkipWhen(path is null, $"The real data is not here: {Path.Combine(Folder, relative)}");
        return path!;
    }

    public static string? Find(string relative)
    {
        var path = Path.Combine(Folder, relative);
        return File.Exists(path) ? path : null;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Redthread.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the project.");
    }
}
