using System.Text;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.EventLogs.Editing;

/// <summary>A table, whatever its form, as CSV. Who is taken out goes with every row of every case in which a cell names them.</summary>
internal sealed class TableEdit
{
    private readonly LogEdit edit;
    private readonly HashSet<string> removed = new(StringComparer.Ordinal);
    private readonly EventColumns? columns;
    private readonly bool[] isOther;
    private readonly bool[] isWho;
    private int damaged;

    private TableEdit(FileInspection inspection, IReadOnlyList<string> names, EventLogRequest request, LogEdit edit)
    {
        this.edit = edit;
        columns = EventColumns.Find(inspection, request).Columns;
        // What a used column says is not touched, but for the case, which may be called by its customer.
        var used = columns is null ? [] : new[] { columns.Activity, columns.Time, columns.End, columns.Lifecycle, columns.Resource, columns.Channel, columns.Segment };
        isOther = [.. names.Select((_, at) => !used.Contains(at))];
        isWho = [.. names.Select((name, at) => at == columns?.Case || at == columns?.Customer || EventColumns.IsCustomer(name))];
    }

    public static Outcome<LogEdited> Run(string from, string to, EventLogRequest request, LogEdit edit, FileLimits limits)
    {
        var opened = RowFile.Open(from, limits: limits);
        if (!opened.Ok)
            return Outcome<LogEdited>.Failed(opened.Faults);
        TableEdit table;
        IReadOnlyList<string> names;
        using (var file = opened.Value)
        {
            // Objects of JSON may name columns to the last.
            while (file.Inspection.Format is FileFormat.Json or FileFormat.NdJson && file.Rows.Read()) { }
            names = [.. file.Rows.Columns];
            table = new(file.Inspection, names, request, edit);
        }

        var hit = edit.Erases && table.FindErased(from, limits);
        if (!edit.Erases ? table.columns is not { Customer: >= 0 } : !hit)
            return LogEdited.Nothing;
        table.Write(from, to, names, limits);
        return new LogEdited(true, table.damaged, table.removed);
    }

    private bool FindErased(string from, FileLimits limits)
    {
        var hit = false;
        using var file = RowFile.Open(from, limits: limits).Value!;
        while (file.Rows.Read())
        {
            if (!Names(file.Rows) && !GoesToo(file.Rows))
                continue;
            hit = true;
            if (columns is not null && file.Rows.Damage is null)
                removed.Add(file.Rows[columns.Case]);
        }

        return hit;
    }

    private bool GoesToo(IRowReader row) => edit.AlsoCases.Count > 0 && columns is not null && row.Damage is null && edit.AlsoCases.Contains(row[columns.Case]);

    // A row that cannot be told apart into cells goes when any piece of it is the key.
    private bool Names(IRowReader row) =>
        row.Damage is null ? Names([.. Enumerable.Range(0, isWho.Length).Select(at => row[at])]) : row.RowText.Split(row.Delimiter).Any(cell => edit.Mentions(cell.Trim(' ', '"')));

    private bool Names(string[] cells)
    {
        for (var at = 0; at < cells.Length; at++)
        {
            if (cells[at].Length > 0 && (isWho[at] ? edit.Names(cells[at]) : isOther[at] && edit.Mentions(cells[at])))
                return true;
        }

        return false;
    }

    private void Write(string from, string to, IReadOnlyList<string> names, FileLimits limits)
    {
        using var file = RowFile.Open(from, limits: limits).Value!;
        using var text = new StreamWriter(to, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 17);
        text.Write(DelimitedText.Record(names, ','));
        text.Write('\n');
        var cells = new string[names.Count];
        while (file.Rows.Read())
        {
            if (file.Rows.Damage is not null)
            {
                damaged++;
                continue;
            }

            for (var at = 0; at < cells.Length; at++)
                cells[at] = file.Rows[at];
            if (edit.Erases && (columns is null ? Names(cells) : removed.Contains(cells[columns.Case])))
                continue;
            MarkCustomer(cells);
            text.Write(DelimitedText.Record(cells, ','));
            text.Write('\n');
        }
    }

    private void MarkCustomer(string[] cells)
    {
        if (columns is not { Customer: >= 0 } || cells[columns.Customer] is not { Length: > 0 } key)
            return;
        for (var at = 0; at < cells.Length; at++)
        {
            if (at == columns.Case || at == columns.Customer)
                cells[at] = edit.Within(cells[at], key);
            else if (isOther[at] && cells[at].Equals(key, StringComparison.OrdinalIgnoreCase))
                cells[at] = edit.Mark(key);
        }
    }
}
