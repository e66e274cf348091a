using System.Text.Json;

namespace Redthread.Web.Ingestion;

/// <summary>
/// CloudEvents 1.0 in binary content mode: the attributes are headers (<c>ce-id</c>, <c>ce-time</c>), the body is the
/// data alone. Put together they are the structured event that a batch reads.
/// </summary>
public static class CloudEventHeaders
{
    public const string Structured = "application/cloudevents+json";
    private const string Prefix = "ce-";

    public static bool AreIn(IHeaderDictionary headers) => headers.ContainsKey("ce-specversion");

    /// <summary>The event as one JSON object; a body that is no JSON comes back as it is, to be rejected as such.</summary>
    public static ReadOnlyMemory<byte> Join(IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var data = JsonDocument.Parse(body);
            using var joined = new MemoryStream(body.Length + 512);
            using (var writer = new Utf8JsonWriter(joined))
            {
                writer.WriteStartObject();
                foreach (var (name, value) in headers.Where(header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
                    writer.WriteString(name[Prefix.Length..].ToLowerInvariant(), Uri.UnescapeDataString(value.ToString())); // Headers carry text percent-encoded.
                writer.WritePropertyName("data");
                data.RootElement.WriteTo(writer);
                writer.WriteEndObject();
            }

            return joined.ToArray();
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
