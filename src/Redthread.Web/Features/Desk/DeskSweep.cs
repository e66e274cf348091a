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
/// cost, O(objects and links). After a change only what it touches is judged, O(links around it), and only findings that differ from
/// those of the look before are read and written; these lie in memory, some 1 kB a finding.
/// </summary>
public sealed class DeskSweep(IDbContextFactory<RedthreadContext> contexts, DeskSource source, ChangeFeed feed, TimeProvider time)
{
    private const int Attempts = 8;
    private const int SubjectsAtOnce = 500;

    /// <summary>What an opportunity is, the stage of its insights has to know.</summary>
    private const int LinksAround = 2;
    private static readonly Actor Desk = Actor.Operator with { Name = "The Desk" };
    private readonly SemaphoreSlim oneSweep = new(1, 1);
    private Seen? seen;

    public sealed record Outcome(int Opened, int Gone, int Reopened, int Changed, bool Full)
    {
        public bool Any => Opened + Gone + Reopened + Changed > 0;
    }

    /// <summary>The look before.</summary>
    private sealed record Seen(
        long Version,
        DateOnly Cycle,
        IReadOnlyDictionary<Guid, string> Teams,
        IReadOnlyDictionary<Guid, StageFact> Stages,
        IReadOnlyDictionary<Guid, ResultFact> Results,
        Dictionary<string, Dictionary<Subject, Found>> Found
    );

    /// <param name="Touched">Null is everything.</param>
    private sealed record Look(Touched? Touched, Seen Seen);

    /// <summary>Looks at everything.</summary>
    public Task<Outcome> FullAsync(CancellationToken cancel) => SweepAsync(full: true, cancel);

    /// <summary>Looks at what changed since the last look; at everything when that is not known any more.</summary>
    public Task<Outcome> FollowAsync(CancellationToken cancel) => SweepAsync(full: false, cancel);

    private async Task<Outcome> SweepAsync(bool full, CancellationToken cancel)
    {
        await oneSweep.WaitAsync(cancel);
        try
        {
            var settings = await SettingsAsync(cancel);
            var on = DetectorList.All.Where(detector => IsOn(detector, settings)).ToList();
            if (full)
                seen = null;
            var needs = on.Aggregate(DeskFacts.None, (all, detector) => all | detector.Needs);
            var look = await source.LookAsync(needs, world => LookAt(world, on, settings), cancel, anew: full);
            var outcome = await KeepAsync(on, look, cancel);
            seen = look.Touched is null ? look.Seen : look.Seen with { Found = seen!.Found };
            // Pages show findings, but nothing else rests on them.
            if (outcome.Any)
                feed.AnnounceSoon(Changed.Shown);
            return outcome with { Full = look.Touched is null };
        }
        catch
        {
            // What was kept of the findings is not known, so the next look is at everything.
            seen = null;
            throw;
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

    private Look LookAt(DeskWorld world, List<Detector> on, Dictionary<string, DetectorSetting> settings)
    {
        var touched =
            seen is { } before && before.Cycle == world.Cycle && before.Found.Keys.ToHashSet().SetEquals(on.Select(one => one.Text.Id)) ? TouchedSince(world, before) : null;
        var found = on.ToDictionary(
            detector => detector.Text.Id,
            detector => detector.Find(world, LimitsOf(detector, settings), touched).GroupBy(one => one.Subject).ToDictionary(same => same.Key, same => same.Last())
        );
        return new Look(touched, new Seen(world.Ledger.Version, world.Cycle, world.Teams, world.Stages, world.Results, found));
    }

    private static Touched? TouchedSince(DeskWorld world, Seen before)
    {
        if (world.Ledger.ChangedSince(before.Version) is not { } changed)
            return null;
        var scores = Differing(before.Stages, world.Stages).ToHashSet();
        var ground = scores.Count > 0 || Differing(before.Teams, world.Teams).Any();
        changed = changed.Concat(Differing(before.Results, world.Results)).ToHashSet();
        var objects = world.Ledger.Around(changed, LinksAround);
        // Among what changed is the stage that an object was on before.
        var stages = objects.Concat(objects.SelectMany(world.Ledger.StagesOf)).Concat(scores).ToHashSet();
        // Of what is deleted nobody knows the kind any more.
        var kinds = changed.SelectMany(id => world.Ledger.Find(id) is { } row ? [row.Kind] : Enum.GetValues<ThreadKind>()).ToHashSet();
        return new Touched(objects, stages, kinds, ground);
    }

    private static IEnumerable<Guid> Differing<T>(IReadOnlyDictionary<Guid, T> before, IReadOnlyDictionary<Guid, T> now)
        where T : class => before == now ? [] : before.Keys.Union(now.Keys).Where(id => !Equals(before.GetValueOrDefault(id), now.GetValueOrDefault(id)));

    /// <summary>A finding that somebody treats, or another node keeps, at the same moment refuses the whole: then what is stored is read and compared anew.</summary>
    private async Task<Outcome> KeepAsync(List<Detector> on, Look look, CancellationToken cancel)
    {
        var (found, differing) = look.Touched is null ? (look.Seen.Found, null) : (seen!.Found, Merge(on, look.Touched, seen.Found, look.Seen.Found));
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var outcome = await CompareAsync(context, found, differing, cancel);
            if (look.Touched is null)
                await RememberAsync(context, on, cancel);
            if (await context.TrySaveAsync(cancel) is null)
                return outcome;
            if (attempt == Attempts)
                throw new InvalidOperationException("The findings were changed by others at every attempt to keep them.");
        }
    }

    /// <summary>Puts what was found now in the place of what was looked at; answers what differs.</summary>
    private static HashSet<(string Detector, Subject Subject)> Merge(
        List<Detector> on,
        Touched touched,
        Dictionary<string, Dictionary<Subject, Found>> found,
        Dictionary<string, Dictionary<Subject, Found>> now
    )
    {
        var differing = new HashSet<(string, Subject)>();
        foreach (var detector in on)
        {
            var (id, known, fresh) = (detector.Text.Id, found[detector.Text.Id], now[detector.Text.Id]);
            foreach (var subject in detector.LookedAt(touched, known).Where(subject => !fresh.ContainsKey(subject)).ToList())
            {
                known.Remove(subject);
                differing.Add((id, subject));
            }

            foreach (var (subject, one) in fresh.Where(pair => !(known.TryGetValue(pair.Key, out var same) && same.Says(pair.Value))))
            {
                known[subject] = one;
                differing.Add((id, subject));
            }
        }

        return differing;
    }

    private async Task RememberAsync(RedthreadContext context, List<Detector> on, CancellationToken cancel)
    {
        var known = await context.DetectorLooks.Select(row => row.Detector).ToListAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        context.DetectorLooks.AddRange(on.Select(one => one.Text.Id).Except(known).Select(id => new DetectorLook { Detector = id, FirstAt = now }));
    }

    /// <param name="differing">Null is whatever is stored.</param>
    private async Task<Outcome> CompareAsync(
        RedthreadContext context,
        Dictionary<string, Dictionary<Subject, Found>> found,
        HashSet<(string Detector, Subject Subject)>? differing,
        CancellationToken cancel
    )
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (gone, back, changed) = (0, new List<Finding>(), 0);
        var left = differing?.ToHashSet() ?? [.. found.SelectMany(of => of.Value.Keys.Select(subject => (of.Key, subject)))];
        foreach (var row in await OpenRowsAsync(context, differing, cancel))
        {
            var subject = new Subject(row.SubjectId, row.OtherId);
            left.Remove((row.Detector, subject));
            // A detector that was switched off sees nothing any more, either.
            if (!found.TryGetValue(row.Detector, out var subjects) || !subjects.TryGetValue(subject, out var one))
            {
                (row.GoneAt, row.Version) = (now, row.Version + 1);
                gone++;
                continue;
            }

            if (row.SettledFingerprint is { } settled && settled != one.Fingerprint)
            {
                Reopen(context, row, now);
                back.Add(row);
            }

            changed += Fill(row, one) ? 1 : 0;
        }

        var fresh = left.Where(key => found[key.Detector].ContainsKey(key.Subject)).ToList();
        var opened = await OpenAsync(context, fresh, found, now, cancel);
        await DeskNews.TellAsync(context, [.. opened, .. back], now, cancel);
        return new Outcome(fresh.Count, gone, back.Count, changed, false);
    }

