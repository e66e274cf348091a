using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
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

    public string With(string? lost) => $"/voice{Query("lost", lost)}";

    public string File(string format) => $"/api/voice{Query("format", format)}";

    /// <summary>Those lost at a stage without an insight; without a stage, those nobody placed.</summary>
    public string Unheard(string? stage, int page = 1) => $"/voice/unheard{Query("stage", stage, page > 1 ? $"{page}" : null)}";

    private QueryString Query(string name, string? value, string? page = null) =>
        QueryString.Create(
            new Dictionary<string, string?>
            {
                ["cycle"] = Cycle,
                ["journey"] = Journey,
                ["segment"] = Segment,
                [name] = value,
                ["page"] = page,
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

/// <summary>Those who were lost because no insight tells of their problem.</summary>
/// <param name="Stage">Its name, journey/stage, and the score below which a customer had a problem there; null for those nobody placed.</param>
/// <param name="Signals">Of the customers of this page.</param>
public sealed record UnheardModel(
    VoiceAddress Address,
    Landscape Landscape,
    (string Name, string Path, double WeakBelow)? Stage,
    string Scope,
    int Customers,
    int Page,
    IReadOnlyList<StoredSignal> Signals
)
{
    /// <summary>Customers.</summary>
    public const int PageSize = 25;
    public const int MostSignals = 200;
}

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
    private readonly Memo<(long Version, Landscape Landscape, IReadOnlyList<StageProblem> Problems, IReadOnlySet<Guid> Moved, Guid? Journey, string? Segment), Flowed> kept = new(
        most: 16
    );

    /// <param name="Unheard">Known customers with a problem that no insight tells of, by stage; nobody placed those under no stage.</param>
    private sealed record Flowed(VoiceFlow Flow, ILookup<Guid, long> Unheard)
    {
        public static Flowed Of(List<VoiceUnit> units) =>
            new(VoiceFlow.Of(units), units.Where(unit => unit is { Insight: null, Customer: not null }).ToLookup(unit => unit.Stage ?? Guid.Empty, unit => unit.Customer!.Value));
    }

    /// <summary>What an address asks for.</summary>
    private sealed record Asked(
        Landscape Landscape,
        StoreOverview Overview,
        Period Newest,
        Period Cycle,
        bool Year,
        Journey? Journey,
        Segment? Segment,
        DateTime From,
        DateTime Before
    )
    {
        public string PeriodLabel => Year ? $"{Picture.Labels.Period(Newest.Shift(-3))} to {Picture.Labels.Period(Newest)}" : Picture.Labels.Period(Cycle);
    }

    public async Task<VoiceModel> ReadAsync(VoiceAddress address, CancellationToken cancel)
    {
        var asked = await AskAsync(address, cancel);
        var landscape = asked.Landscape;
        return new VoiceModel(
            address,
            (await FlowAsync(asked, cancel)).Flow,
            await reach.ReadAsync(asked.Journey?.Id, cancel),
            asked.PeriodLabel,
            asked.Journey?.Name,
            asked.Segment?.Name,
            Cycles(asked.Newest, asked.Overview.FirstAt, asked.Year ? VoiceAddress.Year : asked.Cycle.ToString()),
            [new("", "All journeys"), .. landscape.LiveJourneys.Where(row => row.LiveStages.Any()).Select(row => new SelectOption(row.Key, row.Name))],
            [new("", "All segments"), .. landscape.Segments.Select(row => new SelectOption(row.Key, row.Name))],
            landscape
                .Journeys.SelectMany(row => row.Stages.Select(stage => (stage, row)))
                .ToDictionary(row => row.stage.Id, row => (row.stage.Name, $"{row.row.Key}/{row.stage.Key}"))
        );
    }

    /// <summary>Who was lost at a stage because no insight tells of them, with what they said there: O(customers) and the signals of one page.</summary>
    /// <param name="stage">journey/stage; null for those nobody placed.</param>
    /// <param name="actor">Who may not read evidence gets the number only.</param>
    public async Task<Result<UnheardModel>> ReadUnheardAsync(VoiceAddress address, string? stage, int page, Actor actor, CancellationToken cancel)
    {
        var asked = await AskAsync(address, cancel);
        var found = string.IsNullOrEmpty(stage) ? null : asked.Landscape.FindStage(stage);
        if (found is null && !string.IsNullOrEmpty(stage))
            return Error.NotFound("stage");
        var customers = (await FlowAsync(asked, cancel)).Unheard[found?.Stage.Id ?? Guid.Empty].Order().ToList();
        var at = Math.Clamp(page, 1, Math.Max(1, (customers.Count + UnheardModel.PageSize - 1) / UnheardModel.PageSize));
        var shown = customers.Skip((at - 1) * UnheardModel.PageSize).Take(UnheardModel.PageSize).ToList();
        var query = new SignalQuery
        {
            StageId = found?.Stage.Id,
            SegmentId = asked.Segment?.Id,
            From = asked.From,
            Before = asked.Before,
            WaitingOnly = found is null,
            Customers = shown,
            Limit = UnheardModel.MostSignals,
        };
        return new UnheardModel(
            address,
            asked.Landscape,
            found is { } place ? (place.Stage.Name, stage!, asked.Landscape.Standards(place.Stage.Id).WeakBelow) : null,
            $"{asked.Journey?.Name ?? "All journeys"} · {asked.Segment?.Name ?? "all segments"} · {asked.PeriodLabel}",
            customers.Count,
            at,
            shown.Count == 0 || !actor.Can(Permission.ViewEvidence) ? [] : await signals.ReadSignalsAsync(query, cancel)
        );
    }

    private async Task<Asked> AskAsync(VoiceAddress address, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var overview = await signals.ReadOverviewAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var newest = Period.Of(PeriodKind.Quarter, overview.NewestAt is { } at && at < now ? at : now);
        var year = address.Cycle is VoiceAddress.Year;
        var cycle = Period.TryParse(address.Cycle ?? "", out var parsed) && parsed.Kind == PeriodKind.Quarter ? parsed : newest;
        return new Asked(
            landscape,
            overview,
            newest,
            cycle,
            year,
            landscape.LiveJourneys.FirstOrDefault(row => row.Key == address.Journey),
            landscape.Segments.FirstOrDefault(row => row.Key == address.Segment),
            year ? newest.Shift(-3).Start : cycle.Start,
            year ? newest.End : cycle.End
        );
    }

    private async Task<Flowed> FlowAsync(Asked asked, CancellationToken cancel)
    {
        var lows = await problems.ReadAsync(asked.From, asked.Before, asked.Segment?.Id, cancel);
        var moved = await values.MovedAsync(cancel);
        var segment = asked.Segment?.Key;
        var stages = asked.Journey is { } journey ? asked.Landscape.StagesUnder(journey.Id) : null;
        return await ledgers.ReadAsync(
            ledger =>
                kept.Get(
                    (ledger.Version, asked.Landscape, lows, moved, asked.Journey?.Id, segment),
                    () => Flowed.Of(VoiceUnits.Of(ledger, new VoiceFilter(asked.From, asked.Before, segment, stages), lows, moved))
                ),
            cancel
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
