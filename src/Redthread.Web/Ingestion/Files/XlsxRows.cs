using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;

namespace Redthread.Web.Ingestion.Files;

/// <summary>Rows of one sheet of a workbook, read as a stream.</summary>
internal sealed class XlsxRows : RowReader
{
    private const string DateText = "yyyy-MM-dd'T'HH:mm:ss";
    private readonly SpreadsheetDocument _document;
    private readonly Stream _stored;
    private readonly XmlReader _xml;
    private readonly SharedTexts _texts;
    private readonly CellStyles _styles;
    private readonly FileLimits _limits;
    private readonly List<string?> _cells = [];
    private List<string> _columns = [];
    private int _shift;

    private XlsxRows(Stream stored, SpreadsheetDocument document, WorksheetPart sheet, FileLimits limits)
    {
        _stored = stored;
        _document = document;
        _limits = limits;
        _texts = SharedTexts.Read(document.WorkbookPart!.SharedStringTablePart, limits);
        _styles = CellStyles.Read(document.WorkbookPart!);
        _xml = Xml.Open(sheet);
    }

    public override IReadOnlyList<string> Columns => _columns;

    public override long BytesRead => _stored.Position;

    public override string RowText => DelimitedText.Record(Enumerable.Range(0, Math.Max(_columns.Count, _cells.Count - _shift)).Select(column => this[column]), Delimiter);

    public IReadOnlyList<string> SheetNames => Workbooks.SheetNames(_document);

    public required string? SheetName { get; init; }

    public static Outcome<XlsxRows> Open(Stream stored, string? sheetName, FileLimits limits, ICollection<string> notes)
    {
        var opened = OpenSheet(stored, sheetName, limits, notes);
        if (!opened.Ok)
        {
            stored.Dispose();
        }

        return opened;
    }

    public override ReadOnlySpan<char> Cell(int column) => column + _shift < _cells.Count ? CellText.Trim(_cells[column + _shift]) : default;

    public override void Dispose()
    {
        _xml.Dispose();
        _document.Dispose();
        _stored.Dispose();
    }

    internal static Fault NotAWorkbook(string why) => new(FaultCodes.FileFormat, $"The file is a zip archive but not a readable .xlsx workbook: {why}");

    protected override bool Next()
    {
        try
        {
            while (ReadRow())
            {
                if (_cells.TrueForAll(string.IsNullOrWhiteSpace))
                {
                    BlankRows++;
                    continue;
                }

                Damage = DamageOfRow();
                return true;
            }

            return false;
        }
        catch (Exception error) when (error is XmlException or InvalidDataException)
        {
            throw new FileRefusedException(new Fault(FaultCodes.FileTruncated, $"The sheet is damaged: {error.Message}"));
        }
    }

    private static Outcome<XlsxRows> OpenSheet(Stream stored, string? sheetName, FileLimits limits, ICollection<string> notes)
    {
        try
        {
            if (ZipBounds.Check(stored, limits) is { } tooFar)
            {
                return tooFar;
            }

            var document = SpreadsheetDocument.Open(stored, isEditable: false);
            var names = Workbooks.SheetNames(document);
            if (Workbooks.Sheet(document, sheetName) is not { } sheet)
            {
                return new Fault(FaultCodes.SheetUnknown, $"There is no sheet \"{sheetName}\". There are: {string.Join(", ", names)}.");
            }

            var rows = new XlsxRows(stored, document, sheet, limits) { SheetName = sheetName ?? names.FirstOrDefault() };
            return rows.ReadHeader(notes) is { } fault ? fault : rows;
        }
        catch (FileRefusedException refused)
        {
            return refused.Fault;
        }
        catch (Exception error) when (error is InvalidDataException or FileFormatException or OpenXmlPackageException or XmlException or IOException)
        {
            return NotAWorkbook(error.Message);
        }
    }

    private Fault? ReadHeader(ICollection<string> notes)
    {
        while (ReadRow())
        {
            if (_cells.TrueForAll(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            var header = _cells.Select(cell => cell ?? "").ToList();
            _shift = RejectFile.StartsWithLead(header) ? RejectFile.LeadColumns.Count : 0;
            _columns = ColumnNames.Unique(header.Skip(_shift), notes);
            return null;
        }

        return new Fault(FaultCodes.FileEmpty, "The sheet is empty.");
    }

    private RowDamage? DamageOfRow()
    {
        var extra = _cells.FindLastIndex(cell => !string.IsNullOrWhiteSpace(cell)) + 1 - _shift;
        return extra > _columns.Count ? new RowDamage(RejectCodes.RowRagged, $"The row has {extra} cells, the header has {_columns.Count}.") : null;
    }

    private bool ReadRow()
    {
        _cells.Clear();
        while (_xml.Read())
        {
            if (_xml.NodeType == XmlNodeType.EndElement && _xml.LocalName == "sheetData")
            {
                return false;
            }

            if (_xml.NodeType != XmlNodeType.Element || _xml.LocalName != "row")
            {
                continue;
            }

            RowNumber = long.TryParse(_xml.GetAttribute("r"), CultureInfo.InvariantCulture, out var row) ? row : RowNumber + 1;
            if (!_xml.IsEmptyElement)
            {
                ReadCells();
            }

            return true;
        }

        return false;
    }

    private void ReadCells()
    {
        while (_xml.Read() && !(_xml.NodeType == XmlNodeType.EndElement && _xml.LocalName == "row"))
        {
            if (_xml.NodeType != XmlNodeType.Element || _xml.LocalName != "c")
            {
                continue;
            }

            var column = Workbooks.ColumnOf(_xml.GetAttribute("r")) ?? _cells.Count;
            if (column >= _limits.MaxColumns + RejectFile.LeadColumns.Count)
            {
                throw new FileRefusedException(new Fault(FaultCodes.FileTooManyColumns, $"The sheet has more than {_limits.MaxColumns:N0} columns."));
            }

            while (_cells.Count <= column)
            {
                _cells.Add(null);
            }

            _cells[column] = ReadCell();
        }
    }

    private string? ReadCell()
    {
        var type = _xml.GetAttribute("t");
        var style = _xml.GetAttribute("s");
        var text = _xml.IsEmptyElement ? null : Xml.TextOfCell(_xml, _limits.MaxRowChars);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return type switch
        {
            "s" => int.TryParse(text, CultureInfo.InvariantCulture, out var index) ? _texts[index] : null,
            "b" => text == "1" ? "true" : "false",
            "str" or "inlineStr" or "d" or "e" => text,
            _ => _styles.IsDate(style) ? AsDate(text) : Plain(text),
        };
    }

    // Excel writes 0.1 as 0.10000000000000001.
    private static string Plain(string text) =>
        text.Length > 15 && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : text;

    private string AsDate(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) || serial is < 0 or > 2_958_465)
        {
            return text;
        }

        if (serial < 1)
        {
            return TimeSpan.FromSeconds(Math.Round(serial * 86_400)).ToString("hh':'mm':'ss", CultureInfo.InvariantCulture);
        }

        return ExcelSerial.ToDateTime(serial + (_styles.From1904 ? ExcelSerial.DaysTo1904 : 0)).ToString(DateText, CultureInfo.InvariantCulture);
    }
}

internal static class ExcelSerial
{
    public const int DaysTo1904 = 1462;

    // Serials carry binary noise; a tenth of a second is finer than anybody typed.
    public static DateTime ToDateTime(double serial)
    {
        var date = DateTime.FromOADate(serial);
        var step = TimeSpan.TicksPerSecond / 10;
        return new DateTime((date.Ticks + step / 2) / step * step);
    }
}