    private static async Task<List<Finding>> OpenAsync(
        RedthreadContext context,
        List<(string Detector, Subject Subject)> fresh,
        Dictionary<string, Dictionary<Subject, Found>> found,
        DateTime now,
        CancellationToken cancel
    )
    {
        var opened = new List<Finding>();
        if (fresh.Count == 0)
            return opened;
        var number = await context.Findings.MaxAsync(row => (int?)row.Number, cancel) ?? 0;
        foreach (var (detector, subject) in fresh.OrderByDescending(key => found[key.Detector][key.Subject].Severity))
        {
            var row = new Finding
            {
                Number = ++number,
                Detector = detector,
                SubjectId = subject.Id,
                OtherId = subject.Other,
                FirstAt = now,
            };
            Fill(row, found[detector][subject]);
            row.Version = 1;
            context.Findings.Add(row);
            opened.Add(row);
        }

        return opened;
    }

    private static async Task<List<Finding>> OpenRowsAsync(RedthreadContext context, HashSet<(string Detector, Subject Subject)>? differing, CancellationToken cancel)
    {
        var open = context.Findings.Where(row => row.GoneAt == null);
        if (differing is null)
            return await open.ToListAsync(cancel);
        var rows = new List<Finding>();
        foreach (var chunk in differing.Select(key => key.Subject.Id).Distinct().Chunk(SubjectsAtOnce))
            rows.AddRange(
                (await open.Where(row => chunk.Contains(row.SubjectId)).ToListAsync(cancel)).Where(row => differing.Contains((row.Detector, new(row.SubjectId, row.OtherId))))
            );
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
        var (seen, day) = (-1L, DateTime.MinValue);
        while (!stoppingToken.IsCancellationRequested)
        {
            // Not in the way of the first pages after a start, nor of a burst of changes.
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            var (now, today) = (feed.StampOf(Changed.Signals | Changed.Threads | Changed.Ground), time.GetUtcNow().UtcDateTime.Date);
            if (now == seen && today == day)
                continue;
            try
            {
                await (today != day ? sweep.FullAsync(stoppingToken) : sweep.FollowAsync(stoppingToken));
                day = today;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(failure, "The Desk could not look; it tries again at the next change.");
            }

            seen = now;
        }
    }
}
