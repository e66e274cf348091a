using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Language;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Language;

/// <summary>
/// Where the language comes apart: rival senses, words to avoid in use, frequent phrases without a definition. It follows the ledger, and
/// what activities say of other texts: a change costs what its texts cost, see <see cref="DriftScan"/>. All texts are looked through, O(words), at the first question and once
/// terms, names, teams or the month change.
/// </summary>
public sealed class LanguageDrift(
    IDbContextFactory<RedthreadContext> contexts,
    LanguageSource languages,
    LedgerSource ledgers,
    LandscapeSource landscapes,
    ChangeFeed feed,
    TimeProvider time
) : IDisposable
{
    /// <summary>What decides how texts are read.</summary>
    private sealed record Reading(KnownLanguage Language, List<string> Names, List<Team> Teams, Membership Membership, string Digest);

    private readonly SemaphoreSlim one = new(1, 1);
    private readonly Dictionary<Guid, List<DriftText>> held = [];
    private (long Stamp, KnownLanguage Language, Landscape Landscape, Reading Reading)? read;
    private (string Digest, int Month, long Version, long Others, DriftScan Scan)? kept;

    /// <summary>Rivals first, then words to avoid by how recently and how often, then phrases by C-value.</summary>
    public async Task<IReadOnlyList<DriftFinding>> ReadAsync(CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var reading = await ReadingAsync(context, cancel);
            var scan = await ScanAsync(context, reading, cancel);
            var ignored = (await context.IgnoredPhrases.AsNoTracking().Select(row => row.Stems).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
            var names = reading.Teams.ToDictionary(row => row.Id, row => row.Name);
            return
            [
                .. await RivalsAsync(context, reading.Language, scan, names, cancel),
                .. scan
                    .Avoided.Select(finding => finding with { Team = finding.TeamId is { } team ? names.GetValueOrDefault(team) : null })
                    .OrderByDescending(finding => finding.Recent)
                    .ThenByDescending(finding => finding.Count)
                    .ThenBy(finding => finding.Word, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(finding => finding.Team, StringComparer.Ordinal)
                    .ThenBy(finding => finding.TermKey, StringComparer.Ordinal),
                .. scan.Undefined.Where(phrase => !ignored.Contains(phrase.Stems)).Select(phrase => phrase.Finding),
            ];
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Texts since then that use a term or a word to avoid, and of these those that use a word to avoid: the texts that are looked through for all else here.</summary>
    public async Task<(int Texts, int Avoiding)> ReadUseAsync(DateTime since, CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            return (await ScanAsync(context, await ReadingAsync(context, cancel), cancel)).UseSince(since);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Phrases set aside, the newest first.</summary>
    public async Task<IReadOnlyList<IgnoredPhrase>> ReadIgnoredAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.IgnoredPhrases.AsNoTracking().OrderByDescending(row => row.At).ThenBy(row => row.Stems).ToListAsync(cancel);
    }

    public void Dispose() => one.Dispose();

    private async Task<Reading> ReadingAsync(RedthreadContext context, CancellationToken cancel)
    {
        var (language, landscape) = (await languages.ReadAsync(cancel), await landscapes.ReadAsync(cancel));
        var stamp = feed.StampOf(Changed.Ground) + ledgers.OthersVersion;
        if (read is { } same && same.Stamp == stamp && same.Language == language && same.Landscape == landscape)
            return same.Reading;
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Id).ToListAsync(cancel);
        var members = await context.TeamMembers.AsNoTracking().ToListAsync(cancel);
        var people = (await context.People.AsNoTracking().Select(row => new { row.Id, row.Name }).ToListAsync(cancel)).ConvertAll(row => (row.Id, row.Name));
        var names = Names(landscape, teams);
        // A name that two people have says nothing of who wrote.
        var (named, belonging) = (people.ToLookup(row => row.Name, StringComparer.Ordinal), members.Select(row => row.PersonId).ToHashSet());
        var digest = Digest([
            .. language.Terms.Select(term => $"{term.Id} {term.Version} {term.OwnerPersonId}"),
            .. names,
            .. teams.Select(team => $"{team.Id} {team.Name}"),
            .. members.Select(row => $"{row.TeamId} {row.PersonId}").Order(StringComparer.Ordinal),
            .. people.Where(row => belonging.Contains(row.Id)).Select(row => $"{row.Id} {row.Name} {named[row.Name].Count()}").Order(StringComparer.Ordinal),
        ]);
        var reading = new Reading(language, names, teams, new Membership(teams, members, people), digest);
        read = (stamp, language, landscape, reading);
        return reading;
    }

    private async Task<DriftScan> ScanAsync(RedthreadContext context, Reading reading, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var month = (now.Year * 12) + now.Month;
        var known = kept is { } held && held.Digest == reading.Digest && held.Month == month ? kept : null;
        var (version, others, changed, texts) = await ledgers.ReadAsync(
            ledger =>
            {
                var changed = known is { } since ? ledger.ChangedSince(since.Version) : null;
                var rows = changed is null ? ledger.Live<ThreadObject>() : changed.Select(ledger.Find).OfType<ThreadObject>().Where(Ledger.IsLive);
                return (ledger.Version, ledgers.OthersVersion, changed, rows.Select(row => DriftTexts.Of(row, reading.Membership)).ToDictionary(text => text.Object));
            },
            cancel
        );
        var elsewhere = known is { } past && changed is not null ? ledgers.OthersSince(past.Others) : null;
        // Of neither alone is it known any more what changed.
        if (elsewhere is null && changed is not null)
            return await AnewAsync(context, reading, cancel);
        if (changed is { Count: 0 } && elsewhere is { Count: 0 })
            return known!.Value.Scan;
        // An activity of an object tells of comments on it as well.
        var comments = context.Comments.AsNoTracking();
        if (changed is not null)
            comments = comments.Where(comment => changed.Contains(comment.ObjectId));
        var all = texts.ToDictionary(pair => pair.Key, pair => new List<DriftText> { pair.Value });
        await foreach (var comment in comments.AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (texts.TryGetValue(comment.ObjectId, out var about))
                all[comment.ObjectId].Add(DriftTexts.Of(comment, about, reading.Membership));
        }

        foreach (var (id, own) in elsewhere is { Count: 0 } ? [] : await OtherTexts.ReadAsync(context, reading.Membership, elsewhere, cancel))
            all[id] = own;
        var scan = changed is null ? new DriftScan([], reading.Language, reading.Names, now) : known!.Value.Scan;
        Follow(scan, changed is null ? null : [.. changed, .. elsewhere!], all);
        kept = (reading.Digest, month, version, others, scan);
        return scan;
    }

    private Task<DriftScan> AnewAsync(RedthreadContext context, Reading reading, CancellationToken cancel)
    {
        kept = null;
        return ScanAsync(context, reading, cancel);
    }

    /// <param name="changed">Null is all.</param>
    private void Follow(DriftScan scan, HashSet<Guid>? changed, Dictionary<Guid, List<DriftText>> texts)
    {
        // Broken off half-way it would be wrong, so it would begin again.
        kept = null;
        if (changed is null)
            held.Clear();
        foreach (var id in changed ?? texts.Keys.ToHashSet())
        {
            foreach (var text in held.Remove(id, out var before) ? before : [])
                scan.Count(text, comes: false);
            foreach (var text in texts.TryGetValue(id, out var now) ? held[id] = now : [])
                scan.Count(text, comes: true);
        }
    }

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
        var alone = language.Terms.Except(together.SelectMany(terms => terms)).Where(term => objections[(term.Id, term.Version)].Any() || language.Against(term).Any());
        return
        [
            .. together
                .Concat(alone.Select(IReadOnlyList<Term> (term) => [term]))
                .Select(terms => Rival(terms, language, scan, objections, teams, people))
                .OrderByDescending(finding => finding.Count)
                .ThenBy(finding => finding.Word, StringComparer.OrdinalIgnoreCase),
        ];
    }

    // A text does not say in which sense it takes the word: it counts for the eldest, which stands for all.
    private static DriftFinding Rival(
        IReadOnlyList<Term> terms,
        KnownLanguage language,
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
                        .Concat(language.Against(term).Select(other => new DriftSense($"say “{other.Word}” instead", $"the term “{other.Word}”", $"/language/{other.Key}", true)))
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
