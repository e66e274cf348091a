using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Desk;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Desk;

/// <summary>
/// Lets the detectors look and keeps what they found: opens, corrects, reopens and closes findings. A full look costs what its detectors
/// cost, O(objects and links); after a change only what it touches is judged, and only those rows are read and written.
/// </summary>
public sealed class DeskSweep(IDbContextFactory<RedthreadContext> contexts, DeskSource source, ChangeFeed feed, TimeProvider time)
{
    private const int Attempts = 8;
    private const int SubjectsAtOnce = 500;
    private static readonly Actor Desk = Actor.Operator with { Name = "The Desk" };
    private readonly SemaphoreSlim oneSweep = new(1, 1);
    private long seen = -1;

    public sealed record Outcome(int Opened, int Gone, int Reopened, int Changed, bool Full)
    {
        public bool Any => Opened + Gone + Reopened + Changed > 0;
    }

    /// <summary>Looks at everything.</summary>
    public Task<Outcome> FullAsync(CancellationToken cancel) => SweepAsync(full: true, stages: false, cancel);

    /// <summary>Looks at what changed since the last look; at everything when that is not known any more.</summary>
    /// <param name="stages">Signals arrived: all stages are looked at as well.</param>
    public Task<Outcome> FollowAsync(bool stages, CancellationToken cancel) => SweepAsync(full: false, stages, cancel);

    private async Task<Outcome> SweepAsync(bool full, bool stages, CancellationToken cancel)
    {
        await oneSweep.WaitAsync(cancel);
        try
        {
            var settings = await SettingsAsync(cancel);
            var on = DetectorList.All.Where(detector => IsOn(detector, settings)).ToList();
            var (touched, found, version) = await source.LookAsync(world => Look(world, on, settings, full, stages), cancel);
            var outcome = await KeepAsync(on, touched, found, cancel);
            seen = version;
            // Pages show findings, but nothing else rests on them: no plan changed.
            if (outcome.Any)
                feed.AnnounceSoon();
            return outcome with { Full = touched is null };
        }
        finally
        {
            oneSweep.Release();
        }
    }

