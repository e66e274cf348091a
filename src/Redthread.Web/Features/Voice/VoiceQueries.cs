using Redthread.Domain.Signals;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Voice;

/// <summary>The filters of the page, as its address holds them.</summary>
public sealed record VoiceAddress(string? Cycle, string? Journey, string? Segment, string? Lost)
{
    /// <summary>Four cycles together.</summary>
    public const string Year = "year";

    public string With(string? lost) =>
        "/voice"
        + Microsoft.AspNetCore.Http.QueryString.Create(
            new Dictionary<string, string?>
            {
                ["cycle"] = Cycle,
                ["journey"] = Journey,
                ["segment"] = Segment,
                ["lost"] = lost,
            }.Where(pair => !string.IsNullOrEmpty(pair.Value))
        );
}

public sealed record VoiceModel(
    VoiceAddress Address,
    VoiceFlow Flow,
    ReachReport Reach,
    string PeriodLabel,
    string? JourneyName,
    string? SegmentName,
    IReadOnlyList<SelectOption> Cycles,
    IReadOnlyList<SelectOption> Journeys,
    IReadOnlyList<SelectOption> Segments,
    IReadOnlyDictionary<Guid, (string Name, string Path)> Stages
);

/// <summary>Where the customer's voice stops: the ledger's evidence and the kept summary of problems, no signal read for it.</summary>
public sealed class VoiceQueries(
    LedgerSource ledgers,
    LandscapeSource landscapes,
    ProblemSource problems,
    ReachQueries reach,
    KeyResultValues values,
    ISignalStore signals,
    TimeProvider time
)
{
    private const int CyclesOffered = 12;

    // The problems are of one span and segment, so with them the span is part of the key.
    private readonly Memo<(long Version, Landscape Landscape, IReadOnlyList<StageProblem> Problems, IReadOnlySet<Guid> Moved, Guid? Journey, string? Segment), VoiceFlow> kept =
        new(most: 16);

    public async Task<VoiceModel> ReadAsync(VoiceAddress address, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var overview = await signals.ReadOverviewAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var newest = Period.Of(PeriodKind.Quarter, overview.NewestAt is { } at && at < now ? at : now);
        var year = address.Cycle is VoiceAddress.Year;
        var cycle = Period.TryParse(address.Cycle ?? "", out var parsed) && parsed.Kind == PeriodKind.Quarter ? parsed : newest;
        var journey = landscape.LiveJourneys.FirstOrDefault(row => row.Key == address.Journey);
        var segment = landscape.Segments.FirstOrDefault(row => row.Key == address.Segment);
        var (from, before) = year ? (newest.Shift(-3).Start, newest.End) : (cycle.Start, cycle.End);
        var lows = await problems.ReadAsync(from, before, segment?.Id, cancel);
        var moved = await values.MovedAsync(cancel);
        var flow = await ledgers.ReadAsync(
            ledger =>
                kept.Get(
                    (ledger.Version, landscape, lows, moved, journey?.Id, segment?.Key),
                    () => VoiceFlow.Of(VoiceUnits.Of(ledger, new VoiceFilter(from, before, segment?.Key, journey is null ? null : landscape.StagesUnder(journey.Id)), lows, moved))
                ),
            cancel
        );
        return new VoiceModel(
            address,
            flow,
            await reach.ReadAsync(journey?.Id, cancel),
            year ? $"{Picture.Labels.Period(newest.Shift(-3))} to {Picture.Labels.Period(newest)}" : Picture.Labels.Period(cycle),
            journey?.Name,
            segment?.Name,
            Cycles(newest, overview.FirstAt, year ? VoiceAddress.Year : cycle.ToString()),
            [new("", "All journeys"), .. landscape.LiveJourneys.Where(row => row.LiveStages.Any()).Select(row => new SelectOption(row.Key, row.Name))],
            [new("", "All segments"), .. landscape.Segments.Select(row => new SelectOption(row.Key, row.Name))],
            landscape
                .Journeys.SelectMany(row => row.Stages.Select(stage => (stage, row)))
                .ToDictionary(row => row.stage.Id, row => (row.stage.Name, $"{row.row.Key}/{row.stage.Key}"))
        );
    }

    private static List<SelectOption> Cycles(Period newest, DateTime? firstAt, string chosen)
    {
        var first = firstAt is { } at ? Period.Of(PeriodKind.Quarter, at) : newest;
        var options = new List<SelectOption> { new(VoiceAddress.Year, "Last four cycles") };
        for (var cycle = newest; cycle.CompareTo(first) >= 0 && options.Count <= CyclesOffered; cycle = cycle.Previous)
            options.Add(new SelectOption(cycle.ToString(), $"Cycle {Picture.Labels.Period(cycle)}"));
        if (!options.Exists(option => option.Value == chosen) && Period.TryParse(chosen, out var other))
            options.Add(new SelectOption(chosen, $"Cycle {Picture.Labels.Period(other)}"));
        return options;
    }
}
