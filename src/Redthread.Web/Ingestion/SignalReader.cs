using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion;

/// <summary>Turns rows into signals, or into rejects that say why not.</summary>
public sealed class SignalReader
{
    private readonly IRowReader _rows;
    private readonly Mapping _mapping;
    private readonly Vocabulary _vocabulary;
    private readonly RowItem _item;
    private readonly SignalSteps _steps;

    private SignalReader(IRowReader rows, Mapping mapping, SignalContext context, FileIdentity file, DateOrder? order, bool decimalComma)
    {
        _rows = rows;
        _mapping = mapping;
        _vocabulary = context.Vocabulary;
        _item = new RowItem(rows, mapping, file, decimalComma) { Binding = new RowBinding(rows.Columns, mapping, _vocabulary, decimalComma) };
        _steps = new SignalSteps(context, new TimeReading(mapping, context.Clock, file.Name, order));
        Notes = MappingCheck.Lacking(rows.Columns, mapping);
    }

    /// <summary>Names of the steps every row passes, in order.</summary>
    public static IReadOnlyList<string> Steps => SignalSteps.Names;

    /// <summary>What the owner should know: columns of the mapping that this file lacks.</summary>
    public IReadOnlyList<string> Notes { get; }

    public ReadCounts Counts { get; } = new();

    public long BlankRows => _rows.BlankRows;

    public long BytesRead => _rows.BytesRead;

    /// <summary>Why the file could not be read to its end, or null; look at it when <see cref="Read"/> is false.</summary>
    public Fault? Fault => _rows.Fault;

    public SignalResult Current { get; private set; }

    /// <summary>Binds the mapping to the header and the vocabulary; every name that fails is a fault of its own.</summary>
    /// <param name="inspection">What the file's sample proved; without it dates need a declared order.</param>
    public static Outcome<SignalReader> Create(IRowReader rows, Mapping mapping, SignalContext context, FileIdentity file, FileInspection? inspection = null)
    {
        var time = ColumnNames.Find(rows.Columns, mapping.Time.Columns);
        var fallback = TimeReading.HasFallback(mapping.Time, file.Name);
        var (order, unsure) = TimeReading.OrderOf(mapping.Time, time is { } column ? rows.Columns[column] : null, inspection);
        var faults = MappingCheck.Names(mapping, context.Vocabulary).Concat(MappingCheck.Header(rows.Columns, mapping, fallback)).Concat(unsure is null ? [] : [unsure]).ToList();
        if (faults.Count > 0)
        {
            return Outcome<SignalReader>.Failed(faults);
        }

        var comma = !rows.TypedNumbers && (mapping.Format.DecimalComma ?? inspection?.DecimalComma ?? false);
        return new SignalReader(rows, mapping, context, file, order, comma);
    }

    public bool Read()
    {
        if (!_rows.Read())
        {
            return false;
        }

        if (_rows.Columns.Count != _item.Binding.Columns)
        {
            _item.Binding = new RowBinding(_rows.Columns, _mapping, _vocabulary, _item.DecimalComma);
        }

        var (signal, misfit) = _steps.Make(_item);
        Current = signal is not null ? new SignalResult(signal) : new SignalResult(RejectOf(misfit!));
        Counts.Add(Current);
        return true;
    }

    private Reject RejectOf(Misfit misfit) => new(_rows.RowNumber, misfit.Column, misfit.Code, misfit.Reason, _rows.RowText);
}
