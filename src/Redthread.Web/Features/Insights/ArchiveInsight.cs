using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Insights;

public sealed class ArchiveInsight(ThreadStore store)
{
    public Task<Result<Insight>> HandleAsync(Actor actor, int number, bool archived, CancellationToken cancel) =>
        store.ArchiveAsync<Insight>(actor, number, null, archived, cancel);
}
