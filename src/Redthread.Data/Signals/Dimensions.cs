using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;

namespace Redthread.Data.Signals;

internal enum DimensionKind
{
    Stage,
    Touchpoint,
    Measure,
    Segments,
    Channel,
    Source,
    Account,
    Mix,
    Need,
}

/// <summary>The numbers that stand for ids and texts in the wide tables. Only committed numbers are remembered; 0 is none.</summary>
internal sealed class Dimensions
{
    private readonly ConcurrentDictionary<(DimensionKind Kind, string Value), int> numbers = new();
    private readonly ConcurrentDictionary<int, string> values = new();
    private readonly Lock newestLock = new();
    private int newest;

    public async Task LoadAsync(DbConnection connection, DbTransaction? transaction = null)
    {
        var rows = await connection.QueryAsync<(long Id, string Kind, string Value)>("SELECT id, kind, value FROM dimensions WHERE id > @newest", new { newest }, transaction);
        foreach (var (id, kind, value) in rows)
            Remember((int)id, Enum.Parse<DimensionKind>(kind), value);
    }

    public int Find(DimensionKind kind, string value) => numbers.GetValueOrDefault((kind, value));

    public int Find(DimensionKind kind, Guid id) => Find(kind, Text(id));

    public string ValueOf(int number) => values[number];

    public Guid IdOf(int number) => Guid.Parse(values[number]);

    public Guid? OptionalIdOf(int number) => number == 0 ? null : IdOf(number);

    public IReadOnlyList<Guid> IdsOf(int number) => number == 0 ? [] : [.. values[number].Split(',').Select(Guid.Parse)];

    /// <summary>The numbers of all combinations of segments that hold the segment.</summary>
    public IReadOnlyList<int> Holding(Guid segmentId) =>
        [.. numbers.Where(entry => entry.Key.Kind == DimensionKind.Segments && entry.Key.Value.Contains(Text(segmentId), StringComparison.Ordinal)).Select(entry => entry.Value)];

    public static string Text(Guid id) => id.ToString("N");

    public static string Text(IReadOnlyList<Guid> ids) => ids.Count == 1 ? Text(ids[0]) : string.Join(',', ids.Select(Text).Order(StringComparer.Ordinal));

    /// <summary>After a rollback: numbers that were read inside the transaction do not exist.</summary>
    public void ForgetAfter(long last)
    {
        foreach (var (id, _) in values.Where(entry => entry.Key > last).ToList())
            values.TryRemove(id, out _);
        foreach (var (name, _) in numbers.Where(entry => entry.Value > last).ToList())
            numbers.TryRemove(name, out _);
        lock (newestLock)
            newest = Math.Min(newest, (int)last);
    }

    internal void Remember(int id, DimensionKind kind, string value)
    {
        numbers[(kind, value)] = id;
        values[id] = value;
        lock (newestLock)
            newest = Math.Max(newest, id);
    }
}

/// <summary>Numbers what a transaction meets for the first time; told to the others only when it has committed.</summary>
internal sealed class DimensionWriter(Dimensions committed, Rows rows, int firstFree)
{
    private readonly Dictionary<(DimensionKind Kind, string Value), int> made = [];
    private readonly Dictionary<(DimensionKind Kind, Guid Id), int> byId = [];
    private readonly Dictionary<int, string> madeValues = [];
    private int next = firstFree;

    public static async Task<DimensionWriter> BeginAsync(Dimensions committed, DbConnection connection, DbTransaction transaction)
    {
        await committed.LoadAsync(connection, transaction);
        var newest = await connection.ExecuteScalarAsync<long?>("SELECT MAX(id) FROM dimensions", transaction: transaction) ?? 0;
        return new DimensionWriter(committed, new Rows("dimensions", "", "id", texts: "kind value"), (int)newest + 1);
    }

    public Rows Rows => rows;

    public int Number(DimensionKind kind, Guid id)
    {
        if (!byId.TryGetValue((kind, id), out var number))
            byId[(kind, id)] = number = Number(kind, Dimensions.Text(id));
        return number;
    }

    public int Number(DimensionKind kind, string value)
    {
        var number = committed.Find(kind, value);
        if (number != 0 || made.TryGetValue((kind, value), out number))
            return number;
        number = next++;
        made[(kind, value)] = number;
        madeValues[number] = value;
        rows[0].Add((long)number);
        rows[1].Add(kind.ToString());
        rows[2].Add(value);
        return number;
    }

    public Guid IdOf(int number) => madeValues.TryGetValue(number, out var value) ? Guid.Parse(value) : committed.IdOf(number);

    public void Committed()
    {
        foreach (var ((kind, value), number) in made)
            committed.Remember(number, kind, value);
    }
}
