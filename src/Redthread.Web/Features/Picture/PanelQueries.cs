using Redthread.Domain.Goals;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Agreement;
using Redthread.Web.Features.Analysis;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Picture;

/// <summary>One stage opened. Sums come from rollups; only the few verbatims shown are read from signals.</summary>
public sealed class PanelQueries(ISignalStore signals, BoardQueries boards, AnalysisQueries analyses)
{
    private const int Newest = 4;
    private const int TypicalPool = 60;

    public async Task<StagePanelModel?> ReadAsync(Board board, PictureAddress address, Dictionary<Guid, StageModel> cells, bool withVerbatims, CancellationToken cancel)
    {
        if (board.Landscape.FindStage(address.Stage) is not { } found || board.Find(found.Stage.Id) is not { } stage)
            return null;
        var period = board.Period;
        var request = board.Request;
        var sums = await signals.ReadStageCellsAsync(new CellQuery(period, period, stage.Stage.Id, request.SegmentId, request.ChannelId, WithHistogram: true), cancel);
        var verbatims = withVerbatims ? await VerbatimsAsync(board, stage, cancel) : [];
        var labels = stage.History.Select(point => point.Period).ToList();
        return new StagePanelModel
        {
            Stage = cells[stage.Stage.Id],
            StagePath = stage.Path,
            JourneyName = stage.Journey.Name,
            JourneyHref = $"/journeys/{stage.Journey.Key}",
            CloseHref = address.With("stage", null),
            PeriodLabel = Labels.Period(period),
            Formula = Formula(board, stage),
            Target = stage.Standards.Target,
            WeakBelow = stage.Standards.WeakBelow,
            FailingBelow = stage.Standards.FailingBelow,
            Value = await ValueAsync(stage, cancel),
            LongTrend = LongTrend(stage),
            Trend = [.. stage.History.Select(point => Point(point.Period, point.Score))],
            Notes = [.. Notes(board, stage, labels)],
            Distribution = [.. Enumerable.Range(0, 10).Select(bin => sums.Sum(cell => cell.Histogram[bin]))],
            Touchpoints = await TouchpointsAsync(board, stage, cancel),
            Segments = await SegmentsAsync(board, stage, cancel),
            Newest = [.. verbatims.Take(Newest).Select(signal => Verbatim(board.Landscape, signal))],
            Typical = [.. Typical.Of(verbatims, Newest).Select(signal => Verbatim(board.Landscape, signal))],
            SignalsHref = !withVerbatims
                ? null
                : $"/signals?stage={Uri.EscapeDataString(stage.Path)}&period={period}&scored=true{Filter("segment", address)}{Filter("channel", address)}",
            SignalCount = stage.N,
            Agreed = await AgreedAsync(board, stage, cancel),
        };
    }

    private async Task<PanelValue?> ValueAsync(BoardStage stage, CancellationToken cancel) =>
        (await analyses.ReadValuesAsync(cancel))?.Find(stage.Stage.Id)?.Risk is { } risk
            ? new PanelValue(AnalysisText.Amount(risk.Value), LifetimeText.Range(risk.Interval), risk.LowerBound)
            : null;

    /// <summary>The comparison is with the whole cycle and all customers, whatever the page shows: that is what teams agreed on.</summary>
    private async Task<PanelAgreed?> AgreedAsync(Board board, BoardStage stage, CancellationToken cancel)
    {
        var cycle = StageThreads.CycleOf(board.Period, board.Now);
        var earlier = board.Landscape.Agreed.Where(row => row.StageId == stage.Stage.Id && row.Cycle < cycle).Reverse().Select(row => (Cycle.Label(row.Cycle), row.Value)).ToList();
        if (stage.Agreed is null && earlier.Count == 0)
            return null;
        var whole = await boards.ReadAsync(new BoardRequest(PeriodKind.Quarter, Cycle.PeriodOf(cycle)), cancel);
        var row = MeasuredSide.Of(whole.Find(stage.Stage.Id), whole);
        var apart = stage.Agreed is { } agreed && row is not null && row.Against(agreed.Value).Diverges ? row.Says(agreed.Value) : null;
        return new PanelAgreed(
            stage.Agreed is null ? null : Cycle.Label(cycle),
            stage.Agreed?.Value,
            stage.Agreed?.Why,
            stage.Agreed?.Dissents ?? 0,
            apart,
            $"/agreed-scores/stages/{stage.Path}",
            earlier
        );
    }

    private static string Filter(string name, PictureAddress address) => address[name].Length > 0 ? $"&{name}={Uri.EscapeDataString(address[name])}" : "";

    private static PanelFormula? Formula(Board board, BoardStage stage)
    {
        if (board.Framework is not { } framework)
            return null;
        var measures = board.Landscape.Measures.ToDictionary(measure => measure.Id);
        var weights = framework.Weights.Where(weight => weight.StageId == stage.Stage.Id && measures.ContainsKey(weight.MeasureId)).ToList();
        return new PanelFormula(
            $"{Statistics.StageScore.UnitFormula}. {board.Scoring.Formula}",
            PictureQueries.FrameworkLabel(board),
            PictureQueries.FrameworkHref(board),
            stage.Score.HasValue ? stage.Score.EffectiveN : 0,
            board.Scoring.Method,
            [
                .. weights.Select(weight => new PanelMeasure(
                    measures[weight.MeasureId].Name,
                    weight.Weight,
                    $"{measures[weight.MeasureId].Mapping.ToString().ToLowerInvariant()} {measures[weight.MeasureId].MappingText}",
                    $"/measures/{measures[weight.MeasureId].Key}"
                )),
            ]
        );
    }

