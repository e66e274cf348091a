using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Language;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Language;

/// <param name="Agreed">Teams that agree to this version; <paramref name="Objecting"/> those that object to it; of <paramref name="Teams"/> in all.</param>
public sealed record TermLine(Term Term, string? Owner, int Agreed, int Objecting, int Teams);

public sealed record TermList(IReadOnlyList<TermLine> Lines, int All, IReadOnlyList<SelectOption> People);

/// <param name="Stance">Its word on the newest version, if it has said one.</param>
public sealed record TeamStance(Guid Id, string Team, TermStance? Stance, bool Mine);

public sealed record TermView(
    Term Term,
    string? Owner,
    string? BehindHref,
    IReadOnlyList<TermVersion> Versions,
    IReadOnlyList<TeamStance> Teams,
    IReadOnlyList<SelectOption> People
);

public sealed class LanguageQueries(IDbContextFactory<RedthreadContext> contexts)
{
    /// <summary>By word; archived ones apart.</summary>
    public async Task<TermList> ReadListAsync(string? search, bool archived, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var terms = await context.Terms.AsNoTracking().Where(row => row.ArchivedAt != null == archived).ToListAsync(cancel);
        var stances = (await context.TermStances.AsNoTracking().ToListAsync(cancel)).ToLookup(row => row.TermId);
        var teams = await context.Teams.Where(row => row.ArchivedAt == null).Select(row => row.Id).ToListAsync(cancel);
        var people = await PeopleAsync(context, cancel);
        var names = people.ToDictionary(option => option.Value, option => option.Label);
        return new TermList(
            [
                .. terms
                    .Where(term => Matches(term, search))
                    .OrderBy(term => term.Word, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(term => term.Key, StringComparer.Ordinal)
                    .Select(term =>
                    {
                        var current = stances[term.Id].Where(row => row.Version == term.Version && teams.Contains(row.TeamId)).ToList();
                        return new TermLine(
                            term,
                            names.GetValueOrDefault(term.OwnerPersonId?.ToString() ?? ""),
                            current.Count(row => row.Agrees),
                            current.Count(row => !row.Agrees),
                            teams.Count
                        );
                    }),
            ],
            terms.Count,
            people
        );
    }

    public async Task<Result<TermView>> ReadAsync(Actor actor, string key, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Terms.AsNoTracking().SingleOrDefaultAsync(row => row.Key == key, cancel) is not { } term)
            return Error.NotFound("term");
        var versions = await context.TermVersions.AsNoTracking().Where(row => row.TermId == term.Id).OrderByDescending(row => row.Version).ToListAsync(cancel);
        var stances = await context.TermStances.AsNoTracking().Where(row => row.TermId == term.Id && row.Version == term.Version).ToDictionaryAsync(row => row.TeamId, cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        var people = await PeopleAsync(context, cancel);
        return new TermView(
            term,
            people.FirstOrDefault(option => option.Value == term.OwnerPersonId?.ToString())?.Label,
            term.Behind is ['/', ..] ? term.Behind
                : term.Behind is { } measure ? $"/measures/{measure}"
                : null,
            versions,
            [
                .. teams.Select(team => new TeamStance(
                    team.Id,
                    team.Name,
                    stances.GetValueOrDefault(team.Id),
                    actor.TeamIds.Contains(team.Id) || actor.Role == Domain.People.Role.Steward
                )),
            ],
            people
        );
    }

    /// <summary>All terms whole, archived ones too, by key.</summary>
    /// <param name="emails">Owners by e-mail, which is theirs alone; else by name, as pages show them.</param>
    public async Task<IReadOnlyList<TermEntry>> ReadEntriesAsync(bool emails, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var terms = await context.Terms.AsNoTracking().ToListAsync(cancel);
        var history = (await context.TermVersions.AsNoTracking().OrderBy(row => row.Version).ToListAsync(cancel)).ToLookup(row => row.TermId);
        var stances = (await context.TermStances.AsNoTracking().ToListAsync(cancel)).ToLookup(row => row.TermId);
        var teams = await context.Teams.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Key, cancel);
        var people = await context
            .People.AsNoTracking()
            .Select(row => new { row.Id, Name = emails ? row.Email : row.Name })
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
        return
        [
            .. terms
                .OrderBy(term => term.Key, StringComparer.Ordinal)
                .Select(term => new TermEntry(
                    term.Key,
                    term.Word,
                    term.Definition,
                    term.Example,
                    term.CounterExample,
                    term.WordsToAvoid,
                    term.Behind,
                    term.OwnerPersonId is { } owner ? people.GetValueOrDefault(owner) : null,
                    term.ArchivedAt is not null,
                    term.Version,
                    term.CreatedAt,
                    [.. history[term.Id].Select(TermEntry.Past.Of)],
                    [
                        .. stances[term.Id]
                            .Where(row => teams.ContainsKey(row.TeamId))
                            .Select(row => new TermEntry.Said(teams[row.TeamId], row.Version, row.Agrees, row.Reason, row.At, row.By))
                            .OrderBy(row => row.Team, StringComparer.Ordinal),
                    ]
                )),
        ];
    }

    private static async Task<List<SelectOption>> PeopleAsync(RedthreadContext context, CancellationToken cancel) =>
        (await context.People.AsNoTracking().OrderBy(row => row.Name).Select(row => new { row.Id, row.Name }).ToListAsync(cancel)).ConvertAll(row => new SelectOption(
            row.Id.ToString(),
            row.Name
        ));

    private static bool Matches(Term term, string? search) =>
        string.IsNullOrWhiteSpace(search) || $"{term.Word}\n{term.Definition}\n{term.Avoid}".Contains(search.Trim(), StringComparison.OrdinalIgnoreCase);
}
