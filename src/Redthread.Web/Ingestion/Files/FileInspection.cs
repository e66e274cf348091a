namespace Redthread.Web.Ingestion.Files;

public enum FileFormat
{
    Csv,
    Tsv,
    Xlsx,
    Json,
    NdJson,
}

/// <summary>What a mapping may say about a file's form; null lets the file speak for itself.</summary>
public sealed record FormatHints
{
    public FileFormat? Format { get; init; }

    public char? Delimiter { get; init; }

    public string? Encoding { get; init; }

    public bool? DecimalComma { get; init; }

    /// <summary>Sheet of a workbook; the first when null.</summary>
    public string? Sheet { get; init; }
}

/// <summary>How far a hostile or broken file may go before it is refused.</summary>
public sealed record FileLimits
{
    public static readonly FileLimits Default = new();

    public int MaxRowChars { get; init; } = 1_000_000;

    public int MaxColumns { get; init; } = 5_000;

    /// <summary>Bytes a compressed file may expand to.</summary>
    public long MaxExpandedBytes { get; init; } = 64L << 30;

    /// <summary>Expanded bytes per stored byte, judged once <see cref="RatioFreeBytes"/> have come out.</summary>
    public int MaxRatio { get; init; } = 200;

    public long RatioFreeBytes { get; init; } = 64L << 20;

    /// <summary>Distinct text of a workbook, which has to be held in memory.</summary>
    public long MaxSharedTextBytes { get; init; } = 100L << 20;
}

/// <summary>What a file turned out to be, from its first rows.</summary>
public sealed record FileInspection
{
    public required FileFormat Format { get; init; }

    public bool Compressed { get; init; }

    /// <summary>Web name of the encoding of text files, such as <c>utf-8</c> or <c>windows-1252</c>.</summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>Why this encoding, to be shown beside it.</summary>
    public string EncodingEvidence { get; init; } = "";

    /// <summary>Nothing in the file says in which encoding it is, and the one it is read in is no more than likely.</summary>
    public bool EncodingDoubtful { get; init; }

    public char Delimiter { get; init; } = ',';

    public char Quote { get; init; } = '"';

    public bool DecimalComma { get; init; }

    public IReadOnlyList<string> Sheets { get; init; } = [];

    public string? Sheet { get; init; }

    public IReadOnlyList<ColumnProfile> Columns { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<string>> FirstRows { get; init; } = [];

    /// <summary>Rows the profiles rest on.</summary>
    public int SampledRows { get; init; }

    /// <summary>What was put right on the way, such as duplicate headers that got a number.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public ColumnProfile? Column(string name) => Columns.FirstOrDefault(column => ColumnNames.Same(column.Name, name));
}

public enum ColumnKind
{
    Empty,
    Number,
    Date,
    Text,
}

/// <summary>What the sampled rows say about a column.</summary>
/// <param name="Min">Of the numbers in it.</param>
/// <param name="DateOrder">Null unless it holds dates.</param>
public sealed record ColumnProfile(
    string Name,
    ColumnKind Kind,
    int Filled,
    int Distinct,
    double? Min,
    double? Max,
    double MeanLength,
    DateOrderEvidence? DateOrder,
    IReadOnlyList<string> Samples
);

/// <summary>What a column of dates shows about the order of day, month and year.</summary>
public enum DateOrderEvidence
{
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,

    /// <summary>No value over 12 decides between day-month and month-day.</summary>
    Ambiguous,

    /// <summary>Some values can only be day-month, others only month-day.</summary>
    Contradictory,
    UnixSeconds,
    UnixMilliseconds,
    ExcelSerial,
}
