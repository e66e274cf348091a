using Redthread.Domain;

namespace Redthread.Web.Shell;

/// <summary>What a form held when it was refused, so that it is shown again as it was, with the reason.</summary>
public sealed record FormState(IReadOnlyDictionary<string, string> Values, Error? Error)
{
    public static FormState Empty { get; } = new(new Dictionary<string, string>(), null);

    public string? this[string name] => Values.GetValueOrDefault(name);

    /// <summary>Of a form that only asks: what it held stands in the address.</summary>
    public static FormState OfQuery(HttpContext context, Error error) =>
        new(context.Request.Query.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase), error);

    // Secrets are typed again.
    public static FormState Of(HttpContext context, Error error) =>
        new(
            context.Request.HasFormContentType
                ? context
                    .Request.Form.Where(field => !field.Key.Contains("assword", StringComparison.Ordinal) && field.Key[0] != '_')
                    .ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase)
                : new Dictionary<string, string>(),
            error
        );
}
