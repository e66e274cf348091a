using Redthread.Domain.Signals;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion;

/// <summary>A reading's column, place and scale, with the answers of one digit worked out beforehand.</summary>
internal sealed class BoundReading
{
    private enum Answer
    {
        Unknown,
        None,
        Value,
        OutOfScale,
    }

    private readonly Answer[] _digits = new Answer[10];
    private readonly double[] _digitValues = new double[10];
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _codes;
    private readonly Dictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> _values;
    private readonly MeasureScale _measure;
    private readonly string _measureName;
    private readonly Place _place;
    private readonly bool _decimalComma;

    private BoundReading(int column, string name, ReadingField field, Vocabulary vocabulary, bool decimalComma)
    {
        Column = column;
        Name = name;
        _measure = vocabulary.Measures[field.Measure];
        _measureName = field.Measure;
        _place = vocabulary.Places[field.Place];
        _decimalComma = decimalComma;
        _codes = new HashSet<string>(field.Blank.Concat(field.NotUsed), StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        _values = new Dictionary<string, double>(field.Values, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> digit = stackalloc char[1];
        for (var number = 0; number < 10; number++)
        {
            digit[0] = (char)('0' + number);
            _digits[number] = AnswerOf(digit, out _digitValues[number]);
        }
    }

    public int Column { get; }

    public string Name { get; }

    public static BoundReading? Of(IReadOnlyList<string> columns, ReadingField field, Vocabulary vocabulary, bool decimalComma) =>
        ColumnNames.Find(columns, field.Columns) is { } column ? new BoundReading(column, columns[column], field, vocabulary, decimalComma) : null;

    public Misfit? Read(ReadOnlySpan<char> cell, List<NewReading> readings)
    {
        if (cell.IsEmpty)
        {
            return null;
        }

        double value;
        Answer answer;
        if (cell.Length == 1 && char.IsAsciiDigit(cell[0]))
        {
            var digit = cell[0] - '0';
            (answer, value) = (_digits[digit], _digitValues[digit]);
        }
        else
        {
            answer = AnswerOf(cell, out value);
        }

        switch (answer)
        {
            case Answer.None:
                return null;
            case Answer.Value:
                readings.Add(new NewReading(_measure.Id, _place.StageId, _place.TouchpointId, value));
                return null;
            default:
                return Misfit(answer, cell);
        }
    }

    private Answer AnswerOf(ReadOnlySpan<char> cell, out double value)
    {
        value = 0;
        if (_codes.Contains(cell))
        {
            return Answer.None;
        }

        if (!_values.TryGetValue(cell, out value) && !NumberText.TryRead(cell, _decimalComma, out value))
        {
            return Answer.Unknown;
        }

        return _measure.Holds(value) ? Answer.Value : Answer.OutOfScale;
    }

    private Misfit Misfit(Answer answer, ReadOnlySpan<char> cell) =>
        answer == Answer.OutOfScale
            ? new Misfit(Name, RejectCodes.ReadingOutOfScale, Scales.OutOf(_measureName, _measure, cell))
            : new Misfit(Name, RejectCodes.ReadingNotANumber, $"\"{cell[..Math.Min(cell.Length, 60)]}\" is not a number, nor a value or code the mapping names.");
}

internal static class Scales
{
    public static string OutOf(string measure, MeasureScale scale, ReadOnlySpan<char> value) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value} is outside the scale of {measure}, {scale.Min} to {scale.Max}.");
}
