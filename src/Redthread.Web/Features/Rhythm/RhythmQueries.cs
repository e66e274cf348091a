using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Rhythm;

public sealed record RitualLine(Ritual Ritual, RitualStanding Standing, string? Owner, IReadOnlyList<string> Audience, bool Mine);

public sealed record RhythmList(IReadOnlyList<RitualLine> Rituals, IReadOnlyList<RitualLine> Ended)
{
    public int Behind => Rituals.Count(line => line.Standing.State is RhythmState.Overdue or RhythmState.Broken);
}

/// <param name="Row">Null while nobody prepared it.</param>
public sealed record MeetingLine(DateTime At, Meeting? Row, bool Missed);

public sealed record RitualChoices(IReadOnlyList<SelectOption> Teams, IReadOnlyList<SelectOption> People);

public sealed record RitualView(RitualLine Line, IReadOnlyList<MeetingLine> ToCome, IReadOnlyList<MeetingLine> Past, RitualChoices Choices)
{
    public Ritual Ritual => Line.Ritual;
}

/// <param name="People">Who may have been there: the audience first, then everybody.</param>
public sealed record MeetingView(RitualLine Line, DateTime At, Meeting? Row, IReadOnlyList<(Guid Id, string Name, bool Invited)> People, IReadOnlyList<ThreadObject> Outcomes)
{
    public string Address => RhythmText.Address(Line.Ritual.Number, At);

    /// <summary>It is over, or should be.</summary>
    public bool Past { get; init; }
    public bool Missed { get; init; }
}

/// <summary>Reads rituals, whether they are kept, and their meetings: O(meetings of the rituals shown).</summary>
public sealed class RhythmQueries(IDbContextFactory<RedthreadContext> contexts, LedgerSource ledgers, TimeProvider time)
{
    private const int ShownToCome = 4;
    private const int ShownPast = 40;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private sealed record Ground(Dictionary<Guid, Person> People, Dictionary<Guid, Team> Teams, ILookup<Guid, Guid> Members);

    public async Task<RhythmList> ReadListAsync(Actor actor, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var ground = await GroundAsync(context, cancel);
        var rituals = await context.Rituals.AsNoTracking().Include(row => row.Audience).OrderBy(row => row.Number).ToListAsync(cancel);
        var meetings = (await context.Meetings.AsNoTracking().ToListAsync(cancel)).ToLookup(row => row.RitualId);
        var lines = rituals.ConvertAll(ritual => Line(ground, actor, ritual, meetings[ritual.Id]));
        return new RhythmList(
            [
                .. lines
                    .Where(line => line.Standing.State != RhythmState.Ended)
                    .OrderByDescending(line => line.Standing.State is RhythmState.Broken or RhythmState.Overdue ? line.Standing.Missed.Count : 0)
                    .ThenBy(line => line.Standing.Next),
            ],
            [.. lines.Where(line => line.Standing.State == RhythmState.Ended)]
        );
    }

