using System.Globalization;
using Redthread.Domain;
using Redthread.Web.Features.Journeys;

namespace Redthread.Web.Features.Segments;

/// <summary>The single changes the page offers, each told as an edit of the file.</summary>
public sealed class ChangeSegments(SaveSegments save)
{
    public enum Part
    {
        Channels,
        Segments,
        Personas,
        Needs,
    }

    // Properties, not parameters: a form binds only when it holds every parameter of a constructor, and each part sends its own fields.
    public sealed record EntryRequest
    {
        public string? Name { get; init; }
        public string? Partition { get; init; }

        /// <summary>Percent of the customer base, as typed.</summary>
        public string? Share { get; init; }
        public string? Segment { get; init; }
        public string? Story { get; init; }

        /// <summary>Of a segment, which counts its changes; null for the others.</summary>
        public int? Version { get; init; }
    }

    /// <param name="By">−1 earlier, +1 later.</param>
    public sealed record MoveRequest(int By);

    public Task<Result<SaveSegments.Saved>> AddAsync(Actor actor, Part part, EntryRequest request, CancellationToken cancel) =>
        save.HandleAsync(
            actor,
            now =>
            {
                var file = SegmentQueries.FileOf(now);
                if (ReadShare(request.Share, out var share) is { } error)
                    return error;
                string Free(IEnumerable<SegmentsFile.IEntry>? taken) => Key.Free(request.Name ?? "", taken!.Select(entry => entry.Key));
                return part switch
                {
                    Part.Channels => file with { Channels = [.. file.Channels!, Fill(new SegmentsFile.NamedEntry { Key = Free(file.Channels) }, request)] },
                    Part.Needs => file with { Needs = [.. file.Needs!, Fill(new SegmentsFile.NamedEntry { Key = Free(file.Needs) }, request)] },
                    Part.Segments => file with { Segments = [.. file.Segments!, Fill(new SegmentsFile.SegmentEntry { Key = Free(file.Segments) }, request, share)] },
                    _ => file with { Personas = [.. file.Personas!, Fill(new SegmentsFile.PersonaEntry { Key = Free(file.Personas) }, request)] },
                };
            },
            cancel
        );

    public Task<Result<SaveSegments.Saved>> SetAsync(Actor actor, Part part, string key, EntryRequest request, CancellationToken cancel) =>
        EditAsync(
            actor,
            part,
            key,
            request.Version,
            file =>
            {
                if (ReadShare(request.Share, out var share) is { } error)
                    return error;
                return part switch
                {
                    Part.Channels => file with { Channels = Replaced(file.Channels!, key, entry => Fill(entry, request)) },
                    Part.Needs => file with { Needs = Replaced(file.Needs!, key, entry => Fill(entry, request)) },
                    Part.Segments => file with { Segments = Replaced(file.Segments!, key, entry => Fill(entry, request, share)) },
                    _ => file with { Personas = Replaced(file.Personas!, key, entry => Fill(entry, request)) },
                };
            },
            cancel
        );

    public Task<Result<SaveSegments.Saved>> SetArchivedAsync(Actor actor, Part part, string key, int? version, bool archived, CancellationToken cancel) =>
        EditAsync(
            actor,
            part,
            key,
            version,
            file =>
                part switch
                {
                    Part.Channels => file with { Channels = Replaced(file.Channels!, key, entry => entry with { Archived = archived }) },
                    Part.Needs => file with { Needs = Replaced(file.Needs!, key, entry => entry with { Archived = archived }) },
                    Part.Segments => file with { Segments = Replaced(file.Segments!, key, entry => entry with { Archived = archived }) },
                    _ => file with { Personas = Replaced(file.Personas!, key, entry => entry with { Archived = archived }) },
                },
            cancel
        );

    /// <summary>Personas stand by name and are not moved.</summary>
    public Task<Result<SaveSegments.Saved>> MoveAsync(Actor actor, Part part, string key, MoveRequest request, CancellationToken cancel) =>
        EditAsync(
            actor,
            part,
            key,
            null,
            file =>
                part switch
                {
                    Part.Channels => file with { Channels = Order.Moved(file.Channels!, entry => entry.Key == key, entry => entry.Archived, request.By) },
                    Part.Needs => file with { Needs = Order.Moved(file.Needs!, entry => entry.Key == key, entry => entry.Archived, request.By) },
                    Part.Segments => file with { Segments = MovedInPartition(file.Segments!, key, request.By) },
                    _ => file,
                },
            cancel
        );

    private Task<Result<SaveSegments.Saved>> EditAsync(Actor actor, Part part, string key, int? version, Func<SegmentsFile, Result<SegmentsFile>> edit, CancellationToken cancel) =>
        save.HandleAsync(
            actor,
            now =>
            {
                var file = SegmentQueries.FileOf(now);
                IEnumerable<SegmentsFile.IEntry> rows = part switch
                {
                    Part.Channels => file.Channels!,
                    Part.Needs => file.Needs!,
                    Part.Segments => file.Segments!,
                    _ => file.Personas!,
                };
                if (!rows.Any(row => row.Key == key))
                    return Error.NotFound(part.ToString().ToLowerInvariant()[..^1]);
                if (part == Part.Segments && version is not null && now.Segments.Single(row => row.Key == key).Version != version)
                    return Error.Stale;
                return edit(file);
            },
            cancel
        );

    private static List<SegmentsFile.SegmentEntry> MovedInPartition(List<SegmentsFile.SegmentEntry> rows, string key, int by)
    {
        var partition = rows.Find(row => row.Key == key)?.Partition;
        return Order.Moved(rows, row => row.Key == key, row => row.Archived || row.Partition != partition, by);
    }

    private static List<T> Replaced<T>(List<T> rows, string key, Func<T, T> edit)
        where T : SegmentsFile.IEntry => [.. rows.Select(row => row.Key == key ? edit(row) : row)];

    private static SegmentsFile.NamedEntry Fill(SegmentsFile.NamedEntry entry, EntryRequest request) => entry with { Name = request.Name ?? "" };

    private static SegmentsFile.SegmentEntry Fill(SegmentsFile.SegmentEntry entry, EntryRequest request, double? share) =>
        entry with
        {
            Name = request.Name ?? "",
            Partition = string.IsNullOrWhiteSpace(request.Partition) ? "segment" : request.Partition.Trim(),
            Share = share,
        };

    private static SegmentsFile.PersonaEntry Fill(SegmentsFile.PersonaEntry entry, EntryRequest request) =>
        entry with
        {
            Name = request.Name ?? "",
            Segment = request.Segment ?? "",
            Story = request.Story,
        };

    private static Error? ReadShare(string? typed, out double? share)
    {
        share = null;
        if (string.IsNullOrWhiteSpace(typed))
            return null;
        if (
            !double.TryParse(typed.Trim().TrimEnd('%').Trim().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) || !(percent is >= 0 and <= 100)
        )
            return Error.Invalid("share-range", $"“{typed}” is no share between 0 and 100 %. Nothing was changed.");
        share = Math.Round(percent / 100, 6);
        return null;
    }
}
