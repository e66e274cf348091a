using System.Text;
using System.Text.Json;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion;

/// <summary>
/// Signals sent over HTTP: a JSON array, NDJSON, or CloudEvents 1.0 (one or a batch), in the native shape of
/// docs/mappings.md. Same steps and rejects as a file; one result for each item, in order.
/// </summary>
public static class LiveBatch
{
    private const int MaxItemBytes = 1_000_000;
    private const int MaxItems = 100_000;
    private const int KeptChars = 2_000;

    private static readonly Mapping Native = new() { Time = new TimeField { Columns = [NativeItem.Time] } };

    public static Outcome<IReadOnlyList<SignalResult>> Parse(ReadOnlyMemory<byte> body, string? contentType, SignalContext context)
    {
        var shape = ShapeOf(body.Span, contentType);
        if (shape is null)
        {
            return new Fault(
                FaultCodes.BatchFormat,
                $"The content type \"{contentType}\" is not read. Send application/json, application/x-ndjson, application/cloudevents+json or application/cloudevents-batch+json."
            );
        }

        return shape == BatchShape.Nothing ? new Fault(FaultCodes.BatchFormat, "The batch is empty.") : Read(body, shape.Value, context);
    }

    private enum BatchShape
    {
        Nothing,
        One,
        Array,
        Lines,
    }

    private static BatchShape? ShapeOf(ReadOnlySpan<byte> body, string? contentType)
    {
        var type = (contentType ?? "application/json").Split(';')[0].Trim().ToLowerInvariant();
        var start = body.IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
        if (start < 0)
        {
            return BatchShape.Nothing;
        }

        var array = body[start] == '[';
        return type switch
        {
            "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/x-jsonlines" => BatchShape.Lines,
            "application/cloudevents+json" => BatchShape.One,
            "application/json" or "text/json" or "application/cloudevents-batch+json" => array ? BatchShape.Array : BatchShape.One,
            _ => null,
        };
    }

    private static Outcome<IReadOnlyList<SignalResult>> Read(ReadOnlyMemory<byte> body, BatchShape shape, SignalContext context)
    {
        var steps = new SignalSteps(context, new TimeReading(Native, context.Clock, null, null));
        var results = new List<SignalResult>();
        if (shape == BatchShape.One)
        {
            results.Add(ResultOf(body, ItemState.Item, 1, steps, context));
            return results;
        }

        var items = new JsonItems(new MemoryStream(body.ToArray(), writable: false), shape == BatchShape.Lines, MaxItemBytes);
        for (var number = 1L; ; number++)
        {
            var state = items.Read();
            if (state == ItemState.End)
            {
                return items.Closed ? results : new Fault(FaultCodes.BatchFormat, "The batch ends before its array does; nothing of it was taken.");
            }

            if (items.Item.Span.IndexOfAnyExcept(" \t\r\n"u8) >= 0)
            {
                results.Add(ResultOf(items.Item, state, number, steps, context));
            }

            if (results.Count > MaxItems)
            {
                return new Fault(FaultCodes.BatchTooLarge, $"The batch has more than {MaxItems:N0} items; send several.");
            }
        }
    }

    private static SignalResult ResultOf(ReadOnlyMemory<byte> json, ItemState state, long number, SignalSteps steps, SignalContext context)
    {
        if (state == ItemState.TooLong)
        {
            return Rejected(json, number, new Misfit(null, RejectCodes.RowTooLong, $"The item is longer than {MaxItemBytes:N0} bytes."));
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var (item, misfit) = NativeItem.Of(document.RootElement, context.Vocabulary);
            var made = item is null ? (null, misfit) : steps.Make(item);
            return made.Item1 is { } signal ? new SignalResult(signal) : Rejected(json, number, made.Item2!);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return Rejected(json, number, new Misfit(null, RejectCodes.RowNotJson, $"The item is not JSON: {error.Message}"));
        }
    }

    private static SignalResult Rejected(ReadOnlyMemory<byte> json, long number, Misfit misfit)
    {
        var text = Encoding.UTF8.GetString(json.Span[..Math.Min(json.Length, 4 * KeptChars)]);
        var kept = text.Length <= KeptChars ? text : text[..KeptChars];
        return new SignalResult(new Reject(number, misfit.Column, misfit.Code, misfit.Reason, DelimitedText.Cell(kept)));
    }
}
