using Redthread.Domain.Signals;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion;

/// <summary>The current row of a reader, seen through a mapping.</summary>
internal sealed class RowItem(IRowReader rows, Mapping mapping, FileIdentity file, bool decimalComma) : SignalItem
{
    private const int FingerprintChars = 16;

    public required RowBinding Binding { get; set; }

    public override bool DecimalComma => decimalComma;

    public override Misfit? Shape => rows.Damage is { } damage ? new Misfit(null, damage.Code, damage.Reason) : null;

    public override ReadOnlySpan<char> Text(ItemField field)
    {
        var text = Binding[field].Read(rows);
        if (field != ItemField.Time || Binding.TimeOfDay is not { } clock || rows.Cell(clock).IsEmpty)
        {
            return text;
        }

        return $"{text} {rows.Cell(clock)}";
    }

    public override string? ColumnOf(ItemField field) => Binding[field].Column;

    public override int SegmentFields => Binding.Segments.Length;

    public override ReadOnlySpan<char> SegmentText(int index) => Binding.Segments[index].Read(rows);

    public override string? SegmentColumn(int index) => Binding.Segments[index].Column;

    public override string ExternalId(DateOnly day)
    {
        var id = JoinedId();
        if (id.Length == 0)
        {
            return $"{file.Fingerprint[..Math.Min(FingerprintChars, file.Fingerprint.Length)]}-{rows.RowNumber}";
        }

        return mapping.ExternalId!.UniqueWithin switch
        {
            UniqueWithin.Year => $"{id}@{day:yyyy}",
            UniqueWithin.Month => $"{id}@{day:yyyy-MM}",
            UniqueWithin.Day => $"{id}@{day:yyyy-MM-dd}",
            _ => id,
        };
    }

    public override Misfit? ReadReadings(List<NewReading> readings)
    {
        foreach (var reading in Binding.Readings)
        {
            if (reading.Read(rows.Cell(reading.Column), readings) is { } misfit)
            {
                return misfit;
            }
        }

        return null;
    }

    public override Misfit? ReadVerbatim(List<NewPlacement> placements, out string? verbatim)
    {
        verbatim = null;
        foreach (var field in Binding.Verbatims)
        {
            var cell = rows.Cell(field.Column);
            if (cell.IsEmpty)
            {
                continue;
            }

            verbatim = verbatim is null ? cell.ToString() : $"{verbatim}\n\n{cell}";
            placements.AddRange(field.Placements.Except(placements));
        }

        return null;
    }

    // A part that is empty makes the id the row's own, for two rows without it would become one signal.
    private string JoinedId()
    {
        var parts = Binding.IdParts;
        if (parts.Count == 1)
        {
            return parts[0] is { } only ? rows[only] : "";
        }

        var texts = parts.Select(part => part is { } column ? rows[column] : "").ToList();
        return texts.Exists(text => text.Length == 0) ? "" : string.Join('-', texts);
    }
}
