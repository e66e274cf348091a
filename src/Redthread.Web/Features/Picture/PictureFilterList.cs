using Redthread.Domain.Signals;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Picture;

internal static class PictureFilterList
{
    private const int PeriodsOffered = 16;

    public static PictureFilters Of(Board board, PictureAddress address)
    {
        var landscape = board.Landscape;
        var filters = new List<PictureFilter>();
        if (landscape.Segments.Count > 0)
            filters.Add(new PictureFilter("segment", "Segment", Options("All segments", landscape.Segments.Select(row => (row.Key, row.Name))), address["segment"]));
        if (landscape.Personas.Count > 0)
            filters.Add(new PictureFilter("persona", "Persona", Options("All personas", landscape.Personas.Select(row => (row.Key, row.Name))), address["persona"]));
        if (landscape.Channels.Count > 0)
            filters.Add(new PictureFilter("channel", "Channel", Options("All channels", landscape.Channels.Select(row => (row.Key, row.Name))), address["channel"]));
        var journeys = landscape.LiveJourneys.Where(row => row.LiveStages.Any()).ToList();
        if (journeys.Count > 1)
            filters.Add(new PictureFilter("journey", "Journey", Options("All journeys", journeys.Select(row => (row.Key, row.Name))), address["journey"]));
        filters.Add(
            new PictureFilter(
                "period-kind",
                "Periods",
                [.. Enum.GetValues<PeriodKind>().Select(kind => new SelectOption(kind.ToString().ToLowerInvariant(), kind.ToString()))],
                board.Period.Kind.ToString().ToLowerInvariant(),
                Narrows: false
            )
        );
        filters.Add(new PictureFilter("period", "Period", Periods(board), board.Period.ToString(), Narrows: false));
        return new PictureFilters(filters, address.Narrowed ? "/" : null) { Kept = [.. address.Kept] };
    }

    private static IReadOnlyList<SelectOption> Options(string all, IEnumerable<(string Key, string Name)> rows) =>
        [new("", all), .. rows.Select(row => new SelectOption(row.Key, row.Name))];

    private static List<SelectOption> Periods(Board board)
    {
        var newest = Period.Of(board.Period.Kind, board.Overview.NewestAt is { } at && at < board.Now ? at : board.Now);
        var first = board.Overview.FirstAt is { } start ? Period.Of(board.Period.Kind, start) : newest;
        var offered = new List<Period>();
        for (var period = newest; period.CompareTo(first) >= 0 && offered.Count < PeriodsOffered; period = period.Previous)
            offered.Add(period);
        if (!offered.Contains(board.Period))
            offered.Add(board.Period);
        return offered.ConvertAll(period => new SelectOption(period.ToString(), Labels.Period(period)));
    }
}
