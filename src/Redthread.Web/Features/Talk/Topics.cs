using Redthread.Domain.Talk;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Talk;

/// <summary>Something that people may comment on and watch.</summary>
/// <param name="Noun">What the kind of its activities begins with.</param>
/// <param name="Name">How texts name it: I-12, A-3.</param>
public sealed record Topic(Guid Id, string Noun, string Name, string Address);

/// <summary>Finds topics of some kind. What may not be talked about yet is not found.</summary>
public interface ITopics
{
    Task<Topic?> FindAsync(string? name, CancellationToken cancel);

    Task<Topic?> FindAsync(Guid id, CancellationToken cancel);
}

public static class TopicsExtensions
{
    public static async Task<Topic?> FindAsync(this IEnumerable<ITopics> all, string? name, CancellationToken cancel)
    {
        foreach (var topics in all)
        {
            if (await topics.FindAsync(name, cancel) is { } topic)
                return topic;
        }

        return null;
    }

    public static async Task<Topic?> FindAsync(this IEnumerable<ITopics> all, Guid id, CancellationToken cancel)
    {
        foreach (var topics in all)
        {
            if (await topics.FindAsync(id, cancel) is { } topic)
                return topic;
        }

        return null;
    }
}

/// <summary>All objects of threads are topics.</summary>
public sealed class ThreadTopics(LedgerSource ledgers) : ITopics
{
    public Task<Topic?> FindAsync(string? name, CancellationToken cancel) => ledgers.ReadAsync(ledger => Of(ledger.Find(name)), cancel);

    public Task<Topic?> FindAsync(Guid id, CancellationToken cancel) => ledgers.ReadAsync(ledger => Of(ledger.Find(id)), cancel);

    private static Topic? Of(ThreadObject? row) => row is null ? null : new(row.Id, LedgerSource.Noun(row.Kind), ThreadStore.Name(row), ThreadName.Address(row.Kind, row.Number));
}

/// <summary>What the discussion of a topic shows.</summary>
public sealed record TalkView(string Name, string Address, IReadOnlyList<Comment> Comments, IReadOnlyCollection<Guid> Watchers);
