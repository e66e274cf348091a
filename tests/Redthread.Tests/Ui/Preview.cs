using AngleSharp;
using AngleSharp.Dom;

namespace Redthread.Tests.Ui;

/// <summary>Leaves what tests render in a folder, to be looked at: <c>REDTHREAD_PREVIEW=folder</c>.</summary>
internal static class Preview
{
    public static void Write(string name, IDocument page)
    {
        if (Environment.GetEnvironmentVariable("REDTHREAD_PREVIEW") is not { Length: > 0 } folder)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name + ".html"), page.ToHtml());
        var bundles = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        foreach (var file in Directory.EnumerateFiles(bundles, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(bundles, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
