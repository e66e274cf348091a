using Redthread.Domain.Journeys;

namespace Redthread.Web.Features.Journeys;

/// <summary>The atlas as shown: with or without what is archived, indented under what is shown.</summary>
public sealed record AtlasModel(IReadOnlyList<AtlasModel.Row> Rows, int Archived, bool ShowsArchived)
{
    public sealed record Row(Journey Journey, int Depth, bool First, bool Last);

    public static AtlasModel Of(IReadOnlyList<JourneyQueries.AtlasEntry> entries, bool withArchived)
    {
        var shown = entries.Where(entry => withArchived || entry.Journey.ArchivedAt is null).Select(entry => entry.Journey).ToList();
        var above = entries.ToDictionary(entry => entry.Journey.Id, entry => entry.Journey.ParentId);
        var ids = shown.Select(journey => journey.Id).ToHashSet();
        int Depth(Guid? parent) => parent is { } id ? Depth(above[id]) + (ids.Contains(id) ? 1 : 0) : 0;
        var rows = shown.Select(journey =>
        {
            var siblings = shown.Where(row => row.ParentId == journey.ParentId && row.ArchivedAt is null).ToList();
            return new Row(journey, Depth(journey.ParentId), siblings.FirstOrDefault() == journey, siblings.LastOrDefault() == journey);
        });
        return new AtlasModel([.. rows], entries.Count(entry => entry.Journey.ArchivedAt is not null), withArchived);
    }
}
