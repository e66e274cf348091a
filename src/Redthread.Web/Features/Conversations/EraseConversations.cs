using Microsoft.EntityFrameworkCore;
using Redthread.Domain;

namespace Redthread.Web.Features.Conversations;

/// <summary>Erases a customer from their conversations: key, account, notes and highlights. That somebody of a segment was heard on stages stays.</summary>
public sealed class EraseConversations(ConversationStore store, PublishHighlights publish)
{
    /// <returns>How many conversations there were with the customer.</returns>
    public async Task<Result<int>> HandleAsync(Actor actor, byte[] customer, CancellationToken cancel)
    {
        if (actor.Lacks(Domain.People.Permission.ErasePeople) is { } denied)
            return denied;
        await using var context = await store.OpenAsync(cancel);
        var rows = await ConversationStore.Whole(context).Where(row => row.Customer == customer).ToListAsync(cancel);
        foreach (var row in rows)
        {
            var highlights = row.Highlights.Select(one => one.Id).ToList();
            // The signals first: while the key is still here, the same request finds them again after a crash.
            if (await publish.TakeBackAsync(actor, row.Id, highlights, cancel) is { } failed)
                return failed;
            (row.Customer, row.Account, row.Notes, row.Place) = (null, null, null, null);
            (row.Title, row.ErasedAt) = ("Erased at the customer’s request", store.Now);
            row.ConsentHow = null;
            context.RemoveRange(row.Highlights);
            row.Version++;
            store.Record(context, actor, row, "erased", $"Erased the customer of {ConversationStore.Name(row)}");
        }

        return rows.Count > 0 && await store.SaveAsync(context, cancel) is { } stale ? stale : rows.Count;
    }
}
