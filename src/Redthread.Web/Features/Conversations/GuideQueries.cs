using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Conversations;

namespace Redthread.Web.Features.Conversations;

/// <summary>A guide as it stands: shipped, or changed or made here.</summary>
/// <param name="Shipped">Whether there is a shipped text to go back to.</param>
public sealed record GuideLine(string Key, string Name, ConversationWith With, string Text, int Version, bool Shipped, DateTime? ChangedAt, string? ChangedBy);

public sealed class GuideQueries(IDbContextFactory<RedthreadContext> contexts)
{
    private static readonly (string Key, string Name, ConversationWith With)[] Shipped =
    [
        ("customer", "Customer conversation", ConversationWith.Customer),
        ("internal-stakeholder", "Internal stakeholder, opens with pressures", ConversationWith.Internal),
        ("front-line", "Front line", ConversationWith.Internal),
    ];

    public async Task<IReadOnlyList<GuideLine>> ReadAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var stored = await context.Guides.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancel);
        var shipped = Shipped.Select(entry => stored.Find(row => row.Key == entry.Key) is { ArchivedAt: null } changed ? Line(changed) : ShippedLine(entry));
        return [.. shipped, .. stored.Where(row => row.ArchivedAt is null && !IsShipped(row.Key)).Select(Line)];
    }

    public async Task<GuideLine?> FindAsync(string key, CancellationToken cancel) => (await ReadAsync(cancel)).FirstOrDefault(row => row.Key == key);

    public static bool IsShipped(string key) => Array.Exists(Shipped, entry => entry.Key == key);

    private static GuideLine Line(Guide row) => new(row.Key, row.Name, row.With, row.Text, row.Version, IsShipped(row.Key), row.ChangedAt, row.ChangedBy);

    private static GuideLine ShippedLine((string Key, string Name, ConversationWith With) entry) => new(entry.Key, entry.Name, entry.With, TextOf(entry.Key), 1, true, null, null);

    private static string TextOf(string key)
    {
        using var stream =
            typeof(GuideQueries).Assembly.GetManifestResourceStream($"guides/{key}")
            ?? throw new InvalidOperationException($"The program was built without samples/guides/{key}.md.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