    private static string LongTrend(BoardStage stage)
    {
        var points = stage.History.Select((point, index) => new Statistics.TrendPoint(index, point.Score.State == ScoreState.Ok ? point.Score.Value : double.NaN)).ToList();
        var trend = Statistics.Trend.Of(points.Where(point => !double.IsNaN(point.Value)));
        return trend.State == TrendState.Ok
            ? string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{trend.Slope:+0.0;−0.0;0.0} points a period ({trend.Interval.Low:+0.0;−0.0;0.0} to {trend.Interval.High:+0.0;−0.0;0.0}) over {trend.N} periods, Theil–Sen; Mann–Kendall p {trend.PValue:0.000}, corrected for autocorrelation"
            )
            : "Not enough data for a long trend: it takes eight periods with a score.";
    }

    private static Ui.TrendPoint Point(Period period, Score score) =>
        score.State == ScoreState.Ok
            ? new Ui.TrendPoint(Labels.Short(period), score.Value, score.Interval.Low, score.Interval.High, score.N)
            : new Ui.TrendPoint(Labels.Short(period), null, N: score.N);

    private static IEnumerable<TrendNote> Notes(Board board, BoardStage stage, List<Period> periods) =>
        board
            .Landscape.Notes.Where(note => note.JourneyId is null || note.JourneyId == stage.Journey.Id)
            .Select(note => (note, at: periods.FindIndex(period => period == Period.Of(period.Kind, note.On.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)))))
            .Where(entry => entry.at >= 0)
            .Select(entry => new TrendNote(entry.at, $"{entry.note.On:d MMM yyyy}", entry.note.Text));

    private async Task<IReadOnlyList<PanelPart>> TouchpointsAsync(Board board, BoardStage stage, CancellationToken cancel)
    {
        // Weeks have no grain of their own by touchpoint; the month around the week stands in.
        var period = board.Period.Kind == PeriodKind.Week ? Period.Of(PeriodKind.Month, board.Period.Start) : board.Period;
        var cells = await signals.ReadTouchpointCellsAsync(new TouchpointQuery(period, period, stage.Stage.Id, board.Request.SegmentId), cancel);
        var names = stage.Stage.Touchpoints.ToDictionary(touchpoint => touchpoint.Id, touchpoint => touchpoint.Name);
        var measures = board.Landscape.Measures.ToDictionary(measure => measure.Id, measure => measure.Name);
        var rows = cells
            .GroupBy(cell => (cell.TouchpointId, cell.MeasureId))
            .Select(group =>
                (
                    Name: $"{(group.Key.TouchpointId is { } id ? names.GetValueOrDefault(id, "?") : "The stage as a whole")} · {measures.GetValueOrDefault(group.Key.MeasureId, "?")}",
                    Score: TouchpointScore.Of(group, board.Framework?.MinimumN ?? 30)
                )
            )
            .ToList();
        return [.. rows.OrderBy(row => row.Score.HasValue ? row.Score.Value : 101).Select(row => Part(row.Name, row.Score, board.Framework?.MinimumN ?? 30))];
    }

    private async Task<IReadOnlyList<PanelPart>> SegmentsAsync(Board board, BoardStage stage, CancellationToken cancel)
    {
        if (board.Request.SegmentId is not null || board.Landscape.Segments.Count == 0)
            return [];
        var cells = await signals.ReadStageCellsAsync(new CellQuery(board.Period, board.Period, stage.Stage.Id, ChannelId: board.Request.ChannelId), cancel);
        return
        [
            .. board.Landscape.Segments.Select(segment =>
            {
                var score = new Scoring(board.Landscape, segment.Id).Of([.. cells.Where(cell => cell.SegmentIds.Contains(segment.Id))]);
                return Part(segment.Name, score, board.Framework?.MinimumN ?? 30) with
                {
                    Share = segment.Share,
                    Href = $"/?segment={segment.Key}&stage={Uri.EscapeDataString(stage.Path)}&period={board.Period}",
                };
            }),
        ];
    }

    private static PanelPart Part(string name, Score score, int minimumN) =>
        score.State == ScoreState.Ok
            ? new PanelPart(name, score.Value, score.Interval.Low, score.Interval.High, score.N)
            : new PanelPart(name, null, null, null, score.N, score.N == 0 ? "not heard" : $"n {score.N} of {minimumN}");

    private async Task<IReadOnlyList<StoredSignal>> VerbatimsAsync(Board board, BoardStage stage, CancellationToken cancel) =>
        await signals.ReadSignalsAsync(
            new SignalQuery
            {
                StageId = stage.Stage.Id,
                SegmentId = board.Request.SegmentId,
                ChannelId = board.Request.ChannelId,
                From = board.Period.Start,
                Before = board.Period.End,
                VerbatimOnly = true,
                Limit = TypicalPool,
            },
            cancel
        );

    private static PanelVerbatim Verbatim(Landscape landscape, StoredSignal signal)
    {
        var origin = new[]
        {
            landscape.Sources.FirstOrDefault(source => source.Id == signal.SourceId)?.Name,
            landscape.Channels.FirstOrDefault(channel => channel.Id == signal.ChannelId)?.Name,
            string.Join(", ", landscape.Segments.Where(segment => signal.SegmentIds.Contains(segment.Id)).Select(segment => segment.Name)),
        };
        return new PanelVerbatim(
            signal.Verbatim!,
            $"{signal.OccurredAt:d MMM yyyy}",
            string.Join(" · ", origin.Where(part => !string.IsNullOrEmpty(part))),
            $"/signals/{signal.Id}",
            signal.Score,
            signal.Language,
            signal.Id
        );
    }
}
