using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Insights;

public sealed class ArchiveInsight(ThreadStore store)
{
    public Task<Result<Insight>> HandleAsync(Actor actor, int number, bool archived, CancellationToken cancel) =>
        store.ChangeAsync<Insight>(
            actor,
            Permission.EditThreads,
            number,
            null,
            (_, insight, _) =>
            {
                insight.ArchivedAt = archived ? insight.ArchivedAt ?? store.Now : null;
                return Task.FromResult<Result<(string, string)>>(
                    (archived ? "archived" : "restored", $"{(archived ? "Archived" : "Restored")} {ThreadStore.Name(insight)}: {insight.Title}")
                );
            },
            cancel
        );
}
