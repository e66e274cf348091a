using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Signals;
using Redthread.Web.Features.FrontLine;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.Desk;

/// <summary>Front-line reports of the last year with the insights that rest on them: O(reports) when anything but threads, or an insight, changed.</summary>
public sealed class DeskReports(LandscapeSource landscapes, ISignalStore signals)
{
    private const int MostReports = 500;
    private readonly ReadOnce<List<(ReportFact Fact, long? Signal)>> told = new();
    private readonly ReadOnce<ILookup<long, Guid>> evidence = new();

    /// <param name="ground">What reports rest on.</param>
    /// <param name="insights">The version of all insights, which evidence rests on.</param>
    internal async Task<IReadOnlyList<(ReportFact Fact, List<Guid> EvidenceOf)>> ReadAsync(
        RedthreadContext context,
        object ground,
        long insights,
        Dictionary<Guid, string> teams,
        DateTime now,
        CancellationToken cancel
    )
    {
        var rows = await told.GetAsync(ground, () => ToldAsync(context, teams, now, cancel));
        var ids = rows.Select(row => row.Signal).OfType<long>().ToList();
        if (ids.Count == 0)
            return rows.ConvertAll(row => (row.Fact, new List<Guid>()));
        var of = await evidence.GetAsync(
            (ground, insights),
            async () =>
                (await context.Evidence.Where(row => ids.Contains(row.SignalId)).Select(row => new { row.SignalId, row.InsightId }).ToListAsync(cancel)).ToLookup(
                    row => row.SignalId,
                    row => row.InsightId
                )
        );
        return rows.ConvertAll(row => (row.Fact, row.Signal is { } signal ? of[signal].ToList() : []));
    }

    private async Task<List<(ReportFact Fact, long? Signal)>> ToldAsync(RedthreadContext context, Dictionary<Guid, string> teams, DateTime now, CancellationToken cancel)
    {
        var (landscape, since) = (await landscapes.ReadAsync(cancel), now.AddDays(-365));
        var rows = await context.Reports.AsNoTracking().Where(row => row.At >= since).OrderByDescending(row => row.At).Take(MostReports).ToListAsync(cancel);
        if (rows.Count == 0 || landscape.Sources.FirstOrDefault(row => row.Key == TakeReport.Source) is not { } source)
            return [];
        var byId = (await signals.ReadSignalsAsync(new SignalQuery { SourceId = source.Id, Limit = 2 * MostReports }, cancel)).ToLookup(row => row.ExternalId, row => row.Id);
        var stages = landscape.Journeys.SelectMany(journey => journey.Stages).ToDictionary(row => row.Id, row => row.Name);
        return rows.ConvertAll(row =>
        {
            long? signal = byId[row.ExternalId].Select(id => (long?)id).FirstOrDefault();
            return (
                new ReportFact(
                    row.Id,
                    row.TeamId,
                    teams.GetValueOrDefault(row.TeamId, "a team"),
                    row.StageId is { } stage ? stages.GetValueOrDefault(stage, "a stage") : "a stage",
                    row.At,
                    false,
                    signal is { } id ? $"/signals/{id}" : $"/signals?source={TakeReport.Source}"
                ),
                signal
            );
        });
    }
}
