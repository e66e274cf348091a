namespace Redthread.Domain.Threads;

/// <summary>What a thread is made of, in the order of the thread; a pressure hangs on it from the side.</summary>
public enum ThreadKind
{
    Insight,
    Pressure,
    Opportunity,
    Decision,
    Solution,
    Objective,
    KeyResult,
}

/// <summary>What all objects of a thread have. Not a table of its own: each kind has one.</summary>
public abstract class ThreadObject
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>Counts up within the kind; addresses and citations name the object by it: <c>I-12</c>.</summary>
    public int Number { get; set; }
    public string Title { get; set; } = "";

    /// <summary>Markdown.</summary>
    public string? Detail { get; set; }

    /// <summary>The id in the system it was imported from; unique within the kind.</summary>
    public string? ExternalId { get; set; }
    public Guid? OwnerTeamId { get; set; }
    public Guid? OwnerPersonId { get; set; }
    public DateTime CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";
    public DateTime? ArchivedAt { get; set; }

    /// <summary>The survivor, when it was merged into another of its kind. Its links stay its own, so that a merge can be undone.</summary>
    public Guid? MergedIntoId { get; set; }
    public int Version { get; set; } = 1;

    public abstract ThreadKind Kind { get; }
}

/// <summary>How an object is named in texts and addresses.</summary>
public static class ThreadName
{
    public static string Letter(ThreadKind kind) =>
        kind switch
        {
            ThreadKind.Insight => "I",
            ThreadKind.Pressure => "P",
            ThreadKind.Opportunity => "O",
            ThreadKind.Decision => "D",
            ThreadKind.Solution => "S",
            ThreadKind.Objective => "OB",
            _ => "KR",
        };

    public static string Of(ThreadKind kind, int number) => $"{Letter(kind)}-{number}";

    public static string Folder(ThreadKind kind) =>
        kind switch
        {
            ThreadKind.Insight => "insights",
            ThreadKind.Pressure => "pressures",
            ThreadKind.Opportunity => "opportunities",
            ThreadKind.Decision => "decisions",
            ThreadKind.Solution => "solutions",
            ThreadKind.Objective => "objectives",
            _ => "key-results",
        };

    public static string Address(ThreadKind kind, int number) => $"/{Folder(kind)}/{number}";

    /// <summary>The kind and number behind a name such as <c>I-12</c>; null when it is none.</summary>
    public static (ThreadKind Kind, int Number)? Parse(string? name)
    {
        if (name?.IndexOf('-') is not (> 0 and < 3) || !int.TryParse(name.AsSpan(name.IndexOf('-') + 1), System.Globalization.NumberStyles.None, null, out var number))
            return null;
        var letter = name[..name.IndexOf('-')];
        foreach (var kind in Enum.GetValues<ThreadKind>())
        {
            if (Letter(kind).Equals(letter, StringComparison.OrdinalIgnoreCase))
                return (kind, number);
        }

        return null;
    }
}
