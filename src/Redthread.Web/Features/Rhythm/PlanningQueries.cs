using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Rhythm;

public sealed record PlanningLine(PlanningSession Session, int Solutions, int Shipped);

public sealed record PlanningList(IReadOnlyList<PlanningLine> Lines, IReadOnlyList<SelectOption> Cycles, IReadOnlyList<SelectOption> Meetings);

/// <summary>What was planned beside what happened.</summary>
/// <param name="Now">Shipped, started, moved to another cycle …; a grade; the score agreed in the next cycle.</param>
/// <param name="Done">Whether it came as planned; null when that cannot be said.</param>
public sealed record PlannedLine(PlannedItem Item, string? Name, string? Href, string Now, bool? Done);

/// <param name="Added">Solutions that came into the cycle after it was closed; while it is not closed, none.</param>
/// <param name="MayReopen">No later session was opened.</param>
public sealed record PlanningView(
    PlanningSession Session,
    string? MeetingName,
    string? MeetingHref,
    string? MeetingKey,
    IReadOnlyList<SelectOption> Meetings,
    IReadOnlyList<PlannedLine> Lines,
    IReadOnlyList<Solution> Added,
    bool MayReopen
)
{
    public IEnumerable<PlannedLine> Of(PlannedKind kind) => Lines.Where(line => line.Item.Kind == kind);

    public string Address => PlanningQueries.AddressOf(Session.Cycle);
}

