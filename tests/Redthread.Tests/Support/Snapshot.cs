namespace Redthread.Tests.Support;

/// <summary>A text kept beside the tests; UPDATE_SNAPSHOTS=1 writes it anew.</summary>
public static class Snapshot
{
    public static void Matches(string name, string actual)
    {
        var path = Path.Combine(Root(), "tests", "Redthread.Tests", "Snapshots", name);
        var text = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, text);
            return;
        }

        File.Exists(path).ShouldBeTrue($"There is no snapshot {name}; make it with UPDATE_SNAPSHOTS=1 and look at it.");
        text.ShouldBe(File.ReadAllText(path), $"{name} differs. If that is meant, run with UPDATE_SNAPSHOTS=1 and look at the change.");
    }

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Redthread.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the project.");
    }
}
