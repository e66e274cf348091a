using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Segments;

/// <summary>Makes channels, segments, personas and needs be what a file says: the one way in for forms, files and API.</summary>
public sealed class SaveSegments(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    /// <param name="Notes">What keeps scores from being weighted to the customer base; none when nothing does.</param>
    public sealed record Saved(int Changed, IReadOnlyList<string> Notes);

    public Task<Result<Saved>> HandleAsync(Actor actor, SegmentsFile file, CancellationToken cancel) => HandleAsync(actor, _ => file, cancel);

    /// <summary>Changes the file as it stands now; what the edit answers is saved in the same breath.</summary>
    public async Task<Result<Saved>> HandleAsync(Actor actor, Func<SegmentQueries.Everything, Result<SegmentsFile>> edit, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = await SegmentQueries.ReadAsync(context, cancel);
        var edited = edit(now);
        if ((edited.Error ?? edited.Value.Check()) is { } invalid)
            return invalid;
        if (Fill(context, now, edited.Value) is { } error)
            return error;
        var changed = NoteChanges(context, actor);
        return changed == 0 ? new Saved(0, NotesOf(edited.Value))
            : await context.TrySaveAsync(cancel) is { } stale ? stale
            : Announced(changed, edited.Value);
    }

    private Error? Fill(RedthreadContext context, SegmentQueries.Everything now, SegmentsFile file)
    {
        Each(
            context,
            now.Channels,
            file.Channels,
            row => row.Key,
            key => new Channel { Key = key },
            (row, entry, position) => (row.Name, row.Position, row.ArchivedAt) = (entry.Name.Trim(), position, Archived(row.ArchivedAt, entry)),
            row => row.ArchivedAt ??= Now
        );
        Each(
            context,
            now.Needs,
            file.Needs,
            row => row.Key,
            key => new Need { Key = key },
            (row, entry, position) => (row.Name, row.Position, row.ArchivedAt) = (entry.Name.Trim(), position, Archived(row.ArchivedAt, entry)),
            row => row.ArchivedAt ??= Now
        );
        var segments = Each(
            context,
            now.Segments,
            file.Segments,
            row => row.Key,
            key => new Segment { Key = key },
            (row, entry, position) =>
                (row.Name, row.Partition, row.Share, row.Position, row.ArchivedAt) = (
                    entry.Name.Trim(),
                    entry.Partition.Trim(),
                    entry.Share,
                    position,
                    Archived(row.ArchivedAt, entry)
                ),
            row => row.ArchivedAt ??= Now
        );
        if (file.Personas?.Find(entry => !segments.ContainsKey(entry.Segment)) is { } astray)
            return Error.Invalid("segment-unknown", $"The persona {astray.Key} names the segment “{astray.Segment}”, which does not exist. Nothing was changed.");
        Each(
            context,
            now.Personas,
            file.Personas,
            row => row.Key,
            key => new Persona { Key = key },
            (row, entry, _) =>
                (row.Name, row.Story, row.SegmentId, row.ArchivedAt) = (entry.Name.Trim(), Blank(entry.Story), segments[entry.Segment].Id, Archived(row.ArchivedAt, entry)),
            row => row.ArchivedAt ??= Now
        );
        return null;
    }

    private static Dictionary<string, TRow> Each<TRow, TEntry>(
        RedthreadContext context,
        IReadOnlyList<TRow> stored,
        List<TEntry>? entries,
        Func<TRow, string> keyOf,
        Func<string, TRow> make,
        Action<TRow, TEntry, int> fill,
        Action<TRow> archive
    )
        where TRow : class
        where TEntry : SegmentsFile.IEntry
    {
        var rows = stored.ToDictionary(keyOf, StringComparer.Ordinal);
        if (entries is null)
            return rows;
        foreach (var (key, gone) in rows)
        {
            if (!entries.Exists(entry => entry.Key == key))
                archive(gone);
        }

        for (var position = 0; position < entries.Count; position++)
        {
            var entry = entries[position];
            if (!rows.TryGetValue(entry.Key, out var row))
            {
                rows[entry.Key] = row = make(entry.Key);
                context.Add(row);
            }

            fill(row, entry, position);
        }

        return rows;
    }

    private int NoteChanges(RedthreadContext context, Actor actor)
    {
        context.ChangeTracker.DetectChanges();
        var changed = context.ChangeTracker.Entries().Where(row => row.State is EntityState.Added or EntityState.Modified).ToList();
        foreach (var row in changed)
        {
            var (what, name, id) = Named(row.Entity);
            var moved =
                row.State == EntityState.Modified && row.Properties.Where(property => property.IsModified).All(property => property.Metadata.Name == nameof(Segment.Position));
            var archived = row.Property(nameof(Segment.ArchivedAt));
            var did =
                row.State == EntityState.Added ? "made"
                : moved ? "moved"
                : !archived.IsModified ? "changed"
                : archived.CurrentValue is null ? "restored"
                : "archived";
            if (row.Entity is Segment segment && row.State == EntityState.Modified && !moved)
                segment.Version++;
            // One move shifts many others; it is told by the one word only.
            if (!moved)
                context.Activities.Add(Activity.Of(actor, Now, $"{what}.{did}", id, $"{char.ToUpperInvariant(did[0])}{did[1..]} the {what} {name}"));
        }

        if (changed.Count > 0 && !context.ChangeTracker.Entries<Activity>().Any())
            context.Activities.Add(Activity.Of(actor, Now, "segments.ordered", null, "Changed the order of channels, segments or needs"));
        return changed.Count;
    }

    private static (string What, string Name, Guid Id) Named(object row) =>
        row switch
        {
            Channel channel => ("channel", channel.Name, channel.Id),
            Segment segment => ("segment", segment.Name, segment.Id),
            Persona persona => ("persona", persona.Name, persona.Id),
            Need need => ("need", need.Name, need.Id),
            _ => throw new InvalidOperationException($"{row.GetType().Name} is not kept here."),
        };

    private Saved Announced(int changed, SegmentsFile file)
    {
        feed.Announce();
        return new Saved(changed, NotesOf(file));
    }

    private static IReadOnlyList<string> NotesOf(SegmentsFile file) =>
        [
            .. SegmentShares
                .Misfits((file.Segments ?? []).Where(entry => !entry.Archived).Select(entry => (entry.Partition.Trim(), entry.Share)))
                .Select(misfit => $"Scores are not weighted to the customer base by it: {misfit}."),
        ];

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private DateTime? Archived(DateTime? before, SegmentsFile.IEntry entry) => entry.Archived ? before ?? Now : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.ReplaceLineEndings("\n").Trim();
}
