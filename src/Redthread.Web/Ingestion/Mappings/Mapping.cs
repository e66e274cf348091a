using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.Mappings;

/// <summary>
/// Says which columns of a file are what. Every field names several columns, because the waves of a survey rename
/// theirs: the first that the header has is read. See docs/mappings.md.
/// </summary>
public sealed partial record Mapping
{
    /// <summary>IANA name of the zone of times without an offset.</summary>
    public string TimeZone { get; init; } = "UTC";

    public FormatHints Format { get; init; } = new();

    public ExternalIdField? ExternalId { get; init; }

    public required TimeField Time { get; init; }

    public TextField? Customer { get; init; }

    public TextField? Account { get; init; }

    /// <summary>One for each way the customers are parted; a signal has a segment of every one that is filled.</summary>
    public IReadOnlyList<TextField> Segments { get; init; } = [];

    public TextField? Channel { get; init; }

    public TextField? Weight { get; init; }

    public TextField? Language { get; init; }

    public IReadOnlyList<VerbatimField> Verbatims { get; init; } = [];

    public IReadOnlyList<ReadingField> Readings { get; init; } = [];
}

/// <summary>The source's id: parts joined by a hyphen, each one column under any of several names.</summary>
public sealed record ExternalIdField
{
    public IReadOnlyList<IReadOnlyList<string>> Parts { get; init; } = [];

    public UniqueWithin UniqueWithin { get; init; }
}

/// <summary>How far the source's ids reach before they start again.</summary>
public enum UniqueWithin
{
    Source,
    Year,
    Month,
    Day,
}

public sealed record TimeField
{
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>A second column with the time of day, where the source keeps it apart.</summary>
    public IReadOnlyList<string> TimeOfDay { get; init; } = [];

    public DateOrder? Order { get; init; }

    /// <summary>An exact .NET format, or <c>unix</c>, <c>unix-ms</c>, <c>excel</c>.</summary>
    public string? Format { get; init; }

    /// <summary>
    /// Dates for rows that have none: no column, an empty cell, or a bare number too small to be a date. The first
    /// whose pattern matches the file's name holds.
    /// </summary>
    public IReadOnlyList<FallbackDate> Fallback { get; init; } = [];
}

public enum DateOrder
{
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,
}

/// <param name="File">A pattern with <c>*</c> for the file's name; null for any file.</param>
public sealed record FallbackDate(string? File, DateOnly Date);

/// <summary>A text from a column, turned by <see cref="Values"/> where it is listed there, or a constant.</summary>
public sealed record TextField
{
    public IReadOnlyList<string> Columns { get; init; } = [];

    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    public string? Constant { get; init; }
}

public sealed record VerbatimField
{
    public IReadOnlyList<string> Columns { get; init; } = [];

    public string? Place { get; init; }

    public IReadOnlyList<string> Needs { get; init; } = [];
}

public sealed record ReadingField
{
    public IReadOnlyList<string> Columns { get; init; } = [];

    public required string Measure { get; init; }

    /// <summary><c>journey/stage</c> or <c>journey/stage/touchpoint</c>.</summary>
    public required string Place { get; init; }

    /// <summary>Codes for "no answer".</summary>
    public IReadOnlyList<string> Blank { get; init; } = [];

    /// <summary>Codes for "not used, not applicable".</summary>
    public IReadOnlyList<string> NotUsed { get; init; } = [];

    /// <summary>Texts that stand for numbers.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = new Dictionary<string, double>();
}
