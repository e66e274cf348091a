using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Ingestion;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Notes;

/// <summary>Notes from a CSV file (date, text, journey, externalId). A row with an external id seen before changes that note; without one, the same day, text and journey are the same note.</summary>
public sealed class ImportNotes(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    public async Task<Result<RowReport>> HandleAsync(Actor actor, string csv, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        var table = CsvTable.Read(csv, "date", "text");
        if (table.Error is { } unread)
            return unread;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var journeys = await context.Journeys.ToDictionaryAsync(row => row.Key, row => row.Id, cancel);
        var notes = await context.Notes.ToListAsync(cancel);
        var byId = notes.Where(note => note.ExternalId is not null).ToDictionary(note => note.ExternalId!);
        var bySight = notes.GroupBy(Sight).ToDictionary(group => group.Key, group => group.First());
        var (added, changed, rejected) = (0, 0, new List<RejectedRow>());
        foreach (var row in table.Value)
        {
            if (Check(row, journeys) is { } reject)
            {
                rejected.Add(reject);
                continue;
            }

            var wanted = new Note
            {
                On = Date(row)!.Value,
                Text = row["text"]!,
                JourneyId = row["journey"] is { } key ? journeys[key] : null,
                ExternalId = row["externalid"],
                ActorName = actor.Name,
                CreatedAt = Now,
            };
            if ((wanted.ExternalId is { } id ? byId.GetValueOrDefault(id) : bySight.GetValueOrDefault(Sight(wanted))) is not { } known)
            {
                context.Notes.Add(wanted);
                bySight.TryAdd(Sight(wanted), wanted);
                if (wanted.ExternalId is not null)
                    byId.Add(wanted.ExternalId, wanted);
                added++;
            }
            else if (Sight(known) != Sight(wanted))
            {
                (known.On, known.Text, known.JourneyId) = (wanted.On, wanted.Text, wanted.JourneyId);
                known.Version++;
                changed++;
            }
        }

        if (added + changed > 0)
        {
            context.Activities.Add(Activity.Of(actor, Now, "notes.imported", null, $"Imported notes: {added} added, {changed} changed"));
            if (await SaveAsync(context, cancel) is { } stale)
                return stale;
        }

        return new RowReport(table.Value.Count, added, changed, table.Value.Count - added - changed - rejected.Count, rejected);
    }

    private static (DateOnly, string, Guid?) Sight(Note note) => (note.On, note.Text, note.JourneyId);

    private static RejectedRow? Check(CsvTable.Row row, Dictionary<string, Guid> journeys) =>
        row.Damage is { } damage ? new RejectedRow(row.Number, null, damage, row.Text)
        : Date(row) is null ? new RejectedRow(row.Number, "date", $"“{row["date"]}” is no day; write it as 2026-05-03.", row.Text)
        : row["text"] is not { Length: <= ChangeNote.LongestText }
            ? new RejectedRow(row.Number, "text", $"A note needs 1 to {ChangeNote.LongestText} characters of text.", row.Text)
        : row["journey"] is { } key && !journeys.ContainsKey(key)
            ? new RejectedRow(row.Number, "journey", $"There is no journey “{key}”.{Nearest.Hint(key, journeys.Keys)}", row.Text)
        : row["externalid"] is { Length: > 200 } ? new RejectedRow(row.Number, "externalId", "An external id has at most 200 characters.", row.Text)
        : null;

    private static DateOnly? Date(CsvTable.Row row) =>
        DateOnly.TryParseExact(row["date"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private async Task<Error?> SaveAsync(RedthreadContext context, CancellationToken cancel)
    {
        return await feed.SaveAsync(context, cancel);
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
