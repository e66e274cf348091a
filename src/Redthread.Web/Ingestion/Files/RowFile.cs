namespace Redthread.Web.Ingestion.Files;

/// <summary>A file opened for reading its rows, with what inspection found.</summary>
public sealed class RowFile : IDisposable
{
    private RowFile(FileInspection inspection, IRowReader rows) => (Inspection, Rows) = (inspection, rows);

    public FileInspection Inspection { get; }

    public IRowReader Rows { get; }

    public static Outcome<RowFile> Open(string path, FormatHints? hints = null, FileLimits? limits = null)
    {
        hints ??= new FormatHints();
        limits ??= FileLimits.Default;
        var inspection = FileInspector.Inspect(path, hints, limits);
        if (!inspection.Ok)
        {
            return Outcome<RowFile>.Failed(inspection.Faults);
        }

        var rows = OpenRows(path, inspection.Value, hints, limits, []);
        return rows.Ok ? new RowFile(inspection.Value, rows.Value) : Outcome<RowFile>.Failed(rows.Faults);
    }

    public void Dispose() => Rows.Dispose();

    internal static Outcome<RowReader> OpenRows(string path, FileInspection form, FormatHints hints, FileLimits limits, ICollection<string> notes)
    {
        switch (form.Format)
        {
            case FileFormat.Xlsx:
                return OpenSheet(path, form, hints, limits, notes);
            case FileFormat.Json or FileFormat.NdJson:
                return new JsonRows(SourceStream.Open(path, limits), form, limits);
            default:
                return OpenText(path, form, limits, notes);
        }
    }

    private static Outcome<RowReader> OpenSheet(string path, FileInspection form, FormatHints hints, FileLimits limits, ICollection<string> notes)
    {
        try
        {
            var stored = form.Compressed ? Unpacked(path, limits) : File.OpenRead(path);
            var sheet = XlsxRows.Open(stored, hints.Sheet, limits, notes);
            return sheet.Ok ? sheet.Value : Outcome<RowReader>.Failed(sheet.Faults);
        }
        catch (FileRefusedException refused)
        {
            return refused.Fault;
        }
    }

    // A workbook is read from its end, which a gzip stream cannot do.
    private static FileStream Unpacked(string path, FileLimits limits)
    {
        using var source = SourceStream.Open(path, limits);
        var name = Path.Combine(Path.GetTempPath(), $"redthread-{Guid.CreateVersion7():N}.xlsx");
        var unpacked = new FileStream(
            name,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose,
            }
        );
        try
        {
            source.CopyTo(unpacked);
            unpacked.Position = 0;
            return unpacked;
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    private static Outcome<RowReader> OpenText(string path, FileInspection form, FileLimits limits, ICollection<string> notes)
    {
        var source = SourceStream.Open(path, limits);
        var text = new StreamReader(source, TextForm.Named(form.Encoding)!, detectEncodingFromByteOrderMarks: false, 1 << 16);
        var rows = CsvRows.Open(text, source, form.Delimiter, limits, notes);
        if (rows.Ok)
        {
            return rows.Value;
        }

        text.Dispose();
        return Outcome<RowReader>.Failed(rows.Faults);
    }
}
