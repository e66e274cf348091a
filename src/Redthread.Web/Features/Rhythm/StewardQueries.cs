using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Rhythm;

/// <param name="LastActiveAt">Their newest activity; null when there is none.</param>
public sealed record StewardLine(Guid Id, string Name, DateTime? LastActiveAt, bool Active);

public sealed record HandoverLine(Handover Handover, string From, string To);

/// <summary>Who keeps the picture coherent, and whether anybody does.</summary>
public sealed class StewardQueries(IDbContextFactory<RedthreadContext> contexts, TimeProvider time)
{
    /// <summary>A steward who has changed nothing for so long is not active.</summary>
    public static readonly TimeSpan ActiveWithin = TimeSpan.FromDays(30);

    /// <summary>“No active steward” is when none of these is active.</summary>
    public async Task<IReadOnlyList<StewardLine>> ReadAsync(CancellationToken cancel)
    {
        var since = time.GetUtcNow().UtcDateTime - ActiveWithin;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var stewards = await context
            .People.AsNoTracking()
            .Where(person => person.Role == Role.Steward && person.DeactivatedAt == null)
            .OrderBy(person => person.Name)
            .Select(person => new
            {
                person.Id,
                person.Name,
                // By time downwards, as the index lies: of somebody active the first few rows tell.
                Last = context.Activities.Where(row => row.PersonId == person.Id).OrderByDescending(row => row.At).Select(row => (DateTime?)row.At).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return stewards.ConvertAll(row => new StewardLine(row.Id, row.Name, row.Last, row.Last >= since));
    }

    /// <summary>Who takes over ticks and signs, which is a change.</summary>
    public static bool MayTake(Person person) => Permissions.Of(person.Role).Contains(Permission.EditThreads);

    /// <summary>Who may take the work over.</summary>
    public async Task<IReadOnlyList<SelectOption>> ReadTakersAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var people = await context.People.AsNoTracking().Where(person => person.DeactivatedAt == null).OrderBy(person => person.Name).ToListAsync(cancel);
        return [.. people.Where(MayTake).Select(person => new SelectOption(person.Id.ToString(), person.Name))];
    }

    public async Task<IReadOnlyList<HandoverLine>> ReadHandoversAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var names = await context.People.AsNoTracking().ToDictionaryAsync(person => person.Id, person => person.Name, cancel);
        var rows = await context.Handovers.AsNoTracking().Include(row => row.Items.OrderBy(item => item.Position)).OrderByDescending(row => row.Number).ToListAsync(cancel);
        return rows.ConvertAll(row => new HandoverLine(row, names[row.FromPersonId], names[row.ToPersonId]));
    }
}
