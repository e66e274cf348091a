using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Makes and changes rituals. A change of cadence moves the meetings to come; what was held stays where it was. Other clocks move each meeting with what is written of it.</summary>
public sealed class SaveRitual(IDbContextFactory<RedthreadContext> contexts, MeetingClock clock, ChangeFeed feed, TimeProvider time)
{
    private const int Attempts = 8;

    public sealed record Request
    {
        public string? Name { get; init; }
        public string? Purpose { get; init; }
        public RitualType Type { get; init; } = RitualType.Other;
        public int Every { get; init; } = 1;
        public CadenceUnit Unit { get; init; } = CadenceUnit.Weeks;

        /// <summary>The first meeting, in UTC.</summary>
        public DateTime? StartsAt { get; init; }

        /// <summary>The first meeting as the clocks of the organisation's time zone show it, instead.</summary>
        public DateTime? LocalStart { get; init; }
        public int Minutes { get; init; } = 60;
        public string? Location { get; init; }
        public Guid? Owner { get; init; }

        /// <summary>Keys of teams that take part.</summary>
        public IReadOnlyList<string>? Teams { get; init; }

        /// <summary>Ids of single people that take part.</summary>
        public IReadOnlyList<Guid>? People { get; init; }

        /// <summary>The version the change was made on.</summary>
        public int? Version { get; init; }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task<Result<Ritual>> CreateAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var ritual = new Ritual
            {
                Number = 1 + (await context.Rituals.MaxAsync(row => (int?)row.Number, cancel) ?? 0),
                CreatedAt = Now,
                CreatedBy = actor.Name,
            };
            context.Rituals.Add(ritual);
            if (await FillAsync(context, ritual, request, cancel) is { } error)
                return error;
            context.Activities.Add(Activity.Of(actor, Now, "ritual.made", ritual.Id, $"Made the ritual {ritual.Name}, {RhythmText.Cadence(ritual)}"));
            if (await feed.SaveAsync(context, cancel) is not { } failed)
                return ritual;
            if (attempt == Attempts)
                return failed;
        }
    }

    public Task<Result<Ritual>> ChangeAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            request.Version,
            async (context, ritual) =>
            {
                if (await FillAsync(context, ritual, request, cancel) is { } error)
                    return error;
                context.Activities.Add(Activity.Of(actor, Now, "ritual.changed", ritual.Id, $"Changed the ritual {ritual.Name}, {RhythmText.Cadence(ritual)}"));
                return null;
            },
            cancel
        );

    /// <summary>Ends a ritual, or goes on with it; what was held stays.</summary>
    public Task<Result<Ritual>> EndAsync(Actor actor, int number, bool ended, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            null,
            (context, ritual) =>
            {
                ritual.EndedAt = ended ? ritual.EndedAt ?? Now : null;
                context.Activities.Add(
                    Activity.Of(actor, Now, ended ? "ritual.ended" : "ritual.resumed", ritual.Id, $"{(ended ? "Ended" : "Went on with")} the ritual {ritual.Name}")
                );
                return Task.FromResult<Error?>(null);
            },
            cancel
        );

    private async Task<Result<Ritual>> ChangeAsync(Actor actor, int number, int? version, Func<RedthreadContext, Ritual, Task<Error?>> change, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Rituals.Include(row => row.Audience).SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } ritual)
            return Error.NotFound("ritual");
        if (version is { } known && known != ritual.Version)
            return Error.Stale;
        if (await change(context, ritual) is { } error)
            return error;
        ritual.Version++;
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : ritual;
    }

    private async Task<Error?> FillAsync(RedthreadContext context, Ritual ritual, Request request, CancellationToken cancel)
    {
        var zone = await clock.ReadAsync(cancel);
        if (request.LocalStart is { } local)
        {
            var instant = zone.Instant(local, ritual.StartsAt);
            if (instant.Error is { } unclear)
                return unclear;
            request = request with { StartsAt = instant.Value };
        }

        if (Check(request) is { } error)
            return error;
        var keys = (request.Teams ?? []).Distinct().ToList();
        var teams = await context.Teams.Where(team => keys.Contains(team.Key) && team.ArchivedAt == null).ToListAsync(cancel);
        if (keys.Find(key => teams.TrueForAll(team => team.Key != key)) is { } unknown)
            return Error.NotFound($"team “{unknown}”");
        var ids = (request.People ?? []).Append(request.Owner ?? Guid.Empty).Where(id => id != Guid.Empty).Distinct().ToList();
        if (await context.People.CountAsync(person => ids.Contains(person.Id), cancel) != ids.Count)
            return Error.NotFound("person");
        await MoveAsync(context, ritual, request, zone, cancel);
        (ritual.Name, ritual.Purpose) = (request.Name!.Trim(), string.IsNullOrWhiteSpace(request.Purpose) ? null : request.Purpose.Trim());
        (ritual.Type, ritual.Every, ritual.Unit, ritual.Minutes) = (request.Type, request.Every, request.Unit, request.Minutes);
        (ritual.StartsAt, ritual.TimeZone) = (DateTime.SpecifyKind(request.StartsAt!.Value, DateTimeKind.Utc), zone.Name);
        (ritual.Location, ritual.OwnerPersonId) = (string.IsNullOrWhiteSpace(request.Location) ? null : request.Location.Trim(), request.Owner);
        var audience = teams.ConvertAll(team => (team.Id, IsTeam: true)).Concat((request.People ?? []).Distinct().Select(id => (Id: id, IsTeam: false))).ToList();
        ritual.Audience.RemoveAll(member => !audience.Contains((member.MemberId, member.IsTeam)));
        ritual.Audience.AddRange(
            audience
                .Where(entry => ritual.Audience.TrueForAll(member => member.MemberId != entry.Id))
                .Select(entry => new RitualAudience
                {
                    RitualId = ritual.Id,
                    MemberId = entry.Id,
                    IsTeam = entry.IsTeam,
                })
        );
        return null;
    }

    /// <summary>By other clocks alone a meeting is at another instant: its row, and the planning that belongs to it, go there with it.</summary>
    private static async Task MoveAsync(RedthreadContext context, Ritual ritual, Request request, MeetingZone zone, CancellationToken cancel)
    {
        if (zone.Name == ritual.TimeZone || (request.StartsAt, request.Every, request.Unit) != (ritual.StartsAt, ritual.Every, ritual.Unit))
            return;
        var rows = await context.Meetings.Where(row => row.RitualId == ritual.Id).ToListAsync(cancel);
        var sessions = await context.PlanningSessions.Where(row => row.RitualId == ritual.Id && row.OccursAt != null).ToListAsync(cancel);
        var moved = ritual.MovedTo(zone, rows.Select(row => row.OccursAt).Concat(sessions.Select(row => row.OccursAt!.Value)).DefaultIfEmpty(ritual.StartsAt).Max());
        // Those of an earlier cadence stay where they were.
        foreach (var row in rows)
            row.OccursAt = moved.GetValueOrDefault(row.OccursAt, row.OccursAt);
        foreach (var row in sessions)
            row.OccursAt = moved.GetValueOrDefault(row.OccursAt!.Value, row.OccursAt.Value);
    }

    private static Error? Check(Request request) =>
        string.IsNullOrWhiteSpace(request.Name) || request.Name.Trim().Length > 200
            ? Error.Invalid("name-missing", "A ritual needs a name of 1 to 200 characters. Nothing was saved.")
        : request.Every is < 1 or > Ritual.MostEvery ? Error.Invalid("cadence-invalid", $"A ritual recurs every 1 to {Ritual.MostEvery} days, weeks or months. Nothing was saved.")
        : request.StartsAt is not { Year: >= 2000 and <= 2200 } ? Error.Invalid("start-missing", "Say on which day and at what time the first meeting is. Nothing was saved.")
        : request.Minutes is < 5 or > 1440 ? Error.Invalid("minutes-invalid", "A meeting lasts 5 minutes to a day. Nothing was saved.")
        : request.Purpose?.Length > 20_000 || request.Location?.Length > 300
            ? Error.Invalid("text-too-long", "The purpose has at most 20,000 characters, the place at most 300. Nothing was saved.")
        : null;
}
