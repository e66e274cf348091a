using System.Text;
using System.Text.Json;

namespace Redthread.Web.Ingestion.Files;

/// <summary>Rows of JSON: each item an object, nested names joined with a dot.</summary>
internal sealed class JsonRows : RowReader
{
    private const int KeptChars = 2_000;

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    private readonly SourceStream _source;
    private readonly Stream _utf8;
    private readonly JsonItems _items;
    private readonly FileLimits _limits;
    private readonly List<string> _columns;
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<string?> _cells = [];
    private bool _cut;

    public JsonRows(SourceStream source, FileInspection form, FileLimits limits)
    {
        _source = source;
        _limits = limits;
        _utf8 = AsUtf8(source, form.Encoding);
        _items = new JsonItems(_utf8, form.Format == FileFormat.NdJson, limits.MaxRowChars);
        _columns = [.. form.Columns.Select(column => column.Name)];
        foreach (var column in _columns)
        {
            _indexes[column] = _indexes.Count;
        }
    }

    public override IReadOnlyList<string> Columns => _columns;

    public override long BytesRead => _source.StoredBytes;

    public override string RowText =>
        Damage is null ? DelimitedText.Record(Enumerable.Range(0, _columns.Count).Select(column => this[column]), Delimiter) : DelimitedText.Cell(Shortened());

    public override ReadOnlySpan<char> Cell(int column) => column < _cells.Count ? CellText.Trim(_cells[column]) : default;

    public override void Dispose()
    {
        _utf8.Dispose();
        _source.Dispose();
    }

    protected override bool Next()
    {
        while (!_cut)
        {
            var state = _items.Read();
            if (state == ItemState.End)
            {
                Fault = _items.Closed ? null : Truncated();
                return false;
            }

            RowNumber++;
            if (state == ItemState.Item && IsBlank(_items.Item.Span))
            {
                BlankRows++;
                continue;
            }

            // Filled only after the last row was handed out, so that it is not lost behind the fault.
            _cut = state == ItemState.Cut;
            Damage = state == ItemState.TooLong ? TooLong() : Take();
            return true;
        }

        Fault = Truncated();
        return false;
    }

    private static bool IsBlank(ReadOnlySpan<byte> item) => item.IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private static Fault Truncated() => new(FaultCodes.FileTruncated, "The file ends before its array of rows does; it was probably cut off.");

    private RowDamage TooLong() => new(RejectCodes.RowTooLong, $"The item is longer than {_limits.MaxRowChars:N0} bytes.");

    private RowDamage? Take()
    {
        _cells.Clear();
        try
        {
            var item = _items.Item;
            using var document = JsonDocument.Parse(item.Span.StartsWith(Mark) ? item[Mark.Length..] : item);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new RowDamage(RejectCodes.RowNotJson, "The item is not an object with named values.");
            }

            return Flatten(document.RootElement, "");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new RowDamage(RejectCodes.RowNotJson, $"The item is not JSON: {error.Message}");
        }
    }

    private RowDamage? Flatten(JsonElement parent, string prefix)
    {
        foreach (var property in parent.EnumerateObject())
        {
            var name = prefix.Length == 0 ? property.Name : $"{prefix}.{property.Name}";
            var damage = property.Value.ValueKind == JsonValueKind.Object ? Flatten(property.Value, name) : Put(name, property.Value);
            if (damage is not null)
            {
                return damage;
            }
        }

        return null;
    }

    private RowDamage? Put(string name, JsonElement value)
    {
        if (!_indexes.TryGetValue(name, out var index))
        {
            if (_columns.Count >= _limits.MaxColumns)
            {
                return new RowDamage(RejectCodes.RowRagged, $"More than {_limits.MaxColumns:N0} different names.");
            }

            index = _columns.Count;
            _indexes[name] = index;
            _columns.Add(name);
        }

        while (_cells.Count <= index)
        {
            _cells.Add(null);
        }

        _cells[index] = TextOf(value);
        return null;
    }

    private static string? TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null => null,
            _ => value.GetRawText(),
        };

    private string Shortened()
    {
        var bytes = _items.Item.Span;
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 4 * KeptChars)]);
        return text.Length <= KeptChars ? text : text[..KeptChars];
    }

    private static Stream AsUtf8(SourceStream source, string encoding)
    {
        if (encoding != "utf-8")
        {
            return Encoding.CreateTranscodingStream(source, TextForm.Named(encoding)!, Encoding.UTF8, leaveOpen: true);
        }

        return source;
    }
}
