using Microsoft.AspNetCore.Http.Extensions;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.Picture;

/// <summary>The Picture's whole state as its address: whoever has the link sees the same.</summary>
public sealed record PictureAddress
{
    private static readonly string[] Names = ["segment", "persona", "channel", "period-kind", "period", "journey", "stage", "view", "display"];
    private readonly Dictionary<string, string> values;

    private PictureAddress(Dictionary<string, string> values) => this.values = values;

    public static PictureAddress Of(IQueryCollection query) =>
        new(Names.Where(name => !string.IsNullOrEmpty(query[name])).ToDictionary(name => name, name => query[name].ToString()));

    public string this[string name] => values.GetValueOrDefault(name, "");

    public string? Stage => values.GetValueOrDefault("stage");

    public bool Table => this["view"] == "table";

    public bool Display => this["display"] == "1";

    public bool Narrowed => values.ContainsKey("segment") || values.ContainsKey("persona") || values.ContainsKey("channel") || values.ContainsKey("journey");

    public PeriodKind Kind => Enum.TryParse<PeriodKind>(this["period-kind"], true, out var kind) && Enum.IsDefined(kind) ? kind : PeriodKind.Quarter;

    /// <summary>A period of another kind than chosen is forgotten: the kind was changed just now.</summary>
    public Period? Period => Domain.Signals.Period.TryParse(this["period"], out var period) && (period.Kind == Kind || !values.ContainsKey("period-kind")) ? period : null;

    public string With(string name, string? value)
    {
        var query = new QueryBuilder(values.Where(entry => entry.Key != name));
        if (value is not null)
            query.Add(name, value);
        return "/" + query.ToQueryString();
    }

    public IEnumerable<KeyValuePair<string, string>> Kept => values.Where(entry => entry.Key is "view" or "display" or "stage");

    /// <summary>What the address names and this installation does not know; all is shown instead, and said so.</summary>
    public IReadOnlyList<string> UnknownIn(Landscape landscape)
    {
        var unknown = new List<string>();
        void Check(string name, bool known, string instead)
        {
            if (values.TryGetValue(name, out var value) && !known)
                unknown.Add($"There is no {name} “{value}”; {instead}.");
        }

        Check("segment", landscape.Segments.Any(row => row.Key == this["segment"]), "all segments are shown");
        Check("persona", landscape.Personas.Any(row => row.Key == this["persona"]), "all personas are shown");
        Check("channel", landscape.Channels.Any(row => row.Key == this["channel"]), "all channels are shown");
        Check("journey", landscape.LiveJourneys.Any(row => row.Key == this["journey"]), "all journeys are shown");
        Check("stage", landscape.FindStage(Stage) is not null, "no stage is open");
        Check("period", Domain.Signals.Period.TryParse(this["period"], out _), "the newest is shown. Write 2026, 2026-Q2, 2026-05 or 2026-W07");
        return unknown;
    }

    public async Task<BoardRequest> ToRequestAsync(BoardQueries boards, CancellationToken cancel)
    {
        var landscape = await boards.ReadLandscapeAsync(cancel);
        var persona = landscape.Personas.FirstOrDefault(row => row.Key == this["persona"]);
        var segment = landscape.Segments.FirstOrDefault(row => row.Key == this["segment"])?.Id ?? persona?.SegmentId;
        var channel = landscape.Channels.FirstOrDefault(row => row.Key == this["channel"])?.Id;
        var journey = landscape.LiveJourneys.FirstOrDefault(row => row.Key == this["journey"])?.Key;
        return new BoardRequest(Period?.Kind ?? Kind, Period, segment, channel, journey);
    }
}
