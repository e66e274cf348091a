using System.Diagnostics.CodeAnalysis;

namespace Redthread.Web.Ingestion;

/// <summary>Why a whole file, mapping or batch cannot be used, in words for its owner.</summary>
/// <param name="Code">One of <see cref="FaultCodes"/>.</param>
/// <param name="Line">The line of the document at fault, where it has lines.</param>
public sealed record Fault(string Code, string Message, int? Line = null)
{
    /// <summary>With its line, as people are told of it.</summary>
    public string Told => Line is { } line ? $"Line {line}: {Message}" : Message;
}

public static class FaultCodes
{
    public const string FileEmpty = "file-empty";
    public const string FileBinary = "file-binary";
    public const string FileMissing = "file-missing";
    public const string FileEncoding = "file-encoding";
    public const string FileFormat = "file-format";
    public const string FileTruncated = "file-truncated";
    public const string FileTooManyColumns = "file-too-many-columns";
    public const string FileExpandsTooFar = "file-expands-too-far";
    public const string FileNoHeader = "file-no-header";
    public const string SheetUnknown = "sheet-unknown";
    public const string MappingSyntax = "mapping-syntax";
    public const string MappingFieldUnknown = "mapping-field-unknown";
    public const string MappingValueInvalid = "mapping-value-invalid";
    public const string ColumnMissing = "column-missing";
    public const string NothingMapped = "nothing-mapped";
    public const string PlaceUnknown = "place-unknown";
    public const string MeasureUnknown = "measure-unknown";
    public const string SegmentUnknown = "segment-unknown";
    public const string ChannelUnknown = "channel-unknown";
    public const string NeedUnknown = "need-unknown";
    public const string DateOrderAmbiguous = "date-order-ambiguous";
    public const string BatchFormat = "batch-format";
    public const string BatchTooLarge = "batch-too-large";
}

/// <summary>A value, or the faults that kept it from being made; never both, never neither.</summary>
public sealed class Outcome<T>
    where T : class
{
    private Outcome(T? value, IReadOnlyList<Fault> faults) => (Value, Faults) = (value, faults);

    public T? Value { get; }

    public IReadOnlyList<Fault> Faults { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool Ok => Value is not null;

    public static implicit operator Outcome<T>(T value) => new(value, []);

    public static implicit operator Outcome<T>(Fault fault) => new(null, [fault]);

    public static Outcome<T> Of(T value) => new(value, []);

    public static Outcome<T> Failed(IReadOnlyList<Fault> faults) => faults.Count > 0 ? new(null, faults) : throw new ArgumentException("A failure needs a fault.", nameof(faults));
}
