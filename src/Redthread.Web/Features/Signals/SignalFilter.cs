using Microsoft.AspNetCore.Http.Extensions;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.Signals;

/// <summary>Which signals, in an address.</summary>
/// <param name="Stage">journey/stage</param>
/// <param name="Period">2026, 2026-Q2, 2026-05 or 2026-W07</param>
/// <param name="Verbatim">Only signals with a verbatim.</param>
/// <param name="Scored">With a stage: only signals that count in its score.</param>
/// <param name="Page">From 1.</param>
/// <param name="Insight">The insight that evidence is looked for, as I-12; it narrows nothing.</param>
public sealed record SignalFilter(
    string? Stage,
    string? Period,
    string? Segment,
    string? Channel,
    string? Source,
    bool? Verbatim,
    int? Page,
    string? Insight = null,
    bool? Scored = null
)
{
    public bool Narrowed => Verbatim == true || Scored == true || new[] { Stage, Period, Segment, Channel, Source }.Any(part => !string.IsNullOrEmpty(part));

    public int Number => Math.Clamp(Page ?? 1, 1, 10_000);

    /// <summary>Null when a name of the filter does not exist: then nothing matches.</summary>
    public SignalQuery? ToQuery(Landscape landscape, int size)
    {
        var query = new SignalQuery
        {
            VerbatimOnly = Verbatim == true,
            ScoredOnly = Scored == true,
            Offset = (Number - 1) * size,
            Limit = size,
        };
        if (!string.IsNullOrEmpty(Stage))
        {
            if (landscape.FindStage(Stage) is not { } found)
                return null;
            query = query with { StageId = found.Stage.Id };
        }

        if (!string.IsNullOrEmpty(Period))
        {
            if (!Domain.Signals.Period.TryParse(Period, out var period))
                return null;
            query = query with { From = period.Start, Before = period.End };
        }

        var segment = landscape.Segments.FirstOrDefault(row => row.Key == Segment)?.Id;
        var channel = landscape.Channels.FirstOrDefault(row => row.Key == Channel)?.Id;
        var source = landscape.Sources.FirstOrDefault(row => row.Key == Source)?.Id;
        var unknown =
            (!string.IsNullOrEmpty(Segment) && segment is null) || (!string.IsNullOrEmpty(Channel) && channel is null) || (!string.IsNullOrEmpty(Source) && source is null);
        return unknown ? null : query with { SegmentId = segment, ChannelId = channel, SourceId = source };
    }

    public string Href(int page)
    {
        var query = new QueryBuilder();
        foreach (
            var (name, value) in new[]
            {
                ("stage", Stage),
                ("period", Period),
                ("segment", Segment),
                ("channel", Channel),
                ("source", Source),
                ("verbatim", Verbatim == true ? "true" : null),
                ("scored", Scored == true ? "true" : null),
                ("insight", Insight),
                ("page", page > 1 ? $"{page}" : null),
            }
        )
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }

        return "/signals" + query.ToQueryString();
    }
}

/// <summary>A signal as programs read it. The customer is a number of this installation, never the source's key.</summary>
public sealed record SignalEntry(
    long Id,
    string? Source,
    string ExternalId,
    DateTime Time,
    long? Customer,
    string? Account,
    IReadOnlyList<string> Segments,
    string? Channel,
    double Weight,
    string? Verbatim,
    string? Language,
    IReadOnlyList<SignalEntry.Reading> Readings,
    IReadOnlyList<SignalEntry.Placement> Placements
)
{
    /// <param name="MeasureVersion">Under which the value was given; a later version may have another scale.</param>
    public sealed record Reading(string? Measure, int? MeasureVersion, string? Place, double Value);

    /// <param name="Confidence">How probable the classifier held it; null from anybody else.</param>
    public sealed record Placement(PlacementKind Kind, string? Target, PlacementOrigin Origin, string? By, double? Confidence);

    public static SignalEntry Of(Landscape landscape, StoredSignal signal) =>
        new(
            signal.Id,
            landscape.Sources.FirstOrDefault(row => row.Id == signal.SourceId)?.Key,
            signal.ExternalId,
            signal.OccurredAt,
            signal.CustomerNumber,
            signal.Account,
            [.. landscape.Segments.Where(row => signal.SegmentIds.Contains(row.Id)).Select(row => row.Key)],
            landscape.Channels.FirstOrDefault(row => row.Id == signal.ChannelId)?.Key,
            signal.Weight,
            signal.Verbatim,
            signal.Language,
            [
                .. signal.Readings.Select(reading =>
                {
                    var measure = landscape.Measures.FirstOrDefault(row => row.Id == reading.MeasureId);
                    return new Reading(measure?.Key, measure?.Version, PlaceOf(landscape, reading), reading.Value);
                }),
            ],
            [.. signal.Placements.Select(placement => new Placement(placement.Kind, TargetOf(landscape, placement), placement.Origin, placement.PlacedBy, placement.Confidence))]
        );

    public static string? PlaceOf(Landscape landscape, NewReading reading) =>
        landscape
            .Journeys.SelectMany(journey => journey.Stages.Where(stage => stage.Id == reading.StageId).Select(stage => (journey, stage)))
            .Select(entry =>
                $"{entry.journey.Key}/{entry.stage.Key}" + (entry.stage.Touchpoints.Find(row => row.Id == reading.TouchpointId) is { } touchpoint ? $"/{touchpoint.Key}" : "")
            )
            .FirstOrDefault();

    public static string? TargetOf(Landscape landscape, StoredPlacement placement) =>
        placement.Kind == PlacementKind.Need
            ? landscape.Needs.FirstOrDefault(row => row.Id == placement.TargetId)?.Name
            : landscape
                .Journeys.SelectMany(journey => journey.Stages.Where(stage => stage.Id == placement.TargetId).Select(stage => $"{journey.Key}/{stage.Key}"))
                .FirstOrDefault();
}
