using AngleSharp;
using AngleSharp.Dom;

namespace Redthread.Tests.Ui;

/// <summary>Leaves what tests render in a folder, to be looked at: <c>REDTHREAD_PREVIEW=folder</c>.</summary>
internal static class Preview
{
    // Tests run side by side, and each would copy the same bundles.
    private static readonly Lazy<string?> Folder = new(Prepare);

    public static void Write(string name, IDocument page)
    {
        if (Folder.Value is { } folder)
        {
            File.WriteAllText(Path.Combine(folder, name + ".html"), page.ToHtml());
        }
    }

    private static string? Prepare()
    {
        if (Environment.GetEnvironmentVariable("REDTHREAD_PREVIEW") is not { Length: > 0 } folder)
        {
            return null;
        }

        var bundles = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        foreach (var file in Directory.EnumerateFiles(bundles, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(bundles, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        return folder;
    }
}