/// <summary>Reads planning sessions: O(sessions) for the list, O(what is planned in the cycle) for one.</summary>
public sealed class PlanningQueries(
    IDbContextFactory<RedthreadContext> contexts,
    LedgerSource ledgers,
    LandscapeSource landscapes,
    MeetingClock clock,
    GoalQueries goals,
    RunPlanning run,
    TimeProvider time
)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public static string AddressOf(DateOnly cycle) => $"/rhythm/planning/{Cycle.Address(cycle)}";

    public async Task<PlanningList> ReadListAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var sessions = await context.PlanningSessions.AsNoTracking().Include(row => row.Items).OrderByDescending(row => row.Cycle).ToListAsync(cancel);
        var taken = sessions.ConvertAll(row => row.Cycle);
        var now = Cycle.At(Now);
        return new PlanningList(
            await ledgers.ReadAsync(ledger => sessions.ConvertAll(session => LineOf(ledger, session)), cancel),
            [
                .. new[] { 1, 0, 2, 3 }
                    .Select(by => Cycle.Shift(now, by))
                    .Where(cycle => !taken.Contains(cycle))
                    .Select(cycle => new SelectOption(Cycle.Address(cycle), Cycle.Label(cycle))),
            ],
            await MeetingsAsync(context, null, cancel)
        );
    }

    private static PlanningLine LineOf(Ledger ledger, PlanningSession session)
    {
        var planned =
            session.State == PlanningState.Closed
                ? session.Items.Where(item => item.Kind == PlannedKind.Solution).Select(item => ledger.Find(item.SubjectId) as Solution).ToList()
                : [.. ledger.Live<Solution>().Where(row => row.Cycle == session.Cycle && row.State != SolutionState.Dropped)];
        return new PlanningLine(session, planned.Count, planned.Count(row => row?.ShippedAt is not null));
    }

    public async Task<Result<PlanningView>> ReadAsync(DateOnly cycle, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.PlanningSessions.AsNoTracking().Include(row => row.Items).SingleOrDefaultAsync(row => row.Cycle == cycle, cancel) is not { } session)
            return Error.NotFound("planning session");
        var ritual = session.RitualId is { } id ? await context.Rituals.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) : null;
        var closed = session.State == PlanningState.Closed;
        // While it is open the page shows what closing it would freeze.
        var items = closed ? session.Items.OrderBy(item => item.Position).ToList() : await run.PlannedAsync(context, session, cancel);
        var landscape = await landscapes.ReadAsync(cancel);
        var grades = (await goals.LinesAsync(row => row.Cycle == cycle, cancel)).Lines.ToDictionary(line => line.Row.Id, line => line.Grade);
        var (lines, added) = await ledgers.ReadAsync(
            ledger =>
                (
                    items.ConvertAll(item => LineOf(ledger, landscape, session, item, grades)),
                    closed ? ledger.Live<Solution>().Where(row => row.Cycle == cycle && items.TrueForAll(item => item.SubjectId != row.Id)).OrderBy(row => row.Number).ToList() : []
                ),
            cancel
        );
        var zone = await clock.ReadAsync(cancel);
        var key = ritual is not null && session.OccursAt is { } at ? $"{ritual.Number}/{RhythmText.Key(at)}" : null;
        return new PlanningView(
            session,
            key is null ? null : $"{ritual!.Name}, {zone.Local(session.OccursAt!.Value):d MMM yyyy}",
            key is null ? null : RhythmText.Address(ritual!.Number, session.OccursAt!.Value),
            key,
            await MeetingsAsync(context, session, cancel),
            lines,
            added,
            closed && !await context.PlanningSessions.AnyAsync(row => row.Cycle > cycle, cancel)
        );
    }

    private static PlannedLine LineOf(Ledger ledger, Landscape landscape, PlanningSession session, PlannedItem item, Dictionary<Guid, double?> grades)
    {
        if (item.Kind == PlannedKind.AgreedScore)
        {
            var next = landscape.AgreedOn(item.SubjectId, Cycle.Shift(session.Cycle, 1));
            var path = landscape.LiveStages.Where(row => row.Stage.Id == item.SubjectId).Select(row => $"/agreed-scores/stages/{row.Journey.Key}/{row.Stage.Key}").FirstOrDefault();
            return new PlannedLine(item, null, path, next is null ? "not agreed on yet" : Numbers.Signed(next.Value), next is null ? null : next.Value >= item.Value);
        }

        if (ledger.Find(item.SubjectId) is not { } row)
            return new PlannedLine(item, null, null, "gone", false);
        var (name, href) = (ThreadStore.Name(row), ThreadName.Address(row.Kind, row.Number));
        if (row is not Solution solution)
        {
            double? grade = grades.GetValueOrDefault(row.Id);
            return new PlannedLine(
                item,
                name,
                href,
                row.ArchivedAt is not null ? "archived"
                    : grade is { } known ? $"{Numbers.Share(known)} reached"
                    : "no value yet",
                grade is null ? null : grade >= 1
            );
        }

        return new PlannedLine(
            item,
            name,
            href,
            Standing(solution, session.Cycle),
            solution.ShippedAt is not null ? true
                : solution.State == SolutionState.Dropped || solution.ArchivedAt is not null || solution.Cycle != session.Cycle ? false
                : null
        );
    }

    private static string Standing(Solution row, DateOnly cycle) =>
        row.ShippedAt is { } at ? $"shipped on {at:d MMM yyyy}"
        : row.ArchivedAt is not null ? "archived"
        : row.State == SolutionState.Dropped ? "dropped"
        : row.Cycle is null ? $"{row.State.ToString().ToLowerInvariant()}, taken out of the cycle"
        : row.Cycle != cycle ? $"{row.State.ToString().ToLowerInvariant()}, moved to {Cycle.Label(row.Cycle.Value)}"
        : row.State.ToString().ToLowerInvariant();

    /// <summary>The meetings of quarterly rituals from half a year back to a year ahead.</summary>
    private async Task<IReadOnlyList<SelectOption>> MeetingsAsync(RedthreadContext context, PlanningSession? session, CancellationToken cancel)
    {
        var rituals = await context.Rituals.AsNoTracking().Where(row => row.Type == RitualType.QuarterlyReview).OrderBy(row => row.Number).ToListAsync(cancel);
        var zone = await clock.ReadAsync(cancel);
        var options = rituals.SelectMany(ritual =>
            ritual
                .Occurrences(Now.AddDays(-183), Now.AddDays(366))
                .Concat(session is { OccursAt: { } at } && session.RitualId == ritual.Id ? [at] : [])
                .Distinct()
                .Order()
                .Select(on => new SelectOption($"{ritual.Number}/{RhythmText.Key(on)}", $"{ritual.Name}, {zone.Local(on):d MMM yyyy}"))
        );
        return [new SelectOption("", "none"), .. options];
    }
}
