namespace Redthread.Data.Signals;

internal enum ColumnType
{
    Integer,
    Real,
    Text,
    Blob,
}

/// <summary>One column of rows on their way into a table; only the list of its type is filled.</summary>
internal sealed class Column(string name, ColumnType type)
{
    public string Name => name;
    public ColumnType Type => type;
    public List<long> Integers { get; } = [];
    public List<double> Reals { get; } = [];
    public List<string?> Texts { get; } = [];
    public List<byte[]?> Blobs { get; } = [];
    public List<bool> Nulls { get; } = [];

    /// <summary>Whether the row surely holds what the one before it holds; texts and blobs are not compared.</summary>
    public bool SameAsBefore(int row) =>
        Nulls[row] == Nulls[row - 1]
        && (
            Nulls[row]
            || Type switch
            {
                ColumnType.Integer => Integers[row] == Integers[row - 1],
                ColumnType.Real => Reals[row].Equals(Reals[row - 1]),
                _ => false,
            }
        );

    public void Add(long value)
    {
        Integers.Add(value);
        Nulls.Add(false);
    }

    public void Add(long? value)
    {
        Integers.Add(value ?? 0);
        Nulls.Add(value is null);
    }

    public void Add(double? value)
    {
        Reals.Add(value ?? 0);
        Nulls.Add(value is null);
    }

    public void Add(double value)
    {
        Reals.Add(value);
        Nulls.Add(false);
    }

    public void Add(string? value)
    {
        Texts.Add(value);
        Nulls.Add(value is null);
    }

    public void Add(byte[]? value)
    {
        Blobs.Add(value);
        Nulls.Add(value is null);
    }
}

/// <summary>Rows for one insert, by column, so that PostgreSQL takes them as arrays and SQLite binds them one by one.</summary>
internal sealed class Rows
{
    public Rows(string table, string conflict, string integers = "", string reals = "", string texts = "", string blobs = "")
    {
        Table = table;
        Conflict = conflict;
        Columns = [.. Named(integers, ColumnType.Integer), .. Named(reals, ColumnType.Real), .. Named(texts, ColumnType.Text), .. Named(blobs, ColumnType.Blob)];
    }

    public string Table { get; }
    public string Conflict { get; }
    public IReadOnlyList<Column> Columns { get; }
    public int Count => Columns[0].Nulls.Count;

    public Column this[int index] => Columns[index];

    public string Names => string.Join(", ", Columns.Select(column => column.Name));

    private static IEnumerable<Column> Named(string names, ColumnType type) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new Column(name, type));
}
