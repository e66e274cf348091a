using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Notes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Roadmaps;

/// <summary>
/// Objects from elsewhere by their external id: a known one is changed, another made, both in one transaction and each with its activity.
/// Links that a row names are made; none is taken back, since people here may have made more.
/// </summary>
public sealed class ImportObjects(ThreadStore store)
{
    private const int Attempts = 8;

    /// <param name="Fill">Writes the row's values; true for a new object.</param>
    /// <param name="Links">What the row connects, given the object's id.</param>
    internal sealed record Item<T>(string ExternalId, Action<T, bool> Fill, Func<Guid, IEnumerable<(Guid From, LinkKind Kind, Guid To)>> Links);

    internal async Task<Result<RowReport>> HandleAsync<T>(
        Actor actor,
        IReadOnlyList<CsvTable.Row> rows,
        Func<RedthreadContext, CancellationToken, Task<Func<ImportedRow, Item<T>>>> prepare,
        CancellationToken cancel
    )
        where T : ThreadObject, new()
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await store.OpenAsync(cancel);
            var read = await prepare(context, cancel);
            var (items, rejected) = (new List<Item<T>>(), new List<RejectedRow>());
            foreach (var row in rows.Select(row => new ImportedRow(row)))
            {
                var item = row.Rejected is null ? read(row) : null;
                if (row.Rejected is { } reject)
                    rejected.Add(reject);
                else
                    items.Add(item!);
            }

            var (added, changed) = await PutAsync(context, actor, items, cancel);
            if (added + changed == 0 || await store.SaveAsync(context, cancel) is not { } failed)
                return new RowReport(rows.Count, added, changed, rows.Count - added - changed - rejected.Count, rejected);
            // Somebody took a number or changed one of them at the same moment.
            if (attempt == Attempts)
                return failed;
        }
    }

    private async Task<(int Added, int Changed)> PutAsync<T>(RedthreadContext context, Actor actor, List<Item<T>> items, CancellationToken cancel)
        where T : ThreadObject, new()
    {
        var known = await KnownAsync<T>(context, items, cancel);
        var links = await LinksAsync(context, [.. known.Values.Select(row => row.Id)], cancel);
        var next = 1 + (await context.Set<T>().MaxAsync(one => (int?)one.Number, cancel) ?? 0);
        var (added, changed) = (0, 0);
        var told = new HashSet<Guid>();
        foreach (var item in items)
        {
            var isNew = !known.TryGetValue(item.ExternalId, out var row);
            if (isNew)
            {
                row = new T
                {
                    Number = next++,
                    ExternalId = item.ExternalId,
                    CreatedAt = store.Now,
                    CreatedBy = actor.Name,
                };
                context.Add(row);
                known.Add(item.ExternalId, row);
            }

            var before = isNew ? null : context.Entry(row!).CurrentValues.Clone();
            item.Fill(row!, isNew);
            var linked = AddLinks(context, actor, item.Links(row!.Id), links);
            if (isNew)
            {
                store.Record(context, actor, row, "imported", $"Imported {ThreadStore.Name(row)}: {row.Title}");
                told.Add(row.Id);
                added++;
            }
            else if (linked || Differs(context, row, before!))
            {
                changed++;
                if (!told.Add(row.Id))
                    continue;
                row.Version++;
                store.Record(context, actor, row, "updated", $"Updated {ThreadStore.Name(row)} by an import: {row.Title}");
                await store.TellWatchersAsync(context, actor, row, $"updated {ThreadStore.Name(row)} by an import", cancel);
            }
        }

        return (added, changed);
    }

    private static async Task<Dictionary<string, T>> KnownAsync<T>(RedthreadContext context, List<Item<T>> items, CancellationToken cancel)
        where T : ThreadObject
    {
        var known = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var ids in items.Select(item => item.ExternalId).Distinct().Chunk(500))
        {
            foreach (var row in await context.Set<T>().Where(row => ids.Contains(row.ExternalId)).ToListAsync(cancel))
                known.Add(row.ExternalId!, row);
        }

        return known;
    }

    private static async Task<HashSet<(Guid, LinkKind, Guid)>> LinksAsync(RedthreadContext context, List<Guid> ids, CancellationToken cancel)
    {
        var links = new HashSet<(Guid, LinkKind, Guid)>();
        foreach (var chunk in ids.Chunk(500))
        {
            foreach (var link in await context.Links.AsNoTracking().Where(link => chunk.Contains(link.FromId) || chunk.Contains(link.ToId)).ToListAsync(cancel))
                links.Add((link.FromId, link.Kind, link.ToId));
        }

        return links;
    }

    private bool AddLinks(RedthreadContext context, Actor actor, IEnumerable<(Guid From, LinkKind Kind, Guid To)> wanted, HashSet<(Guid, LinkKind, Guid)> links)
    {
        var any = false;
        foreach (var (from, kind, to) in wanted.Where(links.Add))
        {
            any = true;
            context.Links.Add(store.NewLink(actor, from, kind, to));
        }

        return any;
    }

    private static bool Differs<T>(RedthreadContext context, T row, Microsoft.EntityFrameworkCore.ChangeTracking.PropertyValues before)
        where T : ThreadObject
    {
        var now = context.Entry(row).CurrentValues;
        return now.Properties.Any(property => !Equals(now[property], before[property]));
    }
}
