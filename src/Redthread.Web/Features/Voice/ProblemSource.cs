using System.Diagnostics;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Voice;

/// <summary>
/// Who had a problem, kept until signals or the framework change. Reading it costs O(units of the span); where that takes long the
/// last answer is given while a new one is made in the background, upon which open pages read themselves again.
/// </summary>
public sealed class ProblemSource(ISignalStore signals, LandscapeSource landscapes, ChangeFeed feed, ILogger<ProblemSource> log)
{
    private const int MostKept = 32;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(80);

    private readonly Lock gate = new();
    private readonly Dictionary<Asked, Kept> kept = [];
    private readonly HashSet<Asked> running = [];

    private sealed record Asked(DateTime From, DateTime Before, Guid? SegmentId);

    private sealed record Kept(long Version, Landscape Landscape, TimeSpan Took, IReadOnlyList<StageProblem> Problems);

    public async Task<IReadOnlyList<StageProblem>> ReadAsync(DateTime from, DateTime before, Guid? segmentId, CancellationToken cancel)
    {
        var asked = new Asked(from, before, segmentId);
        var version = await signals.ReadVersionAsync(cancel);
        var landscape = await landscapes.ReadAsync(cancel);
        lock (gate)
        {
            if (kept.TryGetValue(asked, out var held))
            {
                if (held.Version == version && ReferenceEquals(held.Landscape, landscape))
                    return held.Problems;
                if (held.Took > Quick)
                {
                    if (running.Add(asked))
                        _ = RefreshAsync(asked, version, landscape);
                    return held.Problems;
                }
            }
        }

        return await MakeAsync(asked, version, landscape, cancel);
    }

    private async Task RefreshAsync(Asked asked, long version, Landscape landscape)
    {
        try
        {
            await MakeAsync(asked, version, landscape, CancellationToken.None);
            feed.AnnounceSoon(Changed.Shown);
        }
        catch (System.Data.Common.DbException failure)
        {
            log.LogWarning(failure, "Who had a problem could not be summed up; the last answer stays until the next change.");
        }
        finally
        {
            lock (gate)
                running.Remove(asked);
        }
    }

    private async Task<IReadOnlyList<StageProblem>> MakeAsync(Asked asked, long version, Landscape landscape, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var weak = landscape.LiveStages.ToDictionary(row => row.Stage.Id, row => landscape.Standards(row.Stage.Id).WeakBelow);
        var problems = await signals.ReadProblemsAsync(new ProblemQuery(asked.From, asked.Before, weak, asked.SegmentId), cancel);
        lock (gate)
        {
            if (kept.Count >= MostKept)
                kept.Clear();
            kept[asked] = new Kept(version, landscape, Stopwatch.GetElapsedTime(started), problems);
        }

        return problems;
    }
}
