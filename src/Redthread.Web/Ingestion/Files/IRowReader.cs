namespace Redthread.Web.Ingestion.Files;

/// <summary>
/// The rows of a file or batch, one at a time and in flat memory. Blank rows are passed over and only counted. A row
/// that cannot be read as one is still a row: <see cref="Damage"/> then says what is wrong with it.
/// </summary>
public interface IRowReader : IDisposable
{
    /// <summary>Names, unique; JSON may add to its end while it reads.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>What separates the cells of <see cref="RowText"/>.</summary>
    char Delimiter { get; }

    /// <summary>Whether numbers are typed in the file (Excel, JSON), so that a decimal comma cannot occur.</summary>
    bool TypedNumbers { get; }

    /// <summary>Moves to the next row that is not blank; false at the end, or when <see cref="Fault"/> stopped it.</summary>
    bool Read();

    /// <summary>As a spreadsheet numbers it, the header being 1; items of JSON count from 1.</summary>
    long RowNumber { get; }

    /// <summary>Bytes of the file as stored, for showing progress.</summary>
    long BytesRead { get; }

    long BlankRows { get; }

    /// <summary>A cell of the current row, trimmed; empty where the row has none. Valid until the next read.</summary>
    ReadOnlySpan<char> Cell(int column);

    string this[int column] { get; }

    /// <summary>What keeps the current row from being read, or null.</summary>
    RowDamage? Damage { get; }

    /// <summary>The current row as one well-formed delimited record.</summary>
    string RowText { get; }

    /// <summary>Why reading ended early, or null.</summary>
    Fault? Fault { get; }
}

/// <param name="Code">One of <see cref="RejectCodes"/>.</param>
public sealed record RowDamage(string Code, string Reason);
