using Redthread.Domain.Signals;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion;

/// <summary>A mapping's fields as column numbers of one header, so that a row costs no look-ups of names.</summary>
internal sealed class RowBinding
{
    private readonly BoundText[] _fields = new BoundText[Enum.GetValues<ItemField>().Length];

    public RowBinding(IReadOnlyList<string> columns, Mapping mapping, Vocabulary vocabulary, bool decimalComma)
    {
        Columns = columns.Count;
        _fields[(int)ItemField.Time] = new BoundText(columns, new TextField { Columns = mapping.Time.Columns });
        _fields[(int)ItemField.Customer] = new BoundText(columns, mapping.Customer);
        _fields[(int)ItemField.Account] = new BoundText(columns, mapping.Account);
        _fields[(int)ItemField.Channel] = new BoundText(columns, mapping.Channel);
        _fields[(int)ItemField.Weight] = new BoundText(columns, mapping.Weight);
        _fields[(int)ItemField.Language] = new BoundText(columns, mapping.Language);
        _fields[(int)ItemField.Segment] = new BoundText(columns, null);
        Segments = [.. mapping.Segments.Select(field => new BoundText(columns, field))];
        TimeOfDay = ColumnNames.Find(columns, mapping.Time.TimeOfDay);
        IdParts = [.. (mapping.ExternalId?.Parts ?? []).Select(part => ColumnNames.Find(columns, part))];
        var first = IdParts.FirstOrDefault(part => part is not null);
        _fields[(int)ItemField.ExternalId] = new BoundText(columns, first is { } id ? new TextField { Columns = [columns[id]] } : null);
        Readings = [.. mapping.Readings.Select(field => BoundReading.Of(columns, field, vocabulary, decimalComma)).OfType<BoundReading>()];
        Verbatims = [.. mapping.Verbatims.Select(field => BoundVerbatim.Of(columns, field, vocabulary)).OfType<BoundVerbatim>()];
    }

    /// <summary>Columns the header had; JSON may have added some since.</summary>
    public int Columns { get; }

    public int? TimeOfDay { get; }

    public BoundText[] Segments { get; }

    public IReadOnlyList<int?> IdParts { get; }

    public BoundReading[] Readings { get; }

    public BoundVerbatim[] Verbatims { get; }

    public BoundText this[ItemField field] => _fields[(int)field];
}

/// <summary>Where a text comes from: a column, its values perhaps replaced, or a constant.</summary>
internal sealed class BoundText
{
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>>? _values;
    private readonly string? _constant;

    public BoundText(IReadOnlyList<string> columns, TextField? field)
    {
        Index = field is null ? null : ColumnNames.Find(columns, field.Columns);
        Column = Index is { } index ? columns[index] : field?.Columns.FirstOrDefault();
        _constant = field?.Constant;
        if (field is { Values.Count: > 0 })
        {
            _values = new Dictionary<string, string>(field.Values, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        }
    }

    public int? Index { get; }

    public string? Column { get; }

    public ReadOnlySpan<char> Read(IRowReader rows)
    {
        var cell = Index is { } index ? rows.Cell(index) : default;
        if (cell.IsEmpty)
        {
            return _constant;
        }

        return _values is { } values && values.TryGetValue(cell, out var stands) ? stands : cell;
    }
}

internal sealed class BoundVerbatim
{
    public required int Column { get; init; }

    public required NewPlacement[] Placements { get; init; }

    public static BoundVerbatim? Of(IReadOnlyList<string> columns, VerbatimField field, Vocabulary vocabulary)
    {
        if (ColumnNames.Find(columns, field.Columns) is not { } column)
        {
            return null;
        }

        var needs = field.Needs.Select(need => new NewPlacement(PlacementKind.Need, vocabulary.Needs[need], PlacementOrigin.Mapping));
        NewPlacement[] stages = field.Place is { } place ? [new NewPlacement(PlacementKind.Stage, vocabulary.Places[place].StageId, PlacementOrigin.Mapping)] : [];
        return new BoundVerbatim { Column = column, Placements = [.. stages, .. needs] };
    }
}
