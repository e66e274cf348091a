using Redthread.Domain.People;
using Redthread.Web.Ui;

namespace Redthread.Web.Shell.Layout;

/// <summary>What surrounds every page. The host fills it once a request.</summary>
public sealed record FrameModel(string Title, string Active, PersonModel? Person, IReadOnlyList<RailItem> Rail, string? Theme, string AntiforgeryToken)
{
    /// <summary>Path and query of this page, to which changing the theme returns.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Where changes are announced; null where a page has nothing to follow.</summary>
    public string? ChangesHref { get; init; } = "/changes";

    /// <summary>Whom a comment just made told.</summary>
    public string? Told { get; init; }

    /// <summary>A wall screen: no rail, no filters, larger type.</summary>
    public bool Display { get; init; }

    /// <summary>The words of the shared language for one drawing of the page; null where there are none, and then nothing is looked for.</summary>
    public Func<TextMarks>? Marks { get; init; }

    /// <summary>By whose clocks the pages of meetings tell times.</summary>
    public Domain.Rhythm.MeetingZone Zone { get; init; } = Domain.Rhythm.MeetingZone.Utc;

    /// <summary>Reads the sentence aloud once after a change, in the polite live region.</summary>
    public string? Announcement { get; init; }
}

public sealed record PersonModel(string Name, string RoleLabel, string? ProfileHref = null)
{
    public Guid? Id { get; init; }

    public Role Role { get; init; }

    /// <summary>Notifications not read yet.</summary>
    public int Unread { get; init; }

    public string Initials => string.Concat(Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(part => part[..1])).ToUpperInvariant();
}

/// <param name="Key">Also the icon's name, and what <see cref="FrameModel.Active"/> is compared with.</param>
/// <param name="Count">What waits there, if anything does.</param>
public sealed record RailItem(string Key, string Label, string Href, int? Count = null)
{
    public IReadOnlyList<RailItem> Children { get; init; } = [];
}
