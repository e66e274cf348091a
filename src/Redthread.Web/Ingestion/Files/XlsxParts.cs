using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Redthread.Web.Ingestion.Files;

/// <summary>Refuses an archive by its own directory, before anything is unpacked; streams end at the stated lengths.</summary>
internal static class ZipBounds
{
    private const long MaxOtherPartBytes = 64L << 20;

    public static Fault? Check(Stream stored, FileLimits limits)
    {
        using (var archive = new ZipArchive(stored, ZipArchiveMode.Read, leaveOpen: true))
        {
            var total = 0L;
            foreach (var entry in archive.Entries)
            {
                total += entry.Length;
                var sheet = entry.FullName.Contains("/worksheets/", StringComparison.Ordinal) || entry.FullName.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase);
                var bomb = entry.Length > limits.RatioFreeBytes && entry.Length > Math.Max(1, entry.CompressedLength) * limits.MaxRatio;
                if (bomb || total > limits.MaxExpandedBytes || (!sheet && entry.Length > MaxOtherPartBytes))
                {
                    return Expansion.TooFar(total, stored.Length);
                }
            }
        }

        stored.Position = 0;
        return null;
    }
}

internal static class Workbooks
{
    public static IReadOnlyList<string> SheetNames(SpreadsheetDocument document) => [.. Sheets(document).Select(sheet => sheet.Name?.Value ?? "")];

    public static WorksheetPart? Sheet(SpreadsheetDocument document, string? name)
    {
        var sheets = Sheets(document);
        var chosen = name is null ? sheets.FirstOrDefault() : sheets.FirstOrDefault(sheet => ColumnNames.Same(sheet.Name?.Value ?? "", name));
        return chosen?.Id?.Value is { } id ? document.WorkbookPart!.GetPartById(id) as WorksheetPart : null;
    }

    /// <summary>Zero-based column of a reference such as <c>AB12</c>.</summary>
    public static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in reference ?? "")
        {
            if (letter is < 'A' or > 'Z' || column > 100_000)
            {
                break;
            }

            column = column * 26 + (letter - 'A' + 1);
        }

        return column == 0 ? null : column - 1;
    }

    private static IEnumerable<Sheet> Sheets(SpreadsheetDocument document) => document.WorkbookPart?.Workbook?.Sheets?.Elements<Sheet>() ?? [];
}

/// <summary>The workbook's distinct texts, as UTF-8 in one block, because a million of them are usual.</summary>
internal sealed class SharedTexts
{
    private readonly MemoryStream _bytes = new();
    private readonly List<int> _ends = [];

    public string? this[int index]
    {
        get
        {
            if (index < 0 || index >= _ends.Count)
            {
                return null;
            }

            var start = index == 0 ? 0 : _ends[index - 1];
            return Encoding.UTF8.GetString(_bytes.GetBuffer(), start, _ends[index] - start);
        }
    }

    public static SharedTexts Read(SharedStringTablePart? part, FileLimits limits)
    {
        var texts = new SharedTexts();
        if (part is null)
        {
            return texts;
        }

        using var xml = Xml.Open(part);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si")
            {
                texts.Add(xml.IsEmptyElement ? "" : Xml.TextOfItem(xml, "si", limits.MaxRowChars), limits);
            }
        }

        return texts;
    }

    private void Add(string text, FileLimits limits)
    {
        _bytes.Write(Encoding.UTF8.GetBytes(text));
        _ends.Add((int)_bytes.Length);
        if (_bytes.Length > limits.MaxSharedTextBytes)
        {
            throw new FileRefusedException(
                new Fault(FaultCodes.FileExpandsTooFar, $"The workbook holds more than {limits.MaxSharedTextBytes >> 20} MB of distinct text; save the sheet as CSV.")
            );
        }
    }
}

/// <summary>Which cell styles show a date.</summary>
internal sealed class CellStyles
{
    private readonly HashSet<string> _dates = [];

    public bool From1904 { get; private init; }

    public bool IsDate(string? style) => style is not null && _dates.Contains(style);

    public static CellStyles Read(WorkbookPart workbook)
    {
        var styles = new CellStyles { From1904 = workbook.Workbook?.WorkbookProperties?.Date1904?.Value ?? false };
        var sheet = workbook.WorkbookStylesPart?.Stylesheet;
        var own = (sheet?.NumberingFormats?.Elements<NumberingFormat>() ?? [])
            .Where(format => format.NumberFormatId is not null)
            .DistinctBy(format => format.NumberFormatId!.Value)
            .ToDictionary(format => format.NumberFormatId!.Value, format => format.FormatCode?.Value ?? "");
        var index = 0;
        foreach (var format in sheet?.CellFormats?.Elements<CellFormat>() ?? [])
        {
            var id = format.NumberFormatId?.Value ?? 0;
            if (own.TryGetValue(id, out var code) ? ShowsDate(code) : id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58))
            {
                styles._dates.Add(index.ToString(CultureInfo.InvariantCulture));
            }

            index++;
        }

        return styles;
    }

    private static bool ShowsDate(string code)
    {
        var (quoted, bracket) = (false, false);
        foreach (var letter in code)
        {
            quoted ^= letter == '"';
            bracket = letter == '[' || (bracket && letter != ']');
            if (!quoted && !bracket && (char.ToLowerInvariant(letter) is 'd' or 'm' or 'y' or 'h'))
            {
                return true;
            }
        }

        return false;
    }
}

internal static class Xml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CloseInput = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    public static XmlReader Open(OpenXmlPart part) => XmlReader.Create(part.GetStream(FileMode.Open, FileAccess.Read), Settings);

    /// <summary>Text of an <c>si</c> or <c>is</c> element without its phonetic hints.</summary>
    public static string TextOfItem(XmlReader xml, string end, int maxChars)
    {
        var text = new StringBuilder();
        var phonetic = false;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == end))
        {
            if (xml.LocalName == "rPh")
            {
                phonetic = xml.NodeType == XmlNodeType.Element;
            }
            else if (IsText(xml.NodeType) && !phonetic && text.Length < maxChars)
            {
                text.Append(xml.Value);
            }
        }

        return text.ToString();
    }

    private static bool IsText(XmlNodeType type) => type is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace;

    /// <summary>Value of a <c>c</c> element; a formula beside it is passed over.</summary>
    public static string? TextOfCell(XmlReader xml, int maxChars)
    {
        string? text = null;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "c"))
        {
            if (xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement && (xml.LocalName is "v" or "is"))
            {
                text = TextOfItem(xml, xml.LocalName, maxChars);
            }
        }

        return text;
    }
}