    private async Task<Dictionary<string, DetectorSetting>> SettingsAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.DetectorSettings.AsNoTracking().ToDictionaryAsync(row => row.Detector, cancel);
    }

    public static bool IsOn(Detector detector, IReadOnlyDictionary<string, DetectorSetting> settings) =>
        settings.TryGetValue(detector.Text.Id, out var setting) ? setting.On : detector.First;

    public static Limits LimitsOf(Detector detector, IReadOnlyDictionary<string, DetectorSetting> settings) =>
        new(detector.Thresholds, settings.TryGetValue(detector.Text.Id, out var setting) ? setting.Thresholds : "");

    private (Touched? Touched, Dictionary<(string, Subject), Found> Found, long Version) Look(
        DeskWorld world,
        List<Detector> on,
        Dictionary<string, DetectorSetting> settings,
        bool full,
        bool stages
    )
    {
        var touched = full || seen < 0 || world.Ledger.ChangedSince(seen) is not { } changed ? null : TouchedBy(world, changed, stages);
        var found = new Dictionary<(string, Subject), Found>();
        foreach (var detector in on)
        {
            foreach (var one in detector.Find(world, LimitsOf(detector, settings), touched))
                found[(detector.Text.Id, one.Subject)] = one;
        }

        return (touched, found, world.Ledger.Version);
    }

    /// <summary>Two links away at most: what an opportunity is, the stage of its insights has to know.</summary>
    public static Touched TouchedBy(DeskWorld world, IReadOnlySet<Guid> changed, bool allStages)
    {
        var objects = changed.ToHashSet();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            foreach (var id in objects.ToList())
                objects.UnionWith(Neighbours(world.Ledger, id));
        }

        var stages = allStages ? world.Stages.Keys.ToHashSet() : [.. objects.Where(world.Stages.ContainsKey)];
        if (!allStages)
            stages.UnionWith(objects.SelectMany(world.Ledger.StagesOf).Where(world.Stages.ContainsKey));
        return new Touched(objects, stages);
    }

    private static IEnumerable<Guid> Neighbours(Ledger ledger, Guid id)
    {
        // Stages and teams are hubs: what hangs on them is not altered by what else does.
        if (ledger.Find(id) is not { } row)
            return [];
        var ends = ledger.Members(id).SelectMany(one => ledger.LinksFrom(one).Select(link => link.ToId).Concat(ledger.LinksTo(one).Select(link => link.FromId)));
        var kin = row switch
        {
            Domain.Goals.KeyResult result => [result.ObjectiveId],
            Domain.Goals.Objective => ledger.ResultsOf(id).Select(result => result.Id),
            _ => row.MergedIntoId is { } into ? [into] : Enumerable.Empty<Guid>(),
        };
        return ends.Where(end => ledger.Find(end) is not null).Concat(kin).ToList();
    }

    /// <summary>A finding that somebody treats, or another node keeps, at the same moment refuses the whole: then what is stored is read and compared anew.</summary>
    private async Task<Outcome> KeepAsync(List<Detector> on, Touched? touched, Dictionary<(string, Subject), Found> found, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var outcome = await CompareAsync(context, on, touched, new Dictionary<(string, Subject), Found>(found), cancel);
            if (await context.TrySaveAsync(cancel) is null)
                return outcome;
            if (attempt == Attempts)
                throw new InvalidOperationException("The findings were changed by others at every attempt to keep them.");
        }
    }

    private async Task<Outcome> CompareAsync(RedthreadContext context, List<Detector> on, Touched? touched, Dictionary<(string, Subject), Found> found, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var detectors = on.ToDictionary(detector => detector.Text.Id);
        var (opened, gone, reopened, changed) = (0, 0, 0, 0);
        foreach (var row in await OpenRowsAsync(context, detectors, touched, cancel))
        {
            var subject = new Subject(row.SubjectId, row.OtherId);
            if (!found.Remove((row.Detector, subject), out var one))
            {
                // A detector that was switched off sees nothing any more, either.
                if (touched is not null && detectors.TryGetValue(row.Detector, out var detector) && !detector.LooksAt(subject, touched))
                    continue;
                (row.GoneAt, row.Version) = (now, row.Version + 1);
                gone++;
                continue;
            }

            if (row.SettledFingerprint is { } settled && settled != one.Fingerprint)
            {
                Reopen(context, row, now);
                reopened++;
            }

            changed += Fill(row, one) ? 1 : 0;
        }

        var number = await context.Findings.MaxAsync(row => (int?)row.Number, cancel) ?? 0;
        foreach (var ((detector, subject), one) in found.OrderByDescending(pair => pair.Value.Severity))
        {
            var row = new Finding
            {
                Number = ++number,
                Detector = detector,
                SubjectId = subject.Id,
                OtherId = subject.Other,
                FirstAt = now,
            };
            Fill(row, one);
            row.Version = 1;
            context.Findings.Add(row);
            opened++;
        }

        return new Outcome(opened, gone, reopened, changed, false);
    }

    private static async Task<List<Finding>> OpenRowsAsync(RedthreadContext context, Dictionary<string, Detector> on, Touched? touched, CancellationToken cancel)
    {
        var open = context.Findings.Where(row => row.GoneAt == null);
        if (touched is null)
            return await open.ToListAsync(cancel);
        var whole = on.Values.Where(detector => detector.LooksAt(new Subject(Guid.Empty), touched)).Select(detector => detector.Text.Id).ToList();
        var off = DetectorList.All.Select(one => one.Text.Id).Except(on.Keys).ToList();
        var rows = await open.Where(row => whole.Contains(row.Detector) || off.Contains(row.Detector)).ToListAsync(cancel);
        foreach (var chunk in touched.Objects.Concat(touched.Stages).Chunk(SubjectsAtOnce))
            rows.AddRange(await open.Where(row => chunk.Contains(row.SubjectId) && !whole.Contains(row.Detector) && !off.Contains(row.Detector)).ToListAsync(cancel));
        return rows;
    }

    private static void Reopen(RedthreadContext context, Finding row, DateTime now)
    {
        context.Activities.Add(Activity.Of(Desk, now, "finding.reopened", row.Id, $"Finding {row.Number} is back: its evidence changed"));
        (row.DismissedAt, row.DismissedBy, row.Reason, row.SnoozedUntil, row.SnoozedBy, row.SettledFingerprint) = (null, null, null, null, null, null);
        row.ReopenedAt = now;
    }

    private static bool Fill(Finding row, Found one)
    {
        var evidence = string.Join('\n', one.Evidence.Select(line => $"{line.Text}\t{line.Href}"));
        if (
            (row.Severity, row.Title, row.Evidence, row.Fingerprint, row.StepLabel, row.StepHref, row.OwnerTeamId, row.OwnerPersonId)
            == (one.Severity, one.Title, evidence, one.Fingerprint, one.Step.Label, one.Step.Href, one.OwnerTeamId, one.OwnerPersonId)
        )
            return false;
        (row.Severity, row.Title, row.Evidence, row.Fingerprint) = (one.Severity, one.Title, evidence, one.Fingerprint);
        (row.StepLabel, row.StepHref, row.OwnerTeamId, row.OwnerPersonId) = (one.Step.Label, one.Step.Href, one.OwnerTeamId, one.OwnerPersonId);
        row.Version++;
        return true;
    }
}

/// <summary>Looks soon after anything changed, and at everything once a day: days pass without a change.</summary>
public sealed class DeskWatcher(DeskSweep sweep, ChangeFeed feed, TimeProvider time, ILogger<DeskWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (plan, any, day) = (-1L, -1L, DateTime.MinValue);
        while (!stoppingToken.IsCancellationRequested)
        {
            // Not in the way of the first pages after a start, nor of a burst of changes.
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            var (planNow, anyNow, today) = (feed.PlanStamp, feed.Stamp, time.GetUtcNow().UtcDateTime.Date);
            if (planNow == plan && anyNow == any && today == day)
                continue;
            try
            {
                var outcome = today != day ? await sweep.FullAsync(stoppingToken) : await sweep.FollowAsync(stages: true, stoppingToken);
                // The sweep's own announcement is no news to it, but what others changed meanwhile is.
                (plan, any, day) = (planNow, anyNow + (outcome.Any ? 1 : 0), today);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogError(failure, "The Desk could not look; it tries again at the next change.");
                (plan, any) = (planNow, anyNow);
            }
        }
    }
}
