namespace Redthread.Web.Ingestion.Files;

/// <summary>Finds out what a file is: format, encoding, delimiter, header, and what its columns hold.</summary>
public static class FileInspector
{
    private const int SampleRows = 5_000;
    private const long SampleCells = 2_000_000;
    private const long SampleChars = 16_000_000;
    private const int ShownRows = 20;

    public static Outcome<FileInspection> Inspect(string path, FormatHints? hints = null, FileLimits? limits = null)
    {
        hints ??= new FormatHints();
        limits ??= FileLimits.Default;
        var form = FormSniffer.Sniff(path, hints, limits);
        if (!form.Ok)
        {
            return form;
        }

        var notes = new List<string>();
        var opened = RowFile.OpenRows(path, form.Value, hints, limits, notes);
        if (!opened.Ok)
        {
            return Outcome<FileInspection>.Failed(opened.Faults);
        }

        using var rows = opened.Value;
        return Profile(rows, form.Value, hints, notes);
    }

    private static Outcome<FileInspection> Profile(IRowReader rows, FileInspection form, FormatHints hints, List<string> notes)
    {
        var sample = Sample(rows, out var damage);
        if (rows.Fault is { } fault && sample.Count == 0)
        {
            return fault;
        }

        if (sample.Count == 0 && rows.Columns.Count == 0)
        {
            if (damage is not null)
            {
                return new Fault(damage.Code, $"Not one row can be read. The first: {damage.Reason}");
            }

            return new Fault(FaultCodes.FileEmpty, "The file has no rows.");
        }

        if (rows.Fault is { } stopped)
        {
            notes.Add(stopped.Message);
        }

        if (form.EncodingDoubtful)
        {
            notes.Add(
                $"The file is not UTF-8 and does not say what it is; it is read as {form.Encoding}. If its letters look wrong, name its encoding in the mapping: format: {{ encoding: … }}."
            );
        }

        var comma = hints.DecimalComma ?? (!rows.TypedNumbers && form.Delimiter != ',' && DecimalComma(sample));
        return form with
        {
            DecimalComma = comma,
            Sheet = hints.Sheet ?? (rows as XlsxRows)?.SheetName,
            Sheets = (rows as XlsxRows)?.SheetNames ?? [],
            Columns = Columns(rows.Columns, sample, comma),
            FirstRows = [.. sample.Take(ShownRows)],
            SampledRows = sample.Count,
            Notes = notes,
        };
    }

    private static List<string[]> Sample(IRowReader rows, out RowDamage? damage)
    {
        damage = null;
        var sample = new List<string[]>();
        var (cells, chars) = (0L, 0L);
        while (sample.Count < SampleRows && cells < SampleCells && chars < SampleChars && rows.Read())
        {
            if (rows.Damage is not null)
            {
                damage ??= rows.Damage;
                continue;
            }

            var row = new string[rows.Columns.Count];
            for (var column = 0; column < row.Length; column++)
            {
                row[column] = rows[column];
                chars += row[column].Length;
            }

            cells += row.Length;
            sample.Add(row);
        }

        return sample;
    }

    private static IReadOnlyList<ColumnProfile> Columns(IReadOnlyList<string> names, List<string[]> sample, bool comma)
    {
        var profilers = names.Select(name => new ColumnProfiler(name, comma)).ToList();
        foreach (var row in sample)
        {
            for (var column = 0; column < row.Length; column++)
            {
                profilers[column].Add(row[column]);
            }
        }

        return [.. profilers.Select(profiler => profiler.Profile())];
    }

    private static bool DecimalComma(List<string[]> sample)
    {
        var (commas, points) = (0, 0);
        foreach (var cell in sample.SelectMany(row => row))
        {
            if (cell.Length is < 3 or > 20 || cell.AsSpan().ContainsAnyExcept("0123456789.,-"))
            {
                continue;
            }

            commas += cell.AsSpan().Count(',') == 1 && !cell.Contains('.') ? 1 : 0;
            points += cell.AsSpan().Count('.') == 1 && !cell.Contains(',') ? 1 : 0;
        }

        return commas > points;
    }
}
