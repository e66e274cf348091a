using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Conversations;
using Redthread.Domain.Goals;
using Redthread.Domain.Rhythm;
using Redthread.Web.Features.Conversations;
using Redthread.Web.Features.Language;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Requirements;

/// <summary>Counts what was done: from the board, the ledger and the language that the pages keep, and from tables of which there are few rows.</summary>
public sealed class FactQueries(
    IDbContextFactory<RedthreadContext> contexts,
    BoardQueries boards,
    LedgerSource ledgers,
    LanguageDrift language,
    StewardQueries stewards,
    CoverageQueries coverage,
    TimeProvider time
)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;
    private DateTime Since => Now.AddDays(-RequirementRules.Days);

    public async Task<RequirementFacts> ReadAsync(CancellationToken cancel)
    {
        var board = await boards.ReadAsync(new BoardRequest(), cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return new RequirementFacts(
            await LanguageAsync(context, cancel),
            await RhythmAsync(context, cancel),
            await MeasurementAsync(context, board, cancel),
            await StewardAsync(cancel)
        );
    }

    private async Task<LanguageFacts> LanguageAsync(RedthreadContext context, CancellationToken cancel)
    {
        var terms = await context
            .Terms.AsNoTracking()
            .Where(row => row.ArchivedAt == null)
            .Select(row => new
            {
                row.Id,
                row.Word,
                row.Version,
            })
            .ToListAsync(cancel);
        var teams = await context.Teams.Where(row => row.ArchivedAt == null).Select(row => row.Id).ToListAsync(cancel);
        var stances = (await context.TermStances.AsNoTracking().ToListAsync(cancel)).Where(row => teams.Contains(row.TeamId)).ToLookup(row => (row.TermId, row.Version));
        var twice = terms
            .GroupBy(row => row.Word.Trim(), StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .SelectMany(group => group.Select(row => row.Id))
            .ToHashSet();
        var disputed = terms.Where(row => twice.Contains(row.Id) || stances[(row.Id, row.Version)].Any(stance => !stance.Agrees)).Select(row => row.Id).ToHashSet();
        var agreed = terms.Count(row =>
            teams.Count > 0 && !disputed.Contains(row.Id) && stances[(row.Id, row.Version)].Count(stance => stance.Agrees) >= RequirementRules.Half * teams.Count
        );
        var (texts, avoiding) = await language.ReadUseAsync(Since, cancel);
        return new LanguageFacts(terms.Count, agreed, disputed.Count, teams.Count, texts, avoiding);
    }

    private async Task<RhythmFacts> RhythmAsync(RedthreadContext context, CancellationToken cancel)
    {
        var rituals = await RunningRitual.ReadAllAsync(context, Now, cancel);
        var (due, onTime) = (0, 0);
        foreach (var (ritual, meetings, _) in rituals)
        {
            var settled = meetings.Where(row => row.State != MeetingState.Prepared).ToDictionary(row => row.OccursAt);
            foreach (var at in ritual.Occurrences(Since, RitualStanding.DueBefore(ritual, Now)))
            {
                var row = settled.GetValueOrDefault(at);
                due += row?.State == MeetingState.Skipped ? 0 : 1;
                onTime += row?.HeldAt <= at.AddMinutes(ritual.Minutes) + RitualStanding.Grace ? 1 : 0;
            }
        }

        var (wanted, held) = await ConversationsAsync(context, cancel);
        var heard = await coverage.ReadAsync(Hearing.CycleToJudge(Now), cancel);
        return new RhythmFacts(rituals.Count, due, onTime, rituals.Count(row => row.Standing.State == RhythmState.Broken), wanted, held, heard.Pairs, heard.Heard, heard.Cycle);
    }

    private async Task<(double Wanted, int Held)> ConversationsAsync(RedthreadContext context, CancellationToken cancel)
    {
        var running = Cycle.At(Now);
        var last = Cycle.Shift(running, -1);
        var targets = await context.ConversationTargets.AsNoTracking().Where(row => row.Cycle == running || row.Cycle == last).ToListAsync(cancel);
        var period = Cycle.PeriodOf(running);
        var gone = (Now - period.Start) / (period.End - period.Start);
        // A target for all stands beside those of segments, which are part of it.
        var wanted = targets
            .GroupBy(row => (row.Cycle, row.With))
            .Sum(group =>
                (group.Key.Cycle == running ? gone : 1)
                * Math.Max(group.Where(row => row.SegmentId == Guid.Empty).Sum(row => row.Wanted), group.Where(row => row.SegmentId != Guid.Empty).Sum(row => row.Wanted))
            );
        var from = Cycle.PeriodOf(last).Start;
        return (wanted, await context.Conversations.CountAsync(row => row.HeldAt != null && row.StartsAt >= from && row.StartsAt < period.End, cancel));
    }

    private async Task<MeasurementFacts> MeasurementAsync(RedthreadContext context, Board board, CancellationToken cancel)
    {
        var framework = board.Framework;
        var signatures = framework is null ? [] : await context.FrameworkTeams.AsNoTracking().Where(row => row.FrameworkId == framework.Id).ToListAsync(cancel);
        var measured = board.Stages.Where(stage => framework?.Stages.Exists(row => row.StageId == stage.Stage.Id) == true).ToList();
        var running = Cycle.At(Now);
        var last = Cycle.Shift(running, -1);
        var (results, bound) = await ledgers.ReadAsync(
            ledger =>
            {
                var rows = ledger.Live<Objective>().Where(row => row.Cycle == running).SelectMany(row => ledger.ResultsOf(row.Id)).ToList();
                return (rows.Count, rows.Count(row => row.Source is KeyResultSource.StageScore or KeyResultSource.JourneyScore));
            },
            cancel
        );
        var agreed = board.Landscape.Agreed.Where(row => row.Cycle >= last && row.Cycle <= running).Select(row => row.StageId).ToHashSet();
        var stages = board.Landscape.LiveStages.Select(row => row.Stage.Id).ToList();
        return new MeasurementFacts(
            framework?.Number,
            signatures.Count,
            signatures.Count(row => row.SignedAt is not null),
            measured.Count,
            measured.Count(stage => stage is { HasScore: true, Fresh: true }),
            results,
            bound,
            stages.Count,
            stages.Count(agreed.Contains)
        );
    }

    private async Task<StewardFacts> StewardAsync(CancellationToken cancel)
    {
        var (people, handovers) = (await stewards.ReadAsync(cancel), await stewards.ReadHandoversAsync(cancel));
        var open = handovers.Where(line => line.Handover.State == HandoverState.Open).Select(line => (DateTime?)line.Handover.StartedAt).Min();
        return new StewardFacts(
            [.. people.Select(row => row.Name)],
            people.Count(row => row.Active),
            people.Max(row => row.LastActiveAt) is { } at ? Math.Max(0, (int)(Now - at).TotalDays) : null,
            handovers.Count(line => line.Handover.State == HandoverState.Completed),
            open is { } started ? (int)(Now - started).TotalDays : null
        );
    }
}
