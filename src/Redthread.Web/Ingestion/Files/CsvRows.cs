using System.Buffers;
using System.Text;

namespace Redthread.Web.Ingestion.Files;

/// <summary>Rows of delimited text.</summary>
internal sealed class CsvRows : RowReader
{
    private readonly TextReader _text;
    private readonly SourceStream? _source;
    private readonly CsvRecords _records;
    private readonly SearchValues<char> _blank;
    private readonly FileLimits _limits;
    private List<string> _columns = [];
    private int _skipped;

    private CsvRows(TextReader text, SourceStream? source, char delimiter, FileLimits limits)
    {
        _text = text;
        _source = source;
        _limits = limits;
        Delimiter = delimiter;
        _blank = SearchValues.Create([delimiter, ' ', '\t', '"', '\u00A0']);
        _records = new CsvRecords(text, delimiter, limits.MaxRowChars, limits.MaxColumns + RejectFile.LeadColumns.Count);
    }

    public override IReadOnlyList<string> Columns => _columns;

    public override char Delimiter { get; }

    public override bool TypedNumbers => false;

    public override long BytesRead => _source?.StoredBytes ?? 0;

    public override string RowText =>
        Damage is { Code: not RejectCodes.RowRagged and not RejectCodes.RowEncoding } ? DelimitedText.Cell(_records.Record.ToString()) : _records.RecordFrom(_skipped).ToString();

    public static Outcome<CsvRows> Open(TextReader text, SourceStream? source, char delimiter, FileLimits limits, ICollection<string> notes)
    {
        var rows = new CsvRows(text, source, delimiter, limits);
        return rows.ReadHeader(notes) is { } fault ? fault : rows;
    }

    public override ReadOnlySpan<char> Cell(int column) => CellText.Trim(_records.Cell(column + _skipped));

    public override void Dispose()
    {
        _text.Dispose();
        _source?.Dispose();
    }

    protected override bool Next()
    {
        while (true)
        {
            var state = _records.Read();
            if (state == RecordState.End)
            {
                return false;
            }

            RowNumber++;
            if (state == RecordState.Row && IsBlank())
            {
                BlankRows++;
                continue;
            }

            Damage = DamageOf(state);
            return true;
        }
    }

    private bool IsBlank() => !_records.Record.ContainsAnyExcept(_blank) && OnlyEmptyFrom(-_skipped);

    private Fault? ReadHeader(ICollection<string> notes)
    {
        try
        {
            do
            {
                var state = _records.Read();
                RowNumber++;
                if (state != RecordState.Row)
                {
                    return NoHeader(state);
                }
            } while (IsBlank() || IsSeparatorLine(_records.Record));

            return NameColumns(notes);
        }
        catch (FileRefusedException refused)
        {
            return refused.Fault;
        }
    }

    // Excel writes and reads a first line that names the separator.
    private static bool IsSeparatorLine(ReadOnlySpan<char> record) => record.Length == 5 && record.StartsWith("sep=", StringComparison.OrdinalIgnoreCase);

    private Fault NoHeader(RecordState state) =>
        state == RecordState.End
            ? new Fault(FaultCodes.FileEmpty, "The file is empty.")
            : new Fault(
                FaultCodes.FileNoHeader,
                state == RecordState.TooLong
                    ? $"The first line is longer than {_limits.MaxRowChars:N0} characters, so it is no header."
                    : "The first line has a quotation mark that is never closed, so it is no header."
            );

    private Fault? NameColumns(ICollection<string> notes)
    {
        if (_records.Count > _limits.MaxColumns + RejectFile.LeadColumns.Count)
        {
            return new Fault(FaultCodes.FileTooManyColumns, $"The header has {_records.Count:N0} columns; the limit is {_limits.MaxColumns:N0}.");
        }

        var header = Enumerable.Range(0, _records.Count).Select(cell => _records.Cell(cell).Trim().ToString()).ToList();
        _skipped = RejectFile.StartsWithLead(header) ? RejectFile.LeadColumns.Count : 0;
        _columns = ColumnNames.Unique(header.Skip(_skipped), notes);
        return null;
    }

    private RowDamage? DamageOf(RecordState state)
    {
        if (state != RecordState.Row)
        {
            return state == RecordState.TooLong
                ? new RowDamage(RejectCodes.RowTooLong, $"The row is longer than {_limits.MaxRowChars:N0} characters.")
                : new RowDamage(RejectCodes.RowUnclosedQuote, "A quotation mark is opened and never closed.");
        }

        var cells = _records.Count - _skipped;
        if (cells < _columns.Count || (cells > _columns.Count && !OnlyEmptyFrom(_columns.Count)))
        {
            return new RowDamage(RejectCodes.RowRagged, $"The row has {Math.Max(0, cells)} cells, the header has {_columns.Count}.");
        }

        return _records.Record.Contains(TextForm.Undecodable) ? new RowDamage(RejectCodes.RowEncoding, "The row holds bytes that are not text in the file's encoding.") : null;
    }

    private bool OnlyEmptyFrom(int column)
    {
        for (; column + _skipped < _records.Count; column++)
        {
            if (!Cell(column).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }
}