    public async Task<RitualChoices> ReadChoicesAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return Choices(await GroundAsync(context, cancel));
    }

    public async Task<Result<RitualView>> ReadRitualAsync(Actor actor, int number, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Rituals.AsNoTracking().Include(row => row.Audience).SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } ritual)
            return Error.NotFound("ritual");
        var ground = await GroundAsync(context, cancel);
        var rows = await context.Meetings.AsNoTracking().Include(row => row.Attendance).Where(row => row.RitualId == ritual.Id).ToListAsync(cancel);
        var line = Line(ground, actor, ritual, rows);
        var since = RitualStanding.DueBefore(ritual, Now);
        var missed = line.Standing.Missed.Union(RitualStanding.Unsettled(ritual, rows, ritual.StartsAt, since)).ToHashSet();
        // What was due these days and is not written down yet is still to be opened, though it does not count as missed.
        var coming = ritual
            .Occurrences(since, Now.AddYears(3))
            .Where(at => at >= Now || (rows.TrueForAll(row => row.OccursAt != at) && !missed.Contains(at)))
            .Take(ShownToCome)
            .Union(rows.Select(row => row.OccursAt).Where(at => at >= Now))
            .Order()
            .ToList();
        return new RitualView(
            line,
            coming.ConvertAll(at => new MeetingLine(at, rows.Find(row => row.OccursAt == at), false)),
            [
                .. rows.Where(row => !coming.Contains(row.OccursAt))
                    .Select(row => new MeetingLine(row.OccursAt, row, row.State == MeetingState.Prepared && missed.Contains(row.OccursAt)))
                    .Concat(missed.Where(at => rows.TrueForAll(row => row.OccursAt != at)).Select(at => new MeetingLine(at, null, true)))
                    .OrderByDescending(row => row.At)
                    .Take(ShownPast),
            ],
            Choices(ground)
        );
    }

    public async Task<Result<MeetingView>> ReadMeetingAsync(Actor actor, int number, string key, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Rituals.AsNoTracking().Include(row => row.Audience).SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } ritual)
            return Error.NotFound("ritual");
        var ground = await GroundAsync(context, cancel);
        var rows = await context.Meetings.AsNoTracking().Include(row => row.Attendance).Where(row => row.RitualId == ritual.Id).ToListAsync(cancel);
        var row = rows.Find(one => RhythmText.Key(one.OccursAt) == key);
        var at = row?.OccursAt ?? ritual.Occurrences(ritual.StartsAt, Now.AddYears(2)).Where(one => RhythmText.Key(one) == key).Cast<DateTime?>().FirstOrDefault();
        if (at is not { } on)
            return Error.NotFound("meeting");
        var (line, invited) = (Line(ground, actor, ritual, rows), Invited(ground, ritual));
        var due = RitualStanding.DueBefore(ritual, Now);
        var names = (row?.Outcomes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new MeetingView(
            line,
            on,
            row,
            [
                .. ground
                    .People.Values.Where(person => person.DeactivatedAt is null || row?.Attendance.Exists(one => one.PersonId == person.Id) == true)
                    .Select(person => (person.Id, person.Name, invited.Contains(person.Id)))
                    .OrderByDescending(person => person.Item3)
                    .ThenBy(person => person.Name, StringComparer.Ordinal),
            ],
            await ledgers.ReadAsync<IReadOnlyList<ThreadObject>>(ledger => [.. names.Select(name => ledger.Find(name)).OfType<ThreadObject>()], cancel)
        )
        {
            Past = on.AddMinutes(ritual.Minutes) < Now,
            Missed = line.Standing.Missed.Contains(on) || (on < due && RitualStanding.Unsettled(ritual, rows, on, on.AddTicks(1)).Any()),
        };
    }

    /// <summary>The meetings of a quarter back and a year ahead, as a calendar program reads them.</summary>
    /// <param name="person">Only rituals of this person; null for all.</param>
    /// <param name="site">The address of this program, from which links begin.</param>
    public async Task<IReadOnlyList<CalendarEvent>> ReadEventsAsync(Guid? person, string site, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var ground = await GroundAsync(context, cancel);
        var rituals = await context.Rituals.AsNoTracking().Include(row => row.Audience).OrderBy(row => row.Number).ToListAsync(cancel);
        var from = Now.AddDays(-92);
        var meetings = await context.Meetings.AsNoTracking().Where(row => row.OccursAt >= from).ToListAsync(cancel);
        return
        [
            .. rituals
                .Where(ritual => person is not { } one || IsOf(ground, ritual, one))
                .SelectMany(ritual =>
                    ritual
                        .Occurrences(from, Now.AddDays(366))
                        .Concat(meetings.Where(row => row.RitualId == ritual.Id).Select(row => row.OccursAt))
                        .Distinct()
                        .Order()
                        .Select(at => Event(ritual, at, meetings.Find(row => row.RitualId == ritual.Id && row.OccursAt == at), site))
                ),
        ];
    }

    private static CalendarEvent Event(Ritual ritual, DateTime at, Meeting? row, string site) =>
        new($"{ritual.Id}-{RhythmText.Key(at)}@redthread", at, at.AddMinutes(ritual.Minutes), ritual.Name)
        {
            Description = row?.SkipReason is { } reason ? $"Skipped: {reason}" : row?.Agenda ?? ritual.Purpose,
            Location = ritual.Location,
            Url = $"{site}{RhythmText.Address(ritual.Number, at)}",
            Sequence = ritual.Version - 1 + (row?.Version ?? 0),
            Cancelled = row?.State == MeetingState.Skipped,
        };

    private RitualLine Line(Ground ground, Actor actor, Ritual ritual, IEnumerable<Meeting> meetings) =>
        new(
            ritual,
            RitualStanding.Of(ritual, meetings, Now),
            ritual.OwnerPersonId is { } owner ? ground.People.GetValueOrDefault(owner)?.Name : null,
            [
                .. ritual
                    .Audience.Select(member => member.IsTeam ? ground.Teams.GetValueOrDefault(member.MemberId)?.Name : ground.People.GetValueOrDefault(member.MemberId)?.Name)
                    .OfType<string>()
                    .Order(StringComparer.Ordinal),
            ],
            actor.PersonId is { } person && IsOf(ground, ritual, person)
        );

    private static bool IsOf(Ground ground, Ritual ritual, Guid person) => ritual.OwnerPersonId == person || Invited(ground, ritual).Contains(person);

    private static HashSet<Guid> Invited(Ground ground, Ritual ritual) =>
        [.. ritual.Audience.SelectMany(member => member.IsTeam ? ground.Members[member.MemberId] : [member.MemberId])];

    private static RitualChoices Choices(Ground ground) =>
        new(
            [.. ground.Teams.Values.Where(team => team.ArchivedAt is null).OrderBy(team => team.Name).Select(team => new SelectOption(team.Key, team.Name))],
            [
                .. ground
                    .People.Values.Where(person => person.DeactivatedAt is null)
                    .OrderBy(person => person.Name)
                    .Select(person => new SelectOption(person.Id.ToString(), person.Name)),
            ]
        );

    private static async Task<Ground> GroundAsync(RedthreadContext context, CancellationToken cancel) =>
        new(
            await context.People.AsNoTracking().ToDictionaryAsync(person => person.Id, cancel),
            await context.Teams.AsNoTracking().ToDictionaryAsync(team => team.Id, cancel),
            (await context.TeamMembers.AsNoTracking().ToListAsync(cancel)).ToLookup(member => member.TeamId, member => member.PersonId)
        );
}
