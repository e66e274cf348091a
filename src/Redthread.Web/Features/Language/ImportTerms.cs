using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Language;
using Redthread.Domain.People;
using Redthread.Web.Features.Notes;
using Redthread.Web.Ingestion;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Language;

/// <summary>
/// Terms from a file, by key or else by word. What is new is made, with its versions and what teams said where the file holds them;
/// what differs becomes a new version; what is the same stays. Importing again changes nothing.
/// </summary>
public sealed class ImportTerms(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    private sealed record Known(Dictionary<string, Term> Terms, ILookup<string, Guid> People, Dictionary<string, Guid> Teams, Dictionary<(Guid, Guid), TermStance> Stances);

    private enum Outcome
    {
        Same,
        Added,
        Changed,
    }

    public async Task<Result<RowReport>> HandleAsync(Actor actor, string text, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.CurateLanguage) is { } denied)
            return denied;
        var rows = TermFile.Read(text);
        if (rows.Error is { } unread)
            return unread;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var known = await KnownAsync(context, cancel);
        var (added, changed, rejected) = (0, 0, new List<RejectedRow>());
        foreach (var row in rows.Value)
        {
            var taken = row.Entry is null ? Error.Invalid("row-damaged", row.Damage!) : await TakeAsync(context, actor, known, row.Entry, cancel);
            if (taken.Error is { } error)
                rejected.Add(new RejectedRow(row.Number, null, error.Message.Replace(" Nothing was saved.", "", StringComparison.Ordinal), row.Text));
            else
                (added, changed) = (added + (taken.Value == Outcome.Added ? 1 : 0), changed + (taken.Value == Outcome.Changed ? 1 : 0));
        }

        if (added + changed > 0 && await feed.SaveAsync(context, cancel) is { } stale)
            return stale;
        return new RowReport(rows.Value.Count, added, changed, rows.Value.Count - added - changed - rejected.Count, rejected);
    }

    private static async Task<Known> KnownAsync(RedthreadContext context, CancellationToken cancel)
    {
        var people = await context
            .People.AsNoTracking()
            .Select(row => new
            {
                row.Id,
                row.Name,
                row.Email,
            })
            .ToListAsync(cancel);
        return new Known(
            await context.Terms.ToDictionaryAsync(row => row.Key, StringComparer.Ordinal, cancel),
            people
                .SelectMany(row => new[] { row.Name, row.Email }.Distinct().Select(name => (name, row.Id)))
                .ToLookup(row => row.name, row => row.Id, StringComparer.OrdinalIgnoreCase),
            await context.Teams.AsNoTracking().ToDictionaryAsync(row => row.Key, row => row.Id, StringComparer.Ordinal, cancel),
            await context.TermStances.ToDictionaryAsync(row => (row.TermId, row.TeamId), cancel)
        );
    }

    private async Task<Result<Outcome>> TakeAsync(RedthreadContext context, Actor actor, Known known, TermEntry entry, CancellationToken cancel)
    {
        if (Check(known, entry) is { } wrong)
            return wrong;
        var term = Find(known, entry);
        var isNew = term is null;
        term ??= new Term { Key = entry.Key ?? Key.Free(entry.Word ?? "", known.Terms.Keys), CreatedAt = entry.CreatedAt ?? Now };
        var owner = entry.Owner is { } name ? known.People[name].First() : term.OwnerPersonId;
        var before = TermVersion.Of(term, null, Now, actor.Name);
        var (owned, archived) = (term.OwnerPersonId, term.ArchivedAt);
        if (await SaveTerm.FillAsync(context, term, entry.ToRequest(owner), cancel) is { } unfit)
            return unfit;
        if (entry.Archived is { } archive && archive == term.ArchivedAt is null)
            term.ArchivedAt = archive ? Now : null;
        if (isNew)
        {
            known.Terms.Add(term.Key, term);
            context.Terms.Add(term);
        }

        var worded = isNew || !SameText(before, term);
        if (worded)
            AddVersions(context, actor, term, entry, isNew);
        var said = AddStances(context, known, term, entry);
        if (!worded && !said && owned == term.OwnerPersonId && archived == term.ArchivedAt)
            return Outcome.Same;
        context.Activities.Add(Activity.Of(actor, Now, "term.imported", term.Id, $"Imported {(isNew ? "the term" : "a change of")} “{term.Word}”: {term.Definition}"));
        return isNew ? Outcome.Added : Outcome.Changed;
    }

    private static Term? Find(Known known, TermEntry entry)
    {
        if (entry.Key is { } key)
            return known.Terms.GetValueOrDefault(key);
        // Two terms of one word are rivals: then the word does not tell which is meant, and the elder is taken.
        return known
            .Terms.Values.Where(row => row.ArchivedAt is null && string.Equals(row.Word, entry.Word?.Trim(), StringComparison.OrdinalIgnoreCase))
            .OrderBy(row => row.CreatedAt)
            .FirstOrDefault();
    }

    private static Error? Check(Known known, TermEntry entry)
    {
        if (entry.Key is { } key && Key.Check(key, "term") is { } bad)
            return bad;
        if (entry.Owner is { } owner && known.People[owner].Distinct().Count() != 1)
            return Error.Invalid(
                "owner-unknown",
                $"“{owner}” is {(known.People[owner].Any() ? "the name of several people; write the e-mail" : "nobody here; invite them first, or leave the owner out")}."
            );
        if (entry.Agreement?.FirstOrDefault(said => said.Team is null || !known.Teams.ContainsKey(said.Team)) is { } unknown)
            return Error.Invalid("team-unknown", $"There is no team “{unknown.Team}”.{Nearest.Hint(unknown.Team ?? "", known.Teams.Keys)}");
        if (entry.History is { Count: > 0 } history && !IsWhole(history, entry))
            return Error.Invalid("history-broken", "The history must hold the versions 1, 2, 3 … up to the newest, each with a word, a definition, when and by whom.");
        return null;
    }

    private static bool IsWhole(IReadOnlyList<TermEntry.Past> history, TermEntry entry) =>
        history.Select(past => past.Version).Order().SequenceEqual(Enumerable.Range(1, history.Count))
        && (entry.Version ?? history.Count) == history.Count
        && history.All(past => past is { Word.Length: > 0 and <= SaveTerm.LongestWord, Definition.Length: > 0 and <= SaveTerm.LongestText, By: not null });

    private void AddVersions(RedthreadContext context, Actor actor, Term term, TermEntry entry, bool isNew)
    {
        var had = isNew ? 0 : term.Version;
        var missing = (entry.History ?? []).Where(past => past.Version > had).OrderBy(past => past.Version).ToList();
        if (missing.Count == 0)
        {
            term.Version = had + 1;
            context.TermVersions.Add(TermVersion.Of(term, "Imported", Now, actor.Name));
            return;
        }

        term.Version = missing[^1].Version;
        context.TermVersions.AddRange(missing.Select(past => past.To(term.Id)));
    }

    private static bool AddStances(RedthreadContext context, Known known, Term term, TermEntry entry)
    {
        var any = false;
        foreach (var said in (entry.Agreement ?? []).Where(said => said.Version <= term.Version))
        {
            var team = known.Teams[said.Team];
            var stance = known.Stances.GetValueOrDefault((term.Id, team));
            if (stance is not null && stance.At >= said.At)
                continue;
            if (stance is null)
                context.TermStances.Add(known.Stances[(term.Id, team)] = stance = new TermStance { TermId = term.Id, TeamId = team });
            (stance.Version, stance.Agrees, stance.Reason, stance.At, stance.By) = (said.Version, said.Agrees, said.Reason, said.At, said.By);
            any = true;
        }

        return any;
    }

    private static bool SameText(TermVersion before, Term term) =>
        (before.Word, before.Definition, before.Example, before.CounterExample, before.Avoid, before.Behind)
        == (term.Word, term.Definition, term.Example, term.CounterExample, term.Avoid, term.Behind);

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
