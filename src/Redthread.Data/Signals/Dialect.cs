using System.Data.Common;

namespace Redthread.Data.Signals;

/// <summary>What the two databases do differently for the signal store; all else is SQL that both understand.</summary>
internal abstract class Dialect
{
    public static Dialect Of(Provider provider) => provider == Provider.Sqlite ? new SqliteDialect() : new PostgresDialect();

    /// <summary>A transaction in which nobody else appends.</summary>
    public abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancel);

    /// <summary>A snapshot that sees what was committed before its first read, and nothing after.</summary>
    public abstract Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancel);

    public abstract Task InsertAsync(DbConnection connection, Rows rows, CancellationToken cancel);

    /// <summary>Inserts what does not conflict and marks each row that went in; tells as it goes on up to which row the marks are set.</summary>
    public abstract Task InsertNewAsync(DbConnection connection, Rows rows, bool[] inserted, Action<int> marked, CancellationToken cancel);

    /// <summary>The signals that meet the condition, which may name the values.</summary>
    public abstract Task<List<SignalRow>> ReadSignalsAsync(DbConnection connection, string where, CancellationToken cancel, params (string Name, long Value)[] values);

    /// <summary>The signals of each customer within their span of time, up to its end and not with it.</summary>
    public abstract Task<List<SignalRow>> ReadSpansAsync(DbConnection connection, IReadOnlyList<CustomerSpan> spans, CancellationToken cancel);

    /// <summary>Customers lie scattered over the store, so what was read for one helps no other and is not worth keeping.</summary>
    public virtual Task LimitCacheAsync(DbConnection connection, bool limited) => Task.CompletedTask;

    /// <summary>Rollups hold nothing of anybody, so their place is not overwritten when they go.</summary>
    public virtual Task OverwriteDeletedAsync(DbConnection connection, bool overwrite) => Task.CompletedTask;

    /// <summary>After an erasure: what the log of writes still holds of it goes too, as soon as no reader needs it.</summary>
    public virtual Task ForgetWritesAsync(DbConnection connection, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>The ids of the pseudonyms that are known already.</summary>
    public abstract Task<Dictionary<byte[], long>> FindCustomersAsync(DbConnection connection, IReadOnlyCollection<byte[]> pseudonyms, CancellationToken cancel);
}

internal readonly record struct CustomerSpan(long Customer, long From, long To);

internal sealed class BytesComparer : IEqualityComparer<byte[]>, IComparer<byte[]>
{
    public static readonly BytesComparer It = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);

    public bool Equals(byte[]? x, byte[]? y) => x is null ? y is null : y is not null && x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] bytes) => bytes.Length >= 4 ? BitConverter.ToInt32(bytes, 0) : bytes.Length;
}
