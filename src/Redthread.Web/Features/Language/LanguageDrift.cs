using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Language;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Language;

/// <summary>
/// Where the language comes apart: rival senses, words to avoid in use, frequent phrases without a definition. All texts are looked
/// through once for each state of them; otherwise a question costs what is stored of terms, teams and phrases set aside.
/// </summary>
public sealed class LanguageDrift(IDbContextFactory<RedthreadContext> contexts, LanguageSource languages, LedgerSource ledgers, LandscapeSource landscapes, TimeProvider time)
    : IDisposable
{
    // What costs a second and more is done again only after so many times what it cost: a look at a very large organisation then
    // lags behind what is written by a minute or two, and never behind its terms.
    private const int Rests = 20;
    private static readonly TimeSpan Cheap = TimeSpan.FromSeconds(1);

    private sealed record State(long Ledger, string Words, string Teams, string Comments, int Month);

    private sealed record Kept(State Of, DriftScan Scan, long At, TimeSpan Cost);

    private readonly SemaphoreSlim one = new(1, 1);
    private Kept? kept;

    /// <summary>Rivals first, then words to avoid by how recently and how often, then phrases by C-value.</summary>
    public async Task<IReadOnlyList<DriftFinding>> ReadAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var language = await languages.ReadAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Id).ToListAsync(cancel);
        var scan = await ScanAsync(context, language, teams, cancel);
        var ignored = (await context.IgnoredPhrases.AsNoTracking().Select(row => row.Stems).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var names = teams.ToDictionary(row => row.Id, row => row.Name);
        return
        [
            .. await RivalsAsync(context, language, scan, names, cancel),
            .. scan
                .Avoided.Select(finding => finding with { Team = finding.TeamId is { } team ? names.GetValueOrDefault(team) : null })
                .OrderByDescending(finding => finding.Recent)
                .ThenByDescending(finding => finding.Count)
                .ThenBy(finding => finding.Word, StringComparer.OrdinalIgnoreCase)
                .ThenBy(finding => finding.Team, StringComparer.Ordinal),
            .. scan.Undefined.Where(phrase => !ignored.Contains(phrase.Stems)).Select(phrase => phrase.Finding),
        ];
    }

    /// <summary>Phrases set aside, the newest first.</summary>
    public async Task<IReadOnlyList<IgnoredPhrase>> ReadIgnoredAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.IgnoredPhrases.AsNoTracking().OrderByDescending(row => row.At).ThenBy(row => row.Stems).ToListAsync(cancel);
    }

    public void Dispose() => one.Dispose();

    private async Task<DriftScan> ScanAsync(RedthreadContext context, KnownLanguage language, List<Team> teams, CancellationToken cancel)
    {
        var members = await context.TeamMembers.AsNoTracking().Select(row => new { row.TeamId, row.PersonId }).ToListAsync(cancel);
        var names = Names(await landscapes.ReadAsync(cancel), teams);
        var remarks = await context
            .Comments.GroupBy(_ => 1)
            .Select(rows => new
            {
                Count = rows.Count(),
                Versions = rows.Sum(row => row.Version),
                At = rows.Max(row => row.At),
            })
            .FirstOrDefaultAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var state = new State(
            await ledgers.ReadAsync(ledger => ledger.Version, cancel),
            Digest([.. language.Terms.Select(term => $"{term.Id} {term.Version} {term.OwnerPersonId}"), .. names]),
            Digest([.. teams.Select(team => $"{team.Id} {team.Name}"), .. members.Select(row => $"{row.TeamId} {row.PersonId}").Order(StringComparer.Ordinal)]),
            $"{remarks}",
            (now.Year * 12) + now.Month
        );
        if (kept is { } same && IsFit(same, state))
            return same.Scan;
        await one.WaitAsync(cancel);
        try
        {
            if (kept is { } meanwhile && IsFit(meanwhile, state))
                return meanwhile.Scan;
            var started = time.GetTimestamp();
            var membership = new Membership(
                teams,
                members.ConvertAll(row => new TeamMember { TeamId = row.TeamId, PersonId = row.PersonId }),
                (await context.People.AsNoTracking().Select(row => new { row.Id, row.Name }).ToListAsync(cancel)).ConvertAll(row => (row.Id, row.Name))
            );
            var texts = await TextsAsync(context, membership, cancel);
            var scan = new DriftScan(texts, language, names, now);
            kept = new Kept(state, scan, time.GetTimestamp(), time.GetElapsedTime(started));
            return scan;
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<List<DriftText>> TextsAsync(RedthreadContext context, Membership membership, CancellationToken cancel)
    {
        var texts = await ledgers.ReadAsync(ledger => DriftTexts.Of(ledger, membership), cancel);
        var about = texts.ToDictionary(text => text.Object);
        await foreach (var comment in context.Comments.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (about.TryGetValue(comment.ObjectId, out var text))
                texts.Add(DriftTexts.Of(comment, text, membership));
        }

        return texts;
    }

    private bool IsFit(Kept known, State state) =>
        known.Of == state
        || (known.Cost > Cheap && known.Of with { Ledger = state.Ledger, Comments = state.Comments } == state && time.GetElapsedTime(known.At) < Rests * known.Cost);

    private static async Task<List<DriftFinding>> RivalsAsync(
        RedthreadContext context,
        KnownLanguage language,
        DriftScan scan,
        Dictionary<Guid, string> teams,
        CancellationToken cancel
    )
    {
        var objections = (await context.TermStances.AsNoTracking().Where(row => !row.Agrees).ToListAsync(cancel))
            .Where(row => teams.ContainsKey(row.TeamId))
            .OrderBy(row => teams[row.TeamId], StringComparer.Ordinal)
            .ToLookup(row => (row.TermId, row.Version));
        var people = await context.People.AsNoTracking().Select(row => new { row.Id, row.Name }).ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
        var together = language.Rivals.ToList();
        var alone = language.Terms.Except(together.SelectMany(terms => terms)).Where(term => objections[(term.Id, term.Version)].Any());
        return
        [
            .. together
                .Concat(alone.Select(IReadOnlyList<Term> (term) => [term]))
                .Select(terms => Rival(terms, scan, objections, teams, people))
                .OrderByDescending(finding => finding.Count)
                .ThenBy(finding => finding.Word, StringComparer.OrdinalIgnoreCase),
        ];
    }

    // A text does not say in which sense it takes the word: it counts for the eldest, which stands for all.
    private static DriftFinding Rival(
        IReadOnlyList<Term> terms,
        DriftScan scan,
        ILookup<(Guid, int), TermStance> objections,
        Dictionary<Guid, string> teams,
        Dictionary<Guid, string> people
    )
    {
        var months = scan.MonthsOf(terms[0].Id);
        return new DriftFinding(
            DriftKind.Rival,
            terms[0].Id,
            terms[0].Id,
            terms[0].Key,
            terms[0].Word,
            null,
            null,
            null,
            terms[0].OwnerPersonId,
            scan.TextsWith(terms[0].Id),
            months.TakeLast(3).Sum(),
            months,
            null,
            0,
            scan.ExamplesOf(terms[0].Id),
            [
                .. terms.SelectMany(term =>
                    objections[(term.Id, term.Version)]
                        .Select(row => new DriftSense(row.Reason ?? "", teams[row.TeamId], $"/language/{term.Key}#agreement", true))
                        .Prepend(new DriftSense(term.Definition, term.OwnerPersonId is { } owner ? people.GetValueOrDefault(owner) : null, $"/language/{term.Key}", false))
                ),
            ],
            $"/language/{terms[0].Key}"
        );
    }

    private static List<string> Names(Landscape landscape, List<Team> teams) =>
        [
            .. landscape.LiveJourneys.Select(row => row.Name),
            .. landscape.LiveStages.Select(row => row.Stage.Name),
            .. landscape.Segments.Select(row => row.Name),
            .. landscape.Needs.Select(row => row.Name),
            .. landscape.Channels.Select(row => row.Name),
            .. landscape.Measures.Select(row => row.Name),
            .. teams.Select(row => row.Name),
        ];

    private static string Digest(IEnumerable<string> parts) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
}
